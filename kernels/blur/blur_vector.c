/* Tables and scratch of blur for vector instructions. */
#include "kernels/blur/blur_vector.h"

#include <errno.h>
#include <stdlib.h>

/* Pairs of a strip: half of a second-level cache of 512 KiB, and pieces of rows long enough for
 * prefetching. */
enum { RING_BYTES = 256 << 10, STRIP_LEAST = 576 };

static size_t whole_pads(size_t samples)
{
    return (samples + BLUR_PAD - 1) / BLUR_PAD * BLUR_PAD;
}

static int strip_of(const struct plan *plan, int ring)
{
    size_t samples = (size_t)plan->src.width * (size_t)plan->src.channels;
    size_t most = RING_BYTES / sizeof(int32_t) / (size_t)ring;
    most = most < STRIP_LEAST ? STRIP_LEAST : most;
    most = samples < most ? samples : most;
    return (int)((most + BLUR_UNIT - 1) / BLUR_UNIT * BLUR_UNIT);
}

static void lay_out(struct plan *plan, struct blur_vector *v)
{
    size_t sample = plan->src.channels % 2 == 0 ? sizeof(int16_t) : 1;
    size_t side = whole_pads((size_t)v->x_radius * (size_t)plan->src.channels) * sample;
    v->ring = v->y_radius + BLUR_ROWS / 2;
    v->strip = strip_of(plan, v->ring);
    v->stride = (size_t)v->strip + BLUR_PAD / 4;
    v->row = side + ((size_t)v->strip + BLUR_PAD) * sample + side;
    v->source = (size_t)v->ring * v->stride * sizeof(int32_t) + side;
    v->pair = v->source + 2 * v->row - side;
    plan->scratch = v->pair + (size_t)v->ring * sizeof(int32_t *);
}

int blur_prepare_vector(struct plan *plan)
{
    const struct blur_tables *t = plan->tables;
    size_t x = 2 * ((size_t)t->x.radius + 1), y = 2 * ((size_t)t->y.radius + 1);
    struct blur_vector *v = malloc(sizeof *v);
    int16_t *weight = calloc(x + 2 * y, sizeof *weight);
    if (!v || !weight) {
        free(v);
        free(weight);
        errno = ENOMEM;
        return -1;
    }
    *v = (struct blur_vector){.x_radius = t->x.radius, .y_radius = t->y.radius};
    lay_out(plan, v);
    v->x = weight;
    v->y[0] = weight + x;
    v->y[1] = v->y[0] + y;
    for (int k = 0; k <= 2 * v->x_radius; ++k)
        v->x[k] = t->x.weight[abs(k - v->x_radius)];
    for (int k = 0; k <= 2 * v->y_radius; ++k)
        v->y[0][k] = v->y[1][k + 1] = t->y.weight[abs(k - v->y_radius)];
    plan->prepared = v;
    return 0;
}

void blur_unprepare_vector(struct plan *plan)
{
    struct blur_vector *v = plan->prepared;
    free(v->x);
    free(v);
}
