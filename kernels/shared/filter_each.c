/* Weights of a window, and their rounding: the same bits from every instruction set, since only
 * + - * / are used, each exactly rounded by IEEE 754, never fused, and each sum in one order. */
#include "kernels/shared/filter_steps.h"

#include <stddef.h>
#include <string.h>

static const double pi = 3.14159265358979323846;

/* Of sin(x) / x: TERM_n = (-1)^n / (2n + 1)!. */
#define TERM_1  (-1.0 / 6)
#define TERM_2  (-TERM_1 / (4 * 5))
#define TERM_3  (-TERM_2 / (6 * 7))
#define TERM_4  (-TERM_3 / (8 * 9))
#define TERM_5  (-TERM_4 / (10 * 11))
#define TERM_6  (-TERM_5 / (12 * 13))
#define TERM_7  (-TERM_6 / (14 * 15))
#define TERM_8  (-TERM_7 / (16 * 17))
#define TERM_9  (-TERM_8 / (18 * 19))
#define TERM_10 (-TERM_9 / (20 * 21))

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

/* The same within FILTER_CLOSE, without a division. With q = (pi x / 3)^2 and s = sin(sqrt q) /
 * sqrt q, by Taylor's polynomial, it is s^2 (1 - 4/3 q s^2). */
static inline double lanczos3_fast(double x)
{
    double q = x * x * (pi * pi / 9), s = TERM_10;
    s = TERM_8 + q * (TERM_9 + q * s);
    s = TERM_6 + q * (TERM_7 + q * s);
    s = TERM_4 + q * (TERM_5 + q * s);
    s = TERM_2 + q * (TERM_3 + q * s);
    s = 1 + q * (TERM_1 + q * s);
    double square = s * s;
    return x < 3 ? square * (1 - 4.0 / 3 * (q * square)) : 0;
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

static void weigh_fast(double widening, int count, double *weight)
{
    double factor = 1 / widening;
    for (int k = 0; k < count; ++k)
        weight[k] = lanczos3_fast((weight[k] < 0 ? -weight[k] : weight[k]) * factor);
}

void VARIANT_NAME(filter_weigh)(enum filter filter, bool fast, double widening, int count,
                                double *weight)
{
    if (fast && filter == FILTER_LANCZOS3) {
        weigh_fast(widening, count, weight);
        return;
    }
    for (int k = 0; k < count; ++k)
        weight[k] = weight[k] / widening;
    for (int k = 0; filter != FILTER_BOX && k < count; ++k)
        weight[k] = weight[k] < 0 ? -weight[k] : weight[k];
    apply(filter, weight, count);
}

/* Below, with a number of lanes that the compiler knows, in loops that it makes vectors of. */

static inline void place(const struct filter_windows *windows, int lanes)
{
    double middle[FILTER_LANES], centre[FILTER_LANES];
    memcpy(middle, windows->first, sizeof middle);
    memcpy(centre, windows->centre, sizeof centre);
    double *distance = windows->weight, *end = distance + (ptrdiff_t)windows->places * lanes;
    for (; distance < end; distance += lanes)
        for (int lane = 0; lane < lanes; ++lane) {
            distance[lane] = middle[lane] - centre[lane];
            middle[lane] += 1;
        }
}

void VARIANT_NAME(filter_place)(const struct filter_windows *windows)
{
    if (windows->lanes == 1)
        place(windows, 1);
    else
        place(windows, FILTER_LANES);
}

static inline void add_up(const struct filter_windows *windows, int lanes)
{
    double *sum = windows->weight;
    int count = windows->places * lanes;
    for (int k = lanes; k < count; ++k)
        sum[k] += sum[k - lanes];
}

void VARIANT_NAME(filter_add_up)(const struct filter_windows *windows)
{
    if (windows->lanes == 1)
        add_up(windows, 1);
    else
        add_up(windows, FILTER_LANES);
}

static inline void scale(const struct filter_windows *windows, int lanes)
{
    double factor[FILTER_LANES];
    memcpy(factor, windows->factor, sizeof factor);
    double *sum = windows->weight, *end = sum + (ptrdiff_t)windows->places * lanes;
    for (; sum < end; sum += lanes)
        for (int lane = 0; lane < lanes; ++lane)
            sum[lane] = sum[lane] * factor[lane] + (0.5 + FILTER_SUM_BIAS);
}

/* To the nearest whole number, halves up, of more than -FILTER_SUM_BIAS: floor() would be a call.
 */
bool VARIANT_NAME(filter_round)(const struct filter_windows *windows)
{
    if (windows->lanes == 1)
        scale(windows, 1);
    else
        scale(windows, FILTER_LANES);
    const double *sum = windows->weight;
    int *restrict rounded = windows->rounded;
    int count = windows->places * windows->lanes, unsure = 0;
    for (int k = 0; k < count; ++k) {
        int whole = (int)sum[k];
        double above = sum[k] - whole;
        unsure |= (above < FILTER_MARGIN) | (above > 1 - FILTER_MARGIN);
        rounded[k] = whole;
    }
    return !unsure;
}
