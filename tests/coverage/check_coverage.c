/* How often the intervals of the analysis hold the truth: check_coverage [--trials N]
 * [--short] [--widening FACTOR]. Made-up runs with a known truth, the same on every machine; a line
 * for each kind of trial and noise, a column for each number of runs. Exit code 1: a promise is
 * broken. */
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/coverage/trials.h"

enum { SEED = 20261128, TRIALS = 4000, TRIALS_SHORT = 200 };

static const size_t runs[] = {3, 5, 10};
enum { RUNS = sizeof runs / sizeof runs[0] };

static const double margin = 1.5, outside_max = 5; /* points; percent of all entries */

struct verdict {
    size_t entries, outside, broken;
};

/* Of so many trials the share itself varies: four standard deviations in the short form. */
static double slack_of(double bound, size_t had, int is_short)
{
    const double p = fmin(fmax(bound, 1), 99) / 100;
    return is_short && had > 0 ? 400 * sqrt(p * (1 - p) / (double)had) : 0;
}

/* Prints one share and marks it: * outside of its limits, ! beyond the margin. */
static void judge(const struct promise *promise, const struct tally *tally,
                  const struct noise *noise, int is_short, struct verdict *verdict)
{
    if (tally->had == 0) {
        printf("  %8s ", "-");
        return;
    }
    const double share = 100 * (double)tally->met / (double)tally->had;
    const double low = promise->low - slack_of(promise->low, tally->had, is_short);
    const double high = promise->high + slack_of(promise->high, tally->had, is_short);
    const double off = fmax(low - share, share - high);
    const int judged = !noise->published;
    const char *mark = !judged ? " " : off > margin ? "!" : off > 0 ? "*" : " ";
    verdict->entries += judged ? 1 : 0;
    verdict->outside += judged && off > 0 ? 1 : 0;
    verdict->broken += judged && off > margin ? 1 : 0;
    printf("  %8.2f%s", share, mark);
}

static void run_cell(const struct trial *trial, const struct noise *noise, size_t count,
                     unsigned long seed, struct tally tallies[RUNS][PROMISES_MAX])
{
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    for (size_t i = 0; i < RUNS; ++i) {
        gsl_rng_set(rng, seed + i);
        for (size_t j = 0; j < count; ++j)
            trial->run(noise, rng, runs[i], tallies[i]);
    }
    gsl_rng_free(rng);
}

static void print_cell(const struct trial *trial, const struct noise *noise,
                       struct tally tallies[RUNS][PROMISES_MAX], int is_short,
                       struct verdict *verdict)
{
    for (size_t i = 0; trial->promises[i].name; ++i) {
        const struct promise *promise = &trial->promises[i];
        printf("%-10s %-13s %-9s %3g-%-3g", trial->name, promise->name, noise->name, promise->low,
               promise->high);
        for (size_t j = 0; j < RUNS; ++j)
            judge(promise, &tallies[j][i], noise, is_short, verdict);
        printf("  of");
        for (size_t j = 0; j < RUNS; ++j)
            printf(" %zu", tallies[j][i].had);
        printf("%s\n", noise->published ? "  (published)" : "");
    }
}

static int study(size_t count, int is_short)
{
    struct verdict verdict = {0, 0, 0};
    unsigned long seed = SEED;
    for (const struct noise *noise = noises; noise->name; ++noise)
        printf("%-9s %s\n", noise->name, noise->what);
    printf("\n%zu trials a cell, seeds from %d on\n%-10s %-13s %-9s %-7s", count, SEED, "trial",
           "percent of", "noise", "limits");
    for (size_t i = 0; i < RUNS; ++i)
        printf("  R = %-5zu", runs[i]);
    printf("  answers\n");
    for (const struct trial *trial = trials; trial->name; ++trial) {
        for (const struct noise *noise = noises; noise->name; ++noise) {
            struct tally tallies[RUNS][PROMISES_MAX] = {{{0, 0, 0}}};
            run_cell(trial, noise, count, seed, tallies);
            print_cell(trial, noise, tallies, is_short, &verdict);
            seed += RUNS;
        }
    }
    const double share = 100 * (double)verdict.outside / (double)verdict.entries;
    printf("coverage: %zu entries, %zu outside of their limits (%.1f %%), %zu by more than %g "
           "points\n",
           verdict.entries, verdict.outside, share, verdict.broken, margin);
    return verdict.broken > 0 || share > outside_max;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"trials", required_argument, NULL, 't'},
                                            {"short", no_argument, NULL, 's'},
                                            {"widening", required_argument, NULL, 'w'},
                                            {NULL, 0, NULL, 0}};
    size_t count = 0;
    int is_short = 0;
    for (int letter; (letter = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (letter == '?')
            return 64;
        if (letter == 't')
            count = strtoul(optarg, NULL, 10);
        else if (letter == 's')
            is_short = 1;
        else
            trials_widening = strtod(optarg, NULL);
    }
    return study(count > 0 ? count : is_short ? TRIALS_SHORT : TRIALS, is_short);
}
