/* Ranks for probes that are no MPI programs. */
#include "drivers/probes/launched.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/timer.h"

#ifndef PARALLAX_MPIEXEC
#define PARALLAX_MPIEXEC "mpirun"
#endif

enum { NEEDED = 5 };

int launched_start(struct child *child, int ranks, const char *const *words, char *why, size_t size)
{
    static char program[4096];
    char number[16];
    const char *launcher = getenv("PARALLAX_MPIRUN");
    char *argv[NEEDED + LAUNCHED_WORDS] = {(char *)(launcher ? launcher : PARALLAX_MPIEXEC), "-n",
                                           number, program};
    snprintf(number, sizeof number, "%d", ranks);
    for (int i = 0; words[i]; ++i)
        argv[NEEDED - 1 + i] = (char *)words[i];
    if (!child_beside("probe_ranks", program, sizeof program)) {
        snprintf(why, size, "no MPI here: there is no probe_ranks beside this program");
        return -1;
    }
    if (child_start(child, argv)) {
        snprintf(why, size, "%s: %s", argv[0], strerror(errno));
        return -1;
    }
    return 0;
}

int launched_run(int ranks, const char *const *words, void (*take)(void *context, const char *line),
                 void *context, double seconds, char *why, size_t size)
{
    struct child child;
    char line[512], said[160];
    const double end = timer_now() + seconds;
    if (launched_start(&child, ranks, words, why, size))
        return -1;
    int came;
    while ((came = child_line(&child, end - timer_now(), line, sizeof line)) > 0)
        take(context, line);
    int code = child_end(&child, 5, came == 0, said, sizeof said);
    if (came == 0)
        snprintf(why, size, "mpirun has not come to its end within %g s", seconds);
    else if (code)
        snprintf(why, size, "mpirun left with code %d%s%s", code, said[0] ? ": " : "", said);
    return came == 0 || code ? -1 : 0;
}

static void take_limit(void *context, const char *line)
{
    sscanf(line, "eager %ld", (long *)context);
}

long launched_eager_limit(char *why, size_t size)
{
    long limit = -1;
    if (launched_run(2, (const char *const[]){"eager", NULL}, take_limit, &limit, 60, why, size))
        return -1;
    if (limit < 0)
        snprintf(why, size, "probe_ranks has not told its eager limit");
    return limit;
}
