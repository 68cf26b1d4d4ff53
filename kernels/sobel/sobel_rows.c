/* The rows of sobel, by the definition in sobel.c. */
#include "kernels/sobel/sobel.h"

void sobel_row(struct sobel_rows p, ptrdiff_t samples, ptrdiff_t channels, uint8_t *restrict out)
{
    ptrdiff_t first = channels < samples ? channels : samples;
    for (ptrdiff_t i = 0; i < first; ++i)
        out[i] = sobel_magnitude(p, i, i, i + channels < samples ? i + channels : i);
    for (ptrdiff_t i = channels; i < samples - channels; ++i)
        out[i] = sobel_magnitude(p, i - channels, i, i + channels);
    for (ptrdiff_t i = samples - channels; i >= channels && i < samples; ++i)
        out[i] = sobel_magnitude(p, i - channels, i, i);
    if (channels == 2 || channels == 4)
        for (ptrdiff_t i = channels - 1; i < samples; i += channels)
            out[i] = p.here[i];
}

void sobel_rows_c(const struct plan *plan, const struct image *src, struct image *dst,
                  const struct band *band)
{
    const struct range rows = band->rows;
    int last = plan->src.height - 1;
    for (int y = rows.begin; y < rows.end; ++y) {
        struct sobel_rows around = {image_row(src, y > 0 ? y - 1 : 0), image_row(src, y),
                                    image_row(src, y < last ? y + 1 : last)};
        sobel_row(around, (ptrdiff_t)plan->src.width * plan->src.channels, plan->src.channels,
                  image_row(dst, y));
    }
}
