/* Files on their way to the disk, where nothing can be said before they are synced. */
#include "drivers/io/file_write_back.h"

void file_write_back(int file)
{
    (void)file;
}
