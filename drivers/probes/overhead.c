/* Probe: what coordination costs where there is nothing to coordinate: OpenMP's constructs by
 * EPCC's method, MPI's barrier, sum and draw from a counter, and Python's locks and queues, by the
 * number of workers. */
#include <math.h>
#include <string.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/number.h"
#include "drivers/probes/constructs.h"
#include "drivers/probes/launched.h"
#include "drivers/probes/shared_counter.h"

enum { THREADS, SECONDS };
enum { COLLECTIVES = 3 };

static struct probe_option options[] = {
    {"workers", "N", "threads, and ranks, at most; 0: as many as there are CPUs", 0, 0, 240, true},
    {"seconds", "S", "for each number of threads", 1, 0, 3600, false},
    {NULL, NULL, NULL, 0, 0, 0, false},
};

static struct probe probe = {
    .name = "overhead",
    .does = "measures what OpenMP's constructs, MPI's collectives and Python's locks cost by "
            "themselves",
    .options = options,
};

static void measure_threads(int threads)
{
    struct construct constructs[CONSTRUCTS];
    struct repeat ways[CONSTRUCTS];
    for (int i = 0; i < CONSTRUCTS; ++i) {
        constructs[i] = (struct construct){i, threads};
        ways[i] = (struct repeat){.variant = construct_names[i],
                                  .unit = "workers",
                                  .x = threads,
                                  .once = construct_overhead,
                                  .context = &constructs[i]};
    }
    repeat_measure(ways, CONSTRUCTS, options[SECONDS].value, REPEAT_MOST);
    repeat_tell(&probe, ways, CONSTRUCTS);
}

static void hear(void *context, const char *line)
{
    repeat_hear(context, COLLECTIVES, line);
}

/* Whether there were such ranks. */
static bool measure_ranks(int ranks)
{
    struct repeat ways[COLLECTIVES] = {
        {.variant = "mpi-barrier"}, {.variant = "mpi-allreduce"}, {.variant = "mpi-fetch-op"}};
    char why[REPEAT_WHY] = "";
    for (int i = 0; i < COLLECTIVES; ++i) {
        ways[i].unit = "workers";
        ways[i].x = ranks;
    }
    launched_run(ranks, (const char *const[]){"overhead", NULL}, hear, ways, 120, why, sizeof why);
    for (int i = 0; i < COLLECTIVES; ++i)
        memcpy(ways[i].why, why, sizeof why);
    repeat_close(ways, COLLECTIVES);
    repeat_tell(&probe, ways, COLLECTIVES);
    return !why[0];
}

/* Updates of a number that workers in Python share; how many of them are lost without a lock is a
 * point of its own: x of so many updates, of which each took so long. Whether there is a Python. */
static bool measure_python(int workers)
{
    struct repeat ways[SHARED_COUNTERS];
    double lost, updates;
    shared_counter_measure(ways, workers, options[SECONDS].value, &lost, &updates);
    repeat_tell(&probe, ways, SHARED_COUNTERS);
    if (!isnan(lost) && !ways[0].why[0]) {
        char number[16], remark[80];
        snprintf(number, sizeof number, "%d", workers);
        snprintf(remark, sizeof remark, "%s of %s updates", number_exact(lost).text,
                 number_exact(updates).text);
        repeat_remark("python-lost", number, remark);
        probe_point(&probe, "python-lost", "updates", lost, ways[1].time.value);
    }
    return !ways[0].why[0];
}

/* 1, 2, 4, … and the most. */
static int next_number(int workers, int most)
{
    return workers < most && 2 * workers > most ? most : 2 * workers;
}

int main(int argc, char **argv)
{
    int code = probe_begin(&probe, argc, argv);
    if (code >= 0)
        return code;
    int most = (int)options[THREADS].value;
    most = most > 0 ? most : machine_usable_cpus();
    repeat_head("workers");
    for (int threads = 1; threads <= most; threads = next_number(threads, most))
        measure_threads(threads);
    for (int ranks = 1; ranks <= most; ranks = next_number(ranks, most))
        if (!measure_ranks(ranks))
            break;
    for (int workers = 1; workers <= most; workers = next_number(workers, most))
        if (!measure_python(workers))
            break;
    return probe_end(&probe, EXIT_OK);
}
