/* The hash that proves one result. */
#include "drivers/job/checksum.h"

#include <xxhash.h>

static uint64_t key(int item, int row)
{
    return (uint64_t)(uint32_t)item << 32 | (uint32_t)row;
}

uint64_t checksum_rows(const struct image *image, struct range rows, int item)
{
    uint64_t sum = 0;
    for (int y = rows.begin; y < rows.end; ++y)
        sum += XXH3_64bits_withSeed(image_row(image, y), image_row_bytes(image), key(item, y));
    return sum;
}

uint64_t checksum_tally(const uint64_t *tally, size_t count, int item)
{
    return count ? XXH3_64bits_withSeed(tally, count * sizeof *tally, key(item, -1)) : 0;
}

uint64_t checksum_bytes(const struct bytes *bytes, int item)
{
    return XXH3_64bits_withSeed(bytes->data, bytes->size, key(item, 0));
}
