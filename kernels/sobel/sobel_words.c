/* The rows of sobel for vector instructions, by the definition in sobel.c. A multiply-add of pairs
 * of bytes takes the differences of neighbours, so all is done in registers. */
#include "kernels/simd/words.h"
#include "kernels/sobel/sobel.h"

enum { AHEAD = 4096 }; /* bytes: the row below is fetched before it is needed */

/* weight (plus - minus), added to the words of the lower and the upper eight in every 16 bytes. */
static inline void add_difference(vector plus, vector minus, int weight, vector *low, vector *high)
{
    vector weights = byte_weights(weight, -weight);
    *low = add_words(*low, multiply_bytes(low_bytes(plus, minus), weights));
    *high = add_words(*high, multiply_bytes(high_bytes(plus, minus), weights));
}

/* BYTES samples of the rows above, here and below, each with those a pixel before and behind. */
static inline vector find_edges(vector around[3][3])
{
    const vector zero = byte_weights(0, 0);
    vector x[2] = {zero, zero}, y[2] = {zero, zero};
    for (int i = 0; i < 3; ++i) {
        int weight = i == 1 ? 2 : 1;
        add_difference(around[i][2], around[i][0], weight, &x[0], &x[1]);
        add_difference(around[2][i], around[0][i], weight, &y[0], &y[1]);
    }
    return pack_words(add_words(absolute_words(x[0]), absolute_words(y[0])),
                      add_words(absolute_words(x[1]), absolute_words(y[1])));
}

/* What is the same for all rows. */
struct setting {
    int channels;
    ptrdiff_t samples;
    vector alpha;
    struct shift shift;
};

static inline void store_edges(const struct setting *setting, vector around[3][3], uint8_t *out)
{
    vector edges = find_edges(around);
    if (setting->channels == 2 || setting->channels == 4)
        edges = select_bytes(edges, around[1][1], setting->alpha);
    store_vector(out, edges);
}

static inline void edge_at(const struct setting *setting, const uint8_t *const *row, ptrdiff_t at,
                           uint8_t *out)
{
    vector around[3][3];
    for (int r = 0; r < 3; ++r)
        for (int i = 0; i < 3; ++i)
            around[r][i] = load_vector(row[r] + at + (i - 1) * setting->channels);
    store_edges(setting, around, out + at);
}

/* All samples of a row but those of the first and the last pixel. */
static inline void edge_inside(const struct setting *setting, const uint8_t *const *row,
                               uint8_t *out)
{
    ptrdiff_t samples = setting->samples;
    vector around[3][3];
    struct window window[3];
    edge_at(setting, row, setting->channels, out);
    for (int r = 0; r < 3; ++r)
        window[r] = window_of(row[r] + BYTES);
    for (ptrdiff_t i = BYTES; i + BYTES <= samples; i += BYTES) {
        _mm_prefetch((const char *)row[2] + i + AHEAD, _MM_HINT_T0);
        for (int r = 0; r < 3; ++r)
            window_move(&window[r], &setting->shift, around[r]);
        store_edges(setting, around, out + i);
    }
    edge_at(setting, row, samples - setting->channels - BYTES, out);
}

static inline void edge_row(const struct setting *setting, struct sobel_rows p, uint8_t *out)
{
    const uint8_t *const row[3] = {p.above, p.here, p.below};
    ptrdiff_t channels = setting->channels, end = setting->samples - channels;
    if (setting->samples < BYTES + 2 * channels) {
        sobel_row(p, setting->samples, channels, out);
        return;
    }
    edge_inside(setting, row, out);
    for (ptrdiff_t i = 0; i < channels; ++i) {
        out[i] = sobel_magnitude(p, i, i, i + channels);
        out[end + i] = sobel_magnitude(p, end + i - channels, end + i, end + i);
    }
    if (channels == 2 || channels == 4) {
        out[channels - 1] = p.here[channels - 1];
        out[end + channels - 1] = p.here[end + channels - 1];
    }
}

/* `channels` is a constant where this is called. */
static inline void edge_rows(const struct plan *plan, const struct image *src, struct image *dst,
                             struct range rows, int channels)
{
    const struct setting setting = {channels, (ptrdiff_t)plan->src.width * channels,
                                    last_bytes(channels), shift_of(channels)};
    int last = plan->src.height - 1;
    for (int y = rows.begin; y < rows.end; ++y) {
        struct sobel_rows around = {image_row(src, y > 0 ? y - 1 : 0), image_row(src, y),
                                    image_row(src, y < last ? y + 1 : last)};
        edge_row(&setting, around, image_row(dst, y));
    }
}

void VARIANT_NAME(sobel_rows)(const struct plan *plan, const struct image *src, struct image *dst,
                              const struct band *band)
{
    const struct range rows = band->rows;
    switch (plan->src.channels) {
    case 1:
        edge_rows(plan, src, dst, rows, 1);
        break;
    case 2:
        edge_rows(plan, src, dst, rows, 2);
        break;
    case 3:
        edge_rows(plan, src, dst, rows, 3);
        break;
    default:
        edge_rows(plan, src, dst, rows, 4);
        break;
    }
}
