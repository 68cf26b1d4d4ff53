/* Which runs of a cell do not count, below a table. */
#include <stdio.h>

#include "analysis/say/footer.h"
#include "analysis/text.h"

/* Why a run that can be used does not count beside others. */
static const char *flag_of(const struct run *run)
{
    return run->disturbed        ? "disturbed"
           : run->oversubscribed ? "oversubscribed"
           : run->wrongly_bound  ? "wrongly bound"
                                 : "without a core for each worker";
}

/* Runs that others make up for in one line for each flag; those that are none, one by one. */
void footer_left_out(const struct cell *cell, const char *place, size_t width, FILE *out)
{
    char line[512], plain[200];
    for (size_t i = cell->used_runs; i < cell->run_count && cell->usable; ++i) {
        const struct run *run = cell->runs[i];
        size_t before = 0, count = 0;
        for (size_t k = cell->used_runs; k < cell->run_count && run->usable; ++k)
            if (cell->runs[k]->usable && flag_of(cell->runs[k]) == flag_of(run)) {
                before += k < i ? 1 : 0;
                ++count;
            }
        if (before > 0)
            continue;
        if (run->usable) {
            snprintf(line, sizeof line, "D %s: %zu of %zu runs left out: %s, while others are not",
                     place, count, cell->run_count, flag_of(run));
        } else {
            text_plain(plain, sizeof plain, run->reason);
            snprintf(line, sizeof line, "D %s: run %.8s left out: %s", place, run->row->run, plain);
        }
        text_wrap(out, line, width, "  ");
    }
}
