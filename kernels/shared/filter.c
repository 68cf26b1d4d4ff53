/* Resampling filters as fixed-point weights along one axis.
 *
 * Formulas, with sinc(x) = sin(pi x) / (pi x): box 1 on [-1/2, 1/2]; bilinear 1 - |x|; hamming
 * sinc(x) (0.54 + 0.46 cos(pi x)); bicubic Keys 1981 with a = -1/2; mitchell B = C = 1/3 (Mitchell
 * & Netravali 1988); lanczos3 sinc(x) sinc(x / 3). Only + - * / and floor are used, each exactly
 * rounded by IEEE 754, so that every CPU computes the same weights: hence a sine of our own. */
#include "kernels/shared/filter.h"
#include "kernels/shared/filter_steps.h"
#include "kernels/shared/smaller.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

const char *const filter_names[] = {"nearest", "box",      "bilinear", "hamming",
                                    "bicubic", "mitchell", "lanczos3", NULL};

/* A window of more places has its lane alone: eight of them would be more than the caches hold. */
enum { TOGETHER_MAX = 512, LINE = 64 /* bytes of a cache */ };

/* Half the width of a filter, in outputs. */
static const double supports[] = {
    [FILTER_NEAREST] = 0.5, [FILTER_BOX] = 0.5,    [FILTER_BILINEAR] = 1, [FILTER_HAMMING] = 1,
    [FILTER_BICUBIC] = 2,   [FILTER_MITCHELL] = 2, [FILTER_LANCZOS3] = 3,
};

static int clip(double x, int end)
{
    return x < 0 ? 0 : x > end ? end : (int)x;
}

/* Where weights are computed: in the middle of every place, which is a sample; for box, which has
 * jumps, a pixel. Of the last place only `part` is inside the line. */
struct places {
    int count, in_sample;
    double part;
};

static struct places places_of(enum filter filter, struct filter_line line)
{
    int pixels = filter == FILTER_BOX ? 1 : line.factor; /* in a place */
    int count = (line.pixels - 1) / pixels + 1;
    return (struct places){count, line.factor / pixels, (double)line.pixels / pixels - count + 1};
}

/* How an axis is made. Centres and widening are in places. */
struct making {
    struct filter_axis *axis;
    enum filter filter;
    struct places places;
    struct filter_steps steps;
    double begin, scale, widening; /* begin: where the first output begins */
    int most;                      /* places of a window */
    struct filter_windows windows;
};

static double centre_of(const struct making *m, int i)
{
    return m->begin + (i + 0.5) * m->scale;
}

/* The window of output i, in places. */
static struct range window_of(const struct making *m, int i)
{
    double support = supports[m->filter] * m->widening, centre = centre_of(m, i);
    struct range window = {clip(centre - support + 0.5, m->places.count - 1),
                           clip(centre + support + 0.5, m->places.count)};
    if (m->filter == FILTER_NEAREST || range_count(window) <= 0) {
        window.begin = clip(centre, m->places.count - 1);
        window.end = window.begin + 1;
    }
    return window;
}

/* Lanes behind the last output get the last one's window. */
static void place_windows(struct making *m, int i)
{
    struct filter_windows *windows = &m->windows;
    for (int lane = 0; lane < windows->lanes; ++lane) {
        int output = i + lane < m->axis->size ? i + lane : m->axis->size - 1;
        struct range window = window_of(m, output);
        assert(range_count(window) <= windows->places);
        windows->window[lane] = window;
        windows->first[lane] = window.begin + 0.5;
        windows->count[lane] = range_count(window);
        windows->centre[lane] = centre_of(m, output);
    }
}

/* Where a lane's window has the last place, of which only a part is inside the line; NULL: it has
 * not. */
static double *last_place(const struct making *m, int lane)
{
    const struct filter_windows *windows = &m->windows;
    if (windows->window[lane].end != m->places.count)
        return NULL;
    return windows->weight + (ptrdiff_t)(windows->count[lane] - 1) * windows->lanes + lane;
}

static void weigh_windows(struct making *m, bool fast)
{
    struct filter_windows *windows = &m->windows;
    int lanes = windows->lanes;
    double *last;
    m->steps.place(windows);
    for (int lane = 0; lane < lanes; ++lane) {
        for (int k = windows->count[lane]; k < windows->places; ++k)
            windows->weight[(ptrdiff_t)k * lanes + lane] = HUGE_VAL;
        if ((last = last_place(m, lane)))
            *last = m->places.count - 1 + 0.5 * m->places.part - windows->centre[lane];
    }
    m->steps.weigh(m->filter, fast, m->widening, windows->places * lanes, windows->weight);
    for (int lane = 0; lane < lanes; ++lane)
        if ((last = last_place(m, lane)))
            *last *= m->places.part;
}

/* Running sums of a lane's places become those of the samples that they are in. */
static void group_places(struct filter_windows *windows, int lane, int in_sample)
{
    struct range window = windows->window[lane];
    int first = window.begin / in_sample, lanes = windows->lanes;
    int count = (window.end - 1) / in_sample + 1 - first;
    double *sum = windows->weight + lane;
    for (int sample = 0; sample < count; ++sample) {
        int end = (first + sample + 1) * in_sample;
        end = end < window.end ? end : window.end;
        sum[(ptrdiff_t)sample * lanes] = sum[(ptrdiff_t)(end - 1 - window.begin) * lanes];
    }
    for (int sample = count; sample < windows->places; ++sample)
        sum[(ptrdiff_t)sample * lanes] = sum[(ptrdiff_t)(count - 1) * lanes];
    windows->count[lane] = count;
}

/* The sum of a lane's weights, which is the last of its running sums. Of one place, or of some
 * without weight in all, the first gets all of it. */
static double settle_sum(struct filter_windows *windows, int lane)
{
    int count = windows->count[lane], lanes = windows->lanes;
    double sum = windows->weight[(ptrdiff_t)(count - 1) * lanes + lane];
    if (count > 1 && sum > 0)
        return sum;
    windows->window[lane].end = windows->window[lane].begin + 1;
    windows->count[lane] = 1;
    for (int k = 0; k < windows->places; ++k)
        windows->weight[(ptrdiff_t)k * lanes + lane] = 1;
    return 1;
}

/* From the weights of places to rounded running sums of samples. `fast`: of weights that are close
 * to the exact ones; false if these may be rounded otherwise. */
static bool finish_windows(struct making *m, bool fast)
{
    struct filter_windows *windows = &m->windows;
    m->steps.add_up(windows);
    for (int lane = 0; lane < windows->lanes; ++lane) {
        double sum = settle_sum(windows, lane);
        if (fast && sum < m->widening / FILTER_SUM_PART)
            return false;
        windows->factor[lane] = (1 << FILTER_BITS) / sum;
        if (m->places.in_sample > 1)
            group_places(windows, lane, m->places.in_sample);
    }
    return m->steps.round(windows) || !fast;
}

static void keep_windows(const struct making *m, int i)
{
    struct filter_axis *axis = m->axis;
    const struct filter_windows *windows = &m->windows;
    int lanes = windows->lanes, most = smaller(windows->places, axis->taps);
    for (int lane = 0; lane < lanes && i + lane < axis->size; ++lane) {
        int16_t *weight = axis->weight + (ptrdiff_t)(i + lane) * axis->taps;
        int count = windows->count[lane], before = FILTER_SUM_BIAS;
        const int *sum = windows->rounded + lane;
        axis->start[i + lane] = windows->window[lane].begin / m->places.in_sample;
        axis->count[i + lane] = count;
        axis->longest = count > axis->longest ? count : axis->longest;
        for (int k = 0; k < most; ++k, sum += lanes) { /* a count that is easy to foresee */
            weight[k] = (int16_t)(*sum - before);
            before = *sum;
        }
    }
}

static void make_windows(struct making *m, int i, bool fast)
{
    place_windows(m, i);
    weigh_windows(m, fast);
    if (finish_windows(m, fast))
        keep_windows(m, i);
    else
        make_windows(m, i, false);
}

/* Memory for some windows: 0, or -1. Their ends are rounded to whole places, both in one direction.
 */
static int make_room(struct making *m)
{
    struct filter_windows *windows = &m->windows;
    int widest = (int)(2 * supports[m->filter] * m->widening + 1.5);
    windows->places = smaller(widest, m->most);
    windows->lanes = windows->places > TOGETHER_MAX ? 1 : FILTER_LANES;
    size_t places = (size_t)windows->places * (size_t)windows->lanes;
    size_t bytes = places * (sizeof *windows->weight + sizeof *windows->rounded);
    windows->weight = aligned_alloc(LINE, (bytes + LINE - 1) / LINE * LINE);
    windows->rounded = windows->weight ? (int *)(windows->weight + places) : NULL;
    return windows->weight ? 0 : -1;
}

int filter_axis_make(struct filter_axis *axis, enum filter filter, struct filter_line line,
                     int size)
{
    struct making m = {axis, filter, places_of(filter, line), .steps = filter_steps_of_cpu()};
    double pixels = (double)line.factor / m.places.in_sample; /* in a place */
    m.scale = line.length / pixels / size;
    m.begin = line.begin / pixels;
    double narrowest = filter == FILTER_NEAREST ? HUGE_VAL : m.places.in_sample;
    m.widening = m.scale > narrowest ? m.scale : m.places.in_sample;
    int most = 2 * (int)ceil(supports[filter] * m.widening) + 1;
    m.most = most < m.places.count ? most : m.places.count;
    int taps = (m.most - 1) / m.places.in_sample + (m.places.in_sample > 1) + 1;
    axis->size = size;
    axis->taps = (taps + FILTER_GROUP - 1) / FILTER_GROUP * FILTER_GROUP;
    axis->longest = 0;
    axis->start = malloc((size_t)size * sizeof *axis->start);
    axis->count = malloc((size_t)size * sizeof *axis->count);
    axis->weight = calloc((size_t)size * (size_t)axis->taps, sizeof *axis->weight);
    bool made = axis->start && axis->count && axis->weight && make_room(&m) == 0;
    bool fast = filter == FILTER_LANCZOS3 && m.windows.places <= FILTER_FAST_PLACES;
    for (int i = 0; made && i < size; i += m.windows.lanes)
        make_windows(&m, i, fast);
    free(m.windows.weight);
    if (made)
        return 0;
    filter_axis_free(axis);
    errno = ENOMEM;
    return -1;
}

void filter_axis_free(struct filter_axis *axis)
{
    free(axis->start);
    free(axis->count);
    free(axis->weight);
    *axis = (struct filter_axis){0};
}
