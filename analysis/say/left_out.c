/* Which runs of a cell do not count, and why. */
#include "analysis/say/left_out.h"

#include <stdio.h>

/* Why a run that can be used does not count beside others. */
static const char *flag_of(const struct run *run)
{
    return run->disturbed        ? "disturbed"
           : run->oversubscribed ? "oversubscribed"
           : run->wrongly_bound  ? "wrongly bound"
                                 : "without a core for each worker";
}

void left_out_why(const struct run *run, char *text, size_t size)
{
    text[0] = '\0';
    if (!run->usable)
        snprintf(text, size, "%s", run->reason);
    else if (!run->counted)
        snprintf(text, size, "%s, while others are not", flag_of(run));
}

bool left_out_say(const struct cell *cell, size_t index, char *text, size_t size)
{
    const struct run *run = cell->runs[index];
    size_t count = 0;
    if (!run->usable) {
        snprintf(text, size, "run %.8s left out: %s", run->row->run, run->reason);
        return true;
    }
    for (size_t i = cell->used_runs; i < cell->run_count; ++i) {
        if (!cell->runs[i]->usable || flag_of(cell->runs[i]) != flag_of(run))
            continue;
        if (i < index)
            return false;
        ++count;
    }
    snprintf(text, size, "%zu of %zu runs left out: %s, while others are not", count,
             cell->run_count, flag_of(run));
    return true;
}
