/* Counting values. An increment waits for the one before if both are of the same counter, as those
 * of neighbours often are: so pixels take turns in several banks of counters. */
#include "kernels/shared/count.h"

#include <string.h>

/* Counters of 32 bits, so that all banks stay in the L1 cache, emptied before one could overflow.
 */
enum { BANKS_GREY = 4, BANKS = 2, ROWS_AT_ONCE = 256 };
_Static_assert((uint64_t)SIDE_MAX / BANKS * ROWS_AT_ONCE <= UINT32_MAX, "a counter overflows");

/* Channels are a change of counters, too; more of them than needed take longer to reach. */
static inline int banks_of(int channels)
{
    return channels == 1 ? BANKS_GREY : BANKS;
}

size_t count_scratch(int channels)
{
    return (size_t)banks_of(channels) * (size_t)channels * COUNT_VALUES * sizeof(uint32_t);
}

struct cost count_cost(const struct plan *plan, struct range rows)
{
    double pixels = (double)range_count(rows) * plan->src.width;
    return (struct cost){pixels * plan->src.channels, pixels * shape_pixel_bytes(plan->src)};
}

/* `channels` is a constant where this is called: the loops over banks and channels unroll. */
static inline void count_row(const uint8_t *restrict row, int width, int channels,
                             uint32_t *restrict bank)
{
    const int banks = banks_of(channels);
    int x = 0;
    for (; x + banks <= width; x += banks, row += banks * channels)
        for (int i = 0; i < banks * channels; ++i)
            ++bank[i * COUNT_VALUES + row[i]];
    for (; x < width; ++x, row += channels)
        for (int c = 0; c < channels; ++c)
            ++bank[c * COUNT_VALUES + row[c]];
}

static void count_any(const uint8_t *row, int width, int channels, uint32_t *bank)
{
    switch (channels) {
    case 1:
        count_row(row, width, 1, bank);
        break;
    case 2:
        count_row(row, width, 2, bank);
        break;
    case 3:
        count_row(row, width, 3, bank);
        break;
    default:
        count_row(row, width, 4, bank);
        break;
    }
}

void count_rows(const struct plan *plan, const struct image *src, struct image *dst,
                const struct band *band)
{
    (void)dst;
    const struct range rows = band->rows;
    uint64_t *tally = band->tally;
    uint32_t *bank = band->scratch;
    int channels = plan->src.channels, counters = channels * COUNT_VALUES;
    for (int begin = rows.begin; begin < rows.end; begin += ROWS_AT_ONCE) {
        int end = begin + ROWS_AT_ONCE < rows.end ? begin + ROWS_AT_ONCE : rows.end;
        memset(bank, 0, count_scratch(channels));
        for (int y = begin; y < end; ++y)
            count_any(image_row(src, y), plan->src.width, channels, bank);
        for (int b = 0; b < banks_of(channels); ++b)
            for (int i = 0; i < counters; ++i)
                tally[i] += bank[b * counters + i];
    }
}
