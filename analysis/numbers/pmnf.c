/* Extra-P's performance model normal form: hypotheses, their errors, and which of them to name. */
#include "analysis/numbers/pmnf.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_fit.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/memory.h"
#include "analysis/numbers/difference.h"

const char *const pmnf_state_names[] = {"done", "few_points", "few_runs"};

struct exponents {
    int numerator, denominator, log_exponent;
};

/* Those that Extra-P tries, and roots and powers below 0 for what falls. */
static const struct exponents tried[] = {
    {0, 1, 1},  {0, 1, 2},  {1, 4, 0},  {1, 3, 0},  {1, 4, 1},  {1, 3, 1},  {1, 4, 2},  {1, 3, 2},
    {1, 2, 0},  {1, 2, 1},  {1, 2, 2},  {2, 3, 0},  {3, 4, 0},  {2, 3, 1},  {3, 4, 1},  {4, 5, 0},
    {2, 3, 2},  {3, 4, 2},  {1, 1, 0},  {1, 1, 1},  {1, 1, 2},  {5, 4, 0},  {5, 4, 1},  {4, 3, 0},
    {4, 3, 1},  {3, 2, 0},  {3, 2, 1},  {3, 2, 2},  {5, 3, 0},  {7, 4, 0},  {2, 1, 0},  {2, 1, 1},
    {2, 1, 2},  {9, 4, 0},  {7, 3, 0},  {5, 2, 0},  {5, 2, 1},  {5, 2, 2},  {8, 3, 0},  {11, 4, 0},
    {3, 1, 0},  {3, 1, 1},  {-1, 4, 0}, {-1, 3, 0}, {-1, 2, 0}, {-2, 3, 0}, {-3, 4, 0}, {-4, 5, 0},
    {-1, 1, 0}, {-5, 4, 0}, {-4, 3, 0}, {-3, 2, 0}, {-5, 3, 0}, {-7, 4, 0}, {-2, 1, 0},
};

enum { TRIED = sizeof tried / sizeof tried[0] };

/* Times relative to their own size, so that a percent weighs the same everywhere. */
struct data {
    size_t count;
    double *workers, *times, *weights, *terms;
    double within, degrees; /* squares of the runs around their points, and of how many runs */
};

static double term_of(const struct pmnf_model *model, double workers)
{
    return pow(workers, (double)model->numerator / model->denominator) *
           pow(log2(workers), model->log_exponent);
}

double pmnf_time(const struct pmnf_model *model, double workers)
{
    return fabs(model->c1) > 0 ? model->c0 + model->c1 * term_of(model, workers) : model->c0;
}

/* c0 and c1 from all points but `left_out`; the constant alone where there are no terms. */
static void solve(struct pmnf_model *model, const struct data *data, size_t left_out, bool constant)
{
    double weight = 0, sum = 0, c00, c01, c11, squares;
    const double kept = left_out < data->count ? data->weights[left_out] : 0;
    if (left_out < data->count)
        data->weights[left_out] = 0;
    for (size_t i = 0; i < data->count; ++i) {
        weight += data->weights[i];
        sum += data->weights[i] * data->times[i];
    }
    model->c0 = sum / weight;
    model->c1 = 0;
    if (!constant)
        gsl_fit_wlinear(data->terms, 1, data->weights, 1, data->times, 1, data->count, &model->c0,
                        &model->c1, &c00, &c01, &c11, &squares);
    if (left_out < data->count)
        data->weights[left_out] = kept;
}

static double squares_of(const struct pmnf_model *model, const struct data *data)
{
    double squares = data->within;
    for (size_t i = 0; i < data->count; ++i)
        squares +=
            data->weights[i] * pow(data->times[i] - model->c0 - model->c1 * data->terms[i], 2);
    return squares;
}

/* What each point is missed by when it is left out, in percent of the mean of both times. */
static void cross_validate(struct pmnf_model *model, const struct data *data, bool constant)
{
    double mean = 0, squares = 0;
    for (size_t i = 0; i < data->count; ++i) {
        struct pmnf_model other = *model;
        solve(&other, data, i, constant);
        const double found = other.c0 + other.c1 * data->terms[i];
        const double miss =
            200 * fabs(found - data->times[i]) / (fabs(found) + fabs(data->times[i]));
        mean += miss;
        squares += miss * miss;
    }
    const double n = (double)data->count;
    model->error = mean / n;
    model->error_spread = sqrt(fmax(0, squares - mean * mean / n) / (n - 1) / n);
}

static void try_model(struct pmnf_model *model, const struct data *data, double constant_squares)
{
    for (size_t i = 0; i < data->count; ++i)
        data->terms[i] = term_of(model, data->workers[i]);
    solve(model, data, data->count, false);
    cross_validate(model, data, false);
    const double squares = squares_of(model, data), degrees = data->degrees - 2;
    const double gain = constant_squares - squares;
    model->probability =
        squares > 0 ? gsl_cdf_fdist_Q(fmax(0, gain) / squares * degrees, 1, degrees) : 0;
}

static int compare_errors(const void *left, const void *right)
{
    const struct pmnf_model *a = left, *b = right;
    return (a->error > b->error) - (a->error < b->error);
}

static void choose(struct pmnf *pmnf, const struct data *data, bool falling)
{
    struct pmnf_model constant = {.denominator = 1, .probability = 1};
    for (size_t i = 0; i < data->count; ++i)
        data->terms[i] = 0;
    solve(&constant, data, data->count, true);
    cross_validate(&constant, data, true);
    const double squares = squares_of(&constant, data);
    for (size_t i = 0; i < TRIED; ++i)
        pmnf->hypotheses += falling || tried[i].numerator >= 0 ? 1 : 0;
    for (size_t i = 0; i < TRIED; ++i) {
        struct pmnf_model model = {.numerator = tried[i].numerator,
                                   .denominator = tried[i].denominator,
                                   .log_exponent = tried[i].log_exponent};
        if (!falling && model.numerator < 0)
            continue;
        try_model(&model, data, squares);
        if (model.probability < DIFFERENCE_ALPHA / (double)pmnf->hypotheses)
            pmnf->models[pmnf->model_count++] = model;
    }
    qsort(pmnf->models, pmnf->model_count, sizeof pmnf->models[0], compare_errors);
    if (pmnf->model_count == 0)
        pmnf->models[pmnf->model_count++] = constant;
    const double limit = pmnf->models[0].error + pmnf->models[0].error_spread;
    while (pmnf->models[pmnf->model_count - 1].error > limit)
        --pmnf->model_count;
}

static enum pmnf_state look_at(struct pmnf *pmnf, const struct scaling_point *points, size_t count)
{
    bool few = false;
    for (size_t i = 0; i < count; ++i) {
        bool seen = false;
        for (size_t j = 0; j < i; ++j)
            seen = seen || points[j].workers == points[i].workers;
        pmnf->distinct += seen ? 0 : 1;
        pmnf->largest = points[i].workers > pmnf->largest ? points[i].workers : pmnf->largest;
        few = few || points[i].count < ESTIMATE_RUNS_MIN;
    }
    return pmnf->distinct < PMNF_POINTS_MIN ? PMNF_FEW_POINTS : few ? PMNF_FEW_RUNS : PMNF_DONE;
}

void pmnf_make(struct pmnf *pmnf, const struct scaling_point *points, size_t count, bool falling)
{
    *pmnf = (struct pmnf){.state = PMNF_DONE};
    pmnf->state = look_at(pmnf, points, count);
    if (pmnf->state != PMNF_DONE)
        return;
    double *scratch = memory_array(4 * count, sizeof *scratch);
    struct data data = {.count = count,
                        .workers = scratch,
                        .times = scratch + count,
                        .weights = scratch + 2 * count,
                        .terms = scratch + 3 * count};
    for (size_t i = 0; i < count; ++i) {
        const struct difference mean = difference_mean(points[i].logs, points[i].count);
        const double runs = (double)points[i].count;
        data.workers[i] = points[i].workers;
        data.times[i] = exp(mean.value);
        data.weights[i] = runs / data.times[i] / data.times[i];
        data.within += mean.variance * runs * mean.degrees;
        data.degrees += runs;
    }
    choose(pmnf, &data, falling);
    free(scratch);
}

struct interval pmnf_envelope(const struct pmnf *pmnf, double workers)
{
    struct interval envelope = {NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < pmnf->model_count; ++i) {
        const double time = pmnf_time(&pmnf->models[i], workers);
        envelope.low = fmin(envelope.low, time);
        envelope.high = fmax(envelope.high, time);
    }
    return envelope;
}
