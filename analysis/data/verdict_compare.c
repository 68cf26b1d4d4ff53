/* Which of several cells is the fastest, which do as well, and which of these to take. */
#include <math.h>
#include <stdlib.h>

#include "analysis/data/model_kind.h"
#include "analysis/data/preference.h"
#include "analysis/data/verdict_facts.h"
#include "analysis/memory.h"
#include "analysis/numbers/choice.h"

/* The work of a weak study's cells differs. */
static double log_work(const struct cell *cell)
{
    const struct run_row *row = cell->runs[0]->row;
    return log((double)(row->pixels > 0 ? row->pixels : row->images > 0 ? row->images : 1));
}

double verdict_seconds(const struct cell *cell)
{
    return exp(log(cell->time.value) - log_work(cell));
}

static bool are_paired(const struct cell **cells, size_t count)
{
    for (size_t i = 1; i < count; ++i)
        if (!repetitions_are_same(cells[i]->repetitions, cells[i]->used_count,
                                  cells[0]->repetitions, cells[0]->used_count))
            return false;
    return true;
}

bool verdict_is_other_way(const struct cell *cell, const struct cell *chosen)
{
    return model_kind_of_workers(cell->runs[0]->row) != model_kind_of_workers(chosen->runs[0]->row);
}

static void choose(struct verdict_facts *facts, const struct cell **cells, size_t count,
                   const bool *tied)
{
    const double close = PREFERENCE_CLOSE * verdict_seconds(facts->best);
    facts->chosen = facts->best;
    for (size_t i = 0; i < count; ++i)
        if (tied[i] && verdict_seconds(cells[i]) <= close &&
            preference_is_simpler(cells[i], facts->chosen))
            facts->chosen = cells[i];
    for (size_t i = 0; i < count; ++i)
        if (tied[i] && verdict_is_other_way(cells[i], facts->chosen) &&
            verdict_seconds(cells[i]) <= close &&
            (!facts->other || preference_is_simpler(cells[i], facts->other)))
            facts->other = cells[i];
}

void verdict_compare(struct verdict_facts *facts, const struct cell **candidates, size_t count,
                     size_t choices)
{
    struct choice_model *models = memory_array(count, sizeof *models);
    size_t total = 0;
    for (size_t i = 0; i < count; ++i)
        total += candidates[i]->used_count;
    double *logs = memory_array(total, sizeof *logs), *next = logs;
    for (size_t i = 0; i < count; ++i) {
        models[i] = (struct choice_model){next, candidates[i]->used_count};
        for (size_t k = 0; k < candidates[i]->used_count; ++k)
            *next++ = candidates[i]->logs[k] - log_work(candidates[i]);
    }
    struct choice choice;
    choice_make(&choice, models, count, choices, are_paired(candidates, count));
    facts->best = candidates[choice.best];
    facts->ties = choice.ties;
    facts->seen = choice.seen;
    facts->needed = isnan(choice.seen) ? 0 : choice_runs(&choice, 0.05);
    choose(facts, candidates, count, choice.tied);
    choice_free(&choice);
    free(models);
    free(logs);
}
