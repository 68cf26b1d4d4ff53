/* Rows of a TIFF page: stored samples to 8-bit ones. */
#include "drivers/io/codecs/tiff_layout.h"

#include <string.h>

#include "drivers/io/codecs/inks.h"

bool tiff_layout_is_inks(const struct tiff_layout *layout)
{
    return layout->colours == 4 && !layout->alpha;
}

bool tiff_layout_is_plain(const struct tiff_layout *layout)
{
    return layout->bits == 8 && layout->samples == layout->shape.channels && !layout->map[0] &&
           layout->colours != 4 && !layout->premultiplied && !layout->white_is_zero;
}

void tiff_layout_unpack(const struct tiff_layout *layout, const uint8_t *stored, size_t count,
                        uint16_t *samples, int step)
{
    unsigned bits = (unsigned)layout->bits, held = 0;
    uint32_t window = 0;
    if (bits == 8 || bits == 16) {
        for (size_t i = 0; i < count; ++i, samples += step)
            *samples = bits == 8 ? stored[i] : ((const uint16_t *)(const void *)stored)[i];
        return;
    }
    for (size_t i = 0; i < count; ++i, samples += step) {
        while (held < bits) {
            window = window << 8 | *stored++;
            held += 8;
        }
        held -= bits;
        *samples = (uint16_t)(window >> held & ((1u << bits) - 1));
    }
}

/* 255 v / max to the nearest. */
static unsigned scale(unsigned value, unsigned max)
{
    if (max == 255)
        return value;
    if (max == 65535) /* a division by a constant is none */
        return (255 * value + 32767) / 65535;
    return (255 * value + max / 2) / max;
}

/* A sample of colour that may be multiplied by its pixel's alpha. */
static unsigned colour_of(const struct tiff_layout *layout, unsigned value, unsigned alpha,
                          unsigned max)
{
    if (!layout->premultiplied)
        return scale(value, max);
    return value < alpha ? (255 * value + alpha / 2) / alpha : alpha ? 255 : 0;
}

void tiff_layout_convert(const struct tiff_layout *layout, const uint16_t *samples, int width,
                         uint8_t *row)
{
    unsigned max = (1u << layout->bits) - 1;
    bool inks = tiff_layout_is_inks(layout) && layout->shape.channels == 4;
    for (int x = 0; x < width; ++x, samples += layout->samples) {
        unsigned alpha = layout->alpha ? samples[layout->alpha] : max;
        uint8_t light[4] = {0};
        if (layout->map[0])
            for (int c = 0; c < 3; ++c)
                *row++ = (uint8_t)scale(layout->map[c][samples[0]], layout->map_max);
        for (int c = 0; c < layout->colours && !layout->map[0]; ++c) {
            unsigned value = colour_of(layout, samples[c], alpha, max);
            light[c] =
                (uint8_t)(layout->white_is_zero || layout->colours == 4 ? 255 - value : value);
        }
        if (layout->colours == 4 && !inks)
            inks_to_light(light, light, 1);
        int colours = layout->map[0] ? 0 : layout->colours == 4 && !inks ? 3 : layout->colours;
        memcpy(row, light, (size_t)colours);
        row += colours;
        if (layout->alpha)
            *row++ = (uint8_t)scale(alpha, max);
    }
}
