/* Tables of the x axis for the vector variants of resize, in the form that instructions want. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/resize/resize_vector.h"
#include "kernels/shared/smaller.h"

enum { LARGE = 4 << 20 }; /* bytes of a result that no cache is likely to keep */

/* Far: moves a window to the left where its last step would leave the row. */
static void place_output(struct resize_vector *p, const struct resize_tables *tables, int i)
{
    const struct filter_axis *x = &tables->x;
    int width = p->steps * p->taps;
    int last = range_count(tables->columns) - width; /* the last start that stays inside */
    int start = x->start[i] - tables->columns.begin;
    int moved = start > last ? larger(last, 0) : start;
    p->start[i] = moved;
    memcpy(p->weight + (ptrdiff_t)i * width + (start - moved), x->weight + (ptrdiff_t)i * x->taps,
           (size_t)x->count[i] * sizeof *p->weight);
}

/* One lane's weights in the near form, `moved` taps later. Where that is nothing, pairs are copied,
 * as many for each lane: what is behind a window is 0. */
static void place_lane(const struct resize_vector *p, const struct filter_axis *x, int pixel,
                       int moved, int16_t *weight)
{
    const int16_t *from = x->weight + (ptrdiff_t)pixel * x->taps;
    ptrdiff_t step = 2 * (ptrdiff_t)p->steps_of->lanes;
    for (int k = 0; !moved && k < 2 * p->steps; k += 2, weight += step)
        memcpy(weight, from + k, 2 * sizeof *from);
    for (int k = 0; moved && k < x->count[pixel]; ++k)
        weight[(k + moved) / 2 * step + (k + moved) % 2] = from[k];
}

/* Near: the lanes of one unit, all moved to the left where the last step would start behind the
 * row. Returns whether they are within reach. */
static bool place_unit(struct resize_vector *p, const struct plan *plan, int unit, int reach)
{
    const struct resize_tables *tables = plan->tables;
    const struct filter_axis *x = &tables->x;
    int size = p->steps_of->unit, lanes = p->steps_of->lanes, begin = unit * size;
    int channels = p->planes ? 1 : plan->src.channels, last_pixel = plan->dst.width - 1;
    int pixel = smaller(begin / channels, last_pixel);
    int channel = begin < plan->dst.width * channels ? begin % channels : channels - 1;
    int first = x->start[pixel];
    int last = range_count(tables->columns) - (2 * p->steps - 2);
    int moved = larger(0, first - tables->columns.begin - last);
    int16_t *weight = p->weight + ((ptrdiff_t)begin / lanes * p->steps * lanes + begin % lanes) * 2;
    p->start[unit] = (first - tables->columns.begin - moved) * channels;
    for (int i = 0; i < size; ++i, weight += 2) {
        int distance = (x->start[pixel] - first) * channels + channel;
        if (distance + channels >= reach)
            return false;
        p->reach = larger(p->reach, distance + channels + 1);
        p->index[begin + i] = (uint8_t)distance;
        place_lane(p, x, pixel, moved, weight);
        if (channel + 1 < channels) {
            ++channel;
        } else if (pixel < last_pixel) {
            channel = 0;
            ++pixel;
        }
    }
    return true;
}

static int allocate(struct resize_vector *p, size_t starts, size_t weights, size_t lanes)
{
    p->start = malloc(starts * sizeof *p->start);
    p->weight = resize_lines((weights + PAD) * sizeof *p->weight);
    p->index = resize_lines(lanes + 1);
    return p->start && p->weight && p->index ? 0 : -1;
}

static void release(struct resize_vector *p)
{
    free(p->start);
    free(p->weight);
    free(p->index);
    free(p->split);
    p->start = NULL;
    p->weight = NULL;
    p->index = NULL;
    p->split = NULL;
}

/* Tries the near form: 0; 1 if some lane is out of reach; -1 without memory. */
static int prepare_near(struct resize_vector *p, const struct plan *plan, int most)
{
    const struct resize_tables *tables = plan->tables;
    const struct resize_steps *steps = p->steps_of;
    int channels = p->planes ? 1 : plan->src.channels, samples = plan->dst.width * channels;
    int groups = (samples + steps->lanes - 1) / steps->lanes;
    int units = groups * (steps->lanes / steps->unit);
    bool words = tables->vertical_first || resize_has_alpha(plan->src.channels);
    p->near = true;
    p->reach = 0;
    p->steps = (most + 1) / 2;
    if (2 * p->steps * channels > PAD / 2)
        return 1;
    if (allocate(p, (size_t)units, (size_t)(groups * p->steps) * (size_t)steps->lanes * 2,
                 (size_t)groups * (size_t)steps->lanes))
        return -1;
    for (int unit = 0; unit < units; ++unit)
        if (!place_unit(p, plan, unit, steps->reach[words])) {
            release(p);
            return 1;
        }
    if (p->planes && (p->steps > PLANE_STEPS || p->reach + 2 * (p->steps - 1) > PLANE_REACH)) {
        release(p);
        return 1;
    }
    bool shrinks = plan->dst.width < range_count(tables->columns);
    bool pays = shrinks && p->steps > 1; /* one step of four taps is slower than one of two */
    return !words && steps->splits && pays ? resize_split_weights(p, groups) : 0;
}

static int prepare_far(struct resize_vector *p, const struct plan *plan, int most)
{
    p->near = false;
    p->taps = p->steps_of->taps[plan->src.channels - 1];
    p->steps = (most + p->taps - 1) / p->taps;
    size_t width = (size_t)plan->dst.width;
    if (allocate(p, width, width * (size_t)(p->steps * p->taps), 0))
        return -1;
    for (int i = 0; i < plan->dst.width; ++i)
        place_output(p, plan->tables, i);
    return 0;
}

/* Nearest in the near form: 0; 1 if some byte is out of reach; -1 without memory. */
static int prepare_nearest(struct resize_vector *p, const struct plan *plan)
{
    const struct resize_tables *tables = plan->tables;
    int channels = plan->src.channels, bytes = plan->dst.width * channels;
    int groups = (bytes + COPIED - 1) / COPIED;
    if (!p->steps_of->copy_row)
        return 1;
    if (allocate(p, (size_t)groups, 0, (size_t)groups * COPIED))
        return -1;
    for (int byte = 0; byte < bytes; ++byte) {
        int place = (tables->x.start[byte / channels] - tables->columns.begin) * channels;
        if (byte % COPIED == 0)
            p->start[byte / COPIED] = place;
        int distance = place + byte % channels - p->start[byte / COPIED];
        if (distance >= COPIED) {
            release(p);
            return 1;
        }
        p->index[byte] = (uint8_t)distance;
    }
    p->near = true;
    return 0;
}

/* log2 of the number of samples that each output is the plain mean of, none shared; -1 if they are
 * more than 64 or not so. */
static int halvings(const struct filter_axis *axis)
{
    int samples = axis->count[0], log2 = 0;
    while (log2 < 6 && 1 << log2 < samples)
        ++log2;
    if (1 << log2 != samples)
        return -1;
    for (int i = 0; i < axis->size; ++i) {
        if (axis->start[i] != axis->start[0] + i * samples || axis->count[i] != samples)
            return -1;
        for (int k = 0; k < samples; ++k)
            if (axis->weight[(ptrdiff_t)i * axis->taps + k] != 1 << (FILTER_BITS - log2))
                return -1;
    }
    return log2;
}

/* Box by powers of two: with at most 2^6 samples along an axis its sum in Q6 needs no rounding, so
 * the plain mean, rounded once, has the bits of the definition; of 2^8 in all it fits in 16 bits.
 * By measurement it is the faster way for one channel, and for three by four along x. */
static bool averages(struct resize_vector *p, const struct plan *plan)
{
    const struct resize_tables *tables = plan->tables;
    if (!p->steps_of->average || tables->nearest || resize_has_alpha(plan->src.channels))
        return false;
    p->halvings[0] = halvings(&tables->x);
    p->halvings[1] = halvings(&tables->y);
    int both = p->halvings[0] + p->halvings[1];
    bool pays = plan->src.channels == 1 || p->halvings[0] == 2;
    return pays && p->halvings[0] >= 0 && p->halvings[1] >= 0 && both >= 1 && both <= 8;
}

/* The form of the x axis: 0, or -1 without memory. */
static int prepare_axis(struct resize_vector *p, const struct plan *plan)
{
    int most = ((const struct resize_tables *)plan->tables)->x.longest;
    if (p->abreast)
        return resize_prepare_abreast(p, plan);
    p->planes = p->steps_of->first_planes && plan->src.channels == 4 &&
                !((const struct resize_tables *)plan->tables)->vertical_first;
    int failed = prepare_near(p, plan, most);
    if (failed > 0 && p->planes) {
        p->planes = false;
        failed = prepare_near(p, plan, most);
    }
    return failed > 0 ? prepare_far(p, plan, most) : failed;
}

int resize_prepare_vector(struct plan *plan, const struct resize_steps *steps)
{
    const struct resize_tables *tables = plan->tables;
    struct resize_vector *p = calloc(1, sizeof *p);
    if (!p)
        return -1;
    p->steps_of = steps;
    p->streams =
        (size_t)plan->dst.height * (size_t)plan->dst.width * (size_t)shape_pixel_bytes(plan->dst) >
        LARGE;
    p->averages = averages(p, plan);
    p->abreast = resize_goes_abreast(steps, plan);
    int failed = 0;
    if (tables->nearest)
        failed = prepare_nearest(p, plan);
    else if (!p->averages)
        failed = prepare_axis(p, plan);
    if (failed < 0) {
        release(p);
        free(p);
        errno = ENOMEM;
        return -1;
    }
    if (!tables->nearest && !p->averages)
        resize_size_scratch(p, plan);
    plan->prepared = p;
    return 0;
}

void resize_unprepare_vector(struct plan *plan)
{
    release(plan->prepared);
    free(plan->prepared);
}
