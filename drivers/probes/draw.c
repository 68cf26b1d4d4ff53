/* Probe: what one chunk costs, by the way it is dealt and the number of ranks.
 *
 * Every rank draws chunks of one unit and does nothing with them, so the time between two draws is
 * the cost of dealing. Then the same while rank 0 computes, five milliseconds at a time, as a
 * kernel would: a counter in its memory is reached past it where the network or a shared memory
 * can, and waits for it where a library has to answer; requests always wait for it, unless it only
 * deals. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/command.h"
#include "drivers/common/exit_code.h"
#include "drivers/common/standard.h"
#include "drivers/common/statistics.h"
#include "drivers/common/timer.h"
#include "drivers/machine/machine.h"
#include "drivers/machine/placement.h"
#include "drivers/models/model.h"
#include "drivers/options/numbers.h"
#include "drivers/probes/probe.h"

extern const struct model model_mpi;

static const double busy_s = 0.005; /* rank 0's work on one unit: a small photograph */

static const struct way {
    const char *name;
    enum schedule_kind kind;
    enum deal deal;
} ways[] = {
    {"block", SCHEDULE_BLOCK, DEAL_COUNTER}, /* one chunk, no message: the floor */
    {"counter", SCHEDULE_DYNAMIC, DEAL_COUNTER},
    {"master", SCHEDULE_DYNAMIC, DEAL_MASTER},
    {"served", SCHEDULE_DYNAMIC, DEAL_SERVED},
};
enum { WAYS = sizeof ways / sizeof *ways };

/* Times of one way, in seconds; the ranks' own are of those that draw and do not compute. */
struct cost {
    double median, worst; /* of a draw: the median rank's median, and the longest of all */
    double whole;         /* of the phase, on rank 0 */
    enum deal ran;
};

static void compute(double seconds)
{
    for (double end = timer_now() + seconds; timer_now() < end;)
        ;
}

/* Draws until there is no more; times[] gets how long each draw took. Returns how many. */
static int draw_all(struct team *team, int n, bool busy, double *times)
{
    struct span span;
    int draws = 0;
    for (int turn = 0;; ++turn) {
        double before = timer_now();
        bool more = team_next(team, n, turn, &span);
        times[draws++] = timer_now() - before;
        if (!more)
            return draws;
        if (busy && team->rank == 0) {
            team_stage(team, 0, STAGE_KERNEL); /* where a worker would look for requests */
            compute(busy_s);
        }
    }
}

static struct cost measure_way(struct team *team, const struct way *way, int n, bool busy,
                               double *times, double *all)
{
    struct cost cost = {NAN, 0, 0, way->deal};
    team->between = (struct schedule){way->kind, 1};
    team->deal = way->deal;
    team_barrier(team);
    double begin = timer_now();
    int draws = draw_all(team, n, busy, times);
    team_barrier(team);
    cost.whole = timer_now() - begin;
    cost.ran = team->deal;
    statistics_sort(times, (size_t)draws);
    double mine[2] = {statistics_median(times, (size_t)draws), times[draws - 1]};
    team_collect(team, mine, sizeof mine, all);
    int count = 0;
    bool skip_root = team->ranks > 1 && (busy || way->deal != DEAL_COUNTER);
    for (int r = skip_root; team->rank == 0 && r < team->ranks; ++r) {
        cost.worst = fmax(cost.worst, all[2 * r + 1]);
        all[count++] = all[2 * r]; /* never ahead of what is still to be read */
    }
    if (team->rank == 0) {
        statistics_sort(all, (size_t)count);
        cost.median = statistics_median(all, (size_t)count);
    }
    return cost;
}

static void print_way(const struct way *way, bool busy, const struct cost *cost)
{
    printf("%-8s %-4s %8.3f %8.1f %8.3f%s\n", way->name, busy ? "busy" : "idle", 1e6 * cost->median,
           1e6 * cost->worst, 1e3 * cost->whole,
           cost->ran != way->deal ? "\n    no window here: served instead" : "");
}

static void add_point(struct point_row *point, const struct team *team, const char *way, bool busy,
                      const char *what, double seconds)
{
    snprintf(point->variant, sizeof point->variant, "%s-%s-%s", way, busy ? "busy" : "idle", what);
    memcpy(point->unit, "ranks", sizeof "ranks");
    point->x = team->ranks;
    point->seconds = seconds;
}

/* All ways, idle and busy: their points, and how many. */
static size_t measure_ways(struct team *team, int n, double *times, double *all,
                           struct point_row *points)
{
    size_t count = 0;
    for (int i = 0; i < 2 * WAYS; ++i) {
        const struct way *way = &ways[i / 2];
        bool busy = i % 2;
        if (way->deal == DEAL_MASTER && (team->ranks == 1 || busy))
            continue; /* a master computes nothing */
        struct cost cost = measure_way(team, way, n, busy, times, all);
        if (team->rank == 0)
            print_way(way, busy, &cost);
        const char *ran = cost.ran == way->deal ? way->name : deal_names[cost.ran];
        add_point(&points[count++], team, ran, busy, "median", cost.median);
        add_point(&points[count++], team, ran, busy, "longest", cost.worst);
        add_point(&points[count++], team, ran, busy, "all", cost.whole);
    }
    return count;
}

/* Measures, prints, and writes the results file. */
static int probe(struct team *team, int draws, const char *results, int argc, char **argv)
{
    struct point_row points[6 * WAYS];
    struct placement placement;
    int n = draws * team->ranks;
    double *times = malloc(((size_t)n + 1) * sizeof *times);
    double *all = malloc(2 * (size_t)team->ranks * sizeof *all);
    memset(points, 0, sizeof points);
    if (placement_find(&placement, team) || team_total(team, !times || !all)) {
        free(times);
        free(all);
        return EXIT_MEMORY;
    }
    if (team->rank == 0)
        printf("%d ranks on %d nodes, %d draws a rank%s\n%-8s %-4s %8s %8s %8s\n", team->ranks,
               placement.nodes, draws, placement.oversubscribed ? ",\noversubscribed" : "",
               "dealt by", "root", "us/draw", "most us", "all ms");
    size_t count = measure_ways(team, n, times, all, points);
    free(times);
    free(all);
    int code = 0;
    if (team->rank == 0)
        code = probe_write("draw", results, team, &placement, points, count, argc, argv);
    team_broadcast(team, &code, sizeof code);
    return code;
}

enum { DRAWS, RESULTS, HELP, VERSION, DESCRIBE, OPTIONS };
static const struct command_option options[OPTIONS] = {
    [DRAWS] = {.name = "draws", .value = "N", .help = "draws of each rank", .initial = "2000"},
    [RESULTS] = {.name = "results",
                 .value = "DIR",
                 .help = "where the HDF5 file goes; none: nowhere",
                 .initial = "results"},
    [HELP] = {.name = "help", .help = "print this and exit", .letter = 'h'},
    [VERSION] = {.name = "version", .help = "print the version and exit", .letter = 'V'},
    [DESCRIBE] = {.name = "describe", .help = "print the options for programs, and exit"},
};

static void explain(void)
{
    puts("Usage: mpirun -n RANKS probe_draw [options]\n\n"
         "Measures what one chunk of dynamically dealt work costs.\n");
    command_print(stdout, options, OPTIONS);
}

static void describe(void)
{
    puts("usage=mpirun -n RANKS probe_draw [options]\n"
         "summary=measures what one chunk of dynamically dealt work costs");
    command_describe(stdout, options, OPTIONS);
}

/* What the command line asks for: -1, measure; or the exit code. `loud`: this rank says why. */
static int parse(int argc, char **argv, bool loud, int64_t *draws, const char **results)
{
    char message[COMMAND_MESSAGE];
    const char *value;
    for (int at;
         (at = command_next(options, OPTIONS, argc, argv, &value, message)) != COMMAND_END;) {
        if (at == HELP && loud)
            explain();
        if (at == VERSION && loud)
            probe_version(stdout, "draw");
        if (at == HELP || at == VERSION)
            return EXIT_OK;
        if (at == DRAWS && !numbers_whole(value, 1, 100000, draws)) {
            snprintf(message, sizeof message, "--draws: '%.80s' is not 1 to 100000", value);
            at = COMMAND_WRONG;
        }
        if (at == COMMAND_WRONG && loud)
            fprintf(stderr, "probe_draw: %s\n", message);
        if (at == COMMAND_WRONG)
            return EXIT_USAGE;
        if (at == RESULTS)
            *results = value;
    }
    if (command_operands() < argc && loud)
        fprintf(stderr, "probe_draw: '%.80s' is no option\n", argv[command_operands()]);
    return command_operands() < argc ? EXIT_USAGE : -1;
}

/* EXIT_OK, or EXIT_IO after it said why. */
static int flush(void)
{
    if (!standard_flush())
        return EXIT_OK;
    fprintf(stderr, "probe_draw: cannot write to standard output: %s\n", strerror(errno));
    return EXIT_IO;
}

int main(int argc, char **argv)
{
    struct team team;
    int64_t draws = 2000;
    const char *results = "results";
    standard_open();
    if (argc == 2 && strcmp(argv[1], "--describe") == 0) { /* also where no launcher is */
        describe();
        return flush();
    }
    team_start(&team, &model_mpi, &(struct wish){.ranks = -1, .threads = -1}, &argc, &argv);
    machine_start();
    int code = parse(argc, argv, team.rank == 0, &draws, &results);
    if (code < 0)
        code = probe(&team, (int)draws, results, argc, argv);
    if (team.rank == 0 && flush())
        code = EXIT_IO;
    team_broadcast(&team, &code, sizeof code);
    machine_stop();
    team_stop(&team);
    return code;
}
