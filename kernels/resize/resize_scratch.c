/* Scratch of the vector variants of resize: words of the rows that go together, where there are
 * any, what goes abreast, and a ring. */
#include "kernels/resize/resize_vector.h"
#include "kernels/shared/smaller.h"

/* How many target rows are a block. The more of them, the fewer source samples are weighted again
 * for the next block; but their rows of words should stay in the L2 cache. */
static int quads_of(const struct plan *plan, int quads, size_t row_bytes)
{
    const size_t most = 768 << 10;
    int enough = (plan->dst.height + ROWS - 1) / ROWS;
    return smaller(smaller(quads, enough), larger(1, (int)(most / (ROWS * row_bytes))));
}

void resize_size_scratch(struct resize_vector *p, struct plan *plan)
{
    const struct resize_tables *tables = plan->tables;
    const struct filter_axis *y = &tables->y;
    int channels = plan->src.channels, rows = 0;
    bool alpha = resize_has_alpha(channels);
    int columns = range_count(tables->columns);
    size_t source = resize_row_words(p, columns, channels) * sizeof(int16_t);
    size_t pairs = resize_padded(plan->dst.width * channels) * sizeof(int32_t);
    if (tables->vertical_first && alpha && p->steps_of->sum_block &&
        (int64_t)y->longest * y->size >= (int64_t)p->steps_of->overlap * plan->src.height)
        p->quads = quads_of(plan, p->steps_of->quads, source);
    for (int i = 0; i < y->size; ++i) {
        int next = i + 1 < y->size ? i + 1 : i, fourth = smaller(i + ROWS, y->size) - 1;
        if (p->quads) /* the first source row may be the second of its pair */
            p->pairs =
                larger(p->pairs, (y->start[fourth] + y->count[fourth] - y->start[i] + 2) / 2);
        rows = larger(rows, larger(y->start[i] + y->count[i], y->start[next] + y->count[next]) -
                                y->start[i]);
    }
    p->ring = rows / 2 + ROWS / 2; /* of ROWS more, one row at least is among those */
    plan->scratch =
        tables->vertical_first || alpha ? ROWS * (size_t)larger(p->quads, 1) * source : 0;
    if (tables->vertical_first && p->abreast)
        plan->scratch += ROWS * resize_padded(columns * 4) * sizeof(int16_t);
    p->block = plan->scratch / sizeof(int32_t);
    plan->scratch += (size_t)p->pairs * (RING_SLOT + (size_t)p->quads * ROWS) * sizeof(int32_t);
    if (!tables->vertical_first)
        plan->scratch += (size_t)p->ring * pairs;
}
