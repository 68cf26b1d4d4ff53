/* Resize for vector instructions with the y axis first: which rows go through which step. With
 * alpha, target rows go down the columns in blocks, which weight a source sample once for several
 * of them; else two by two. Then the x axis takes ROWS rows at a time. */
#include "kernels/resize/resize_vector.h"
#include "kernels/shared/smaller.h"

#include <string.h>

static struct resize_columns columns_of(const struct plan *plan, const struct image *src, int row,
                                        int next, int fresh)
{
    const struct filter_axis *y = &((const struct resize_tables *)plan->tables)->y;
    return (struct resize_columns){
        .first = resize_source_row(plan, src, y->start[row]),
        .stride = src->stride,
        .begin = {y->start[row], y->start[next]},
        .end = {y->start[row] + y->count[row], y->start[next] + y->count[next]},
        .weight = {y->weight + (ptrdiff_t)row * y->taps, y->weight + (ptrdiff_t)next * y->taps},
        .fresh = fresh,
    };
}

/* Of the block whose first source row is `base`, target rows `row` to row + count - 1, of which the
 * last is taken again until there are ROWS. `weights` has room for ROWS times p->pairs. */
static struct resize_quad quad_of(const struct plan *plan, int base, int row, int count,
                                  int32_t *weights)
{
    const struct filter_axis *y = &((const struct resize_tables *)plan->tables)->y;
    size_t pairs = (size_t)((const struct resize_vector *)plan->prepared)->pairs;
    struct resize_quad quad = {.last = 0};
    memset(weights, 0, ROWS * pairs * sizeof *weights);
    for (int i = 0; i < ROWS; ++i) {
        int target = row + smaller(i, count - 1), place = y->start[target] - base;
        int32_t *weight = weights + (size_t)i * pairs;
        quad.weight[i] = weight;
        quad.begin[i] = place / 2;
        quad.end[i] = (place + y->count[target] + 1) / 2;
        quad.last = larger(quad.last, quad.end[i]);
        for (int k = 0; k < y->count[target]; ++k)
            weight[(place + k) / 2 - quad.begin[0]] |=
                (int32_t)((uint32_t)(uint16_t)y->weight[(ptrdiff_t)target * y->taps + k]
                          << 16 * ((place + k) % 2));
    }
    return quad;
}

/* The y axis of target rows `row` to row + count - 1, which are a block, to t. */
static void sum_block(const struct plan *plan, const struct image *src, int row, int count,
                      int32_t *scratch, int16_t *const *t)
{
    const struct resize_tables *tables = plan->tables;
    const struct resize_vector *p = plan->prepared;
    int channels = plan->src.channels, samples = range_count(tables->columns) * channels;
    int base = tables->y.start[row];
    size_t weights = ROWS * (size_t)p->pairs;
    int32_t *ring = scratch + p->block, *next = ring + (size_t)p->pairs * RING_SLOT;
    struct resize_quad quads[QUADS_MAX];
    struct resize_block block = {.first = resize_source_row(plan, src, base),
                                 .stride = src->stride,
                                 .slots = p->pairs,
                                 .quads = quads};
    for (int r = 0; r < count; r += ROWS, next += weights)
        quads[block.count++] = quad_of(plan, base, row + r, smaller(count - r, ROWS), next);
    for (int r = 0; r < count; ++r)
        block.rows = larger(block.rows, tables->y.start[row + r] + tables->y.count[row + r] - base);
    p->steps_of->sum_block(&block, samples, channels, ring, t);
}

/* The y axis of target rows `row` to row + count - 1, to t; source rows from *fresh on have not
 * been read yet. */
static void sum_pairs_of_rows(const struct plan *plan, const struct image *src, int row, int count,
                              int *fresh, int16_t *const *t)
{
    const struct resize_tables *tables = plan->tables;
    const struct resize_vector *p = plan->prepared;
    int channels = plan->src.channels, samples = range_count(tables->columns) * channels;
    for (int r = 0; r < count; r += 2) {
        int next = row + smaller(r + 1, count - 1);
        struct resize_columns columns = columns_of(plan, src, row + r, next, *fresh);
        p->steps_of->sum_columns(&columns, samples, channels, t + r);
        *fresh = larger(columns.end[0], columns.end[1]);
    }
}

/* The x axis of at most ROWS rows, to the result. */
static void resample_last(const struct plan *plan, struct image *dst, struct range rows,
                          int16_t *const *t, int16_t *q)
{
    const struct resize_vector *p = plan->prepared;
    int count = range_count(rows);
    uint8_t *out[ROWS];
    const void *in[ROWS];
    for (int r = 0; r < ROWS; ++r) {
        in[r] = t[smaller(r, count - 1)];
        out[r] = image_row(dst, smaller(rows.begin + r, rows.end - 1));
    }
    if (p->abreast)
        p->steps_of->last_abreast(plan, in, q, out, count);
    else
        p->steps_of->resample_last(plan, in, out, count);
}

void resize_vertical_first(const struct plan *plan, const struct image *src, struct image *dst,
                           struct range rows, int16_t *scratch)
{
    const struct resize_tables *tables = plan->tables;
    const struct resize_vector *p = plan->prepared;
    int samples = range_count(tables->columns) * plan->src.channels;
    int fresh = tables->y.start[rows.begin], together = ROWS * larger(p->quads, 1);
    int16_t *t[ROWS * QUADS_MAX], *q = scratch + (size_t)together * resize_padded(samples);
    for (int r = 0; r < together; ++r)
        t[r] = scratch + (size_t)r * resize_padded(samples);
    for (int row = rows.begin; row < rows.end; row += together) {
        int count = smaller(rows.end - row, together);
        if (p->quads)
            sum_block(plan, src, row, count, (int32_t *)scratch, t);
        else
            sum_pairs_of_rows(plan, src, row, count, &fresh, t);
        for (int r = 0; r < count; r += ROWS)
            resample_last(plan, dst, (struct range){row + r, smaller(row + r + ROWS, row + count)},
                          t + r, q);
    }
}
