/* One trial of each promise: made-up runs go in, and what comes out holds the truth or not. */
#include "tests/coverage/trials.h"

#include <math.h>

#include "analysis/numbers/choice.h"
#include "analysis/numbers/crossover.h"
#include "analysis/numbers/fit.h"
#include "analysis/numbers/metg.h"

double trials_widening = 1;

static void count(struct tally *tally, bool had, bool met)
{
    ++tally->asked;
    tally->had += had ? 1 : 0;
    tally->met += had && met ? 1 : 0;
}

static void count_interval(struct tally *tally, struct interval found, double truth)
{
    const double low = found.value - trials_widening * (found.value - found.low);
    const double high = found.value + trials_widening * (found.high - found.value);
    count(tally, !isnan(found.low), low <= truth && truth <= high);
}

/* --- T, S, E, e of 8 workers against one: f = 0.05 */
static void try_ratios(const struct noise *noise, gsl_rng *rng, size_t runs, struct tally *tallies)
{
    const double truth[] = {0, log(0.05 + 0.95 / 8)}, speedup = exp(-truth[1]);
    double levels[NOISE_RUNS_MAX], logs[NOISE_POINTS_MAX][NOISE_RUNS_MAX];
    noise_levels(noise, rng, runs, levels);
    noise_make(noise, rng, levels, truth, 2, runs, logs);
    const struct scaling_point base = {logs[0], runs, 1}, point = {logs[1], runs, 8};
    struct scaling found = scaling_strong(&base, &point);
    if (noise->blocks) {
        found.speedup = difference_ratio(difference_paired(logs[0], logs[1], runs));
        found.efficiency = estimate_scale(found.speedup, 1.0 / 8);
        found.karp_flatt = estimate_karp_flatt(found.speedup, 8);
    }
    count_interval(&tallies[0], estimate_mean(logs[1], runs), exp(truth[1] + noise_shift(noise)));
    count_interval(&tallies[1], found.speedup, speedup);
    count_interval(&tallies[2], found.efficiency, speedup / 8);
    count_interval(&tallies[3], found.karp_flatt, 0.05);
}

/* Runs of 1, 2, 4, … workers around a law with these parameters, and the fit of `fitted`. */
static void make_fit(struct fit *fit, const struct law *law, const double *parameters,
                     size_t points, const struct law *fitted, const struct noise *noise,
                     gsl_rng *rng, size_t runs)
{
    double truth[NOISE_POINTS_MAX], slopes[LAW_PARAMETERS_MAX], levels[NOISE_RUNS_MAX];
    double logs[NOISE_POINTS_MAX][NOISE_RUNS_MAX];
    struct scaling_point at[NOISE_POINTS_MAX];
    for (size_t i = 0; i < points; ++i) {
        at[i] = (struct scaling_point){logs[i], runs, 1 << i};
        truth[i] = law_log_ratio(law, at[i].workers, parameters, slopes);
    }
    noise_levels(noise, rng, runs, levels);
    noise_make(noise, rng, levels, truth, points, runs, logs);
    fit_make(fit, fitted, at, points, noise->blocks);
}

static void try_one(const struct law *law, const double *parameter, const struct noise *noise,
                    gsl_rng *rng, size_t runs, struct tally *tallies)
{
    double slopes[LAW_PARAMETERS_MAX];
    struct fit fit;
    make_fit(&fit, law, parameter, 5, law, noise, rng, runs);
    count_interval(&tallies[0], fit.parameters[0], parameter[0]);
    count(&tallies[1], true, fit.state == FIT_BAD);
    count_interval(&tallies[2], fit.time_1, exp(noise_shift(noise)));
    count_interval(&tallies[3], fit_time(&fit, 32),
                   law->ratio(32, parameter, slopes) * exp(noise_shift(noise)));
    fit_free(&fit);
}

static void try_amdahl(const struct noise *noise, gsl_rng *rng, size_t runs, struct tally *tallies)
{
    try_one(&law_amdahl, (const double[]){0.05}, noise, rng, runs, tallies);
}

static void try_gustafson(const struct noise *noise, gsl_rng *rng, size_t runs,
                          struct tally *tallies)
{
    try_one(&law_gustafson, (const double[]){0.1}, noise, rng, runs, tallies);
}

/* 1 to 64 workers, the peak at 44. */
static void try_usl(const struct noise *noise, gsl_rng *rng, size_t runs, struct tally *tallies)
{
    const double parameters[] = {0.03, 0.0005};
    const double peak = sqrt((1 - parameters[0]) / parameters[1]);
    struct fit fit;
    make_fit(&fit, &law_usl, parameters, 7, &law_usl, noise, rng, runs);
    const struct fit_peak found = fit_peak_of(&fit);
    count_interval(&tallies[0], fit.parameters[0], parameters[0]);
    count_interval(&tallies[1], fit.parameters[1], parameters[1]);
    count(&tallies[2], found.resolved, found.low <= peak && peak <= found.high);
    fit_free(&fit);
}

/* e of 16 workers less that of 2, where Amdahl's law holds: nothing. */
static void try_growth(const struct noise *noise, gsl_rng *rng, size_t runs, struct tally *tallies)
{
    double truth[5], levels[NOISE_RUNS_MAX], logs[NOISE_POINTS_MAX][NOISE_RUNS_MAX];
    struct scaling_point at[5];
    for (int i = 0; i < 5; ++i) {
        at[i] = (struct scaling_point){logs[i], runs, 1 << i};
        truth[i] = log(0.05 + 0.95 / at[i].workers);
    }
    noise_levels(noise, rng, runs, levels);
    noise_make(noise, rng, levels, truth, 5, runs, logs);
    count_interval(&tallies[0], fit_fraction_growth(at, 5, noise->blocks), 0);
}

/* The USL, which Amdahl's law does not fit. */
static void try_misfit(const struct noise *noise, gsl_rng *rng, size_t runs, struct tally *tallies)
{
    struct fit fit;
    make_fit(&fit, &law_usl, (const double[]){0.03, 0.0005}, 7, &law_amdahl, noise, rng, runs);
    count(&tallies[0], true, fit.state == FIT_BAD);
    fit_free(&fit);
}

/* Amdahl's law has no peak. */
static void try_no_peak(const struct noise *noise, gsl_rng *rng, size_t runs, struct tally *tallies)
{
    struct fit fit;
    make_fit(&fit, &law_amdahl, (const double[]){0.05}, 6, &law_usl, noise, rng, runs);
    count(&tallies[0], true, fit_peak_of(&fit).resolved);
    fit_free(&fit);
}

/* Seven sizes 1, 2, … 64; ln of the ratio of times at each. */
static void make_crossover(struct crossover *crossover, const double *ratios,
                           const struct noise *noise, gsl_rng *rng, size_t runs)
{
    const double none[NOISE_POINTS_MAX] = {0};
    double levels[NOISE_RUNS_MAX];
    double left[NOISE_POINTS_MAX][NOISE_RUNS_MAX], right[NOISE_POINTS_MAX][NOISE_RUNS_MAX];
    struct crossover_size sizes[7];
    noise_levels(noise, rng, runs, levels);
    noise_make(noise, rng, levels, ratios, 7, runs, left);
    noise_make(noise, rng, levels, none, 7, runs, right);
    for (size_t i = 0; i < 7; ++i)
        sizes[i] = (struct crossover_size){pow(2, (double)i), left[i], right[i], runs, runs,
                                           noise->blocks};
    crossover_make(crossover, sizes, 7);
}

static void try_root(const double *ratios, double truth, const struct noise *noise, gsl_rng *rng,
                     size_t runs, struct tally *tally)
{
    struct crossover crossover;
    make_crossover(&crossover, ratios, noise, rng, runs);
    const struct interval root = crossover.roots[0];
    const bool one = crossover.answer == CROSSOVER_ONE;
    const double value = log(root.value), width = trials_widening;
    const double low = value - width * (value - log(root.low));
    const double high = value + width * (log(root.high) - value);
    count(tally, one, one && low <= log(truth) && log(truth) <= high);
    crossover_free(&crossover);
}

/* The logarithm of the ratio is a line over that of the size; and the left has 0.6 less of work for
 * each size, but 3.6 more to begin with. */
static void try_crossover(const struct noise *noise, gsl_rng *rng, size_t runs,
                          struct tally *tallies)
{
    double straight[7], bent[7];
    for (int i = 0; i < 7; ++i) {
        const double x = pow(2, i);
        straight[i] = 0.2 * log(6 / x);
        bent[i] = log((3.6 + 0.4 * x) / x);
    }
    try_root(straight, 6, noise, rng, runs, &tallies[0]);
    try_root(bent, 6, noise, rng, runs, &tallies[1]);
}

/* Rates x / (x + 8): half of that of 64 is reached at 6.4. */
static void try_metg(const struct noise *noise, gsl_rng *rng, size_t runs, struct tally *tallies)
{
    double truth[7], levels[NOISE_RUNS_MAX], rates[NOISE_POINTS_MAX][NOISE_RUNS_MAX];
    struct metg_size sizes[7];
    struct metg metg;
    for (int i = 0; i < 7; ++i) {
        const double x = pow(2, i);
        truth[i] = log(x / (x + 8));
        sizes[i] = (struct metg_size){x, rates[i], runs};
    }
    noise_levels(noise, rng, runs, levels);
    noise_make(noise, rng, levels, truth, 7, runs, rates);
    metg_make(&metg, sizes, 7, false);
    const double value = log(metg.root.value), width = trials_widening;
    const double low = value - width * (value - log(metg.root.low));
    const double high = value + width * (log(metg.root.high) - value);
    count(&tallies[0], metg.answer == METG_FOUND, low <= log(6.4) && log(6.4) <= high);
    metg_free(&metg);
}

static void try_equal(const struct noise *noise, gsl_rng *rng, size_t runs, struct tally *tallies)
{
    const double none[7] = {0};
    double levels[NOISE_RUNS_MAX], logs[NOISE_POINTS_MAX][NOISE_RUNS_MAX];
    struct choice_model models[4];
    struct choice choice;
    struct crossover crossover;
    noise_levels(noise, rng, runs, levels);
    noise_make(noise, rng, levels, none, 4, runs, logs);
    for (size_t i = 0; i < 4; ++i)
        models[i] = (struct choice_model){logs[i], runs};
    choice_make(&choice, models, 4, 1, noise->blocks);
    count(&tallies[0], true, choice.ties == 1);
    count(&tallies[1], true, choice.ties < 4);
    choice_free(&choice);
    make_crossover(&crossover, none, noise, rng, runs);
    count(&tallies[2], true, crossover.root_count > 0);
    crossover_free(&crossover);
}

const struct trial trials[] = {
    {"ratios",
     {{"T", 93, 99}, {"S", 93, 99}, {"E", 93, 99}, {"e", 93, 99}, {NULL, 0, 0}},
     try_ratios},
    {"Amdahl",
     {{"f", 93, 99}, {"does not fit", 0, 100}, {"T(1)", 93, 99}, {"T(32)", 93, 99}, {NULL, 0, 0}},
     try_amdahl},
    {"Gustafson",
     {{"s", 93, 99}, {"does not fit", 0, 100}, {"T(1)", 93, 99}, {"T(32)", 93, 99}, {NULL, 0, 0}},
     try_gustafson},
    {"USL", {{"sigma", 93, 99}, {"kappa", 93, 99}, {"p_max", 93, 100}, {NULL, 0, 0}}, try_usl},
    {"growth", {{"of e", 93, 99}, {NULL, 0, 0}}, try_growth},
    {"misfit", {{"does not fit", 0, 100}, {NULL, 0, 0}}, try_misfit},
    {"no peak", {{"resolved", 0, 3}, {NULL, 0, 0}}, try_no_peak},
    {"crossover", {{"x*", 92, 100}, {"x*, bent", 92, 100}, {NULL, 0, 0}}, try_crossover},
    {"METG", {{"x", 92, 100}, {NULL, 0, 0}}, try_metg},
    {"equal",
     {{"winner", 0, 5}, {"told apart", 0, 5}, {"crossover", 0, 1}, {NULL, 0, 0}},
     try_equal},
    {NULL, {{NULL, 0, 0}}, NULL},
};
