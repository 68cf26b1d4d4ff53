/* Tables of the x axis for resize with AVX-512, in the form that its instructions want. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "resize_avx512.h"

/* Far: moves a window to the left where its last step would leave the row. */
static void place_output(struct resize_avx512 *p, const struct resize_tables *tables, int i)
{
    const struct filter_axis *x = &tables->x;
    int width = p->steps * p->taps;
    int last = range_count(tables->columns) - width; /* the last start that stays inside */
    int start = x->start[i] - tables->columns.begin;
    int moved = start > last ? (last > 0 ? last : 0) : start;
    p->start[i] = moved;
    memcpy(p->weight + (ptrdiff_t)i * width + (start - moved), x->weight + (ptrdiff_t)i * x->taps,
           (size_t)x->count[i] * sizeof *p->weight);
}

/* Near: the lanes of one group. Returns whether they are within reach. */
static bool place_group(struct resize_avx512 *p, const struct plan *plan, int group)
{
    const struct resize_tables *tables = plan->tables;
    const struct filter_axis *x = &tables->x;
    int channels = plan->src.channels, samples = plan->dst.width * channels;
    int first = x->start[group * LANES / channels];
    p->start[group] = (first - tables->columns.begin) * channels;
    for (int lane = 0; lane < LANES; ++lane) {
        int sample = group * LANES + lane < samples ? group * LANES + lane : samples - 1;
        int pixel = sample / channels;
        int distance = (x->start[pixel] - first) * channels + sample % channels;
        if (distance + channels >= REACH)
            return false;
        p->index[group * LANES + lane] = (uint8_t)distance;
        for (int k = 0; k < x->count[pixel]; ++k)
            p->weight[(((ptrdiff_t)group * p->steps + k / 2) * LANES + lane) * 2 + k % 2] =
                x->weight[(ptrdiff_t)pixel * x->taps + k];
    }
    return true;
}

static int allocate(struct resize_avx512 *p, int outputs, int weights)
{
    p->start = malloc((size_t)outputs * sizeof *p->start);
    p->weight = calloc((size_t)outputs * (size_t)weights + PAD, sizeof *p->weight);
    p->index = calloc((size_t)outputs, LANES);
    return p->start && p->weight && p->index ? 0 : -1;
}

static void release(struct resize_avx512 *p)
{
    free(p->start);
    free(p->weight);
    free(p->index);
    *p = (struct resize_avx512){0};
}

/* Tries the near form: 0; 1 if some lane is out of reach; -1 without memory. */
static int prepare_near(struct resize_avx512 *p, const struct plan *plan, int most)
{
    int samples = plan->dst.width * plan->src.channels, groups = (samples + LANES - 1) / LANES;
    p->near = true;
    p->steps = (most + 1) / 2;
    if (2 * p->steps * plan->src.channels > PAD - REACH)
        return 1;
    if (allocate(p, groups, p->steps * LANES * 2))
        return -1;
    for (int group = 0; group < groups; ++group)
        if (!place_group(p, plan, group)) {
            release(p);
            return 1;
        }
    return 0;
}

static int prepare_far(struct resize_avx512 *p, const struct plan *plan, int most)
{
    p->near = false;
    p->taps = taps_per_step(plan->src.channels);
    p->steps = (most + p->taps - 1) / p->taps;
    if (allocate(p, plan->dst.width, p->steps * p->taps))
        return -1;
    for (int i = 0; i < plan->dst.width; ++i)
        place_output(p, plan->tables, i);
    return 0;
}

int resize_prepare_avx512(struct plan *plan)
{
    const struct resize_tables *tables = plan->tables;
    int channels = plan->src.channels, most = 0;
    struct resize_avx512 *p = calloc(1, sizeof *p);
    for (int i = 0; i < plan->dst.width; ++i)
        most = tables->x.count[i] > most ? tables->x.count[i] : most;
    int failed = p ? prepare_near(p, plan, most) : -1;
    if (failed > 0)
        failed = prepare_far(p, plan, most);
    if (failed) {
        if (p)
            release(p);
        free(p);
        errno = ENOMEM;
        return -1;
    }
    size_t source = padded_row(range_count(tables->columns) * channels);
    size_t ring = (size_t)(tables->y.taps + ROWS) * padded_row(plan->dst.width * channels);
    plan->scratch = (ROWS * source + (tables->vertical_first ? 0 : ring)) * sizeof(int16_t);
    plan->prepared = p;
    return 0;
}

void resize_unprepare_avx512(struct plan *plan)
{
    release(plan->prepared);
    free(plan->prepared);
}
