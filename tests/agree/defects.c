/* Runs kernels with a defect, and tells whether they were found out. */
#include "tests/agree/defects.h"

#include <stdio.h>
#include <string.h>

#include "drivers/common/exit_code.h"

struct defects defects = {.threads = 1};

static void run_original(int pass, const struct plan *plan, const struct image *src,
                         struct image *dst, const struct band *band)
{
    defects.original->variants[0].run[pass](plan, src, dst, band);
}

void defects_compute(const struct plan *plan, const struct image *src, struct image *dst,
                     const struct band *band)
{
    run_original(kernel_passes(defects.original) - 1, plan, src, dst, band);
}

void defects_count(const struct plan *plan, const struct image *src, struct image *dst,
                   const struct band *band)
{
    run_original(0, plan, src, dst, band);
}

void defects_expect(const char *name, kernel_fn *first, kernel_fn *last, const char *line,
                    bool right)
{
    char whole[512];
    struct kernel kernel = *defects.original;
    memset(&kernel.variants[1], 0, sizeof kernel.variants - sizeof *kernel.variants);
    kernel.variants[1] = kernel.variants[0]; /* verification takes the first, a run the last */
    kernel.variants[1].name = "defective";
    kernel.variants[1].run[0] = first;
    kernel.variants[1].run[kernel_passes(defects.original) - 1] = last;
    snprintf(whole, sizeof whole, "%s %s --threads %d --results none --warmup 0 --iterations 2",
             line_transfer(&defects.team), line, defects.threads);
    atomic_store(&defects.calls, 0);
    struct outcome o = line_run(&defects.team, &kernel, whole);
    bool found = o.code == EXIT_BUG && (o.wrong > 0 || !o.m.agreed);
    bool passed = o.code == EXIT_OK && o.wrong == 0 && o.m.agreed;
    ++defects.done;
    if (team_total(&defects.team, right ? !passed : !found) == 0)
        return;
    ++defects.bad;
    if (defects.team.rank == 0)
        fprintf(stderr, "%s of %s: code %d, %lld wrong, agreed %d %s: %s\n", name,
                defects.original->name, o.code, (long long)o.wrong, o.m.agreed, o.message, whole);
}
