/* Roots of a measured curve, by inversion of the test that it is 0. */
#include "analysis/numbers/inversion.h"

#include <math.h>

enum { STEPS = 32, HALVINGS = 50 }; /* between two sizes; of one step */

/* w along the segments: 2.25 is a quarter of the way from point 2 to point 3. */
static struct difference at(const struct inversion *inversion, double place)
{
    size_t i = (size_t)place;
    i = i + 1 < inversion->count ? i : inversion->count - 2;
    return inversion_at(inversion, i, place - (double)i);
}

/* What point j weighs at ln x = place, where a polynomial goes through points first … last. */
static double weight_of(const struct inversion *inversion, size_t j, size_t first, size_t last,
                        double place)
{
    const double own = log(inversion->sizes[j]);
    double weight = 1;
    for (size_t k = first; k <= last; ++k)
        if (k != j) {
            const double other = log(inversion->sizes[k]);
            weight *= (place - other) / (own - other);
        }
    return weight;
}

/* What the curve is made of at one place. */
struct part {
    size_t point;
    double weight;
};

enum { PARTS_MAX = 5 }; /* four neighbours and the reference */

static size_t find_parts(const struct inversion *inversion, size_t i, double w, struct part *parts)
{
    const size_t end = inversion->count - 1, next = i < end ? i + 1 : i;
    const size_t before = inversion->curved && i > 0 ? i - 1 : i;
    const size_t after = inversion->curved && next < end ? next + 1 : next;
    const size_t reference = inversion->reference;
    const double place = (1 - w) * log(inversion->sizes[i]) + w * log(inversion->sizes[next]);
    size_t count = 0;
    for (size_t j = before; j <= after; ++j)
        parts[count++] = (struct part){j, weight_of(inversion, j, before, after, place) -
                                              (j == reference ? 1 : 0)};
    if (reference != INVERSION_NONE && (reference < before || reference > after))
        parts[count++] = (struct part){reference, -1};
    return count;
}

/* The variance of the mean of what the parts are in each repetition. */
static double paired_variance(const struct inversion *inversion, const struct part *parts,
                              size_t count)
{
    const double n = (double)inversion->repetitions;
    double squares = 0;
    for (size_t r = 0; r < inversion->repetitions; ++r) {
        double apart = 0;
        for (size_t k = 0; k < count; ++k)
            apart += parts[k].weight *
                     (inversion->logs[parts[k].point][r] - inversion->values[parts[k].point].value);
        squares += apart * apart;
    }
    return squares / (n - 1) / n;
}

struct difference inversion_at(const struct inversion *inversion, size_t i, double w)
{
    struct part parts[PARTS_MAX];
    const size_t count = find_parts(inversion, i, w, parts);
    struct difference found = {inversion->offset, 0, 1};
    for (size_t k = 0; k < count; ++k)
        found = difference_combine(1, found, parts[k].weight, inversion->values[parts[k].point]);
    if (inversion->logs) {
        found.variance = paired_variance(inversion, parts, count);
        found.degrees = (double)inversion->repetitions - 1;
    }
    return found;
}

static bool holds_zero(const struct inversion *inversion, double place)
{
    const struct difference found = at(inversion, place);
    return fabs(found.value) <= difference_half_width(found, DIFFERENCE_ALPHA);
}

static bool is_above(const struct inversion *inversion, double place)
{
    return at(inversion, place).value > 0;
}

/* Where `property` changes between two places. */
static double bisect(const struct inversion *inversion, double from, double to,
                     bool (*property)(const struct inversion *, double))
{
    const bool before = property(inversion, from);
    for (int i = 0; i < HALVINGS; ++i) {
        const double middle = (from + to) / 2;
        *(property(inversion, middle) == before ? &from : &to) = middle;
    }
    return (from + to) / 2;
}

/* The first change of `property` on the way from one place to another, in steps. */
static double first_change(const struct inversion *inversion, double from, double to,
                           bool (*property)(const struct inversion *, double))
{
    const bool before = property(inversion, from);
    const double step = (to > from ? 1.0 : -1.0) / STEPS;
    const int steps = (int)ceil(fabs(to - from) * STEPS);
    double place = from;
    for (int i = 1; i <= steps; ++i) {
        const double next = i < steps ? from + i * step : to;
        if (property(inversion, next) != before)
            return bisect(inversion, place, next, property);
        place = next;
    }
    return to;
}

static double size_at(const struct inversion *inversion, double place)
{
    size_t i = (size_t)place;
    i = i + 1 < inversion->count ? i : inversion->count - 2;
    const double w = place - (double)i;
    return exp((1 - w) * log(inversion->sizes[i]) + w * log(inversion->sizes[i + 1]));
}

static struct interval root_of(const struct inversion *inversion, double from, double to)
{
    const double low = first_change(inversion, from, to, is_above);
    const double high = first_change(inversion, to, from, is_above);
    /* The set holds each root, also where the steps would pass over it. */
    const double begin = first_change(inversion, from, low, holds_zero);
    const double end = first_change(inversion, to, high, holds_zero);
    return (struct interval){sqrt(size_at(inversion, low) * size_at(inversion, high)),
                             size_at(inversion, fmin(begin, low)),
                             size_at(inversion, fmax(end, high))};
}

struct interval inversion_root(const struct inversion *inversion, size_t first, size_t last)
{
    struct inversion other = *inversion;
    other.curved = false;
    struct interval root = root_of(&other, (double)first, (double)last);
    other.curved = true;
    const struct interval curved = root_of(&other, (double)first, (double)last);
    root.low = fmin(root.low, curved.low);
    root.high = fmax(root.high, curved.high);
    return root;
}
