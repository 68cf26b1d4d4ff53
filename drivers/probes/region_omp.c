/* A parallel region of OpenMP. */
#include "drivers/probes/region.h"

#include <math.h>
#include <stdlib.h>

#include "drivers/common/timer.h"
#include "drivers/probes/child.h"

extern const struct model model_omp;

struct region {
    int threads;
    bool next; /* not the first */
};

static void do_nothing(void *context, int unit, int worker)
{
    (void)context;
    (void)unit;
    (void)worker;
}

/* In a child, where OpenMP has not made a thread yet. */
static int enter(void *context)
{
    const struct region *region = context;
    struct team team;
    int argc = 0;
    char **argv = NULL;
    team_start(&team, &model_omp, &(struct wish){.ranks = -1, .threads = region->threads}, &argc,
               &argv);
    if (region->next)
        team_each_worker(&team, do_nothing, NULL);
    double before = timer_now();
    team_each_worker(&team, do_nothing, NULL);
    dprintf(1, "%.9g\n", timer_now() - before);
    return 0;
}

static double measure(struct region region, char *why)
{
    struct child child;
    char line[64];
    if (child_call(&child, enter, &region)) {
        snprintf(why, REPEAT_WHY, "no process can be made");
        return NAN;
    }
    int came = child_line(&child, 10, line, sizeof line);
    int code = child_end(&child, 5, came <= 0, why, REPEAT_WHY);
    if (came > 0 && code == 0)
        why[0] = '\0'; /* what else it said, a warning of its runtime, does not matter */
    else if (came <= 0 && !why[0])
        snprintf(why, REPEAT_WHY, "its process left with code %d", code);
    return came > 0 ? strtod(line, NULL) : NAN;
}

double region_first(void *context, char *why)
{
    return measure((struct region){*(const int *)context, false}, why);
}

double region_next(void *context, char *why)
{
    return measure((struct region){*(const int *)context, true}, why);
}
