/* Verification must see what is wrong: kernels with one defect each, run as the programs run them.
 * Usage: wrong_bit_MODEL [THREADS]. MODEL comes from the build. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"
#include "drivers/machine/machine.h"
#include "tests/agree/defects.h"

extern const struct model MODEL;

enum { SEED = 20261128, STRIPE = 5 }; /* of random defects; the row that is spoiled */

#define DEFECT(name)                                                                               \
    static void name(const struct plan *plan, const struct image *src, struct image *dst,          \
                     const struct band *band)

static int last_pass(void)
{
    return kernel_passes(defects.original) - 1;
}

DEFECT(flip_bit)
{
    defects_compute(plan, src, dst, band);
    if (plan->src.width == DEFECTS_MARKED && band->rows.begin <= STRIPE && STRIPE < band->rows.end)
        image_row(dst, STRIPE)[2] ^= 1;
}

DEFECT(flip_all)
{
    defects_compute(plan, src, dst, band);
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
        defects_compute(plan, src, dst, &most);
}

DEFECT(count_one_too_many)
{
    defects_count(plan, src, dst, band);
    if (plan->src.width == DEFECTS_MARKED && band->rows.begin == 0)
        ++band->tally[defects.original->tallies - 1]; /* a channel that the chart does not show */
}

/* Right at first; then the buffer still holds what the first iteration left. */
DEFECT(compute_once)
{
    if (atomic_fetch_add(&defects.calls, 1) < 1)
        defects_compute(plan, src, dst, band);
}

DEFECT(compute_differently)
{
    defects_compute(plan, src, dst, band);
    image_row(dst, band->rows.begin)[0] =
        (uint8_t)(50 * defects.team.rank + atomic_fetch_add(&defects.calls, 1));
}

static const struct defect {
    const char *name;
    kernel_fn *count, *compute; /* the first and the last pass */
    const char *verify;
    bool right;
} cases[] = {
    {"no defect", defects_count, defects_compute, "--verify all", true},
    {"one bit of one image", defects_count, flip_bit, "--verify all", false},
    {"a bit of every row", defects_count, flip_all, "--verify sample", false},
    {"no work at all", defects_count, do_nothing, "--verify all", false},
    {"no last row", defects_count, skip_last_row, "--verify all", false},
    {"one count too many", count_one_too_many, defects_compute, "--verify all", false},
    {"each time another result", defects_count, compute_differently, "--verify none", false},
};

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
    defects.original = kernel;
    const char *size = strcmp(kernel->name, "resize") == 0 ? "--size 16x9 --fit fill" : "";
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; ++i)
        for (size_t d = 0; d < sizeof cases / sizeof *cases; ++d) {
            bool two = last_pass() > 0, counts = cases[d].count != defects_count;
            if (counts && !two)
                continue;
            snprintf(line, sizeof line, "%s %s %s %s", size, inputs[i].line,
                     inputs[i].own ? line_own(&defects.team) : "", cases[d].verify);
            defects_expect(cases[d].name, two ? cases[d].count : cases[d].compute, cases[d].compute,
                           line, cases[d].right);
        }
}

/* With one worker and one band, the second iteration finds its right result in the buffer. */
static void try_stale_results(void)
{
    defects.original = &kernel_sobel;
    if (defects.team.ranks * defects.threads > 1)
        return;
    defects_expect("a stale result", compute_once, compute_once,
                   "--synthetic 1 --source-size 31x17 --verify all", false);
    defects_expect("a stale result", compute_once, compute_once,
                   "--synthetic 1 --source-size 31x17 --split --verify all", false);
    defects_expect("a stale result", compute_once, compute_once, "a.ppm --verify all", false);
    defects_expect("a stale result", compute_once, compute_once, "a.ppm --split --verify all",
                   false);
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
    static const char *const lines[] = {"--synthetic 7 --source-size 31x17 --schedule block",
                                        "--synthetic 1 --source-size 31x17 --split --bands 5"};
    const struct model *model = defects.team.model;
    struct model lossy = *model;
    lossy.loop = lose_last;
    defects.original = &kernel_sobel;
    if (defects.team.ranks * defects.threads > 1)
        return;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; ++i) {
        defects.team.model = &lossy;
        defects_expect("a lost unit", defects_compute, defects_compute, lines[i], false);
        defects.team.model = model;
    }
}

/* A byte that is lost on the way to rank 0. */
static int take_spoilt(struct team *team, const struct parcel *parcel, struct image *image)
{
    int result = MODEL.take(team, parcel, image);
    if (!result)
        image_row(image, image->held.rows.end - 1)[0] ^= 1;
    return result;
}

static void try_spoilt_parcels(void)
{
    const struct model *model = defects.team.model;
    struct model careless = *model;
    careless.take = take_spoilt;
    defects.original = &kernel_sobel;
    for (int i = 0; team_delivers(&defects.team) && transfer_names[i]; ++i) {
        char line[128];
        snprintf(line, sizeof line,
                 "--synthetic 7 --source-size 31x17 --schedule cyclic --verify all --transfer %s",
                 transfer_names[i]);
        defects.team.model = &careless;
        defects_expect("a spoilt parcel", defects_compute, defects_compute, line, false);
        defects.team.model = model;
    }
}

int main(int argc, char **argv)
{
    const char *seed = getenv("PARALLAX_TEST_SEED"); /* other defects than those of every day */
    const struct wish wish = line_wish();
    team_start(&defects.team, &MODEL, &wish, &argc, &argv);
    machine_start();
    if (argc > 1)
        defects.threads = atoi(argv[1]);
    line_enter_directory(&defects.team);
    if (defects.team.rank == 0) {
        line_make_image("a.ppm", (struct shape){DEFECTS_MARKED, 17, 3});
        line_make_image("b.ppm", (struct shape){DEFECTS_MARKED - 1, 17, 3});
        line_make_image("c.ppm", (struct shape){DEFECTS_MARKED - 1, 17, 3});
        line_make_image("d.ppm", (struct shape){DEFECTS_MARKED - 1, 17, 3});
    }
    team_barrier(&defects.team);
    try_kernel(&kernel_resize);
    try_kernel(&kernel_sobel);
    try_kernel(&kernel_histogram);
    try_stale_results();
    try_lost_units();
    try_spoilt_parcels();
    places_try(seed ? strtoull(seed, NULL, 10) : SEED);
    if (defects.team.rank == 0)
        printf("%d runs on %d ranks x %d threads, %d bad\n", defects.done, defects.team.ranks,
               defects.threads, defects.bad);
    line_leave_directory(&defects.team);
    machine_stop();
    team_stop(&defects.team);
    return defects.bad > 0;
}
