/* How often resize does its inner loops: counted as kernels/resize/ goes over an image, from the
 * windows of the filter. */
#include "tests/bench/limits_work.h"

#include <math.h>
#include <stddef.h>

enum {
    ROWS = 4,        /* that go together along x, and down the columns with alpha */
    BLOCK_AVX2 = 16, /* target rows of a block for this width of source */
    PLACED = 8,      /* pixels of limits_place and limits_weigh */
    OUTPUTS = 4,     /* of limits_last and limits_first */
    TILE = 64        /* samples */
};

enum { X, Y };

struct window {
    int begin, end;
};

/* Of output i along an axis: Lanczos3 reaches three pixels of the coarser side. */
static struct window window_of(const struct limits_case *c, int axis, int i)
{
    double scale = (double)c->from[axis] / c->to[axis], middle = (i + 0.5) * scale;
    double reach = 3 * fmax(scale, 1);
    return (struct window){(int)fmax(floor(middle - reach - 0.5) + 1, 0),
                           (int)fmin(ceil(middle + reach - 0.5), c->from[axis])};
}

static int longest(const struct limits_case *c)
{
    int most = 0;
    for (int i = 0; i < c->to[X]; ++i)
        most = (int)fmax(most, window_of(c, X, i).end - window_of(c, X, i).begin);
    return most;
}

static long parts(long all, long part)
{
    return (all + part - 1) / part;
}

static void add(struct limits_work *work, limits_loop *run, long turns)
{
    work->loop[work->count].run = run;
    work->loop[work->count++].turns = turns;
}

/* Pairs of rows that 1, 2 or more of `together` target rows need, to active[]; those that any
 * needs, to active[0]. Pairs are counted from the first row that is needed (`own`), or from row 0.
 */
static void count_pairs(const struct limits_case *c, int together, bool own, long *active)
{
    for (int row = 0; row < c->to[Y]; row += together) {
        int last = (int)fmin(row + together, c->to[Y]) - 1;
        int base = own ? window_of(c, Y, row).begin : 0;
        int end = (window_of(c, Y, last).end - base + 1) / 2;
        for (int pair = (window_of(c, Y, row).begin - base) / 2; pair < end; ++pair) {
            int needed = 0;
            for (int i = row; i <= last; ++i) {
                struct window w = window_of(c, Y, i);
                needed += (w.begin - base) / 2 <= pair && pair < (w.end - base + 1) / 2;
            }
            ++active[0];
            if (needed && together <= ROWS)
                ++active[needed];
        }
    }
}

/* The sums abreast of so many groups of rows: two outputs share a window, from an even column on.
 * `one`: its first and its last step are of one output; NULL: of both. */
static void add_abreast(const struct limits_case *c, long groups, limits_loop *both,
                        limits_loop *one, struct limits_work *work)
{
    int most = 0;
    for (int x = 0; x < c->to[X]; x += 2) {
        int next = (int)fmin(x + 1, c->to[X] - 1);
        int begin = window_of(c, X, x).begin / 2 * 2;
        most = (int)fmax(most, window_of(c, X, next).end - begin);
    }
    long windows = groups * parts(c->to[X], 2);
    add(work, both, windows * (parts(most, 2) - (one ? 2 : 0)));
    if (one)
        add(work, one, windows * 2);
}

static void count_vertical_avx512(const struct limits_case *c, struct limits_work *work)
{
    long active[ROWS + 1] = {0}, groups = parts(c->to[Y], ROWS);
    long tiles = parts((long)c->from[X] * c->channels, TILE);
    count_pairs(c, ROWS, true, active);
    for (int i = 1; i <= ROWS; ++i)
        add(work, limits_quads[i], active[i] * tiles);
    add(work, limits_quads_end, groups * tiles);
    add(work, limits_place, groups * parts(c->from[X], PLACED));
    add_abreast(c, groups, limits_two, NULL, work);
    add(work, limits_last, groups * parts(c->to[X], OUTPUTS));
}

static void count_vertical_avx2(const struct limits_case *c, struct limits_work *work)
{
    long active[ROWS + 1] = {0}, weighed[1] = {0}, groups = parts(c->to[Y], ROWS);
    long tiles = parts((long)c->from[X] * c->channels, TILE);
    count_pairs(c, ROWS, false, active);
    count_pairs(c, BLOCK_AVX2, false, weighed);
    for (int i = 1; i <= ROWS; ++i)
        add(work, limits_block_avx2[i], active[i] * tiles);
    add(work, limits_block_weigh_avx2, weighed[0] * tiles);
    add(work, limits_block_end_avx2, groups * tiles);
    add(work, limits_place_avx2, groups * parts(c->from[X], PLACED));
    add_abreast(c, groups, limits_two_avx2, NULL, work);
    add(work, limits_last_avx2, groups * parts(c->to[X], OUTPUTS));
}

/* The y axis behind the x axis, in vectors of so many samples. */
static void add_ring(const struct limits_case *c, int samples, limits_loop *const *ring,
                     limits_loop *finish, struct limits_work *work)
{
    long active[ROWS + 1] = {0}, tiles = parts((long)c->to[X] * c->channels, samples);
    count_pairs(c, 2, false, active);
    add(work, ring[1], active[1] * tiles);
    add(work, ring[2], active[2] * tiles);
    add(work, finish, c->to[Y] * tiles);
}

/* Whether the second of two outputs begins a pair of columns later: kernels/resize/. */
static bool staggered(const struct limits_case *c)
{
    return c->from[X] >= 2 * c->to[X];
}

static void count_abreast_avx512(const struct limits_case *c, struct limits_work *work)
{
    long groups = parts(c->from[Y], ROWS);
    add(work, limits_weigh, groups * parts(c->from[X], PLACED));
    add_abreast(c, groups, limits_two, staggered(c) ? limits_one : NULL, work);
    add(work, limits_first, groups * parts(c->to[X], OUTPUTS));
    add_ring(c, TILE, limits_ring, limits_finish, work);
}

static void count_abreast_avx2(const struct limits_case *c, struct limits_work *work)
{
    long groups = parts(c->from[Y], ROWS);
    add(work, limits_weigh_avx2, groups * parts(c->from[X], PLACED));
    add_abreast(c, groups, limits_two_avx2, staggered(c) ? limits_one_avx2 : NULL, work);
    add(work, limits_first_avx2, groups * parts(c->to[X], OUTPUTS));
    add_ring(c, TILE / 2, limits_ring_avx2, limits_finish_avx2, work);
}

static void count_planes_avx512(const struct limits_case *c, struct limits_work *work)
{
    long vectors = parts(c->from[Y], ROWS) * parts((long)c->to[X] * c->channels, TILE / 4);
    add(work, limits_weigh_planes, (long)c->from[Y] * parts(c->from[X], TILE / 2));
    add(work, limits_planes, vectors * parts(longest(c), 2));
    add(work, limits_planes_end, vectors);
    add_ring(c, TILE, limits_ring, limits_finish_planes, work);
}

static void count_opaque_avx512(const struct limits_case *c, struct limits_work *work)
{
    long vectors = parts(c->from[Y], ROWS) * parts((long)c->to[X] * c->channels, TILE / 4);
    add(work, limits_whole, vectors * parts(longest(c), 4));
    add(work, limits_whole_end, vectors);
    add_ring(c, TILE, limits_ring, limits_opaque, work);
}

static void count_nearest(const struct limits_case *c, struct limits_work *work)
{
    add(work, limits_pixel, (long)c->to[X] * c->to[Y]);
}

void limits_count(const struct limits_case *c, struct limits_work *work)
{
    work->count = 0;
    c->count(c, work);
}

#define SOURCE                                                                                     \
    {                                                                                              \
        4928, 3279                                                                                 \
    }
const struct limits_case limits_cases[] = {
    {"avx512", false, 4, SOURCE, {852, 567}, 1.4, count_vertical_avx512},
    {"avx512", false, 4, SOURCE, {2048, 1362}, 1.45, count_abreast_avx512},
    {"avx512", false, 4, SOURCE, {5478, 3645}, 1.7, count_planes_avx512},
    {"avx512", false, 3, SOURCE, {2048, 1362}, 1.3, count_opaque_avx512},
    {"avx2", false, 4, SOURCE, {320, 213}, 1.3, count_vertical_avx2},
    {"avx2", false, 4, SOURCE, {852, 567}, 1.3, count_vertical_avx2},
    {"avx2", false, 4, SOURCE, {5478, 3645}, 1.3, count_abreast_avx2},
    {"c", true, 4, SOURCE, {852, 567}, 1.2, count_nearest},
    {0},
};
