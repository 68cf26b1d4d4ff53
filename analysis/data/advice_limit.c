/* How far a curve's efficiency holds, and what it says beyond what was measured. */
#include "analysis/data/advice_limit.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/data/curve_fits.h"
#include "analysis/data/series.h"
#include "analysis/memory.h"
#include "analysis/numbers/holm.h"
#include "analysis/numbers/inversion.h"

const char *const advice_answer_names[ADVICE_ANSWERS] = {"falls", "beyond", "already", "unresolved",
                                                         "unknown"};

/* Logarithms of rates a worker, by workers, the baseline first: less its own they are those of
 * efficiencies. */
struct rates {
    double *workers;
    struct difference *values;
    double **logs; /* of each repetition */
    size_t count;
    const struct cell *first;
    bool paired;
};

static void add(struct rates *rates, const struct cell *cell)
{
    const double workers = cell->workers;
    if (cell->used_count < ESTIMATE_RUNS_MIN ||
        (rates->count > 0 && !(workers > rates->workers[rates->count - 1])))
        return;
    double *logs = memory_array(cell->used_count, sizeof *logs);
    for (size_t i = 0; i < cell->used_count; ++i)
        logs[i] = -cell->logs[i] - log(workers);
    rates->first = rates->count == 0 ? cell : rates->first;
    rates->paired = rates->paired && series_are_paired(rates->first, cell);
    rates->logs[rates->count] = logs;
    rates->workers[rates->count] = workers;
    rates->values[rates->count++] = difference_mean(logs, cell->used_count);
}

static void collect(struct rates *rates, const struct curve_fits *fits)
{
    const struct cell *base = fits->count > 0 ? fits->cells[0]->base : NULL;
    *rates = (struct rates){.workers = memory_array(fits->count + 1, sizeof *rates->workers),
                            .values = memory_array(fits->count + 1, sizeof *rates->values),
                            .logs = memory_array(fits->count + 1, sizeof *rates->logs),
                            .paired = true};
    if (base)
        add(rates, base);
    for (size_t i = 0; rates->count > 0 && i < fits->count; ++i)
        add(rates, fits->cells[i]); /* sorted by workers */
}

/* The last that is surely above the target, followed by the first that is surely below. */
static void find_signs(const struct inversion *inversion, size_t *above, size_t *below)
{
    double *probabilities = memory_array(inversion->count, sizeof *probabilities);
    bool *differs = memory_array(inversion->count, sizeof *differs);
    for (size_t i = 0; i < inversion->count; ++i)
        probabilities[i] = difference_probability(inversion_at(inversion, i, 0));
    holm_reject(probabilities + 1, inversion->count - 1, DIFFERENCE_ALPHA, differs + 1);
    *above = 0; /* the baseline itself */
    *below = inversion->count;
    for (size_t i = 1; i < inversion->count && *below == inversion->count; ++i) {
        if (differs[i] && inversion_at(inversion, i, 0).value < 0)
            *below = i;
        else if (differs[i])
            *above = i;
    }
    free(probabilities);
    free(differs);
}

/* From how many workers on the envelope's ends are below the target: of the baseline's own rate. */
static struct interval extrapolate(const struct curve_fits *fits, double rate, double target)
{
    struct interval found = {NAN, NAN, NAN};
    if (fits->pmnf.state != PMNF_DONE || fits->pmnf.model_count < 2)
        return found; /* one model alone says too much */
    found.low = found.high = INFINITY;
    for (size_t p = fits->largest + 1; p <= ADVICE_FAR * fits->largest; ++p) {
        const struct interval time = pmnf_envelope(&fits->pmnf, (double)p);
        if (isinf(found.low) && 1 / (rate * (double)p * time.high) < target)
            found.low = (double)p;
        if (isinf(found.high) && 1 / (rate * (double)p * time.low) < target)
            found.high = (double)p;
    }
    return found;
}

/* What the means say, which may be chance. */
static void by_means(struct advice_limit *limit, const struct rates *rates,
                     const struct inversion *inversion)
{
    size_t i = 1;
    while (i < rates->count && inversion_at(inversion, i, 0).value >= 0)
        ++i;
    limit->above = i > 1 ? (int)rates->workers[i - 1] : -1;
    limit->below = i < rates->count ? (int)rates->workers[i] : -1;
}

static void resolve(struct advice_limit *limit, const struct curve_fits *fits,
                    const struct rates *rates, double target)
{
    const struct inversion inversion = {
        .sizes = rates->workers,
        .values = rates->values,
        .count = rates->count,
        .offset = -log(target),
        .logs = rates->paired ? (const double *const *)rates->logs : NULL,
        .repetitions = rates->first->used_count,
    };
    size_t above, below;
    find_signs(&inversion, &above, &below);
    limit->above = above > 0 ? (int)rates->workers[above] : -1;
    limit->below = below < rates->count ? (int)rates->workers[below] : -1;
    if (below == 1) {
        limit->answer = ADVICE_ALREADY;
    } else if (below < rates->count) {
        limit->answer = ADVICE_FALLS;
        limit->workers = inversion_root(&inversion, above, below);
    } else if (above == rates->count - 1) {
        limit->answer = ADVICE_BEYOND;
        limit->extrapolated = extrapolate(fits, exp(rates->values[0].value), target);
    } else {
        limit->answer = ADVICE_UNRESOLVED;
        by_means(limit, rates, &inversion);
    }
}

struct advice_limit advice_limit_find(const struct cells *cells, const struct curve *curve,
                                      double target)
{
    const struct interval none = {NAN, NAN, NAN};
    struct advice_limit limit = {ADVICE_UNKNOWN, none, -1, -1, 0, none};
    struct curve_fits fits;
    struct rates rates;
    curve_fits_make(&fits, cells, curve);
    collect(&rates, &fits);
    limit.largest = (int)fits.largest;
    if (rates.count > 1)
        resolve(&limit, &fits, &rates, target);
    for (size_t i = 0; i < rates.count; ++i)
        free(rates.logs[i]);
    free(rates.logs);
    free(rates.workers);
    free(rates.values);
    curve_fits_free(&fits);
    return limit;
}

/* Within what was measured: the law with the fewest parameters that fits. */
static bool interpolate(const struct curve_fits *fits, int workers, struct advice_guess *guess)
{
    for (size_t i = 0; i < fits->law_count; ++i) {
        const struct fit *fit = &fits->laws[i];
        if (fit->state != FIT_DONE)
            continue;
        guess->law = fit->law->name;
        guess->time = fit_time(fit, workers);
        return !isnan(guess->time.value);
    }
    return false;
}

bool advice_limit_guess(const struct cells *cells, const struct curve *curve, int workers,
                        struct advice_guess *guess)
{
    struct curve_fits fits;
    bool known = false;
    *guess = (struct advice_guess){.curve = curve};
    curve_fits_make(&fits, cells, curve);
    if (fits.largest > 0 && (size_t)workers <= fits.largest) {
        known = interpolate(&fits, workers, guess);
    } else if (fits.largest > 0 && (size_t)workers <= ADVICE_FAR * fits.largest &&
               fits.pmnf.state == PMNF_DONE && fits.pmnf.model_count > 1) {
        guess->time = pmnf_envelope(&fits.pmnf, workers);
        known = guess->time.low > 0;
    }
    curve_fits_free(&fits);
    return known;
}
