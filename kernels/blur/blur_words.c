/* The rows of blur for vector instructions, by the definition in blur.c, bit for bit.
 *
 * A multiply-add of 16-bit pairs does all sums, which stay in registers. Along x, a pair is a
 * sample and the next of its channel, brought together by a permutation: of bytes where the image
 * is opaque, else of words in Q6. Along y, a pair is two neighbouring rows. */
#include "kernels/blur/blur_vector.h"
#include "kernels/simd/words.h"

/* A strip: where it is in a row, in samples. */
struct strip {
    int begin, count;
};

static int bounded(int value, int low, int high)
{
    return value < low ? low : value > high ? high : value;
}

/* One source row from `side` samples before the strip, which begins at q, to as many behind it; in
 * Q6 if `wide`. What is `ahead` bytes further will be read next: strips leave no runs that a CPU
 * would fetch by itself. */
static void copy_strip(const uint8_t *row, ptrdiff_t ahead, bool wide, struct strip strip,
                       int samples, int side, int channels, uint8_t *q)
{
    int left = bounded(side, 0, strip.begin);
    int count = left + bounded(strip.count + side, 0, samples - strip.begin);
    const uint8_t *from = row + strip.begin - left;
    size_t size = wide ? sizeof(int16_t) : 1, pixel = (size_t)channels * size;
    uint8_t *begin = q - (size_t)left * size, *end = begin + (size_t)count * size;
    for (int i = 0; i < count; i += 64)
        _mm_prefetch((const char *)from + ahead + i, _MM_HINT_T1);
    if (!wide)
        memcpy(begin, from, (size_t)count);
    for (int i = 0; wide && i < count; i += WORDS)
        store_vector(begin + 2 * i, weigh_samples(from + i, channels));
    for (int i = left; i < side; i += channels, begin -= pixel)
        memcpy(begin - pixel, begin, pixel);
    for (int i = count - left; i < strip.count + side; i += channels, end += pixel)
        memcpy(end, end - pixel, pixel);
}

/* Two taps of WORDS samples of two rows: to the sums of the lower and the upper four in eight. */
static inline void add_taps(const void *const *row, ptrdiff_t at, bool wide, vector order,
                            const int16_t *weight, vector *low, vector *high)
{
    vector weights = weight_pair(weight);
    for (int r = 0; r < 2; ++r) {
        low[r] = add_products(low[r], load_pairs(row[r], at, wide, order), weights);
        high[r] = add_products(high[r], load_pairs(row[r], at + 4, wide, order), weights);
    }
}

/* The x axis of two rows of words (`wide`) or bytes; row[] points to the strip's first sample. */
static inline void sum_along(const struct blur_vector *v, const void *const *row, bool wide,
                             int count, int channels, int32_t *pairs)
{
    const unsigned bits = wide ? FILTER_BITS : FILTER_BITS - 6;
    const vector half = half_of((int)bits), order = pair_order(wide, channels);
    for (int i = 0; i < count; i += WORDS) {
        vector low[2] = {half, half}, high[2] = {half, half};
        ptrdiff_t at = i - (ptrdiff_t)v->x_radius * channels;
        const int16_t *weight = v->x;
        for (int k = v->x_radius; k > 0; k -= 2, at += 4 * channels, weight += 4) {
            add_taps(row, at, wide, order, weight, low, high);
            add_taps(row, at + 2 * channels, wide, order, weight + 2, low, high);
        }
        if (v->x_radius % 2 == 0)
            add_taps(row, at, wide, order, weight, low, high);
        store_vector(pairs + i, pair_sums(low[0], low[1], bits));
        store_vector(pairs + i + LANES, pair_sums(high[0], high[1], bits));
    }
}

/* Two neighbouring pairs of LANES samples: what they add to BLUR_ROWS rows. */
static inline void add_pairs(vector here, vector next, const int16_t *first, const int16_t *second,
                             vector *sum)
{
    vector even = weight_pair(first), odd = weight_pair(second);
    sum[0] = add_products(sum[0], here, even);
    sum[1] = add_products(sum[1], here, odd);
    sum[2] = add_products(sum[2], next, even);
    sum[3] = add_products(sum[3], next, odd);
}

/* The y axis of LANES samples of BLUR_ROWS rows. Two steps at a time, like along x, because less
 * is then moved between registers. */
static inline void sum_column(const struct blur_vector *v, const int32_t *const *pair, int at,
                              vector *sum)
{
    const int16_t *first = v->y[0], *second = v->y[1];
    vector here = load_vector(pair[0] + at);
    for (int k = v->y_radius; k > 0; k -= 2, pair += 2, first += 4, second += 4) {
        vector next = load_vector(pair[1] + at);
        add_pairs(here, next, first, second, sum);
        here = load_vector(pair[2] + at);
        add_pairs(next, here, first + 2, second + 2, sum);
    }
    if (v->y_radius % 2 == 0)
        add_pairs(here, load_vector(pair[1] + at), first, second, sum);
}

/* The y axis of BLUR_ROWS rows, of which `rows` are stored. */
static inline void sum_down(const struct blur_vector *v, const int32_t *const *pair, int count,
                            int channels, uint8_t *const *out, int rows)
{
    const vector half = half_of(finish_bits(channels));
    for (int i = 0; i < count; i += WORDS) {
        vector low[BLUR_ROWS] = {half, half, half, half},
               high[BLUR_ROWS] = {half, half, half, half};
        sum_column(v, pair, i, low);
        sum_column(v, pair, i + LANES, high);
        finish_four(low, channels);
        finish_four(high, channels);
        for (int r = 0; r < BLUR_ROWS; ++r)
            if (r < rows)
                store_samples(out[r] + i, low[r], high[r], count - i);
    }
}

static inline void blur_pair(const struct plan *plan, const uint8_t *const *row, ptrdiff_t ahead,
                             struct strip strip, int channels, uint8_t *first, int32_t *pairs)
{
    const struct blur_vector *v = plan->prepared;
    const bool wide = channels == 2 || channels == 4;
    const void *q[2] = {first, first + v->row};
    for (int r = 0; r < 2; ++r)
        copy_strip(row[r], ahead, wide, strip, plan->src.width * channels, v->x_radius * channels,
                   channels, first + (size_t)r * v->row);
    sum_along(v, q, wide, strip.count, channels, pairs);
}

/* `channels` is a constant where this is called.
 * Pair p is source rows top + 2 p and the next. All pairs above the image are the same, so only the
 * last of them is made, and below it only the first. */
static inline void blur_strip(const struct plan *plan, const struct image *src, struct image *dst,
                              struct range rows, struct strip strip, int channels, uint8_t *scratch)
{
    const struct blur_vector *v = plan->prepared;
    int top = rows.begin - v->y_radius;
    int last = bounded(rows.end - 1 + v->y_radius, 0, plan->src.height - 1);
    int least = top < 0 ? (-top - 1) / 2 : 0, most = (last - top + 1) / 2, next = least;
    int32_t *ring = (int32_t *)(void *)scratch;
    const int32_t **pair = (const int32_t **)(void *)(scratch + v->pair);
    for (int y = rows.begin; y < rows.end; y += BLUR_ROWS) {
        int first = (y - rows.begin) / 2, count = bounded(rows.end - y, 1, BLUR_ROWS);
        for (; next <= bounded(first + v->ring - 1, least, most); ++next) {
            const uint8_t *row[2] = {image_row(src, bounded(top + 2 * next, 0, last)),
                                     image_row(src, bounded(top + 2 * next + 1, 0, last))};
            blur_pair(plan, row, 2 * src->stride, strip, channels, scratch + v->source,
                      ring + (size_t)(next % v->ring) * v->stride);
        }
        for (int p = 0; p < v->ring; ++p)
            pair[p] = ring + (size_t)(bounded(first + p, least, most) % v->ring) * v->stride;
        uint8_t *out[BLUR_ROWS];
        for (int r = 0; r < count; ++r)
            out[r] = image_row(dst, y + r) + strip.begin;
        sum_down(v, pair, strip.count, channels, out, count);
    }
}

void VARIANT_NAME(blur_rows)(const struct plan *plan, const struct image *src, struct image *dst,
                             const struct band *band)
{
    const struct range rows = band->rows;
    uint8_t *scratch = band->scratch;
    const struct blur_vector *v = plan->prepared;
    int samples = plan->src.width * plan->src.channels;
    for (int begin = 0; begin < samples; begin += v->strip) {
        struct strip strip = {begin, bounded(v->strip, 0, samples - begin)};
        switch (plan->src.channels) {
        case 1:
            blur_strip(plan, src, dst, rows, strip, 1, scratch);
            break;
        case 2:
            blur_strip(plan, src, dst, rows, strip, 2, scratch);
            break;
        case 3:
            blur_strip(plan, src, dst, rows, strip, 3, scratch);
            break;
        default:
            blur_strip(plan, src, dst, rows, strip, 4, scratch);
            break;
        }
    }
}
