/* Resize for vector instructions: which rows go through which step, by the definition in resize.c,
 * bit for bit.
 *
 * A multiply-add of 16-bit pairs does all sums. Down a column, a pair is two rows of one sample:
 * their bytes are interleaved, or they were stored as pairs. Along a row, a pair is two
 * neighbouring taps of one channel, brought together by a permutation. Two target rows go together
 * down the columns, because they share most of what they read. */
#include "kernels/resize/resize_vector.h"
#include "kernels/shared/smaller.h"

#include <assert.h>
#include <string.h>

/* The source rows from `first` on, along x, in pairs: as many as two target rows need. */
struct ring {
    int16_t *q;    /* words of ROWS rows with alpha */
    int32_t *pair; /* pair p is row p % size */
    size_t stride;
    int first, next, end; /* source rows of the band: of pair 0; to come; behind the last */
};

static int32_t *ring_row(const struct plan *plan, const struct ring *ring, int pair)
{
    int size = ((const struct resize_vector *)plan->prepared)->ring;
    return ring->pair + (size_t)(pair % size) * ring->stride;
}

/* The next ROWS source rows; behind the end of the band the last is taken again, for nobody. */
static void fill_ring(const struct plan *plan, const struct image *src, struct ring *ring)
{
    const struct resize_tables *tables = plan->tables;
    const struct resize_vector *p = plan->prepared;
    const struct resize_steps *steps = p->steps_of;
    int channels = plan->src.channels, columns = range_count(tables->columns);
    int pair = (ring->next - ring->first) / 2;
    ptrdiff_t ahead = ROWS * src->stride;
    bool weighs = resize_has_alpha(channels) && !p->abreast && !p->planes;
    int32_t *pairs[] = {ring_row(plan, ring, pair), ring_row(plan, ring, pair + 1)};
    const void *in[ROWS];
    for (int r = 0; r < ROWS; ++r) {
        const uint8_t *row = resize_source_row(plan, src, smaller(ring->next + r, ring->end - 1));
        int16_t *words = ring->q + (size_t)r * resize_row_words(p, columns, channels);
        in[r] = weighs ? (const void *)words : row;
        if (weighs)
            steps->weigh(row, ahead, columns * channels, channels, words);
    }
    if (p->abreast)
        steps->first_abreast(plan, in, ring->q, pairs);
    else if (p->planes)
        steps->first_planes(plan, in, ahead, ring->q, pairs);
    else
        steps->resample_first(plan, in, ahead, pairs);
    ring->next += ROWS;
}

/* The window of target rows `row` and `next`. */
static struct resize_window window_of(const struct plan *plan, const struct ring *ring, int row,
                                      int next)
{
    const struct filter_axis *y = &((const struct resize_tables *)plan->tables)->y;
    const int target[] = {row, next};
    int base = (y->start[row] - ring->first) / 2;
    struct resize_window w = {.streams = ((const struct resize_vector *)plan->prepared)->streams};
    for (int i = 0; i < 2; ++i) {
        int place = y->start[target[i]] - ring->first - 2 * base;
        const int16_t *weight = y->weight + (ptrdiff_t)target[i] * y->taps;
        w.begin[i] = place / 2;
        w.end[i] = (place + y->count[target[i]] + 1) / 2;
        assert(w.end[i] <= PAIRS_MAX);
        for (int k = 0; k < y->count[target[i]]; ++k)
            w.weight[i][(place + k) / 2] |=
                (int32_t)((uint32_t)(uint16_t)weight[k] << 16 * ((place + k) % 2));
    }
    for (int k = 0; k < larger(w.end[0], w.end[1]); ++k)
        w.pairs[k] = ring_row(plan, ring, base + k);
    return w;
}

static void run_horizontal_first(const struct plan *plan, const struct image *src,
                                 struct image *dst, struct range rows, struct ring *ring)
{
    const struct filter_axis *y = &((const struct resize_tables *)plan->tables)->y;
    const struct resize_vector *p = plan->prepared;
    int channels = plan->src.channels, samples = plan->dst.width * channels;
    ring->stride = resize_padded(samples);
    ring->first = ring->next = y->start[rows.begin];
    for (int row = rows.begin; row < rows.end; ++row)
        ring->end = larger(ring->end, y->start[row] + y->count[row]);
    for (int row = rows.begin; row < rows.end; row += 2) {
        int next = smaller(row + 1, rows.end - 1);
        int end = larger(y->start[row] + y->count[row], y->start[next] + y->count[next]);
        while (ring->next < end)
            fill_ring(plan, src, ring);
        struct resize_window window = window_of(plan, ring, row, next);
        uint8_t *out[] = {image_row(dst, row), image_row(dst, next)};
        if (p->planes)
            p->steps_of->sum_planes(&window, samples, out);
        else
            p->steps_of->sum_ring(&window, samples, channels, out);
    }
    if (p->streams)
        p->steps_of->fence();
}

static void run_nearest(const struct plan *plan, const struct image *src, struct image *dst,
                        struct range rows)
{
    const struct filter_axis *y = &((const struct resize_tables *)plan->tables)->y;
    const struct resize_vector *p = plan->prepared;
    int bytes = plan->dst.width * plan->src.channels;
    for (int row = rows.begin; row < rows.end; ++row)
        p->steps_of->copy_row(p, resize_source_row(plan, src, y->start[row]), bytes,
                              image_row(dst, row));
    if (p->streams)
        p->steps_of->fence();
}

static void run_averages(const struct plan *plan, const struct image *src, struct image *dst,
                         struct range rows)
{
    const struct filter_axis *y = &((const struct resize_tables *)plan->tables)->y;
    const struct resize_vector *p = plan->prepared;
    for (int row = rows.begin; row < rows.end; ++row)
        p->steps_of->average(p, resize_source_row(plan, src, y->start[row]), src->stride,
                             plan->dst.width, plan->src.channels, image_row(dst, row));
    if (p->streams)
        p->steps_of->fence();
}

void resize_rows_vector(const struct plan *plan, const struct image *src, struct image *dst,
                        const struct band *band)
{
    const struct resize_tables *tables = plan->tables;
    const struct resize_vector *p = plan->prepared;
    const struct range rows = band->rows;
    int channels = plan->src.channels;
    if (range_count(rows) == 0)
        return;
    if (tables->nearest && !p->near) {
        resize_rows_c(plan, src, dst, band);
        return;
    }
    if (tables->nearest) {
        run_nearest(plan, src, dst, rows);
        return;
    }
    if (p->averages) {
        run_averages(plan, src, dst, rows);
        return;
    }
    if (tables->vertical_first) {
        resize_vertical_first(plan, src, dst, rows, band->scratch);
        return;
    }
    struct ring ring = {.q = band->scratch, .pair = band->scratch};
    if (resize_has_alpha(channels))
        ring.pair += ROWS * resize_row_words(p, range_count(tables->columns), channels) / 2;
    run_horizontal_first(plan, src, dst, rows, &ring);
}
