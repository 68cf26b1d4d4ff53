/* Four inks, without a profile of theirs: what light comes through. For codecs and who calls them.
 */
#ifndef PARALLAX_IO_CODECS_INKS_H
#define PARALLAX_IO_CODECS_INKS_H

#include <stdint.h>

/* `width` pixels of cyan, magenta, yellow and black, 255 for no ink, to RGB, as if inks were pure.
 * `row` may be `inks`. */
static inline void inks_to_light(uint8_t *row, const uint8_t *inks, int width)
{
    for (int x = 0; x < width; ++x, inks += 4)
        for (int c = 0; c < 3; ++c)
            *row++ = (uint8_t)((inks[c] * inks[3] + 127) / 255);
}

#endif
