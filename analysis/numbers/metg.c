/* METG: the smallest size of work at which half of the best rate is still reached. */
#include "analysis/numbers/metg.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/memory.h"
#include "analysis/numbers/holm.h"
#include "analysis/numbers/inversion.h"

const char *const metg_answer_names[METG_ANSWERS] = {"found", "below", "unclear", "few_sizes",
                                                     "few_runs"};

/* Where the curve of efficiency leaves METG_EFFICIENCY, on the way down from the peak. */
static void find_root(struct metg *metg, const struct inversion *inversion)
{
    double *probabilities = memory_array(inversion->count, sizeof *probabilities);
    bool *differs = memory_array(inversion->count, sizeof *differs);
    for (size_t i = 0; i < inversion->count; ++i)
        probabilities[i] = difference_probability(inversion_at(inversion, i, 0));
    holm_reject(probabilities, inversion->count, DIFFERENCE_ALPHA, differs);
    size_t above = metg->peak, below = metg->peak;
    while (below > 0 && !(differs[below] && inversion_at(inversion, below, 0).value < 0)) {
        above = differs[below] ? below : above;
        --below;
    }
    const double lowest = inversion_at(inversion, 0, 0).value;
    if (differs[below] && inversion_at(inversion, below, 0).value < 0) {
        metg->answer = METG_FOUND;
        metg->root = inversion_root(inversion, below, above);
    } else {
        metg->answer = lowest > 0 ? METG_BELOW : METG_UNCLEAR;
    }
    free(probabilities);
    free(differs);
}

static void measure(struct metg *metg, const struct metg_size *sizes, size_t count, bool paired)
{
    double *x = memory_array(count, sizeof *x);
    const double **logs = memory_array(count, sizeof *logs);
    struct difference *values = memory_array(count, sizeof *values);
    for (size_t i = 0; i < count; ++i) {
        x[i] = sizes[i].x;
        logs[i] = sizes[i].log_rates;
        values[i] = difference_mean(sizes[i].log_rates, sizes[i].count);
        metg->peak = values[i].value > values[metg->peak].value ? i : metg->peak;
    }
    metg->peak_rate = exp(values[metg->peak].value);
    struct inversion inversion = {
        x, values, count, metg->peak, 0, false, paired ? logs : NULL, sizes[0].count};
    for (size_t i = 0; i < count; ++i)
        metg->efficiency[i] = difference_ratio(inversion_at(&inversion, i, 0));
    inversion.offset = -log(METG_EFFICIENCY);
    if (metg->answer == METG_FOUND)
        find_root(metg, &inversion);
    free(x);
    free(logs);
    free(values);
}

void metg_make(struct metg *metg, const struct metg_size *sizes, size_t count, bool paired)
{
    *metg = (struct metg){.answer = METG_FOUND, .peak_rate = NAN, .root = {NAN, NAN, NAN}};
    metg->efficiency = memory_array(count, sizeof metg->efficiency[0]);
    for (size_t i = 0; i < count; ++i)
        if (sizes[i].count < ESTIMATE_RUNS_MIN)
            metg->answer = METG_FEW_RUNS;
    if (count < METG_SIZES_MIN)
        metg->answer = METG_FEW_SIZES;
    if (count > 0)
        measure(metg, sizes, count, paired && sizes[0].count > 1);
}

void metg_free(struct metg *metg)
{
    free(metg->efficiency);
    *metg = (struct metg){.answer = METG_FEW_SIZES};
}
