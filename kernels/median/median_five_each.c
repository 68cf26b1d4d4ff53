/* Median of windows of five rows and columns by networks of minimum and maximum, many samples at a
 * time.
 *
 * The five samples of each row are sorted, once for all windows that the row is part of. Two rows
 * are merged to a block of ten, once for the four windows that have both. Two blocks, one above the
 * other, are all of a window but one row; of their twenty samples only the middle six can be the
 * median, whatever the fifth row has. These six serve two windows: one with the row above, and one
 * with the row below. The sixth smallest of six and five samples in order is found without merging
 * them: it is the minimum over i of max(six(i), five(4 - i)), where five(-1) is no sample.
 *
 * Merging is Batcher's odd-even merge (1968) without the steps of which nothing is used: 18 minima
 * and maxima for a row, 26 / 2 for a block, 36 / 2 for the six, 10 for the median are 59. What
 * windows share is kept for a strip of columns, down which the blocks go; rows far apart are more
 * than hardware foresees, so the next ones are fetched. */
#include "kernels/median/median.h"
#include "kernels/median/median_order.h"
#include "kernels/shared/smaller.h"

#include <string.h>

/* STRIP: all that is kept takes 8 KB; AHEAD: rows that are fetched before they are needed. */
enum { STRIP = 256, AHEAD = 12, RADIUS = 2, FIVE = 2 * RADIUS + 1, MARGIN = RADIUS * CHANNELS_MAX };

/* Compilers know only of a function's own parameters that they do not overlap. */
#ifdef __GNUC__
#define NOT_INLINED __attribute__((noinline))
#else
#define NOT_INLINED
#endif

/* Samples of a strip in order, rank by rank. */
struct fives {
    uint8_t rank[FIVE][STRIP];
};

struct sixes {
    uint8_t rank[FIVE + 1][STRIP];
};

struct tens {
    uint8_t rank[2 * FIVE][STRIP];
};

/* What is kept of a strip; of two blocks in turn. */
struct strip {
    struct fives last_row[2];
    struct tens block[2];
    struct sixes six;
    uint8_t row[2][STRIP + 2 * MARGIN]; /* of the source, continued */
    uint8_t unused[STRIP];              /* for outputs that are not of the band */
};

static inline void sort_five(const uint8_t *in, ptrdiff_t step, uint8_t *v)
{
    for (int i = 0; i < FIVE; ++i)
        v[i] = in[i * step];
    exchange(&v[0], &v[1]);
    exchange(&v[3], &v[4]);
    exchange(&v[2], &v[4]);
    exchange(&v[2], &v[3]);
    exchange(&v[1], &v[4]);
    exchange(&v[0], &v[3]);
    exchange(&v[0], &v[2]);
    exchange(&v[1], &v[3]);
    exchange(&v[1], &v[2]);
}

/* Two pairs in order, a0 <= a1 and b0 <= b1, to four. */
static inline void merge_pairs(uint8_t a0, uint8_t a1, uint8_t b0, uint8_t b1, uint8_t *to)
{
    to[0] = lower(a0, b0);
    to[1] = upper(a0, b0);
    to[2] = lower(a1, b1);
    to[3] = upper(a1, b1);
    exchange(&to[1], &to[2]);
}

static inline void merge_fives(const uint8_t *a, const uint8_t *b, uint8_t *to)
{
    uint8_t outer[4], odd[4], low = lower(a[2], b[2]), high = upper(a[2], b[2]);
    merge_pairs(a[0], a[4], b[0], b[4], outer);
    merge_pairs(a[1], a[3], b[1], b[3], odd);
    exchange(&low, &outer[1]);
    exchange(&high, &outer[2]);
    const uint8_t even[] = {outer[0], low, outer[1], high, outer[2], outer[3]};
    to[0] = even[0];
    for (int i = 0; i < 4; ++i) {
        to[2 * i + 1] = lower(odd[i], even[i + 1]);
        to[2 * i + 2] = upper(odd[i], even[i + 1]);
    }
    to[9] = even[5];
}

/* The middle two of two pairs. */
static inline void middle_of_pairs(uint8_t a0, uint8_t a1, uint8_t b0, uint8_t b1, uint8_t *to)
{
    to[0] = upper(a0, b0);
    to[1] = lower(a1, b1);
    exchange(&to[0], &to[1]);
}

/* Of two lists of five, every second of what a and b have: the middle two of the outer three, and
 * of the inner two. */
static inline void middle_of_fives(const uint8_t *a, const uint8_t *b, uint8_t *outer,
                                   uint8_t *inner)
{
    middle_of_pairs(a[0], a[8], b[0], b[8], outer);
    outer[0] = upper(outer[0], lower(a[4], b[4]));
    outer[1] = lower(outer[1], upper(a[4], b[4]));
    middle_of_pairs(a[2], a[6], b[2], b[6], inner);
}

static inline void middle_six(const uint8_t *a, const uint8_t *b, uint8_t *to)
{
    uint8_t outer[2], inner[2];
    middle_of_fives(a, b, outer, inner);
    to[1] = upper(inner[0], outer[0]);
    to[3] = lower(inner[1], outer[1]);
    to[5] = upper(inner[1], outer[1]);
    middle_of_fives(a + 1, b + 1, outer, inner);
    to[0] = lower(inner[0], outer[0]);
    to[2] = upper(inner[0], outer[0]);
    to[4] = lower(inner[1], outer[1]);
    for (int i = 0; i < 6; i += 2)
        exchange(&to[i], &to[i + 1]);
}

static inline uint8_t median_of(const uint8_t *six, const uint8_t *five)
{
    uint8_t median = six[FIVE];
    for (int i = 0; i < FIVE; ++i)
        median = lower(median, upper(six[i], five[FIVE - 1 - i]));
    return median;
}

/* The block `here` of two source rows, given from their windows' first column. Finishes the row two
 * above the block, whose windows end with the block's first row, by the six of the two blocks
 * before; then the next one, whose windows end with the block. `last_row` is that of the block
 * before the last, and becomes that of this block. */
NOT_INLINED
static void add_block(const uint8_t *restrict first, const uint8_t *restrict second, int samples,
                      ptrdiff_t step, const struct tens *restrict before,
                      struct tens *restrict here, struct fives *restrict last_row,
                      struct sixes *restrict kept, uint8_t *restrict above, uint8_t *restrict below)
{
    for (int i = 0; i < samples; ++i) {
        uint8_t six[FIVE + 1], five[FIVE], next[FIVE], ten[2 * FIVE], other[2 * FIVE];
        for (int k = 0; k <= FIVE; ++k)
            six[k] = kept->rank[k][i];
        sort_five(first + i, step, five);
        above[i] = median_of(six, five);
        sort_five(second + i, step, next);
        merge_fives(five, next, ten);
        for (int k = 0; k < 2 * FIVE; ++k) {
            other[k] = before->rank[k][i];
            here->rank[k][i] = ten[k];
        }
        middle_six(other, ten, six);
        for (int k = 0; k <= FIVE; ++k)
            kept->rank[k][i] = six[k];
        for (int k = 0; k < FIVE; ++k) {
            five[k] = last_row->rank[k][i];
            last_row->rank[k][i] = next[k];
        }
        below[i] = median_of(six, five);
    }
}

/* A source row from its windows' first column, for `count` outputs from `begin` on; where the image
 * ends, a continued copy. */
static const uint8_t *continued(const uint8_t *row, struct shape shape, int begin, int count,
                                uint8_t *copy)
{
    int channels = shape.channels, samples = shape.width * channels;
    int first = begin - RADIUS * channels, all = count + 2 * RADIUS * channels;
    int from = larger(first, 0), to = smaller(first + all, samples);
    if (from == first && to == first + all)
        return row + first;
    memcpy(copy + (from - first), row + from, (size_t)(to - from));
    for (int i = from - first - 1; i >= 0; --i)
        copy[i] = copy[i + channels];
    for (int i = to - first; i < all; ++i)
        copy[i] = copy[i - channels];
    return copy;
}

/* Tells the caches that a strip of a row will be read or written. */
static void expect(const uint8_t *row, int count)
{
    enum { LINE = 64 };
#ifdef __GNUC__
    for (int i = 0; i < count; i += LINE)
        __builtin_prefetch(row + i);
#else
    (void)row, (void)count;
#endif
}

void VARIANT_NAME(median_five)(const struct plan *plan, const struct image *src, struct image *dst,
                               const struct band *band)
{
    const struct range rows = band->rows, held = area_halo(plan->src, rows, RADIUS).rows;
    int channels = plan->src.channels, samples = plan->src.width * channels;
    struct strip strip = {0};
    for (int begin = 0; begin < samples; begin += STRIP) {
        int count = smaller(STRIP, samples - begin);
        for (int y = rows.begin - 2 * RADIUS, turn = 0; y < rows.end; y += 2, turn = 1 - turn) {
            const uint8_t *in[2];
            uint8_t *out[2];
            for (int i = 0; i < 2; ++i) {
                int row = y + i, below = row + RADIUS;
                const uint8_t *source =
                    image_row(src, smaller(larger(below, held.begin), held.end - 1));
                in[i] = continued(source, plan->src, begin, count, strip.row[i]);
                out[i] = row >= rows.begin && row < rows.end ? image_row(dst, row) + begin
                                                             : strip.unused;
                expect(image_row(src, smaller(below + AHEAD, held.end - 1)) + begin, count);
                expect(image_row(dst, smaller(row + AHEAD, rows.end - 1)) + begin, count);
            }
            add_block(in[0], in[1], count, channels, &strip.block[1 - turn], &strip.block[turn],
                      &strip.last_row[turn], &strip.six, out[0], out[1]);
        }
    }
}
