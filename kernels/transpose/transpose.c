/* Transpose: rotation by 90 degrees. Every band of rows needs a band of columns, so between
 * processes that each hold some rows everybody needs something from everybody.
 *
 * Formula, for a source of width W and height H; the target is H wide and W high:
 *   turn right (clockwise): dst(y, x) = src(H - 1 - x, y);
 *   turn left: dst(y, x) = src(x, W - 1 - y) (indices: row, column).
 * Pixels of all channels are copied; edge rule and rounding: none. A half turn is no transposition
 * (its bands need bands of rows), so it is not offered. Source: the cache-blocked transposition
 * that is in general use. */
#include "kernels/transpose/transpose.h"
#include "kernels/shared/smaller.h"

#include <string.h>

enum { TURN };
enum { TURN_RIGHT, TURN_LEFT };
static const char *const turn_names[] = {"right", "left", NULL};

static const struct param params[] = {
    {"turn",
     "right: clockwise by 90 degrees; left: against it",
     PARAM_CHOICE,
     TURN,
     {TURN_RIGHT},
     0,
     0,
     turn_names,
     NULL},
    {NULL, NULL, PARAM_FLAG, 0, {0}, 0, 0, NULL, NULL},
};

/* A tile reads and writes each cache line that it touches nearly whole, and touches no more pages
 * of source and target than the first level of the TLB holds. */
enum { TILE = 64 };

bool transpose_is_left(const struct plan *plan)
{
    return (int)plan->value[TURN] == TURN_LEFT;
}

static int plan(struct plan *plan)
{
    plan->dst = (struct shape){plan->src.height, plan->src.width, plan->src.channels};
    return 0;
}

static struct area needs(const struct plan *plan, int pass, struct range rows)
{
    (void)pass;
    if (range_count(rows) == 0)
        return (struct area){{0, 0}, {0, 0}};
    struct range columns = rows;
    if (transpose_is_left(plan))
        columns = (struct range){plan->src.width - rows.end, plan->src.width - rows.begin};
    return (struct area){{0, plan->src.height}, columns};
}

/* No arithmetic; a copied sample is counted as one operation. */
static struct cost cost(const struct plan *plan, int pass, struct range rows)
{
    (void)pass;
    double pixels = (double)range_count(rows) * plan->dst.width;
    return (struct cost){pixels * plan->dst.channels, 2 * pixels * shape_pixel_bytes(plan->dst)};
}

/* One row of a tile: pixels `step` bytes apart to `count` neighbours. Four bytes are copied as
 * fast as one, so the next pixel may first get what stands behind this one. */
static inline void copy_pixels(const uint8_t *restrict in, ptrdiff_t step, int count, size_t pixel,
                               uint8_t *restrict out)
{
    const uint8_t *last = out + (size_t)(count - 1) * pixel;
    for (; out < last; in += step, out += pixel)
        memcpy(out, in, pixel == 3 ? 4 : pixel);
    memcpy(out, in, pixel);
}

/* The bytes of a pixel are a constant where this is called, so that it is copied without a call. */
static inline void turn_rows(const struct plan *plan, const struct image *src, struct image *dst,
                             struct range rows, int pixel)
{
    bool left = transpose_is_left(plan);
    int width = plan->dst.width, last = plan->src.width - 1;
    ptrdiff_t step = left ? src->stride : -src->stride;
    for (int y0 = rows.begin; y0 < rows.end; y0 += TILE) {
        int y1 = smaller(y0 + TILE, rows.end);
        for (int x0 = 0; x0 < width; x0 += TILE) {
            const uint8_t *first = image_row(src, left ? x0 : width - 1 - x0);
            for (int y = y0; y < y1; ++y) {
                int column = (left ? last - y : y) - src->held.columns.begin;
                copy_pixels(first + (ptrdiff_t)column * pixel, step, smaller(TILE, width - x0),
                            (size_t)pixel, image_row(dst, y) + (ptrdiff_t)x0 * pixel);
            }
        }
    }
}

static void run(const struct plan *plan, const struct image *src, struct image *dst,
                const struct band *band)
{
    const struct range rows = band->rows;
    switch (shape_pixel_bytes(plan->src)) {
    case 1:
        turn_rows(plan, src, dst, rows, 1);
        break;
    case 2:
        turn_rows(plan, src, dst, rows, 2);
        break;
    case 3:
        turn_rows(plan, src, dst, rows, 3);
        break;
    default:
        turn_rows(plan, src, dst, rows, 4);
        break;
    }
}

const struct kernel kernel_transpose = {
    .name = "transpose",
    .summary = "rotation by 90 degrees: rows become columns",
    .revision = 1,
    .params = params,
    .plan = plan,
    .needs = needs,
    .cost = cost,
    .variants =
        {
            {.name = "c", .run = {run}},
#ifdef PARALLAX_X86
            {.name = "avx2", .cpu = CPU_AVX2, .run = {transpose_rows_avx2}},
#endif
        },
};
