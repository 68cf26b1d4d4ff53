/* Memory for tables of resize, and weights in two bytes. */
#include <stdlib.h>
#include <string.h>

#include "kernels/resize/resize_vector.h"

void *resize_lines(size_t bytes)
{
    size_t whole = (bytes + 63) & ~(size_t)63;
    void *memory = aligned_alloc(64, whole);
    return memory ? memset(memory, 0, whole) : NULL;
}

/* Two weights, 256 high + low each: their high and their low bytes. */
static uint32_t high_bytes(uint32_t pair)
{
    return (((pair & 0xffff) + 128) >> 8 & 0xff) | (((pair >> 16) + 128) & 0xff00);
}

static uint32_t low_bytes(uint32_t pair)
{
    return (pair & 0xff) | (pair >> 8 & 0xff00);
}

/* One group's pairs of two steps, or of a last one. */
static void split_steps(const int16_t *weight, int lanes, bool two, int8_t *split)
{
    const int16_t *second = two ? weight + 2 * (ptrdiff_t)lanes : weight;
    uint32_t mask = two ? 0xffffffff : 0;
    for (int lane = 0; lane < lanes; ++lane) {
        uint32_t pair[2], four[2];
        memcpy(&pair[0], weight + 2 * (ptrdiff_t)lane, sizeof pair[0]);
        memcpy(&pair[1], second + 2 * (ptrdiff_t)lane, sizeof pair[1]);
        pair[1] &= mask;
        four[0] = high_bytes(pair[0]) | high_bytes(pair[1]) << 16;
        four[1] = low_bytes(pair[0]) | low_bytes(pair[1]) << 16;
        memcpy(split + 4 * (ptrdiff_t)lane, &four[0], sizeof four[0]);
        memcpy(split + 4 * (ptrdiff_t)(lanes + lane), &four[1], sizeof four[1]);
    }
}

int resize_split_weights(struct resize_vector *p, int groups)
{
    int lanes = p->steps_of->lanes, fours = (p->steps + 1) / 2;
    p->split = resize_lines((size_t)groups * (size_t)fours * 2 * 4 * (size_t)lanes);
    if (!p->split)
        return -1;
    const int16_t *weight = p->weight;
    int8_t *split = p->split;
    for (int group = 0; group < groups; ++group, weight += 2 * (ptrdiff_t)p->steps * lanes)
        for (int step = 0; step < p->steps; step += 2, split += 8 * (ptrdiff_t)lanes)
            split_steps(weight + 2 * (ptrdiff_t)step * lanes, lanes, step + 1 < p->steps, split);
    return 0;
}
