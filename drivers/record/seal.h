/* The seal of a complete results file: the 512 bytes before HDF5's hold the length of what follows
 * and its hash, so that damage is known before HDF5 sees it; private to record/. */
#ifndef PARALLAX_RECORD_SEAL_H
#define PARALLAX_RECORD_SEAL_H

enum { RECORD_SEAL_BYTES = 512 }; /* HDF5's user block */

enum record_seal {
    RECORD_SEAL_RIGHT,
    RECORD_SEAL_WRONG,  /* or what follows was changed after it was written */
    RECORD_SEAL_ZEROS,  /* the block is there; who wrote the file did not come to its end */
    RECORD_SEAL_ABSENT, /* HDF5 begins with the first byte: an older file, or another program's */
    RECORD_SEAL_FOREIGN /* this is not HDF5 */
};

/* Writes the seal of the closed file at `path`, which begins with a block of zeros. 0, or -1 with
 * errno. */
int record_seal_write(const char *path);

/* Reads the first bytes of an open file, and the whole of it if there is a seal; leaves the file
 * position alone. 0, or -1 with errno. */
int record_seal_check(int file, enum record_seal *seal);

/* Where HDF5's first bytes are in such a file. */
int record_seal_offset(enum record_seal seal);

#endif
