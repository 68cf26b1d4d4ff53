/* Verification must see what is wrong: kernels with one defect each, run as the programs run them.
 * Usage: wrong_bit_MODEL [THREADS]. MODEL comes from the build. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"
#include "drivers/machine/machine.h"
#include "tests/agree/run_line.h"

extern const struct kernel kernel_resize, kernel_sobel, kernel_histogram;
extern const struct model MODEL;

enum { MARKED = 31, STRIPE = 5 }; /* one image has this width; the row that is spoiled */

static struct team team;
static int threads = 1, done, bad;

/* The plain C code of the kernel under test, of which each defect is a bad copy. */
static const struct kernel *original;

#define DEFECT(name)                                                                               \
    static void name(const struct plan *plan, const struct image *src, struct image *dst,          \
                     const struct band *band)

static void run_original(int pass, const struct plan *plan, const struct image *src,
                         struct image *dst, const struct band *band)
{
    original->variants[0].run[pass](plan, src, dst, band);
}

static int last_pass(void)
{
    return kernel_passes(original) - 1;
}

DEFECT(compute)
{
    run_original(last_pass(), plan, src, dst, band);
}

DEFECT(count)
{
    run_original(0, plan, src, dst, band);
}

DEFECT(flip_bit)
{
    compute(plan, src, dst, band);
    if (plan->src.width == MARKED && band->rows.begin <= STRIPE && STRIPE < band->rows.end)
        image_row(dst, STRIPE)[2] ^= 1;
}

DEFECT(flip_all)
{
    compute(plan, src, dst, band);
    for (int y = band->rows.begin; y < band->rows.end; ++y)
        image_row(dst, y)[0] ^= 0x80;
}

DEFECT(do_nothing)
{
    (void)plan;
    (void)src;
    (void)dst;
    (void)band;
}

DEFECT(skip_last_row)
{
    struct band most = *band;
    most.rows.end -= most.rows.end == plan->dst.height;
    if (range_count(most.rows) > 0)
        compute(plan, src, dst, &most);
}

DEFECT(count_one_too_many)
{
    count(plan, src, dst, band);
    if (plan->src.width == MARKED && band->rows.begin == 0)
        ++band->tally[original->tallies - 1]; /* a channel that the chart does not show */
}

static atomic_int calls;

/* Right at first; then the buffer still holds what the first iteration left. */
DEFECT(compute_once)
{
    if (atomic_fetch_add(&calls, 1) < 1)
        compute(plan, src, dst, band);
}

DEFECT(compute_differently)
{
    compute(plan, src, dst, band);
    image_row(dst, band->rows.begin)[0] = (uint8_t)(50 * team.rank + atomic_fetch_add(&calls, 1));
}

static const struct defect {
    const char *name;
    kernel_fn *count, *compute; /* the first and the last pass */
    const char *verify;
    bool right;
} defects[] = {
    {"no defect", count, compute, "--verify all", true},
    {"one bit of one image", count, flip_bit, "--verify all", false},
    {"a bit of every row", count, flip_all, "--verify sample", false},
    {"no work at all", count, do_nothing, "--verify all", false},
    {"no last row", count, skip_last_row, "--verify all", false},
    {"one count too many", count_one_too_many, compute, "--verify all", false},
    {"each time another result", count, compute_differently, "--verify none", false},
};

/* Runs a defective kernel; it must end as expected on every rank. */
static void expect(const char *name, kernel_fn *first, kernel_fn *last, const char *line,
                   bool right)
{
    char whole[512];
    struct kernel kernel = *original;
    memset(&kernel.variants[1], 0, sizeof kernel.variants - sizeof *kernel.variants);
    kernel.variants[1] = kernel.variants[0]; /* verification takes the first, a run the last */
    kernel.variants[1].name = "defective";
    kernel.variants[1].run[0] = first;
    kernel.variants[1].run[last_pass()] = last;
    snprintf(whole, sizeof whole, "%s --threads %d --results none --warmup 0 --iterations 2", line,
             threads);
    atomic_store(&calls, 0);
    struct outcome o = line_run(&team, &kernel, whole);
    bool found = o.code == EXIT_BUG && (o.wrong > 0 || !o.m.agreed);
    bool passed = o.code == EXIT_OK && o.wrong == 0 && o.m.agreed;
    ++done;
    if (team_total(&team, right ? !passed : !found) == 0)
        return;
    ++bad;
    if (team.rank == 0)
        fprintf(stderr, "%s of %s: code %d, %lld wrong, agreed %d %s: %s\n", name, original->name,
                o.code, (long long)o.wrong, o.m.agreed, o.message, whole);
}

static const struct {
    const char *line;
    bool own; /* each process reads its own */
} inputs[] = {
    {"--synthetic 7 --contents 7 --source-size 20x12,31x17x1,9x30x4", false},
    {"--synthetic 7 --contents 7 --source-size 20x12,31x17x1,9x30x4 --split", false},
    {"--synthetic 3 --contents 3 --source-size 20x12,9x30,31x17 --split --schedule dynamic", true},
    {"a.ppm", false},
    {"a.ppm --split", false},
};

static void try_kernel(const struct kernel *kernel)
{
    char line[256];
    original = kernel;
    const char *size = strcmp(kernel->name, "resize") == 0 ? "--size 16x9 --fit fill" : "";
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; ++i)
        for (size_t d = 0; d < sizeof defects / sizeof *defects; ++d) {
            bool two = last_pass() > 0, counts = defects[d].count != count;
            if (counts && !two)
                continue;
            snprintf(line, sizeof line, "%s %s %s %s", size, inputs[i].line,
                     inputs[i].own ? line_own(&team) : "", defects[d].verify);
            expect(defects[d].name, two ? defects[d].count : defects[d].compute, defects[d].compute,
                   line, defects[d].right);
        }
}

/* With one worker and one band, the second iteration finds its right result in the buffer. */
static void try_stale_results(void)
{
    original = &kernel_sobel;
    if (team.ranks * threads > 1)
        return;
    expect("a stale result", compute_once, compute_once,
           "--synthetic 1 --source-size 31x17 --verify all", false);
    expect("a stale result", compute_once, compute_once,
           "--synthetic 1 --source-size 31x17 --split --verify all", false);
    expect("a stale result", compute_once, compute_once, "a.ppm --verify all", false);
    expect("a stale result", compute_once, compute_once, "a.ppm --split --verify all", false);
}

/* A model that loses the last unit of every span. */
static void lose_last(struct team *ignored, const struct schedule *schedule, struct span span,
                      unit_fn *unit, void *context)
{
    (void)ignored;
    (void)schedule;
    for (int i = span.begin; i < span.end - (span.end - span.begin > 1); ++i)
        unit(context, i, 0);
}

static void try_lost_units(void)
{
    static const char *const lines[] = {"--synthetic 7 --source-size 31x17",
                                        "--synthetic 1 --source-size 31x17 --split --bands 5"};
    const struct model *model = team.model;
    struct model lossy = *model;
    lossy.loop = lose_last;
    original = &kernel_sobel;
    if (team.ranks * threads > 1)
        return;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; ++i) {
        team.model = &lossy;
        expect("a lost unit", compute, compute, lines[i], false);
        team.model = model;
    }
}

int main(int argc, char **argv)
{
    team_start(&team, &MODEL, &(struct wish){-1, -1}, &argc, &argv);
    machine_start();
    if (argc > 1)
        threads = atoi(argv[1]);
    line_enter_directory(&team);
    if (team.rank == 0)
        line_make_image("a.ppm", (struct shape){MARKED, 17, 3});
    team_barrier(&team);
    try_kernel(&kernel_resize);
    try_kernel(&kernel_sobel);
    try_kernel(&kernel_histogram);
    try_stale_results();
    try_lost_units();
    if (team.rank == 0)
        printf("%d runs on %d ranks x %d threads, %d bad\n", done, team.ranks, threads, bad);
    line_leave_directory(&team);
    machine_stop();
    team_stop(&team);
    return bad > 0;
}
