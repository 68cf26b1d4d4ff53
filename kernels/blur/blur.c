/* Blur: a Gaussian of any width over 1..4 channels of 8 bits, first along x, then along y.
 *
 * Formula: dst(i) = sum over k = -r … r of w(|k|) src(i + k) along each axis, w(k) proportional to
 * exp(-k^2 / (2 sigma^2)). Edge rule: the image is continued by its border pixels.
 * Radius r: the smallest at which the weights left out, of both sides together, times 255 are less
 * than half a grey level, so one axis is off by no more than that, whatever the image. It is about
 * 3.1 sigma - 1/2: 6 for sigma 2. Cost is linear in r; there is no approximation for large sigma.
 *
 * Fixed point as in resize.c, also for alpha: samples in Q6, weights in Q14 with the exact sum
 * 2^14, intermediates t = (sum w q + 2^13) >> 14 in 16 bits, result (sum w t + 2^19) >> 20. No
 * weight is negative, so nothing overshoots: |q| and |t| stay below 2^14, a sum of two of them in
 * 16 bits, all sums below 2^28. Sums of integers: their order is free.
 *
 * Weights use + - * / and floor only, each exactly rounded by IEEE 754: every CPU computes the
 * same, hence an exponential function of our own. */
#include "kernels/blur/blur_vector.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

enum { SIGMA, ONE = 1 << FILTER_BITS };

static const struct param params[] = {
    {"sigma",
     "standard deviation of the Gaussian in pixels",
     PARAM_NUMBER,
     SIGMA,
     {2},
     0.1,
     200,
     NULL,
     NULL},
    {NULL, NULL, PARAM_FLAG, 0, {0}, 0, 0, NULL, NULL},
};

/* exp(-x) for x >= 0: Taylor's polynomial where x is small, then squared as often as x was halved;
 * relative error below 1e-13 for x < 100. */
static double exp_minus(double x)
{
    int halved = 0;
    for (; x > 0.125; x /= 2)
        ++halved;
    double sum = 1;
    for (int n = 10; n >= 1; --n)
        sum = 1 - sum * x / n;
    for (; halved > 0; --halved)
        sum *= sum;
    return sum;
}

/* Where a Gaussian is cut: beyond 6 sigma there is less than 1e-8 of it. tail[k] becomes the share
 * of distances >= k on one side, so tail[0] is about 1/2; returns the number of distances. */
static int make_tails(double sigma, double *tail)
{
    int count = (int)ceil(6 * sigma) + 1;
    double sum = 0;
    for (int k = count - 1; k >= 0; --k) {
        double value = exp_minus((double)k * k / (2 * sigma * sigma));
        sum += k > 0 ? value : value / 2;
        tail[k] = sum;
    }
    for (int k = 0; k < count; ++k)
        tail[k] = tail[k] / sum / 2;
    return count;
}

/* Rounding the tails instead of each weight keeps the sum exact and the two sides equal. Where the
 * side of the image is no more than the radius, all taps from distance side - 1 on meet the border
 * pixels: that tap takes the weights of all. */
static int make_axis(struct blur_axis *axis, double sigma, int side)
{
    size_t most = (size_t)ceil(6 * sigma) + 1;
    double *tail = malloc(most * sizeof *tail);
    axis->weight = malloc(most * sizeof *axis->weight);
    if (!tail || !axis->weight) {
        free(tail);
        free(axis->weight);
        errno = ENOMEM;
        return -1;
    }
    int count = make_tails(sigma, tail), radius = 0, beyond = 0;
    while (radius + 2 < count && 255 * 2 * tail[radius + 1] >= 0.5)
        ++radius;
    double left_out = tail[radius + 1];
    axis->radius = radius < side ? radius : side - 1;
    for (int k = axis->radius; k >= 1; --k) {
        double share = (tail[k] - left_out) / (1 - 2 * left_out);
        int from_here = (int)floor(share * ONE + 0.5);
        axis->weight[k] = (int16_t)(from_here - beyond);
        beyond = from_here;
    }
    axis->weight[0] = (int16_t)(ONE - 2 * beyond);
    free(tail);
    return 0;
}

static size_t row_bytes(size_t pixels, int channels)
{
    return (pixels * (size_t)channels * sizeof(int16_t) + 63) & ~(size_t)63;
}

static int plan(struct plan *plan)
{
    struct shape src = plan->src;
    struct blur_tables *t = calloc(1, sizeof *t);
    if (!t || make_axis(&t->x, plan->value[SIGMA], src.width)) {
        free(t);
        return -1;
    }
    if (make_axis(&t->y, plan->value[SIGMA], src.height)) {
        free(t->x.weight);
        free(t);
        return -1;
    }
    int window = 2 * t->y.radius + 1,
        widest = t->x.radius > t->y.radius ? t->x.radius : t->y.radius;
    t->ring_rows = window < src.height ? window : src.height;
    t->ring_stride = row_bytes((size_t)src.width, src.channels);
    t->source = (size_t)t->ring_rows * t->ring_stride;
    t->taps = t->source + row_bytes((size_t)src.width + 2 * (size_t)t->x.radius, src.channels);
    plan->scratch = t->taps + (2 * (size_t)widest + 1) * sizeof(int16_t *);
    plan->dst = src;
    plan->tables = t;
    return 0;
}

static void unplan(struct plan *plan)
{
    struct blur_tables *t = plan->tables;
    free(t->x.weight);
    free(t->y.weight);
    free(t);
}

static struct area needs(const struct plan *plan, int pass, struct range rows)
{
    (void)pass;
    const struct blur_tables *t = plan->tables;
    return area_halo(plan->src, rows, t->y.radius);
}

/* A tap is an addition for the two sides, a multiplication and an addition to the sum. */
static struct cost cost(const struct plan *plan, int pass, struct range rows)
{
    const struct blur_tables *t = plan->tables;
    double width = plan->src.width, written = range_count(rows);
    double read = range_count(needs(plan, pass, rows).rows);
    double each = read * (1 + 3 * t->x.radius) + written * (1 + 3 * t->y.radius);
    return (struct cost){each * width * plan->src.channels,
                         (read + written) * width * shape_pixel_bytes(plan->src)};
}

const struct kernel kernel_blur = {
    .name = "blur",
    .summary = "Gaussian of any width, separable",
    .revision = 1,
    .params = params,
    .plan = plan,
    .unplan = unplan,
    .needs = needs,
    .cost = cost,
    .variants =
        {
            {.name = "c", .run = {blur_rows_c}},
#ifdef PARALLAX_X86
            {.name = "avx2",
             .cpu = CPU_AVX2,
             .run = {blur_rows_avx2},
             .prepare = blur_prepare_vector,
             .unprepare = blur_unprepare_vector},
            {.name = "avx512",
             .cpu = CPU_AVX512 | CPU_VNNI,
             .run = {blur_rows_avx512},
             .prepare = blur_prepare_vector,
             .unprepare = blur_unprepare_vector},
#endif
        },
};
