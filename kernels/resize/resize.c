/* Resize: separable resampling of 1..4 channels of 8 bits, antialiased when shrinking.
 *
 * Formula: dst(i) = sum over k of w(i, k) src(start(i) + k) along each axis; filter.c makes the
 * weights (Q14, their sum exactly 1). Edge rule: taps outside the image are dropped, the others
 * renormalised. Nearest takes the source pixel under the centre of the target pixel, unchanged.
 *
 * Fixed point, the definition for every variant: a source sample p is q = 64 p, 16 bits; the first
 * axis gives t = (sum w q + 2^13) >> 14, 16 bits, not clamped; the second s = sum w t, 32 bits. An
 * opaque result is (s + 2^19) >> 20, clamped. The order of a sum is free, so instruction sets
 * agree; the order of the axes is not, so the plan decides it: vertical first where the height
 * shrinks to a third or less, else horizontal first.
 *
 * With alpha (channel 2 of 2, 4 of 4) a colour weighs as much as it covers: q = (p a + 2) >> 2, and
 * alpha itself q = (255 a + 2) >> 2; finish_alpha() divides again.
 * (>> of a negative number is arithmetic in every compiler that we know of; C leaves it open.) */
#include "kernels/resize/resize.h"
#include "kernels/cpu.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

enum { WIDTH, HEIGHT, FILTER, FIT, NO_ENLARGE };
enum { FIT_CONTAIN, FIT_COVER, FIT_FILL };

static const char *const fit_names[] = {"contain", "cover", "fill", NULL};

static const struct param params[] = {
    {"size", "target width and height in pixels", PARAM_SIZE, WIDTH, {852, 567}, 1, 65535, NULL},
    {"filter", "resampling filter", PARAM_CHOICE, FILTER, {FILTER_LANCZOS3}, 0, 0, filter_names},
    {"fit",
     "contain: within the target; cover: fill it, crop the centre; fill: stretch to it",
     PARAM_CHOICE,
     FIT,
     {FIT_CONTAIN},
     0,
     0,
     fit_names},
    {"no-enlarge",
     "leave images that are smaller than the target at their size",
     PARAM_FLAG,
     NO_ENLARGE,
     {0},
     0,
     1,
     NULL},
    {NULL, NULL, PARAM_FLAG, 0, {0}, 0, 0, NULL},
};

/* What becomes of an image of width x height: the target's size, and the part of the image (in its
 * own pixels) that is shown there. */
struct geometry {
    int width, height;
    double left, top, shown_width, shown_height;
};

static int rounded(double x)
{
    return x < 1 ? 1 : (int)floor(x + 0.5);
}

static struct geometry fit(const double *value, int width, int height)
{
    double x = value[WIDTH] / width, y = value[HEIGHT] / height;
    double limit = value[NO_ENLARGE] > 0 ? 1 : HUGE_VAL;
    struct geometry g = {0, 0, 0, 0, width, height};
    if ((int)value[FIT] == FIT_FILL) {
        g.width = rounded(width * fmin(x, limit));
        g.height = rounded(height * fmin(y, limit));
        return g;
    }
    bool cover = (int)value[FIT] == FIT_COVER;
    double scale = fmin(cover ? fmax(x, y) : fmin(x, y), limit);
    g.width = rounded(fmin(width * scale, cover ? value[WIDTH] : HUGE_VAL));
    g.height = rounded(fmin(height * scale, cover ? value[HEIGHT] : HUGE_VAL));
    if (cover) {
        g.shown_width = fmin(g.width / scale, width);
        g.shown_height = fmin(g.height / scale, height);
        g.left = (width - g.shown_width) / 2;
        g.top = (height - g.shown_height) / 2;
    }
    return g;
}

/* The source samples that outputs `range` of an axis read. */
static struct range window(const struct filter_axis *axis, struct range range)
{
    struct range all = {axis->start[range.begin], 0};
    for (int i = range.begin; i < range.end; ++i)
        if (axis->start[i] + axis->count[i] > all.end)
            all.end = axis->start[i] + axis->count[i];
    return all;
}

/* One axis of `size` outputs; `begin` and `shown` are in the original's pixels. */
static int make_axis(struct filter_axis *axis, const struct plan *plan, int original, int src,
                     double begin, double shown, int size)
{
    struct filter_line line = {original, kernel_shrunk(original, src), begin, shown};
    if (line.factor)
        return filter_axis_make(axis, (enum filter)plan->value[FILTER], line, size);
    errno = EINVAL;
    return -1;
}

static int plan(struct plan *plan)
{
    struct geometry g = fit(plan->value, plan->original.width, plan->original.height);
    plan->dst = (struct shape){g.width, g.height, plan->src.channels};
    if (!shape_is_valid(plan->dst)) {
        errno = EINVAL;
        return -1;
    }
    struct resize_tables *t = calloc(1, sizeof *t);
    if (!t)
        return -1;
    if (make_axis(&t->x, plan, plan->original.width, plan->src.width, g.left, g.shown_width,
                  g.width)) {
        free(t);
        return -1;
    }
    if (make_axis(&t->y, plan, plan->original.height, plan->src.height, g.top, g.shown_height,
                  g.height)) {
        filter_axis_free(&t->x);
        free(t);
        return -1;
    }
    t->vertical_first = plan->src.height >= 3 * (int64_t)g.height;
    t->nearest = (enum filter)plan->value[FILTER] == FILTER_NEAREST;
    t->columns = window(&t->x, (struct range){0, g.width});
    size_t line = resize_line_bytes(t, plan->src.channels);
    size_t ring = (size_t)t->y.longest * resize_row_bytes(g.width, plan->src.channels);
    plan->scratch = line + (t->vertical_first ? 0 : ring);
    plan->tables = t;
    return 0;
}

static void unplan(struct plan *plan)
{
    struct resize_tables *t = plan->tables;
    filter_axis_free(&t->x);
    filter_axis_free(&t->y);
    free(t);
}

static struct area needs(const struct plan *plan, int pass, struct range rows)
{
    (void)pass;
    const struct resize_tables *t = plan->tables;
    if (range_count(rows) == 0)
        return (struct area){{0, 0}, {0, 0}};
    return (struct area){window(&t->y, rows), t->columns};
}

/* Taps of outputs `range` of an axis, together. */
static double taps(const struct filter_axis *axis, struct range range)
{
    double sum = 0;
    for (int i = range.begin; i < range.end; ++i)
        sum += axis->count[i];
    return sum;
}

/* Every source sample is read once; two operations per tap and sample of the two axes. Nearest has
 * no arithmetic and reads what it copies: one operation is counted for each sample. */
static struct cost cost(const struct plan *plan, int pass, struct range rows)
{
    const struct resize_tables *t = plan->tables;
    struct area area = needs(plan, pass, rows);
    double channels = plan->src.channels, pixel = shape_pixel_bytes(plan->src);
    double columns = range_count(area.columns);
    double target = (double)range_count(rows) * plan->dst.width;
    if (t->nearest)
        return (struct cost){channels * target, 2 * pixel * target};
    double x = taps(&t->x, (struct range){0, plan->dst.width}), y = taps(&t->y, rows);
    double first = t->vertical_first ? y * columns : range_count(area.rows) * x;
    double second = t->vertical_first ? range_count(rows) * x : y * plan->dst.width;
    return (struct cost){2 * channels * (first + second),
                         pixel * (range_count(area.rows) * columns + target)};
}

/* The smallest size of an axis that is not below `least`, also if it is `original` / 2, 4, 8, …
 * rounded up. */
static int size_enough(double least, int original)
{
    int size = (int)fmin(ceil(least), original);
    for (int factor = 2; factor <= original; factor *= 2)
        if ((original - 1) / factor + 1 == size && original < least * factor)
            return size + 1;
    return size;
}

/* Twice the target: what a decoder drops then, the filter would have averaged away. Four times for
 * box, whose edges run through the decoder's samples. */
static struct shape enough(const struct plan *plan)
{
    struct shape original = plan->original;
    struct geometry g = fit(plan->value, original.width, original.height);
    if ((enum filter)plan->value[FILTER] == FILTER_NEAREST)
        return original;
    double times = (enum filter)plan->value[FILTER] == FILTER_BOX ? 4 : 2;
    double width = times * g.width / g.shown_width * original.width;
    double height = times * g.height / g.shown_height * original.height;
    return (struct shape){size_enough(width, original.width), size_enough(height, original.height),
                          original.channels};
}

const struct kernel kernel_resize = {
    .name = "resize",
    .summary = "antialiased separable resampling to a target size",
    .revision = 2,
    .params = params,
    .plan = plan,
    .unplan = unplan,
    .needs = needs,
    .cost = cost,
    .enough = enough,
    .variants =
        {
            {.name = "c", .run = {resize_rows_c}},
#ifdef PARALLAX_X86
            {.name = "avx2",
             .cpu = CPU_AVX2,
             .run = {resize_rows_vector},
             .prepare = resize_prepare_avx2,
             .unprepare = resize_unprepare_vector},
            {.name = "avx512",
             .cpu = CPU_AVX512 | CPU_VNNI,
             .run = {resize_rows_vector},
             .prepare = resize_prepare_avx512,
             .unprepare = resize_unprepare_vector},
#endif
#ifdef PARALLAX_NEON
            {.name = "neon",
             .cpu = CPU_NEON,
             .run = {resize_rows_vector},
             .prepare = resize_prepare_neon,
             .unprepare = resize_unprepare_vector},
#endif
        },
};
