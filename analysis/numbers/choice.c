/* Which of several ways of doing the same work is the fastest, as far as that was measured. */
#include "analysis/numbers/choice.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/memory.h"
#include "analysis/numbers/holm.h"

enum { RUNS_MAX = 1000000 };

static bool has_spread(const struct choice_model *model)
{
    return model->count >= ESTIMATE_RUNS_MIN;
}

static struct difference compare(const struct choice_model *left, const struct choice_model *right,
                                 bool paired)
{
    if (paired)
        return difference_paired(left->logs, right->logs, left->count);
    return difference_combine(1, difference_mean(left->logs, left->count), -1,
                              difference_mean(right->logs, right->count));
}

static size_t find_best(const struct choice_model *models, size_t count)
{
    size_t best = 0;
    for (size_t i = 1; i < count; ++i)
        if (compare(&models[i], &models[best], false).value < 0)
            best = i;
    return best;
}

static void test_pairs(struct choice *choice, const struct choice_model *models, size_t count,
                       double alpha, bool paired)
{
    const size_t pairs = count * (count - 1) / 2;
    double *probabilities = memory_array(pairs, sizeof *probabilities);
    bool *differs = memory_array(pairs, sizeof *differs);
    size_t next = 0;
    for (size_t i = 1; i < count; ++i)
        for (size_t j = 0; j < i; ++j)
            probabilities[next++] =
                has_spread(&models[i]) && has_spread(&models[j])
                    ? difference_probability(compare(&models[i], &models[j], paired))
                    : 1;
    holm_reject(probabilities, pairs, alpha, differs);
    size_t left = pairs;
    for (size_t i = 0; i < pairs; ++i)
        left -= differs[i] ? 1 : 0;
    choice->level = alpha / (double)(left > 0 ? left : 1);
    next = 0;
    for (size_t i = 1; i < count; ++i)
        for (size_t j = 0; j < i; ++j, ++next)
            if (differs[next] && (i == choice->best || j == choice->best))
                choice->tied[i == choice->best ? j : i] = false;
    free(probabilities);
    free(differs);
}

/* Takes the difference that this candidate had to have from the best, if it counts. */
static void look_at(struct choice *choice, const struct choice_model *best,
                    const struct choice_model *other, bool paired)
{
    const struct difference difference = compare(other, best, paired);
    const double half = difference_half_width(difference, choice->level);
    if (!has_spread(best) || !has_spread(other))
        return;
    const double a = (double)best->count, b = (double)other->count;
    const double seen = expm1(half);
    if (!isnan(choice->seen) && seen <= choice->seen)
        return;
    choice->seen = seen;
    choice->spread = sqrt(difference.variance * 2 * a * b / (a + b));
}

void choice_make(struct choice *choice, const struct choice_model *models, size_t count,
                 size_t choices, bool paired)
{
    *choice =
        (struct choice){.best = find_best(models, count), .seen = NAN, .spread = NAN, .ties = 1};
    choice->tied = memory_array(count, sizeof choice->tied[0]);
    for (size_t i = 0; i < count; ++i)
        choice->tied[i] = true;
    test_pairs(choice, models, count, DIFFERENCE_ALPHA / (double)(choices > 0 ? choices : 1),
               paired);
    const struct choice_model *best = &models[choice->best], *next = NULL;
    for (size_t i = 0; i < count; ++i) {
        if (i == choice->best)
            continue;
        if (choice->tied[i]) {
            ++choice->ties;
            look_at(choice, best, &models[i], paired);
        }
        if (!next || compare(&models[i], next, false).value < 0)
            next = &models[i];
    }
    if (choice->ties == 1 && next)
        look_at(choice, best, next, paired);
}

void choice_free(struct choice *choice)
{
    free(choice->tied);
    *choice = (struct choice){.seen = NAN};
}

size_t choice_runs(const struct choice *choice, double difference)
{
    size_t few = ESTIMATE_RUNS_MIN - 1, enough = RUNS_MAX;
    while (enough - few > 1) {
        const size_t runs = few + (enough - few) / 2;
        const double t = gsl_cdf_tdist_Pinv(1 - choice->level / 2, 2 * (double)runs - 2);
        const bool seen = t * choice->spread / sqrt((double)runs) <= log1p(difference);
        *(seen ? &enough : &few) = runs;
    }
    return enough;
}
