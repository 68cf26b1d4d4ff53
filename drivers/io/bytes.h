/* A growing buffer of bytes: a file's content, an encoded image, a text. */
#ifndef PARALLAX_IO_BYTES_H
#define PARALLAX_IO_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct failure;

/* Zero-initialised is empty. Kept by a worker and used again. */
struct bytes {
    uint8_t *data;
    size_t size, capacity;
    uint64_t identity; /* which state of which file these are: file_read(); 0: none */
    int64_t mtime;     /* when that file was changed last, in ns since 1970 */
    bool dated;        /* that is known */
};

/* Bytes of somebody else's; none: {NULL, 0}. */
struct bytes_part {
    const uint8_t *data;
    size_t size;
};

/* Makes room for `capacity` bytes, keeping what is there. 0, or -1 when out of memory (unchanged).
 */
int bytes_reserve(struct bytes *bytes, size_t capacity);
/* Appends `size` bytes. 0, or -1 when out of memory (unchanged). */
int bytes_append(struct bytes *bytes, const void *data, size_t size);
void bytes_free(struct bytes *bytes);

/* Looks at the first bytes of an item (BYTES_PROBED of them, or all if it has fewer) before the
 * rest is read: 0, or -1 with *failure: it is not worth that. */
enum { BYTES_PROBED = 4096 };
typedef int bytes_probe_fn(const struct bytes *first, struct failure *failure);

#endif
