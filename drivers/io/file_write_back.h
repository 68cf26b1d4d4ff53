/* Files on their way to the disk. */
#ifndef PARALLAX_IO_FILE_WRITE_BACK_H
#define PARALLAX_IO_FILE_WRITE_BACK_H

/* Lets the system begin to write what an open file has to the disk, so that who syncs it later
 * finds it under way or done. Promises nothing; errno stays. */
void file_write_back(int file);

#endif
