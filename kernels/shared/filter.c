/* Resampling filters as fixed-point weights along one axis.
 *
 * Formulas, with sinc(x) = sin(pi x) / (pi x): box 1 on [-1/2, 1/2]; bilinear 1 - |x|; hamming
 * sinc(x) (0.54 + 0.46 cos(pi x)); bicubic Keys 1981 with a = -1/2; mitchell B = C = 1/3 (Mitchell
 * & Netravali 1988); lanczos3 sinc(x) sinc(x / 3). Only + - * / and floor are used, each exactly
 * rounded by IEEE 754, so that every CPU computes the same weights: hence a sine of our own. */
#include "kernels/shared/filter.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>

const char *const filter_names[] = {"nearest", "box",      "bilinear", "hamming",
                                    "bicubic", "mitchell", "lanczos3", NULL};

static const double pi = 3.14159265358979323846;

/* All of these are without branches, so that a loop over them is made of vector instructions. */

/* sin(pi x) for 0 <= x <= 3/2: Taylor's polynomial of degree 19 on [-pi/2, pi/2], error below
 * 1e-15. */
static inline double sine_pi(double x)
{
    double y = pi * (x > 0.5 ? 1 - x : x), square = y * y, sum = 1;
    for (int n = 18; n >= 2; n -= 2)
        sum = 1 - sum * square * (1.0 / (n * (n + 1)));
    return y * sum;
}

static inline double box(double x)
{
    return x > -0.5 && x <= 0.5 ? 1 : 0;
}

static inline double bilinear(double x)
{
    return x < 1 ? 1 - x : 0;
}

static inline double hamming(double x)
{
    double value = sine_pi(x) / (pi * x) * (0.54 + 0.46 * sine_pi(x + 0.5));
    return x < 1e-8 ? 1 : x < 1 ? value : 0;
}

static inline double bicubic(double x)
{
    double inner = (1.5 * x - 2.5) * x * x + 1, outer = ((-0.5 * x + 2.5) * x - 4) * x + 2;
    return x < 1 ? inner : x < 2 ? outer : 0;
}

static inline double mitchell(double x)
{
    double inner = ((7 * x - 12) * x * x + 16.0 / 3) / 6;
    double outer = (((-7.0 / 3 * x + 12) * x - 20) * x + 32.0 / 3) / 6;
    return x < 1 ? inner : x < 2 ? outer : 0;
}

/* With s = sin(pi x / 3), sin(pi x) = 3 s - 4 s^3: one sine is enough. */
static inline double lanczos3(double x)
{
    double sine = sine_pi(x / 3);
    double value = sine * sine * (3 - 4 * sine * sine) * 3 / (pi * x * pi * x);
    return x < 1e-8 ? 1 : x < 3 ? value : 0;
}

/* NAME_each(): every x becomes NAME(x). */
#define EACH(name)                                                                                 \
    static void name##_each(double *x, int count)                                                  \
    {                                                                                              \
        for (int k = 0; k < count; ++k)                                                            \
            x[k] = name(x[k]);                                                                     \
    }
EACH(box)
EACH(bilinear)
EACH(hamming)
EACH(bicubic)
EACH(mitchell)
EACH(lanczos3)

/* Of |x|, but box, which is not symmetric: a sample on the border of two outputs is one's only. */
static const struct {
    void (*each)(double *x, int count);
    double support;
} filters[] = {
    [FILTER_NEAREST] = {box_each, 0.5},     [FILTER_BOX] = {box_each, 0.5},
    [FILTER_BILINEAR] = {bilinear_each, 1}, [FILTER_HAMMING] = {hamming_each, 1},
    [FILTER_BICUBIC] = {bicubic_each, 2},   [FILTER_MITCHELL] = {mitchell_each, 2},
    [FILTER_LANCZOS3] = {lanczos3_each, 3},
};

static int clip(double x, int end)
{
    return x < 0 ? 0 : x > end ? end : (int)x;
}

/* To the nearest whole number, halves up, of -2^15 < x < 2^15: floor() would be a call. */
static int rounded(double x)
{
    return (int)(x + (0.5 + (1 << 15))) - (1 << 15);
}

/* Rounds the running sum instead of each weight: so the weights sum to exactly one. */
static void quantise(const double *weight, double sum, int count, int16_t *out)
{
    double running = 0;
    double factor = (1 << FILTER_BITS) / sum;
    int before = 0;
    for (int k = 0; k < count; ++k) {
        running += weight[k];
        int here = k + 1 == count ? 1 << FILTER_BITS : rounded(running * factor);
        out[k] = (int16_t)(here - before);
        before = here;
    }
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

/* centre and widening: in places. */
static void make_window(struct filter_axis *axis, enum filter filter, struct places places, int i,
                        double centre, double widening, double *weight)
{
    double support = filters[filter].support * widening;
    int begin = clip(floor(centre - support + 0.5), places.count - 1);
    int end = clip(floor(centre + support + 0.5), places.count);
    if (filter == FILTER_NEAREST || end <= begin) {
        begin = clip(floor(centre), places.count - 1);
        end = begin + 1;
    }
    double sum = 0;
    for (int k = 0; k < end - begin; ++k) {
        double half = begin + k + 1 == places.count ? 0.5 * places.part : 0.5;
        double x = (begin + k + half - centre) / widening;
        weight[k] = filter != FILTER_BOX && x < 0 ? -x : x;
    }
    filters[filter].each(weight, end - begin);
    if (end == places.count)
        weight[end - begin - 1] *= places.part;
    for (int k = 0; k < end - begin; ++k)
        sum += weight[k];
    if (end - begin == 1 || !(sum > 0)) { /* one place, or none with weight: the nearest */
        end = begin + 1;
        weight[0] = sum = 1;
    }
    int count = add_up(places.in_sample, begin, end, weight);
    axis->start[i] = begin / places.in_sample;
    axis->count[i] = count;
    axis->longest = count > axis->longest ? count : axis->longest;
    quantise(weight, sum, count, axis->weight + (ptrdiff_t)i * axis->taps);
}

int filter_axis_make(struct filter_axis *axis, enum filter filter, struct filter_line line,
                     int size)
{
    struct places places = places_of(filter, line);
    double pixels = (double)line.factor / places.in_sample; /* in a place */
    double scale = line.length / pixels / size, begin = line.begin / pixels;
    double narrowest = filter == FILTER_NEAREST ? HUGE_VAL : places.in_sample;
    double widening = scale > narrowest ? scale : places.in_sample;
    int most = 2 * (int)ceil(filters[filter].support * widening) + 1;
    most = most < places.count ? most : places.count;
    int taps = (most - 1) / places.in_sample + (places.in_sample > 1) + 1;
    axis->size = size;
    axis->taps = (taps + FILTER_GROUP - 1) / FILTER_GROUP * FILTER_GROUP;
    axis->longest = 0;
    axis->start = malloc((size_t)size * sizeof *axis->start);
    axis->count = malloc((size_t)size * sizeof *axis->count);
    axis->weight = calloc((size_t)size * (size_t)axis->taps, sizeof *axis->weight);
    double *weight = malloc((size_t)most * sizeof *weight);
    if (axis->start && axis->count && axis->weight && weight) {
        for (int i = 0; i < size; ++i)
            make_window(axis, filter, places, i, begin + (i + 0.5) * scale, widening, weight);
        free(weight);
        return 0;
    }
    free(weight);
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
