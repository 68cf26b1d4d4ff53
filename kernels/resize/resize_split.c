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

int resize_split_weights(struct resize_vector *p, int groups)
{
    int lanes = p->steps_of->lanes, fours = (p->steps + 1) / 2;
    p->split = resize_lines((size_t)groups * (size_t)fours * 2 * 4 * (size_t)lanes);
    if (!p->split)
        return -1;
    const int16_t *weight = p->weight;
    for (int group = 0; group < groups; ++group)
        for (int step = 0; step < p->steps; ++step, weight += 2 * lanes) {
            int8_t *high = p->split + ((ptrdiff_t)group * fours + step / 2) * 8 * lanes;
            high += step % 2 * 2;
            for (int lane = 0; lane < lanes; ++lane)
                for (int k = 0; k < 2; ++k) {
                    int w = weight[2 * lane + k], low = ((w + 128) & 255) - 128;
                    high[4 * lane + k] = (int8_t)((w - low) / 256);
                    high[4 * lanes + 4 * lane + k] = (int8_t)low;
                }
        }
    return 0;
}
