/* Weights of a window, and their rounding: the same bits from every instruction set, since only
 * + - * / are used, each exactly rounded by IEEE 754, never fused, and each sum in one order. */
#include "kernels/shared/filter_steps.h"

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

/* x becomes NAME(x). */
#define CASE(constant, name)                                                                       \
    case constant:                                                                                 \
        for (int k = 0; k < count; ++k)                                                            \
            x[k] = name(x[k]);                                                                     \
        return

/* Of |x|, but box, which is not symmetric: a sample on the border of two outputs is one's only. */
static void apply(enum filter filter, double *x, int count)
{
    switch (filter) {
        CASE(FILTER_NEAREST, box);
        CASE(FILTER_BOX, box);
        CASE(FILTER_BILINEAR, bilinear);
        CASE(FILTER_HAMMING, hamming);
        CASE(FILTER_BICUBIC, bicubic);
        CASE(FILTER_MITCHELL, mitchell);
        CASE(FILTER_LANCZOS3, lanczos3);
    }
}

void VARIANT_NAME(filter_weigh)(enum filter filter, double widening, int count, double *weight)
{
    for (int k = 0; k < count; ++k)
        weight[k] = weight[k] / widening;
    for (int k = 0; filter != FILTER_BOX && k < count; ++k)
        weight[k] = weight[k] < 0 ? -weight[k] : weight[k];
    apply(filter, weight, count);
}

/* To the nearest whole number, halves up, of -2^15 < x < 2^15: floor() would be a call. */
static inline int rounded(double x)
{
    return (int)(x + (0.5 + (1 << 15))) - (1 << 15);
}

void VARIANT_NAME(filter_round)(const double *running, double factor, int count, int16_t *weight)
{
    weight[0] = (int16_t)(count == 1 ? 1 << FILTER_BITS : rounded(running[0] * factor));
    for (int k = 1; k < count; ++k)
        weight[k] = (int16_t)(rounded(running[k] * factor) - rounded(running[k - 1] * factor));
    if (count > 1)
        weight[count - 1] = (int16_t)((1 << FILTER_BITS) - rounded(running[count - 2] * factor));
}
