/* Resampling in double precision: shares no code with the kernel, uses the maths library. */
#include "tests/check/check_reference.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double pi = 3.141592653589793;

/* One axis: target sample i is the sum of weight[first[i] + k] * source[begin[i] + k]. */
struct axis {
    int size;
    int *begin, *end;
    size_t *first;
    double *weight;
};

static double sinc(double x)
{
    return x == 0 ? 1 : sin(pi * x) / (pi * x);
}

static double box(double x)
{
    return -0.5 < x && x <= 0.5;
}

static double bilinear(double x)
{
    return fmax(0, 1 - fabs(x));
}

static double hamming(double x)
{
    return fabs(x) < 1 ? sinc(x) * (0.54 + 0.46 * cos(pi * x)) : 0;
}

/* The cubic family of Mitchell and Netravali: (0, 1/2) is Keys' with a = -1/2. */
static double cubic(double x, double b, double c)
{
    x = fabs(x);
    if (x < 1)
        return ((12 - 9 * b - 6 * c) * pow(x, 3) + (-18 + 12 * b + 6 * c) * x * x + 6 - 2 * b) / 6;
    if (x < 2)
        return ((-b - 6 * c) * pow(x, 3) + (6 * b + 30 * c) * x * x + (-12 * b - 48 * c) * x +
                8 * b + 24 * c) /
               6;
    return 0;
}

static double bicubic(double x)
{
    return cubic(x, 0, 0.5);
}

static double mitchell(double x)
{
    return cubic(x, 1.0 / 3, 1.0 / 3);
}

static double lanczos3(double x)
{
    return fabs(x) < 3 ? sinc(x) * sinc(x / 3) : 0;
}

static const struct filter {
    const char *name;
    double (*value)(double);
    double support;
} filters[] = {
    {"nearest", NULL, 0},      {"box", box, 0.5},       {"bilinear", bilinear, 1},
    {"hamming", hamming, 1},   {"bicubic", bicubic, 2}, {"mitchell", mitchell, 2},
    {"lanczos3", lanczos3, 3}, {NULL, NULL, 0},
};

static void *allocated(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (!memory) {
        fprintf(stderr, "check: out of memory\n");
        exit(71);
    }
    return memory;
}

static const struct filter *find(const char *name)
{
    const struct filter *filter = filters;
    while (filter->name && strcmp(filter->name, name) != 0)
        ++filter;
    if (!filter->name) {
        fprintf(stderr, "check: no reference for the filter '%s'\n", name);
        exit(70);
    }
    return filter;
}

static void set_window(struct axis *axis, int i, const struct filter *filter, int source,
                       double centre, double widening)
{
    double sum = 0, *weight = axis->weight + axis->first[i];
    if (!filter->value) {
        axis->begin[i] = (int)fmin(floor(centre), source - 1);
        axis->end[i] = axis->begin[i] + 1;
        weight[0] = 1;
        return;
    }
    double reach = filter->support * widening;
    axis->begin[i] = (int)fmax(floor(centre - reach + 0.5), 0);
    axis->end[i] = (int)fmin(floor(centre + reach + 0.5), source);
    for (int j = axis->begin[i]; j < axis->end[i]; ++j)
        sum += weight[j - axis->begin[i]] = filter->value((j + 0.5 - centre) / widening);
    for (int j = axis->begin[i]; j < axis->end[i]; ++j)
        weight[j - axis->begin[i]] /= sum;
}

static struct axis axis_make(const struct filter *filter, int source, double begin, double length,
                             int size)
{
    double scale = length / size, widening = fmax(scale, 1);
    size_t longest = (size_t)(2 * ceil(filter->support * widening) + 2), count = (size_t)size;
    struct axis axis = {size, allocated(count, sizeof(int)), allocated(count, sizeof(int)),
                        allocated(count, sizeof(size_t)),
                        allocated(count * longest, sizeof(double))};
    for (int i = 0; i < size; ++i) {
        axis.first[i] = (size_t)i * longest;
        set_window(&axis, i, filter, source, begin + (i + 0.5) * scale, widening);
    }
    return axis;
}

static void axis_free(struct axis *axis)
{
    free(axis->begin);
    free(axis->end);
    free(axis->first);
    free(axis->weight);
}

/* Adds weight times a source row, colours premultiplied. */
static void add_row(const struct image *src, int y, double weight, double *restrict sums)
{
    const uint8_t *row = image_row(src, y);
    int channels = src->shape.channels, samples = src->shape.width * channels;
    if (channels % 2 == 1) {
        for (int i = 0; i < samples; ++i)
            sums[i] += weight * row[i];
        return;
    }
    for (int i = 0; i < samples; ++i) {
        int alpha = i - i % channels + channels - 1;
        sums[i] += weight * row[i] * (i == alpha ? 1 : row[alpha] / 255.0);
    }
}

static void along_row(const struct axis *x, const double *restrict in, int channels,
                      double *restrict out)
{
    for (int i = 0; i < x->size; ++i, out += channels)
        for (int c = 0; c < channels; ++c) {
            double sum = 0;
            const double *weight = x->weight + x->first[i];
            for (int j = x->begin[i]; j < x->end[i]; ++j)
                sum += weight[j - x->begin[i]] * in[j * channels + c];
            out[c] = sum;
        }
}

/* What 8 bits can hold. A colour is the quotient of its sum and alpha's, neither of them limited;
 * that, limited, is multiplied by the alpha that is stored. */
static void limit(double *pixel, int channels)
{
    int colours = channels - (channels % 2 == 0);
    double alpha = channels % 2 == 0 ? pixel[channels - 1] : 255;
    double stored = fmin(fmax(alpha, 0), 255);
    for (int c = 0; c < colours; ++c) {
        double colour = alpha > 0 ? pixel[c] / alpha : 0;
        pixel[c] = fmin(fmax(colour, 0), 1) * stored;
    }
    if (channels % 2 == 0)
        pixel[channels - 1] = stored;
}

double *reference_resize(const struct image *src, struct shape target, const char *filter,
                         struct reference_crop crop)
{
    const struct filter *found = find(filter);
    struct axis x = axis_make(found, src->shape.width, crop.left, crop.width, target.width);
    struct axis y = axis_make(found, src->shape.height, crop.top, crop.height, target.height);
    int channels = src->shape.channels;
    size_t samples = (size_t)src->shape.width * (size_t)channels;
    size_t row = (size_t)target.width * (size_t)channels;
    double *sums = allocated(samples, sizeof *sums);
    double *out = allocated(row * (size_t)target.height, sizeof *out);
    for (int i = 0; i < target.height; ++i) {
        double *here = out + (size_t)i * row;
        memset(sums, 0, samples * sizeof *sums);
        for (int j = y.begin[i]; j < y.end[i]; ++j)
            add_row(src, j, y.weight[y.first[i] + (size_t)(j - y.begin[i])], sums);
        along_row(&x, sums, channels, here);
        for (size_t k = 0; k < row; k += (size_t)channels)
            limit(here + k, channels);
    }
    free(sums);
    axis_free(&x);
    axis_free(&y);
    return out;
}
