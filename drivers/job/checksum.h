/* The hash that proves one result: independent of the order of rows and of who computed them. */
#ifndef PARALLAX_JOB_CHECKSUM_H
#define PARALLAX_JOB_CHECKSUM_H

#include "drivers/io/bytes.h"
#include "kernels/image.h"

/* Sum over `rows` (held by `image`) of XXH3(the row's bytes, keyed by item and row number), modulo
 * 2^64. The sums of disjoint rows and of different items add up to the checksum of the whole job.
 */
uint64_t checksum_rows(const struct image *image, struct range rows, int item);

/* The same for an image's tally of `count` counters; 0 for none. */
uint64_t checksum_tally(const uint64_t *tally, size_t count, int item);

/* The same for an item that is moved as it is. */
uint64_t checksum_bytes(const struct bytes *bytes, int item);

#endif
