/* Probe: what it costs to make a worker, by its kind: threads, copies of a process, programs,
 * ranks.
 *
 * Each is made, does nothing, and is waited for. A copy's cost grows with the memory that the
 * process has written, since its page tables are copied; posix_spawn copies none. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/timer.h"
#include "drivers/probes/birth.h"
#include "drivers/probes/launched.h"
#include "drivers/probes/region.h"

enum { LEAST, MOST, SECONDS };

static struct probe_option options[] = {
    {"least", "GIB", "memory that a process that is copied has written, beside none", 0.25, 0.001,
     1024, false},
    {"most", "GIB", "the same, at most: it doubles up to there", 4, 0, 1024, false},
    {"seconds", "S", "for each group of rows", 2, 0, 3600, false},
    {NULL, NULL, NULL, 0, 0, 0, false},
};

static struct probe probe = {
    .name = "startup",
    .does = "measures what it takes to make a worker and to wait for its end",
    .options = options,
};

static void measure(struct repeat *ways, size_t count)
{
    repeat_measure(ways, count, options[SECONDS].value, REPEAT_MOST);
    repeat_tell(&probe, ways, count);
}

static void measure_threads(void)
{
    int cpus = machine_usable_cpus();
    struct repeat ways[] = {
        {.variant = "thread", .unit = "workers", .x = 1, .once = birth_thread},
        {.variant = "region-first", .unit = "workers", .once = region_first, .context = &cpus},
        {.variant = "region-next", .unit = "workers", .once = region_next, .context = &cpus},
    };
    ways[1].x = ways[2].x = cpus;
    repeat_head("workers");
    measure(ways, sizeof ways / sizeof *ways);
}

/* `bytes` were written before: with none, what the program itself has. */
static void measure_processes(size_t bytes)
{
    struct repeat ways[] = {
        {.variant = "fork", .unit = "byte", .once = birth_fork},
        {.variant = "fork-exec", .unit = "byte", .once = birth_exec},
        {.variant = "posix-spawn", .unit = "byte", .once = birth_spawn},
    };
    enum { WAYS = sizeof ways / sizeof *ways };
    char why[REPEAT_WHY] = "";
    void *memory = bytes ? birth_touch(bytes, why) : NULL;
    for (int i = 0; i < WAYS; ++i) {
        ways[i].x = (double)bytes;
        memcpy(ways[i].why, why, sizeof why);
    }
    measure(ways, WAYS);
    if (memory)
        birth_free(memory, bytes);
}

static void measure_programs(void)
{
    struct repeat ways[] = {
        {.variant = "python", .unit = "workers", .x = 1, .once = birth_python},
    };
    repeat_head("workers");
    measure(ways, sizeof ways / sizeof *ways);
}

/* One launch of ranks, and what they said of it. */
struct launch {
    int ranks;
    const char *word, *argument;
    double said; /* NaN: nothing */
};

static void take(void *context, const char *line)
{
    struct launch *launch = context;
    size_t length = strlen(launch->word);
    if (strncmp(line, launch->word, length) == 0)
        launch->said = strtod(line + length, NULL);
}

static double launch_once(void *context, char *why)
{
    struct launch *launch = context;
    double before = timer_now();
    launch->said = NAN;
    if (launched_run(launch->ranks, (const char *const[]){launch->word, launch->argument, NULL},
                     take, launch, 60, why, REPEAT_WHY))
        return NAN;
    return timer_now() - before;
}

/* What the ranks of the launch before said. */
static double launch_said(void *context, char *why)
{
    if (isnan(((struct launch *)context)->said))
        snprintf(why, REPEAT_WHY, "nothing is known of the launch");
    return ((struct launch *)context)->said;
}

/* The last of the two that it makes: the first one's time has the launcher's own preparation. */
static double spawn_once(void *context, char *why)
{
    double all = launch_once(context, why);
    return isnan(all) ? NAN : launch_said(context, why);
}

static void measure_ranks(void)
{
    int cpus = machine_usable_cpus();
    repeat_head("ranks");
    for (int ranks = 1; ranks <= cpus; ranks *= 2) {
        struct launch launch = {.ranks = ranks, .word = "init", .said = NAN};
        struct repeat ways[] = {
            {.variant = "mpirun", .unit = "ranks", .once = launch_once, .context = &launch},
            {.variant = "mpi-init", .unit = "ranks", .once = launch_said, .context = &launch},
        };
        ways[0].x = ways[1].x = ranks;
        measure(ways, 2);
        if (ways[0].why[0])
            break;
    }
    struct launch launch = {.ranks = 1, .word = "spawn", .argument = "2", .said = NAN};
    struct repeat spawned = {.variant = "mpi-comm-spawn",
                             .unit = "ranks",
                             .x = 1,
                             .once = spawn_once,
                             .context = &launch};
    measure(&spawned, 1);
}

int main(int argc, char **argv)
{
    int code = probe_begin(&probe, argc, argv);
    if (code >= 0)
        return code;
    const double gib = (double)(1 << 30);
    measure_threads();
    repeat_head("written");
    measure_processes(0);
    for (double size = options[LEAST].value; size <= options[MOST].value; size *= 2)
        measure_processes((size_t)(size * gib));
    measure_programs();
    measure_ranks();
    return probe_end(&probe, EXIT_OK);
}
