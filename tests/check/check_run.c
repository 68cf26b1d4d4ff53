/* Running a variant under guard. Every band is computed from a source that holds needs() and no
 * more, with garbage in every byte that the kernel has no business to look at. */
#include "tests/check/check_run.h"

#include "tests/check/check_guard.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One call of the kernel: everything it is given, each in memory of its own. */
struct call {
    int pass;
    bool last;
    struct range rows;
    struct guard source, target, scratch, tally;
    struct image src, dst;
    uint64_t source_hash;
};

static int wrong(const struct run *run, const struct call *call, const char *what)
{
    snprintf(run->fault, FAULT_TEXT, "%s (pass %d, rows %d to %d)", what, call->pass,
             call->rows.begin, call->rows.end - 1);
    return -1;
}

static void *allocated(size_t count, size_t size)
{
    void *memory = calloc(count + 1, size);
    if (!memory) {
        fprintf(stderr, "check: out of memory\n");
        exit(71);
    }
    return memory;
}

static uint64_t hash_bytes(const struct guard *guard)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < guard->size; ++i)
        hash = (hash ^ guard->data[i]) * UINT64_C(0x100000001B3);
    return hash;
}

/* An image that holds `held` in guarded memory: aligned like image_allocate()'s rows, or not. */
static struct image guarded_image(struct guard *guard, struct shape shape, struct area held,
                                  struct random *random)
{
    struct image image = {.shape = shape, .held = held};
    bool aligned = random_between(random, 0, 1);
    size_t bytes = image_row_bytes(&image), rows = (size_t)range_count(held.rows);
    size_t stride =
        aligned ? (bytes + 63) & ~(size_t)63 : bytes + (size_t)random_between(random, 0, 40);
    size_t offset = aligned ? 0 : (size_t)random_between(random, 0, 63);
    size_t size = rows > 0 ? stride * (rows - 1) + bytes : 0;
    guard_allocate(guard, size + IMAGE_PADDING, offset, random_next(random));
    image.stride = (ptrdiff_t)stride;
    image.pixels = guard->data;
    return image;
}

static void copy_held(const uint8_t *pixels, const struct image *image)
{
    size_t pixel = (size_t)shape_pixel_bytes(image->shape);
    size_t row = (size_t)image->shape.width * pixel;
    for (int y = image->held.rows.begin; y < image->held.rows.end; ++y)
        memcpy(image_row(image, y),
               pixels + (size_t)y * row + (size_t)image->held.columns.begin * pixel,
               image_row_bytes(image));
}

/* Whether nothing of the target but the pixels of `rows` was written. */
static bool target_kept(const struct call *call, struct range rows)
{
    size_t place = 0, stride = (size_t)call->dst.stride, bytes = image_row_bytes(&call->dst);
    for (int y = rows.begin; y < rows.end; ++y) {
        size_t row = (size_t)(y - call->dst.held.rows.begin) * stride;
        if (!guard_untouched(&call->target, place, row))
            return false;
        place = row + bytes;
    }
    return guard_untouched(&call->target, place, call->target.size);
}

/* What needs() and cost() say about the band, before it is computed. */
static int check_band(const struct run *run, const struct call *call)
{
    const struct kernel *kernel = run->made->kernel;
    struct area needed = kernel->needs(run->plan, call->pass, call->rows);
    if (!area_contains(area_whole(run->plan->src), needed))
        return wrong(run, call, "needs() leaves the source");
    struct cost cost = kernel->cost(run->plan, call->pass, call->rows);
    if (!isfinite(cost.operations) || !isfinite(cost.bytes))
        return wrong(run, call, "cost() is not finite");
    if (!(cost.operations > 0) || !(cost.bytes > 0))
        return wrong(run, call, "cost() is not positive");
    return 0;
}

static void call_prepare(const struct run *run, struct call *call)
{
    const struct kernel *kernel = run->made->kernel;
    struct area needed = area_whole(run->plan->src), target = area_whole(run->plan->dst);
    if (run->cut != CUT_NONE)
        needed = kernel->needs(run->plan, call->pass, call->rows);
    /* As a rank holds it, or (more costly to check) as threads share it. */
    if (run->cut != CUT_NONE && call->last &&
        random_between(run->random, 0, run->cut == CUT_FEW ? 3 : 9))
        target.rows = call->rows;
    call->src = guarded_image(&call->source, run->plan->src, needed, run->random);
    copy_held(run->pixels, &call->src);
    call->source_hash = hash_bytes(&call->source);
    call->dst = guarded_image(&call->target, run->plan->dst, target, run->random);
    guard_allocate(&call->scratch, run->plan->scratch, 0, random_next(run->random));
    guard_allocate(&call->tally, kernel->tallies * sizeof(uint64_t), 0, random_next(run->random));
}

/* The tallies are not zero when the kernel adds to them: what it added is the difference. */
static void call_run(const struct run *run, struct call *call, struct outcome *outcome)
{
    size_t tallies = run->made->kernel->tallies;
    uint64_t *tally = (uint64_t *)(void *)call->tally.data; /* 64-byte aligned */
    uint64_t *added = outcome->totals + (size_t)call->pass * tallies;
    const uint64_t *total = call->pass > 0 ? added - tallies : NULL;
    for (size_t i = 0; i < tallies; ++i)
        added[i] -= tally[i];
    struct band band = {call->rows, total, tally, call->scratch.data};
    run->variant->run[call->pass](run->plan, &call->src, &call->dst, &band);
    for (size_t i = 0; i < tallies; ++i)
        added[i] += tally[i];
    size_t bytes = image_row_bytes(&call->dst);
    for (int y = call->rows.begin; call->last && y < call->rows.end; ++y)
        memcpy(outcome->pixels + (size_t)y * bytes, image_row(&call->dst, y), bytes);
}

static int call_check(const struct run *run, struct call *call)
{
    if (hash_bytes(&call->source) != call->source_hash)
        return wrong(run, call, "wrote to its source");
    if (!call->last && !target_kept(call, (struct range){0, 0}))
        return wrong(run, call, "wrote to the target before the last pass");
    if (call->last && !target_kept(call, call->rows))
        return wrong(run, call, "wrote beside its rows of the target");
    if (!guard_intact(&call->source))
        return wrong(run, call, "wrote beside its source");
    if (!guard_intact(&call->target))
        return wrong(run, call, "wrote beside the target");
    if (!guard_intact(&call->scratch))
        return wrong(run, call, "wrote beside its plan.scratch bytes of scratch");
    if (!guard_intact(&call->tally))
        return wrong(run, call, "wrote beside its tallies");
    return 0;
}

static int run_band(const struct run *run, int pass, struct range rows, struct outcome *outcome)
{
    struct call call = {.pass = pass, .rows = rows};
    call.last = pass + 1 == kernel_passes(run->made->kernel);
    if (check_band(run, &call))
        return -1;
    call_prepare(run, &call);
    call_run(run, &call, outcome);
    int result = call_check(run, &call);
    guard_free(&call.source);
    guard_free(&call.target);
    guard_free(&call.scratch);
    guard_free(&call.tally);
    return result;
}

/* The length of the next band when `left` of `rows` are left. */
static int band_length(const struct run *run, int rows, int left)
{
    int longest = (rows + 2) / 3;
    if (run->cut == CUT_NONE)
        return left;
    if (run->cut == CUT_SINGLE && (rows <= 24 || random_between(run->random, 0, 2)))
        longest = 2;
    int length = random_between(run->random, 1, longest);
    return length < left ? length : left;
}

static int run_pass(const struct run *run, int pass, struct outcome *outcome)
{
    int rows = kernel_rows(run->made->kernel, run->plan, pass);
    bool backwards = random_between(run->random, 0, 1);
    for (int done = 0; done < rows;) {
        int length = band_length(run, rows, rows - done);
        int begin = backwards ? rows - done - length : done;
        if (run_band(run, pass, (struct range){begin, begin + length}, outcome))
            return -1;
        done += length;
    }
    return 0;
}

int run_guarded(const struct run *run, struct outcome *outcome)
{
    const struct kernel *kernel = run->made->kernel;
    struct shape dst = run->plan->dst;
    int passes = kernel_passes(kernel);
    outcome->dst = dst;
    outcome->pixels =
        allocated((size_t)dst.width * (size_t)dst.height, (size_t)shape_pixel_bytes(dst));
    outcome->totals = allocated((size_t)passes * kernel->tallies, sizeof(uint64_t));
    for (int pass = 0; pass < passes; ++pass)
        if (run_pass(run, pass, outcome))
            return -1;
    return 0;
}

void outcome_free(struct outcome *outcome)
{
    free(outcome->pixels);
    free(outcome->totals);
    *outcome = (struct outcome){0};
}
