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

static const struct param params[] = {
    {"size",
     "target width and height in pixels; Wx and xH leave one side open, N% is of each image's own",
     PARAM_SIZE,
     RESIZE_WIDTH,
     {852, 567},
     1,
     65535,
     NULL,
     NULL},
    {"filter",
     "resampling filter",
     PARAM_CHOICE,
     RESIZE_FILTER,
     {FILTER_LANCZOS3},
     0,
     0,
     filter_names,
     NULL},
    {"fit",
     "contain (or inside): within the target; cover: fill it, crop the rest; fill: stretch to it; "
     "pad: within it, and background beside; outside: around it, nothing is cropped",
     PARAM_CHOICE,
     RESIZE_FIT,
     {FIT_CONTAIN},
     0,
     0,
     resize_fit_names,
     resize_fit_words},
    {"no-enlarge",
     "leave images that are smaller than the target at their size",
     PARAM_FLAG,
     RESIZE_NO_ENLARGE,
     {0},
     0,
     1,
     NULL,
     NULL},
    {"gravity",
     "which part cover keeps, and where pad puts the image",
     PARAM_CHOICE,
     RESIZE_GRAVITY,
     {0},
     0,
     0,
     resize_gravity_names,
     NULL},
    {"background",
     "what pad puts beside the image",
     PARAM_COLOUR,
     RESIZE_BACKGROUND,
     {0xffffffff},
     0,
     0xffffffff,
     NULL,
     NULL},
    {NULL, NULL, PARAM_FLAG, 0, {0}, 0, 0, NULL, NULL},
};

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
        return filter_axis_make(axis, (enum filter)plan->value[RESIZE_FILTER], line, size);
    errno = EINVAL;
    return -1;
}

static int plan(struct plan *plan)
{
    struct resize_geometry g = resize_fit(plan->value, plan->original.width, plan->original.height);
    plan->dst = (struct shape){g.width, g.height, plan->src.channels};
    if (!shape_is_valid(plan->dst)) {
        errno = EINVAL;
        return -1;
    }
    struct resize_tables *t = calloc(1, sizeof *t);
    if (!t)
        return -1;
    t->shown = (struct shape){g.columns, g.rows, plan->src.channels};
    t->column = g.column;
    t->row = g.row;
    if (make_axis(&t->x, plan, plan->original.width, plan->src.width, g.left, g.shown_width,
                  g.columns)) {
        free(t);
        return -1;
    }
    if (make_axis(&t->y, plan, plan->original.height, plan->src.height, g.top, g.shown_height,
                  g.rows)) {
        filter_axis_free(&t->x);
        free(t);
        return -1;
    }
    t->vertical_first = plan->src.height >= 3 * (int64_t)g.rows;
    t->nearest = (enum filter)plan->value[RESIZE_FILTER] == FILTER_NEAREST;
    t->columns = window(&t->x, (struct range){0, g.columns});
    size_t line = resize_line_bytes(t, plan->src.channels);
    size_t ring = (size_t)t->y.longest * resize_row_bytes(g.columns, plan->src.channels);
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
    rows = resize_shown_rows(t, rows);
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
 * no arithmetic and reads what it copies, background none and reads nothing: one operation is
 * counted for each sample. */
static struct cost cost(const struct plan *plan, int pass, struct range rows)
{
    const struct resize_tables *t = plan->tables;
    struct area area = needs(plan, pass, rows);
    double channels = plan->src.channels, pixel = shape_pixel_bytes(plan->src);
    double columns = range_count(area.columns);
    double target = (double)range_count(rows) * plan->dst.width;
    rows = resize_shown_rows(t, rows);
    double shown = (double)range_count(rows) * t->shown.width;
    if (t->nearest)
        return (struct cost){channels * target, pixel * (shown + target)};
    double x = taps(&t->x, (struct range){0, t->shown.width}), y = taps(&t->y, rows);
    double first = t->vertical_first ? y * columns : range_count(area.rows) * x;
    double second = t->vertical_first ? range_count(rows) * x : y * t->shown.width;
    return (struct cost){channels * (2 * (first + second) + target - shown),
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
    struct resize_geometry g = resize_fit(plan->value, original.width, original.height);
    if ((enum filter)plan->value[RESIZE_FILTER] == FILTER_NEAREST)
        return original;
    double times = (enum filter)plan->value[RESIZE_FILTER] == FILTER_BOX ? 4 : 2;
    double width = times * g.columns / g.shown_width * original.width;
    double height = times * g.rows / g.shown_height * original.height;
    return (struct shape){size_enough(width, original.width), size_enough(height, original.height),
                          original.channels};
}

const struct kernel kernel_resize = {
    .name = "resize",
    .summary = "antialiased separable resampling to a target size",
    .revision = 2,
    .params = params,
    .params_later = 2, /* gravity, background */
    .plan = plan,
    .unplan = unplan,
    .needs = needs,
    .cost = cost,
    .enough = enough,
    .variants =
        {
            {.name = "c", .run = {resize_padded_c}},
#ifdef PARALLAX_X86
            {.name = "avx2",
             .cpu = CPU_AVX2,
             .run = {resize_padded_vector},
             .prepare = resize_padded_avx2,
             .unprepare = resize_unprepare_vector},
            {.name = "avx512",
             .cpu = CPU_AVX512 | CPU_VNNI,
             .run = {resize_padded_vector},
             .prepare = resize_padded_avx512,
             .unprepare = resize_unprepare_vector},
#endif
#ifdef PARALLAX_NEON
            {.name = "neon",
             .cpu = CPU_NEON,
             .run = {resize_padded_vector},
             .prepare = resize_padded_neon,
             .unprepare = resize_unprepare_vector},
#endif
        },
};
