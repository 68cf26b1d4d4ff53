/* How a work should be run on so many cores, as far as that was measured. */
#include "analysis/data/advice.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/advice_limit.h"
#include "analysis/data/model_kind.h"
#include "analysis/data/preference.h"
#include "analysis/memory.h"

bool advice_can(const struct study *study)
{
    return !study->weak;
}

/* Copies that know nothing of each other are a ceiling, and no way to do the work. */
static bool is_candidate(const struct cell *cell)
{
    const struct run_row *row = cell->runs[0]->row;
    return cell_is_clean(cell) && row->model_apart != 1 && !row->independent;
}

/* What was measured too seldom is told apart from nothing: it counts where nothing else is there.
 */
static size_t runs_needed(const struct cell *cells, size_t count)
{
    size_t most = 0;
    for (size_t i = 0; i < count; ++i)
        if (is_candidate(&cells[i]) && cells[i].used_count > most)
            most = cells[i].used_count;
    return most < ESTIMATE_RUNS_MIN ? 1 : ESTIMATE_RUNS_MIN;
}

/* In batch workers take whole images: more workers than images are idle. */
static bool takes_whole_images(const struct run_row *row)
{
    return strcmp(row->mode, "split") != 0;
}

static void collect(struct advice *advice, int cores)
{
    const struct study *study = advice->study;
    const struct cell *cells = advice->all->cells + study->first_cell;
    const size_t needed = runs_needed(cells, study->cell_count);
    int smallest = INT_MAX;
    for (size_t i = 0; i < study->cell_count; ++i) {
        if (!is_candidate(&cells[i]))
            continue;
        if (cells[i].workers > advice->largest)
            advice->largest = cells[i].workers;
        if (cells[i].workers < smallest && cells[i].used_count >= needed)
            smallest = cells[i].workers;
    }
    advice->cores = cores > 0 ? cores : advice->largest;
    const struct run_row *row = study->run->row;
    if (takes_whole_images(row) && advice->images < fmin(advice->cores, (double)row->images))
        advice->cores = advice->images < smallest ? smallest : (int)advice->images;
    advice->too_far = advice->cores > ADVICE_FAR * advice->largest;
    advice->cells = memory_array(study->cell_count, sizeof advice->cells[0]);
    for (size_t i = 0; i < study->cell_count; ++i)
        if (is_candidate(&cells[i]) && cells[i].used_count >= needed &&
            cells[i].workers <= advice->cores)
            advice->cells[advice->count++] = &cells[i];
}

static bool are_all_paired(const struct advice *advice)
{
    for (size_t i = 1; i < advice->count; ++i) {
        const struct cell *a = advice->cells[0], *b = advice->cells[i];
        if (!repetitions_are_same(a->repetitions, a->used_count, b->repetitions, b->used_count))
            return false;
    }
    return true;
}

static bool is_efficient(const struct advice *advice, const struct cell *cell)
{
    return cell->efficiency.value >= advice->target || cell->base == cell;
}

static void choose(struct advice *advice, size_t choices)
{
    struct choice_model *models = memory_array(advice->count, sizeof *models);
    for (size_t i = 0; i < advice->count; ++i)
        models[i] = (struct choice_model){advice->cells[i]->logs, advice->cells[i]->used_count};
    choice_make(&advice->choice, models, advice->count, choices, are_all_paired(advice));
    advice->best = advice->cells[advice->choice.best];
    const double fastest = advice->best->time.value;
    for (size_t i = 0; i < advice->count; ++i) {
        const struct cell *cell = advice->cells[i];
        if (advice->choice.tied[i] && cell->time.value <= PREFERENCE_CLOSE * fastest &&
            preference_is_simpler(cell, advice->best))
            advice->best = cell;
        if (is_efficient(advice, cell) &&
            (!advice->efficient || cell->time.value < advice->efficient->time.value))
            advice->efficient = cell;
    }
    if (is_efficient(advice, advice->best))
        advice->efficient = advice->best;
    if (advice->choice.spread > 0)
        advice->runs = choice_runs(&advice->choice, ADVICE_RELEVANT);
    free(models);
}

struct interval advice_time(const struct advice *advice, const struct cell *cell)
{
    const struct run_row *row = cell->runs[0]->row;
    const double least = takes_whole_images(row) ? fmin(cell->workers, (double)row->images) : 0;
    return estimate_scale(cell->time, fmax(advice->images, least) / (double)row->images);
}

static double start_of(const struct cell *cell)
{
    double sum = 0;
    for (size_t i = 0; i < cell->used_runs; ++i)
        sum += cell->runs[i]->row->launch_s;
    return sum / (double)cell->used_runs;
}

static void guess(struct advice *advice)
{
    const struct study *study = advice->study;
    advice->guesses = memory_array(study->count, sizeof advice->guesses[0]);
    for (size_t i = 0; i < advice->count; ++i)
        if (advice->cells[i]->workers == advice->cores)
            return; /* it was measured */
    for (size_t i = study->first; i < study->first + study->count; ++i) {
        const struct curve *curve = &advice->all->curves[i];
        const struct cell *cell = &advice->all->cells[curve->first];
        struct advice_guess *next = &advice->guesses[advice->guess_count];
        if (curve->count > 1 && is_candidate(cell) &&
            model_kind_of(cell->runs[0]->row) != MODEL_SERIAL &&
            advice_limit_guess(advice->all, curve, advice->cores, next)) {
            next->time =
                estimate_scale(next->time, advice->images / (double)study->run->row->images);
            ++advice->guess_count;
        }
    }
}

void advice_make(struct advice *advice, const struct cells *cells, const struct study *study,
                 int cores, double target, double images, size_t choices)
{
    const struct interval none = {NAN, NAN, NAN};
    *advice = (struct advice){
        .all = cells, .study = study, .verdict = VERDICT_INVALID, .target = target, .start_s = NAN};
    advice->images = images > 0 ? images : (double)study->run->row->images;
    advice->best_s = advice->efficient_s = none;
    collect(advice, cores);
    if (advice->count == 0)
        return;
    struct verdict_facts facts;
    verdict_gather(&facts, cells, study, choices);
    advice->verdict = facts.kind;
    choose(advice, choices);
    advice->best_s = advice_time(advice, advice->best);
    advice->start_s = start_of(advice->best);
    if (advice->efficient)
        advice->efficient_s = advice_time(advice, advice->efficient);
    /* The limit of the best's kind; one worker alone has none. */
    const struct cell *cell = advice->best;
    advice->limit = advice_limit_find(cells, &cells->curves[cell->curve], target);
    guess(advice);
}

void advice_free(struct advice *advice)
{
    if (advice->count > 0)
        choice_free(&advice->choice);
    free(advice->cells);
    free(advice->guesses);
    *advice = (struct advice){0};
}
