/* How often the verdict is wrong: check_replay [--trials N] [--short] TRACES. Quickstarts under a
 * competitor that comes and goes, made up of recorded iterations, and four equal models of made-up
 * noise; both through the whole way from rows to the verdict. Exit code 1: more than 1 % of the
 * disturbed launches counted, or more than 5 % of the verdicts were false. */
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/coverage/replay.h"

enum { SEED = 20261128, TRIALS = 2000, TRIALS_SHORT = 100, WORK = 3 };

/* What a quickstart on two cores measures, if threads and processes are equal, if processes are
 * slower by a tenth, and if a second worker gains nothing. */
static const struct replay_cell works[WORK][6] = {
    {{"serial", 1, 1, 0.1},
     {"omp", 1, 1, 0.1},
     {"omp", 1, 2, 0.05},
     {"mpi", 1, 1, 0.1},
     {"mpi", 2, 1, 0.05},
     {"hybrid", 1, 2, 0.05}},
    {{"serial", 1, 1, 0.1},
     {"omp", 1, 1, 0.1},
     {"omp", 1, 2, 0.05},
     {"mpi", 1, 1, 0.11},
     {"mpi", 2, 1, 0.055},
     {"hybrid", 1, 2, 0.05}},
    {{"serial", 1, 1, 0.05},
     {"omp", 1, 1, 0.05},
     {"omp", 1, 2, 0.05},
     {"mpi", 1, 1, 0.05},
     {"mpi", 2, 1, 0.05},
     {"hybrid", 1, 2, 0.05}},
};
static const char *const work_names[WORK] = {"equal models", "processes slower", "nothing to gain"};

struct count {
    size_t trials, answered, told_apart, slower, disturbed, missed, touched;
};

static void add(struct count *count, struct replay_result result)
{
    ++count->trials;
    count->answered += result.answered ? 1 : 0;
    count->told_apart += result.told_apart ? 1 : 0;
    count->slower += result.slower ? 1 : 0;
    count->disturbed += result.disturbed;
    count->missed += result.missed;
    count->touched += result.missed > 0 ? 1 : 0;
}

static void print(const char *name, const struct count *count)
{
    printf("%-24s %6zu %9zu %10zu %10zu %11zu %7zu %7zu\n", name, count->trials, count->answered,
           count->told_apart, count->slower, count->disturbed, count->missed, count->touched);
}

/* More false ones than 5 %, by four standard deviations? */
static int is_broken(const struct count *count)
{
    const double n = (double)count->trials;
    const double most = 0.05 * n + 4 * sqrt(0.05 * 0.95 * n);
    return (double)count->told_apart > most || (double)count->slower > most;
}

/* A competitor that is there for 2 to 40 seconds, and away for 5 to 80. */
static int replay(const struct traces *traces, size_t trials, gsl_rng *rng)
{
    struct count counts[WORK] = {{.trials = 0}};
    int broken = 0;
    for (size_t i = 0; i < trials; ++i) {
        const struct replay_machine machine = {traces, 2 * pow(20, gsl_rng_uniform(rng)),
                                               5 * pow(16, gsl_rng_uniform(rng)), 0};
        add(&counts[i % WORK], replay_sweep(&machine, works[i % WORK], 6, rng));
    }
    for (int i = 0; i < WORK; ++i) {
        print(work_names[i], &counts[i]);
        broken |= is_broken(&counts[i]) || 100 * counts[i].missed > counts[i].disturbed;
    }
    return broken;
}

/* Serial, threads, processes and both at 1 to 16 workers, equally fast at each. */
static int compare_equals(size_t trials, gsl_rng *rng)
{
    static const char *const models[] = {"omp", "mpi", "hybrid", "new"};
    struct replay_cell cells[20];
    struct count count = {.trials = 0};
    for (int i = 0; i < 20; ++i) {
        const int p = 1 << i / 4, is_mpi = i % 4 == 1, is_half = i % 4 == 2 && p > 1;
        const int ranks = is_mpi ? p : is_half ? p / 2 : 1;
        cells[i] = (struct replay_cell){models[i % 4], ranks, p / ranks, 0.05 + 0.95 / p};
    }
    for (size_t i = 0; i < trials; ++i) {
        const struct replay_machine machine = {NULL, 0, 0, 0.02};
        add(&count, replay_sweep(&machine, cells, 20, rng));
    }
    print("4 models x 5 p, noise 2 %", &count);
    return is_broken(&count);
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"trials", required_argument, NULL, 't'},
                                            {"short", no_argument, NULL, 's'},
                                            {NULL, 0, NULL, 0}};
    size_t trials = TRIALS;
    for (int letter; (letter = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (letter == '?')
            return 64;
        trials = letter == 's' ? TRIALS_SHORT : strtoul(optarg, NULL, 10);
    }
    struct traces traces;
    if (optind + 1 != argc || !traces_read(&traces, argv[optind]))
        return 64;
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(rng, SEED);
    printf("seed %d; answered, of ways that are equal some told apart, slower than what could be "
           "seen;\nlaunches that were disturbed, those of them that counted, sweeps with such\n",
           SEED);
    printf("%-24s %6s %9s %10s %10s %11s %7s %7s\n", "", "sweeps", "answered", "told apart",
           "slower", "disturbed", "missed", "in");
    const int broken = replay(&traces, trials, rng) | compare_equals(trials, rng);
    gsl_rng_free(rng);
    traces_free(&traces);
    return broken;
}
