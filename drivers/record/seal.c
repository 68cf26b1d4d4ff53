/* The seal of a complete results file: length and hash of all that stands behind it. */
#include "drivers/record/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <xxhash.h>

static const char head[] = "Parallax results file\n";
static const char signature[8] = "\211HDF\r\n\032\n"; /* the first bytes of HDF5's own */

static void seal_format(char block[RECORD_SEAL_BYTES], uint64_t length, uint64_t hash)
{
    memset(block, 0, RECORD_SEAL_BYTES);
    snprintf(block, RECORD_SEAL_BYTES,
             "%sLength and XXH3 (64 bits) of what follows these 512 bytes:\n%" PRIu64
             "\n%016" PRIx64 "\nWho changes the file sets these 512 bytes to zero.\n",
             head, length, hash);
}

/* Like pread(), but never interrupted. */
static ssize_t bytes_read(int file, void *bytes, size_t size, uint64_t offset)
{
    ssize_t got;
    do
        got = pread(file, bytes, size, (off_t)offset);
    while (got < 0 && errno == EINTR);
    return got;
}

static int seal_compute(int file, char block[RECORD_SEAL_BYTES])
{
    enum { STEP = 1 << 16 };
    XXH3_state_t *state = XXH3_createState();
    char *bytes = malloc(STEP);
    uint64_t length = 0;
    ssize_t got = -1;
    errno = ENOMEM;
    if (bytes && state && XXH3_64bits_reset(state) == XXH_OK)
        while ((got = bytes_read(file, bytes, STEP, RECORD_SEAL_BYTES + length)) > 0) {
            XXH3_64bits_update(state, bytes, (size_t)got);
            length += (uint64_t)got;
        }
    if (got == 0)
        seal_format(block, length, XXH3_64bits_digest(state));
    int error = errno;
    free(bytes);
    XXH3_freeState(state);
    errno = error;
    return got == 0 ? 0 : -1;
}

int record_seal_write(const char *path)
{
    char block[RECORD_SEAL_BYTES];
    int file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0)
        return -1;
    int result = seal_compute(file, block);
    if (result == 0) {
        ssize_t written;
        do {
            errno = ENOSPC; /* if it writes less */
            written = pwrite(file, block, sizeof block, 0);
        } while (written < 0 && errno == EINTR);
        result = written == (ssize_t)sizeof block ? 0 : -1;
    }
    int error = errno;
    if (close(file) < 0 && result == 0)
        return -1; /* a quota may be told here */
    errno = error;
    return result;
}

int record_seal_check(int file, enum record_seal *seal)
{
    static const char zeros[RECORD_SEAL_BYTES];
    char first[RECORD_SEAL_BYTES + sizeof signature] = "", block[RECORD_SEAL_BYTES];
    if (bytes_read(file, first, sizeof first, 0) < 0)
        return -1;
    bool behind = memcmp(first + RECORD_SEAL_BYTES, signature, sizeof signature) == 0;
    *seal = RECORD_SEAL_FOREIGN;
    if (memcmp(first, signature, sizeof signature) == 0)
        *seal = RECORD_SEAL_ABSENT;
    else if (behind && memcmp(first, zeros, sizeof zeros) == 0)
        *seal = RECORD_SEAL_ZEROS;
    else if (behind || memcmp(first, head, sizeof head - 1) == 0)
        *seal = RECORD_SEAL_WRONG;
    if (*seal != RECORD_SEAL_WRONG)
        return 0;
    if (seal_compute(file, block) < 0)
        return -1;
    if (memcmp(first, block, sizeof block) == 0)
        *seal = RECORD_SEAL_RIGHT;
    return 0;
}

int record_seal_offset(enum record_seal seal)
{
    return seal == RECORD_SEAL_ABSENT ? 0 : RECORD_SEAL_BYTES;
}
