/* What one study answers, in numbers: which way to work, how much faster, how sure that is. */
#include "analysis/data/verdict_facts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/memory.h"

const char *const verdict_kinds[] = {"answer",    "one way",  "few runs",
                                     "disturbed", "unplaced", "invalid"};
const char *const verdict_trusts[] = {"High", "Medium", "Low", "None"};

/* More than this nobody should build upon; half a study that others disturbed says nothing. */
static const double seen_high = 0.05, seen_medium = 0.15;
const double verdict_steady = 0.95;
enum { RUNS_HIGH = 5 };

static bool is_apart(const struct cell *cell)
{
    return cell->runs[0]->row->model_apart == 1;
}

/* There to be compared with, and no way to work: a ceiling; and, where there is anything else,
 * threads under one lock of all. */
static bool is_no_way(const struct verdict_facts *facts, const struct cell *cell)
{
    const struct study *study = facts->study;
    if (is_apart(cell) || cell->runs[0]->row->lock[0] == '\0')
        return is_apart(cell);
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *other = &facts->cells->cells[i];
        if (!is_apart(other) && other->runs[0]->row->lock[0] == '\0')
            return true;
    }
    return false;
}

/* Runs of it were left out because others disturbed them, and too few are left. */
static bool lost_its_runs(const struct cell *cell)
{
    bool lost = false;
    for (size_t i = cell->used_runs; i < cell->run_count; ++i)
        lost = lost || cell->runs[i]->disturbed;
    return lost && cell->used_count < ESTIMATE_RUNS_MIN;
}

static bool others_had_it(const struct cell *cell)
{
    return cell->disturbed || lost_its_runs(cell);
}

static void count_cell(struct verdict_facts *facts, const struct cell *cell)
{
    ++facts->ways;
    if (!cell->usable)
        ++facts->invalid;
    else if (others_had_it(cell))
        ++facts->disturbed;
    else if (cell->oversubscribed || cell->wrongly_bound)
        ++facts->unplaced;
    else if (cell->threaded)
        ++facts->threaded;
    if (cell->disturbed)
        facts->cpu_share = fmin(facts->cpu_share, cell->cpu_share);
    if (!cell_is_clean(cell))
        return;
    const struct run *run = cell->runs[0];
    facts->watched = facts->watched && !isnan(cell->cpu_share);
    if (cell->workers > facts->largest) {
        facts->largest = cell->workers;
        facts->nodes = run->row->nodes > 1 ? run->row->nodes : 1;
    }
}

/* Could a cell that others disturbed be as fast as the best? With w workers it is not much more
 * than w times as fast as one. */
static bool may_be_best(const struct verdict_facts *facts, const struct cell *cell)
{
    const struct cell *base = facts->best ? facts->best->base : NULL;
    if (!base || base->workers != 1)
        return true;
    return 0.9 * verdict_seconds(base) / cell->workers <= verdict_seconds(facts->best);
}

static bool is_disturbed(const struct verdict_facts *facts)
{
    const struct study *study = facts->study;
    if (facts->disturbed > 0 && 2 * facts->disturbed >= facts->ways)
        return true;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &facts->cells->cells[i];
        if (!is_no_way(facts, cell) && cell->usable && others_had_it(cell) &&
            may_be_best(facts, cell))
            return true;
    }
    return false;
}

/* Fills candidates[study->cell_count]; where some cells were measured often enough, only those. */
static size_t find_candidates(struct verdict_facts *facts, const struct cell **candidates)
{
    const struct study *study = facts->study;
    size_t count = 0, often = 0;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &facts->cells->cells[i];
        if (is_no_way(facts, cell))
            continue;
        count_cell(facts, cell);
        if (!cell_is_clean(cell))
            continue;
        candidates[count++] = cell;
        often += cell->used_count >= ESTIMATE_RUNS_MIN ? 1 : 0;
    }
    facts->few = often > 0 ? count - often : 0;
    for (size_t i = 0; often > 0 && i < count;) {
        if (candidates[i]->used_count >= ESTIMATE_RUNS_MIN)
            ++i;
        else
            candidates[i] = candidates[--count];
    }
    facts->candidates = count;
    return count;
}

/* Of one worker there are no kinds to compare: rather all that was gained by more of them. */
static void find_rival(struct verdict_facts *facts, const struct cell **cells, size_t count)
{
    const struct cell *chosen = facts->chosen;
    for (size_t i = 0; i < count; ++i) {
        const struct cell *cell = cells[i];
        const bool takes = chosen->workers == 1 ? cell->workers > 1
                                                : cell->workers == chosen->workers &&
                                                      verdict_is_other_way(cell, chosen);
        if (takes && (!facts->rival || verdict_seconds(cell) < verdict_seconds(facts->rival)))
            facts->rival = cell;
    }
    if (!facts->rival)
        return;
    const double work = chosen->time.value / facts->rival->time.value *
                        verdict_seconds(facts->rival) / verdict_seconds(chosen);
    facts->rival_ratio = estimate_scale(cells_ratio(facts->rival, chosen), work);
}

bool verdict_is_impossible(const struct verdict_facts *facts)
{
    const struct cell *chosen = facts->chosen; /* comparisons with NaN are false */
    return chosen && chosen->efficiency.low > 1 && !(facts->allowed >= chosen->speedup.low);
}

static enum verdict_trust find_trust(const struct verdict_facts *facts)
{
    const struct cell *chosen = facts->chosen;
    if (facts->kind != VERDICT_ANSWER)
        return facts->kind == VERDICT_ONE_WAY ? TRUST_LOW : TRUST_NONE;
    if (facts->seen > seen_medium || verdict_is_impossible(facts) || facts->speed < 0.8)
        return TRUST_LOW;
    const bool sure = facts->watched && facts->disturbed == 0 && chosen->used_count >= RUNS_HIGH;
    return sure && facts->seen <= seen_high && facts->speed >= verdict_steady ? TRUST_HIGH
                                                                              : TRUST_MEDIUM;
}

/* All files take as long as those of the sample did: by their number, or by their bytes. */
static void estimate_collection(struct verdict_facts *facts)
{
    const struct run *run = facts->chosen->runs[0];
    const double files = (double)facts->files / (double)run->row->images;
    const double sampled = run->sample_count > 0 ? (double)run->samples[0]->bytes_read : 0;
    const double bytes = facts->bytes > 0 && sampled > 0 ? (double)facts->bytes / sampled : files;
    if (facts->files < 1 || facts->study->weak || run->row->images < 1)
        return;
    const struct interval time = facts->chosen->time;
    const double low = isnan(time.low) ? time.value : time.low;
    const double high = isnan(time.low) ? time.value : time.high;
    facts->collection = (struct interval){time.value * sqrt(files * bytes),
                                          low * fmin(files, bytes), high * fmax(files, bytes)};
}

static void look_around(struct verdict_facts *facts)
{
    const struct cell *chosen = facts->chosen;
    const struct told *told = &facts->study->run->told;
    const int nodes = facts->study->run->row->nodes;
    facts->cores = told->cores / (nodes > 1 ? nodes : 1);
    facts->smt = told->smt;
    facts->files = told->files;
    facts->bytes = told->bytes;
    if (!chosen)
        return;
    if (chosen->ceiling && chosen->ceiling_efficiency.value > 0)
        facts->allowed = chosen->speedup.value / chosen->ceiling_efficiency.value;
    estimate_collection(facts);
}

static enum verdict_kind find_kind(const struct verdict_facts *facts)
{
    if (facts->invalid == facts->ways)
        return VERDICT_INVALID;
    if (is_disturbed(facts))
        return VERDICT_DISTURBED;
    if (facts->candidates == 0)
        return VERDICT_UNPLACED;
    if (facts->chosen->used_count < ESTIMATE_RUNS_MIN)
        return VERDICT_FEW_RUNS;
    return facts->candidates == 1 ? VERDICT_ONE_WAY : VERDICT_ANSWER;
}

void verdict_gather(struct verdict_facts *facts, const struct cells *cells,
                    const struct study *study, size_t choices)
{
    const struct interval none = {NAN, NAN, NAN};
    *facts = (struct verdict_facts){.cells = cells,
                                    .study = study,
                                    .studies = 1,
                                    .seen = NAN,
                                    .rival_ratio = none,
                                    .allowed = NAN,
                                    .speed = verdict_find_speed(cells, study),
                                    .cpu_share = NAN,
                                    .watched = true,
                                    .collection = none,
                                    .same_input = true};
    snprintf(facts->shared, sizeof facts->shared, "%s", study->run->row->params);
    const struct cell **candidates = memory_array(study->cell_count, sizeof *candidates);
    const size_t count = find_candidates(facts, candidates);
    if (count > 0) {
        verdict_compare(facts, candidates, count, choices);
        find_rival(facts, candidates, count);
    }
    look_around(facts);
    facts->kind = find_kind(facts);
    facts->trust = find_trust(facts);
    free(candidates);
}
