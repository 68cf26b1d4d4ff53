/* Median of small windows by networks of minimum and maximum, many samples at a time.
 *
 * Columns are sorted first, once for all windows that they are part of. Radius 1: with columns in
 * order, the median of 9 is the median of (the largest minimum, the median of the middles, the
 * smallest maximum) (Smith 1996).
 *
 * Radius 2 in the same way: sorting each row of the five sorted columns leaves the columns in
 * order. Of row 0, places 3 and 4 can be the median, of row 1 2 to 4, of row 2 1 to 3, of row 3 0
 * to 2, of row 4 0 and 1; each other sample has thirteen that are no smaller or no larger. Let g,
 * h, k be the diagonals row + place = 3, 4, 5 (of 4, 5 and 4 samples), each sorted. Any m samples
 * of g have m + 1 neighbours on h that are no smaller, any m of k as many that are no larger, so
 * g(i) <= h(i) and h(i + 1) <= k(i). Counting who is below and who above leaves three, of which the
 * median is taken: g(3), h(2) and k(0). */
#include "kernels/median/median.h"

#include <string.h>

enum { STRIP = 1024, RADIUS_MAX = MEDIAN_NETWORK_MAX, WINDOW_MAX = 2 * RADIUS_MAX + 1 };

/* Sorted columns of a strip: row[i] has the samples of rank i, continued by the radius. */
struct columns {
    uint8_t row[WINDOW_MAX][STRIP + 2 * RADIUS_MAX * CHANNELS_MAX];
};

static inline uint8_t lower(uint8_t a, uint8_t b)
{
    return a < b ? a : b;
}

static inline uint8_t upper(uint8_t a, uint8_t b)
{
    return a > b ? a : b;
}

static inline void exchange(uint8_t *a, uint8_t *b)
{
    uint8_t low = lower(*a, *b), high = upper(*a, *b);
    *a = low, *b = high;
}

static inline uint8_t median_of_3(uint8_t a, uint8_t b, uint8_t c)
{
    return upper(lower(a, b), lower(upper(a, b), c));
}

static inline uint8_t median_of_5(uint8_t a, uint8_t b, uint8_t c, uint8_t d, uint8_t e)
{
    uint8_t low = upper(lower(a, b), lower(c, d)), high = lower(upper(a, b), upper(c, d));
    return median_of_3(low, high, e);
}

/* Below, five samples of one row in any order, of which some are found in rising order: pairs
 * first, then four of them, then the fifth goes where it belongs. */
struct fours {
    uint8_t lowest, second, third, highest;
};

static inline struct fours sort_4(const uint8_t *v, ptrdiff_t step)
{
    uint8_t a = v[0], b = v[step], c = v[2 * step], d = v[3 * step];
    exchange(&a, &b);
    exchange(&c, &d);
    exchange(&a, &c);
    exchange(&b, &d);
    exchange(&b, &c);
    return (struct fours){a, b, c, d};
}

static inline void highest_2(const uint8_t *v, ptrdiff_t step, uint8_t *out)
{
    struct fours f = sort_4(v, step);
    uint8_t fifth = v[4 * step];
    out[0] = upper(f.third, lower(f.highest, fifth));
    out[1] = upper(f.highest, fifth);
}

static inline void highest_3(const uint8_t *v, ptrdiff_t step, uint8_t *out)
{
    struct fours f = sort_4(v, step);
    uint8_t rest = v[4 * step];
    exchange(&rest, &f.highest);
    exchange(&rest, &f.third);
    out[0] = upper(f.second, rest);
    out[1] = f.third;
    out[2] = f.highest;
}

static inline void middle_3(const uint8_t *v, ptrdiff_t step, uint8_t *out)
{
    struct fours f = sort_4(v, step);
    uint8_t rest = lower(f.highest, v[4 * step]);
    exchange(&rest, &f.third);
    exchange(&rest, &f.second);
    out[0] = upper(f.lowest, rest);
    out[1] = f.second;
    out[2] = f.third;
}

static inline void lowest_3(const uint8_t *v, ptrdiff_t step, uint8_t *out)
{
    struct fours f = sort_4(v, step);
    uint8_t rest = v[4 * step];
    exchange(&f.lowest, &rest);
    exchange(&f.second, &rest);
    out[0] = f.lowest;
    out[1] = f.second;
    out[2] = lower(f.third, rest);
}

static inline void lowest_2(const uint8_t *v, ptrdiff_t step, uint8_t *out)
{
    struct fours f = sort_4(v, step);
    uint8_t fifth = v[4 * step];
    out[0] = lower(f.lowest, fifth);
    out[1] = lower(f.second, upper(f.lowest, fifth));
}

static void sort_columns_3(const uint8_t *const *src, int begin, int samples, ptrdiff_t shift,
                           struct columns *restrict columns)
{
    for (int i = 0; i < samples; ++i) {
        uint8_t a = src[0][begin + i], b = src[1][begin + i], c = src[2][begin + i];
        exchange(&a, &b);
        exchange(&b, &c);
        exchange(&a, &b);
        columns->row[0][shift + i] = a;
        columns->row[1][shift + i] = b;
        columns->row[2][shift + i] = c;
    }
}

static void sort_columns_5(const uint8_t *const *src, int begin, int samples, ptrdiff_t shift,
                           struct columns *restrict columns)
{
    for (int i = 0; i < samples; ++i) {
        uint8_t a = src[0][begin + i], b = src[1][begin + i], c = src[2][begin + i];
        uint8_t d = src[3][begin + i], e = src[4][begin + i];
        exchange(&a, &b);
        exchange(&d, &e);
        exchange(&c, &e);
        exchange(&c, &d);
        exchange(&b, &e);
        exchange(&a, &d);
        exchange(&a, &c);
        exchange(&b, &d);
        exchange(&b, &c);
        columns->row[0][shift + i] = a;
        columns->row[1][shift + i] = b;
        columns->row[2][shift + i] = c;
        columns->row[3][shift + i] = d;
        columns->row[4][shift + i] = e;
    }
}

static void median_of_9(const struct columns *restrict columns, int samples, ptrdiff_t step,
                        uint8_t *restrict out)
{
    const uint8_t(*row)[sizeof columns->row[0]] = columns->row;
    for (int i = 0; i < samples; ++i) {
        const uint8_t *low = row[0] + i, *middle = row[1] + i, *high = row[2] + i;
        out[i] = median_of_3(upper(upper(low[0], low[step]), low[2 * step]),
                             median_of_3(middle[0], middle[step], middle[2 * step]),
                             lower(lower(high[0], high[step]), high[2 * step]));
    }
}

static void median_of_25(const struct columns *restrict columns, int samples, ptrdiff_t step,
                         uint8_t *restrict out)
{
    const uint8_t(*row)[sizeof columns->row[0]] = columns->row;
    for (int i = 0; i < samples; ++i) {
        uint8_t a[2], b[3], c[3], d[3], e[2];
        highest_2(row[0] + i, step, a);
        highest_3(row[1] + i, step, b);
        middle_3(row[2] + i, step, c);
        lowest_3(row[3] + i, step, d);
        lowest_2(row[4] + i, step, e);
        out[i] = median_of_3(upper(upper(a[0], b[0]), upper(c[0], d[0])),
                             median_of_5(a[1], b[1], c[1], d[1], e[0]),
                             lower(lower(b[2], c[2]), lower(d[2], e[1])));
    }
}

/* Sorted columns for outputs [begin, end), continued where the image ends. */
static void make_columns(const uint8_t *const *src, int begin, int end, int samples, int margin,
                         int channels, struct columns *columns)
{
    int first = begin > margin ? begin - margin : 0;
    int beyond = end < samples - margin ? end + margin : samples;
    ptrdiff_t left = first - (begin - margin), right = left + beyond - first;
    int window = 2 * margin / channels + 1;
    if (window == 3)
        sort_columns_3(src, first, beyond - first, left, columns);
    else
        sort_columns_5(src, first, beyond - first, left, columns);
    for (int i = 0; i < window; ++i) {
        uint8_t *row = columns->row[i];
        for (ptrdiff_t place = left - 1; place >= 0; --place)
            row[place] = row[place + channels];
        for (ptrdiff_t place = right; place < end - begin + 2 * margin; ++place)
            row[place] = row[place - channels];
    }
}

void VARIANT_NAME(median_network)(const struct plan *plan, const struct image *src,
                                  struct image *dst, const struct band *band)
{
    const struct range rows = band->rows;
    int radius = (int)plan->value[MEDIAN_RADIUS], last = plan->src.height - 1;
    int channels = plan->src.channels, samples = plan->src.width * channels;
    struct columns columns;
    for (int y = rows.begin; y < rows.end; ++y) {
        const uint8_t *around[WINDOW_MAX];
        for (int k = 0; k <= 2 * radius; ++k) {
            int row = y - radius + k;
            around[k] = image_row(src, row < 0 ? 0 : row > last ? last : row);
        }
        for (int begin = 0; begin < samples; begin += STRIP) {
            int end = samples - begin < STRIP ? samples : begin + STRIP;
            make_columns(around, begin, end, samples, radius * channels, channels, &columns);
            if (radius == 1)
                median_of_9(&columns, end - begin, channels, image_row(dst, y) + begin);
            else
                median_of_25(&columns, end - begin, channels, image_row(dst, y) + begin);
        }
    }
}
