/* Median of windows of three rows and columns by networks of minimum and maximum, many samples at a
 * time.
 *
 * Columns are sorted first, once for all windows that they are part of. With columns in order, the
 * median of 9 is the median of (the largest minimum, the median of the middles, the smallest
 * maximum) (Smith 1996). */
#include "kernels/median/median.h"
#include "kernels/median/median_order.h"

enum { STRIP = 1024, WINDOW = 3 };

/* Sorted columns of a strip: row[i] has the samples of rank i, continued by a pixel. */
struct columns {
    uint8_t row[WINDOW][STRIP + 2 * CHANNELS_MAX];
};

static inline uint8_t median_of_3(uint8_t a, uint8_t b, uint8_t c)
{
    return upper(lower(a, b), lower(upper(a, b), c));
}

static void sort_columns(const uint8_t *const *src, int begin, int samples, ptrdiff_t shift,
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

/* Sorted columns for outputs [begin, end), continued where the image ends. */
static void make_columns(const uint8_t *const *src, int begin, int end, int samples, int channels,
                         struct columns *columns)
{
    int first = begin > channels ? begin - channels : 0;
    int beyond = end < samples - channels ? end + channels : samples;
    ptrdiff_t left = first - (begin - channels), right = left + beyond - first;
    sort_columns(src, first, beyond - first, left, columns);
    for (int i = 0; i < WINDOW; ++i) {
        uint8_t *row = columns->row[i];
        for (ptrdiff_t place = left - 1; place >= 0; --place)
            row[place] = row[place + channels];
        for (ptrdiff_t place = right; place < end - begin + 2 * channels; ++place)
            row[place] = row[place - channels];
    }
}

void VARIANT_NAME(median_network)(const struct plan *plan, const struct image *src,
                                  struct image *dst, const struct band *band)
{
    const struct range rows = band->rows;
    int last = plan->src.height - 1;
    int channels = plan->src.channels, samples = plan->src.width * channels;
    struct columns columns;
    for (int y = rows.begin; y < rows.end; ++y) {
        const uint8_t *const around[WINDOW] = {image_row(src, y > 0 ? y - 1 : 0), image_row(src, y),
                                               image_row(src, y < last ? y + 1 : last)};
        for (int begin = 0; begin < samples; begin += STRIP) {
            int end = samples - begin < STRIP ? samples : begin + STRIP;
            make_columns(around, begin, end, samples, channels, &columns);
            median_of_9(&columns, end - begin, channels, image_row(dst, y) + begin);
        }
    }
}
