/* Median of radius 1 for vector instructions: the network of median_network_each.c in registers.
 * Each line is loaded once, and sorted columns get their neighbours by permutation. */
#include "kernels/median/median.h"
#include "kernels/simd/words.h"

#include <string.h>

enum { AHEAD = 4096 }; /* bytes: the row below is fetched before it is needed */

/* Columns of three samples in order. */
struct columns {
    vector low, middle, high;
};

/* What is the same for all rows. */
struct setting {
    int channels;
    ptrdiff_t samples;
    struct shift shift;
};

static inline vector median_of_3(vector a, vector b, vector c)
{
    return upper_bytes(lower_bytes(a, b), lower_bytes(upper_bytes(a, b), c));
}

static inline struct columns sort_columns(vector a, vector b, vector c)
{
    vector low = lower_bytes(a, b), high = upper_bytes(a, b), rest = lower_bytes(high, c);
    return (struct columns){lower_bytes(low, rest), upper_bytes(low, rest), upper_bytes(high, c)};
}

static inline struct columns load_columns(const uint8_t *const *row, ptrdiff_t at)
{
    return sort_columns(load_vector(row[0] + at), load_vector(row[1] + at),
                        load_vector(row[2] + at));
}

/* Columns before the row, of which the last are the first pixel's. */
static inline struct columns continue_before(const uint8_t *const *row, int channels)
{
    uint32_t first[3];
    for (int i = 0; i < 3; ++i) {
        memcpy(&first[i], row[i], sizeof first[i]);
        first[i] <<= 32 - 8 * channels;
    }
    return sort_columns(repeat_four(first[0]), repeat_four(first[1]), repeat_four(first[2]));
}

/* Columns behind the row, of which the first are the last pixel's. */
static inline struct columns continue_behind(const uint8_t *const *row,
                                             const struct setting *setting)
{
    uint32_t last[3];
    for (int i = 0; i < 3; ++i) {
        memcpy(&last[i], row[i] + setting->samples - sizeof last[i], sizeof last[i]);
        last[i] >>= 32 - 8 * setting->channels;
    }
    return sort_columns(repeat_four(last[0]), repeat_four(last[1]), repeat_four(last[2]));
}

static inline vector find_medians(const struct shift *shift, struct columns before,
                                  struct columns here, struct columns behind)
{
    vector low[3], middle[3], high[3];
    shift_bytes(shift, before.low, here.low, behind.low, low);
    shift_bytes(shift, before.middle, here.middle, behind.middle, middle);
    shift_bytes(shift, before.high, here.high, behind.high, high);
    return median_of_3(upper_bytes(upper_bytes(low[0], low[1]), low[2]),
                       median_of_3(middle[0], middle[1], middle[2]),
                       lower_bytes(lower_bytes(high[0], high[1]), high[2]));
}

/* The last vector of the row is laid over the one before it. */
static inline void median_row(const struct setting *setting, const uint8_t *const *row,
                              uint8_t *out)
{
    ptrdiff_t last = setting->samples - BYTES;
    struct columns before = continue_before(row, setting->channels), here = load_columns(row, 0);
    for (ptrdiff_t at = 0; at < last; at += BYTES) {
        _mm_prefetch((const char *)row[2] + at + AHEAD, _MM_HINT_T0);
        struct columns behind = load_columns(row, at + BYTES);
        store_vector(out + at, find_medians(&setting->shift, before, here, behind));
        before = here, here = behind;
    }
    before = load_columns(row, last - BYTES), here = load_columns(row, last);
    store_vector(out + last,
                 find_medians(&setting->shift, before, here, continue_behind(row, setting)));
}

void VARIANT_NAME(median_nine)(const struct plan *plan, const struct image *src, struct image *dst,
                               const struct band *band)
{
    const struct range rows = band->rows;
    int channels = plan->src.channels, last = plan->src.height - 1;
    struct setting setting = {channels, (ptrdiff_t)plan->src.width * channels, shift_of(channels)};
    if (setting.samples < 2 * BYTES) {
        VARIANT_NAME(median_network)(plan, src, dst, band);
        return;
    }
    for (int y = rows.begin; y < rows.end; ++y) {
        const uint8_t *const around[3] = {image_row(src, y > 0 ? y - 1 : 0), image_row(src, y),
                                          image_row(src, y < last ? y + 1 : last)};
        median_row(&setting, around, image_row(dst, y));
    }
}
