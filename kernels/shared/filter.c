/* Resampling filters as fixed-point weights along one axis.
 *
 * Formulas, with sinc(x) = sin(pi x) / (pi x): box 1 on [-1/2, 1/2]; bilinear 1 - |x|; hamming
 * sinc(x) (0.54 + 0.46 cos(pi x)); bicubic Keys 1981 with a = -1/2; mitchell B = C = 1/3 (Mitchell
 * & Netravali 1988); lanczos3 sinc(x) sinc(x / 3). Only + - * / and floor are used, each exactly
 * rounded by IEEE 754, so that every CPU computes the same weights: hence a sine of our own. */
#include "kernels/shared/filter.h"
#include "kernels/cpu.h"
#include "kernels/shared/filter_steps.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

const char *const filter_names[] = {"nearest", "box",      "bilinear", "hamming",
                                    "bicubic", "mitchell", "lanczos3", NULL};

enum { BLOCK = 2048 }; /* places whose weights are made together, half of a usual L1 cache */

/* What is compiled for each instruction set, with the same bits. */
struct steps {
    filter_weigh_fn *weigh;
    filter_round_fn *round;
};

static struct steps steps_of_cpu(void)
{
#ifdef PARALLAX_X86
    unsigned features = cpu_features();
    if ((features & (CPU_AVX512 | CPU_VNNI)) == (CPU_AVX512 | CPU_VNNI))
        return (struct steps){filter_weigh_avx512, filter_round_avx512};
    if (features & CPU_AVX2)
        return (struct steps){filter_weigh_avx2, filter_round_avx2};
#endif
    return (struct steps){filter_weigh_c, filter_round_c};
}

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

/* Weights of places become those of the samples that they are in. Returns how many samples. */
static int add_up(int in_sample, int begin, int end, double *weight)
{
    int first = begin / in_sample, count = (end - 1) / in_sample + 1 - first, k = 0;
    for (int sample = 0; in_sample > 1 && sample < count; ++sample) {
        double sum = 0;
        for (; k < end - begin && (begin + k) / in_sample == first + sample; ++k)
            sum += weight[k];
        weight[sample] = sum;
    }
    return count;
}

/* Of each weight and those before it, into `running`, which may not overlap. Returns the last. */
static double running_sum(const double *restrict weight, int count, double *restrict running)
{
    double sum = 0;
    for (int k = 0; k < count; ++k)
        running[k] = sum += weight[k];
    return sum;
}

/* How an axis is made. Centres and widening are in places. */
struct making {
    struct filter_axis *axis;
    enum filter filter;
    struct places places;
    struct steps steps;
    double begin, scale, widening; /* begin: where the first output begins */
    int most, block;               /* places of a window; windows that are made together */
    double *weight, *running;      /* of a block; of a window */
};

static double centre_of(const struct making *m, int i)
{
    return m->begin + (i + 0.5) * m->scale;
}

/* The window of output i in places, and into x how far their middles are from its centre. Returns
 * how many places. */
static int place_window(const struct making *m, int i, double *x)
{
    double support = supports[m->filter] * m->widening, centre = centre_of(m, i);
    int begin = clip(floor(centre - support + 0.5), m->places.count - 1);
    int end = clip(floor(centre + support + 0.5), m->places.count);
    if (m->filter == FILTER_NEAREST || end <= begin) {
        begin = clip(floor(centre), m->places.count - 1);
        end = begin + 1;
    }
    for (int k = 0; k < end - begin; ++k)
        x[k] = begin + k + 0.5 - centre;
    if (end == m->places.count)
        x[end - begin - 1] = end - 1 + 0.5 * m->places.part - centre;
    m->axis->start[i] = begin;
    m->axis->count[i] = end - begin;
    return end - begin;
}

/* From the weights of its places, which are lost, to those of output i. */
static void finish_window(const struct making *m, int i, double *weight)
{
    struct filter_axis *axis = m->axis;
    int begin = axis->start[i], end = begin + axis->count[i];
    if (end == m->places.count)
        weight[end - begin - 1] *= m->places.part;
    double sum = running_sum(weight, end - begin, m->running);
    if (end - begin == 1 || !(sum > 0)) { /* one place, or none with weight: the nearest */
        end = begin + 1;
        weight[0] = m->running[0] = sum = 1;
    }
    int count = add_up(m->places.in_sample, begin, end, weight);
    axis->start[i] = begin / m->places.in_sample;
    axis->count[i] = count;
    axis->longest = count > axis->longest ? count : axis->longest;
    if (m->places.in_sample > 1)
        running_sum(weight, count, m->running);
    m->steps.round(m->running, (1 << FILTER_BITS) / sum, count,
                   axis->weight + (ptrdiff_t)i * axis->taps);
}

/* Windows are short, and vectors want long loops: so the filter is applied to many at once. */
static void make_windows(const struct making *m)
{
    for (int i = 0; i < m->axis->size; i += m->block) {
        int next = m->axis->size - i < m->block ? m->axis->size : i + m->block, places = 0;
        for (int k = i; k < next; ++k)
            places += place_window(m, k, m->weight + places);
        m->steps.weigh(m->filter, m->widening, places, m->weight);
        places = 0;
        for (int k = i; k < next; ++k) {
            int count = m->axis->count[k];
            finish_window(m, k, m->weight + places);
            places += count;
        }
    }
}

int filter_axis_make(struct filter_axis *axis, enum filter filter, struct filter_line line,
                     int size)
{
    struct making m = {axis, filter, places_of(filter, line), .steps = steps_of_cpu()};
    double pixels = (double)line.factor / m.places.in_sample; /* in a place */
    m.scale = line.length / pixels / size;
    m.begin = line.begin / pixels;
    double narrowest = filter == FILTER_NEAREST ? HUGE_VAL : m.places.in_sample;
    m.widening = m.scale > narrowest ? m.scale : m.places.in_sample;
    int most = 2 * (int)ceil(supports[filter] * m.widening) + 1;
    m.most = most < m.places.count ? most : m.places.count;
    m.block = m.most < BLOCK ? BLOCK / m.most : 1;
    int taps = (m.most - 1) / m.places.in_sample + (m.places.in_sample > 1) + 1;
    axis->size = size;
    axis->taps = (taps + FILTER_GROUP - 1) / FILTER_GROUP * FILTER_GROUP;
    axis->longest = 0;
    axis->start = malloc((size_t)size * sizeof *axis->start);
    axis->count = malloc((size_t)size * sizeof *axis->count);
    axis->weight = calloc((size_t)size * (size_t)axis->taps, sizeof *axis->weight);
    m.weight = malloc((size_t)(m.block + 1) * (size_t)m.most * sizeof *m.weight);
    m.running = m.weight ? m.weight + (size_t)m.block * (size_t)m.most : NULL;
    bool made = axis->start && axis->count && axis->weight && m.weight;
    if (made)
        make_windows(&m);
    free(m.weight);
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
