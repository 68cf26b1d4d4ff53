/* The rows of sobel for vector instructions, by the definition in sobel.c. A multiply-add of pairs
 * of bytes takes the differences of neighbours, so all is done in registers. */
#include "sobel.h"
#include "words.h"

/* weight (plus - minus), added to the words of the lower and the upper eight in every 16 bytes. */
static inline void add_difference(vector plus, vector minus, int weight, vector *low, vector *high)
{
    vector weights = byte_weights(weight, -weight);
    *low = add_words(*low, multiply_bytes(low_bytes(plus, minus), weights));
    *high = add_words(*high, multiply_bytes(high_bytes(plus, minus), weights));
}

/* BYTES samples from p on, all of which have neighbours `channels` away. */
static inline vector find_edges(struct sobel_rows p, ptrdiff_t channels)
{
    const vector zero = byte_weights(0, 0);
    vector above[3], below[3], x[2] = {zero, zero}, y[2] = {zero, zero};
    for (int i = 0; i < 3; ++i) {
        above[i] = load_vector(p.above + (i - 1) * channels);
        below[i] = load_vector(p.below + (i - 1) * channels);
        add_difference(below[i], above[i], i == 1 ? 2 : 1, &y[0], &y[1]);
    }
    add_difference(above[2], above[0], 1, &x[0], &x[1]);
    add_difference(load_vector(p.here + channels), load_vector(p.here - channels), 2, &x[0], &x[1]);
    add_difference(below[2], below[0], 1, &x[0], &x[1]);
    return pack_words(add_words(absolute_words(x[0]), absolute_words(y[0])),
                      add_words(absolute_words(x[1]), absolute_words(y[1])));
}

static inline void edge_row(struct sobel_rows p, ptrdiff_t samples, int channels, uint8_t *out)
{
    const bool has_alpha = channels == 2 || channels == 4;
    const vector alpha = last_bytes(channels);
    ptrdiff_t end = samples - channels;
    for (ptrdiff_t i = 0; i < channels; ++i) {
        out[i] = sobel_magnitude(p, i, i, i + channels);
        out[end + i] = sobel_magnitude(p, end + i - channels, end + i, end + i);
    }
    for (ptrdiff_t i = 0; i < end; i += BYTES) { /* aligned but for the first and the last ones */
        ptrdiff_t at = i == 0 ? channels : i < end - BYTES ? i : end - BYTES;
        vector edges =
            find_edges((struct sobel_rows){p.above + at, p.here + at, p.below + at}, channels);
        store_vector(out + at,
                     has_alpha ? select_bytes(edges, load_vector(p.here + at), alpha) : edges);
    }
    if (has_alpha) {
        out[channels - 1] = p.here[channels - 1];
        out[samples - 1] = p.here[samples - 1];
    }
}

static void edge_any(struct sobel_rows p, ptrdiff_t samples, int channels, uint8_t *out)
{
    if (samples < BYTES + 2 * channels)
        sobel_row(p, samples, channels, out);
    else if (channels == 1)
        edge_row(p, samples, 1, out);
    else if (channels == 2)
        edge_row(p, samples, 2, out);
    else if (channels == 3)
        edge_row(p, samples, 3, out);
    else
        edge_row(p, samples, 4, out);
}

void VARIANT_NAME(sobel_rows)(const struct plan *plan, const struct image *src, struct image *dst,
                              struct range rows, const uint64_t *total, uint64_t *tally,
                              void *scratch)
{
    (void)total;
    (void)tally;
    (void)scratch;
    int last = plan->src.height - 1;
    for (int y = rows.begin; y < rows.end; ++y) {
        struct sobel_rows around = {image_row(src, y > 0 ? y - 1 : 0), image_row(src, y),
                                    image_row(src, y < last ? y + 1 : last)};
        edge_any(around, (ptrdiff_t)plan->src.width * plan->src.channels, plan->src.channels,
                 image_row(dst, y));
    }
}
