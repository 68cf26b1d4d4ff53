/* Work that waits and then computes: how many workers, and which, by how long it waits. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/claims/claims.h"
#include "analysis/claims/evidence_over.h"
#include "analysis/memory.h"
#include "analysis/numbers/choice.h"
#include "drivers/common/number.h"

/* More workers than cores are what is asked about, so that flags of this are none. */
static bool counts(const struct cell *cell)
{
    return cell->usable && !cell->disturbed && !cell->wrongly_bound &&
           cell->used_count >= ESTIMATE_RUNS_MIN;
}

/* Does each worker wait for what it computes next, and has it a core? */
static bool is_enough(const struct cell *cell)
{
    const int cores = cell->runs[0]->told.cores;
    return cell->runs[0]->row->in_flight == 0 && (cores == 0 || cell->workers <= cores);
}

/* The fastest of those that are enough, or of the others; NULL: there is none. */
static const struct cell *fastest(const struct evidence *evidence, const struct study *study,
                                  bool enough)
{
    const struct cell *best = NULL;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &evidence->cells->cells[i];
        if (counts(cell) && is_enough(cell) == enough &&
            (!best || cell->time.value < best->time.value))
            best = cell;
    }
    return best;
}

/* Seconds that an image takes a worker that computes. */
static double compute_time(const struct cell *cell)
{
    const double *stages = cell->stages;
    return (stages[STAGE_PLAN] + stages[STAGE_DECODE] + stages[STAGE_KERNEL] + stages[STAGE_HASH] +
            stages[STAGE_ENCODE]) *
           cell->workers / (double)cell->runs[0]->row->images;
}

/* The fastest way of all at that delay, and how many are not told apart from it. */
static void say_best(const struct evidence *evidence, const struct study *study, const char *when,
                     struct finding *finding)
{
    struct choice_model *models = memory_array(study->cell_count, sizeof *models);
    const struct cell **cells = memory_array(study->cell_count, sizeof *cells);
    size_t count = 0;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &evidence->cells->cells[i];
        if (!counts(cell))
            continue;
        models[count] = (struct choice_model){cell->logs, cell->used_count};
        cells[count++] = cell;
    }
    if (count > 0) {
        struct choice choice;
        choice_make(&choice, models, count, 2, false);
        const struct cell *best = cells[choice.best];
        char others[32] = "";
        if (choice.ties > 1)
            snprintf(others, sizeof others, " (as %zu more)", choice.ties - 1);
        finding_say(finding, "%s %s with %d%s", when, evidence->cells->curves[best->curve].name,
                    best->workers, others);
        choice_free(&choice);
    }
    free(models);
    free(cells);
}

/* Why a study has no cells to be compared: others, or that it is not complete. */
static enum evidence_state state_of(const struct evidence *evidence, const struct study *study)
{
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i)
        if (evidence->cells->cells[i].disturbed)
            return EVIDENCE_DISTURBED;
    return EVIDENCE_FEW;
}

/* One test for each delay: the fastest of as many workers as cores against the fastest of the
 * others. */
static void test_delays(const struct evidence *evidence, const struct evidence_over *line,
                        double unit, struct finding *finding)
{
    for (size_t i = 0; i < line->count; ++i) {
        const struct cell *enough = fastest(evidence, line->studies[i], true);
        const struct cell *more = fastest(evidence, line->studies[i], false);
        char name[48];
        snprintf(name, sizeof name, "%s x", number_short(line->x[i] / unit, 2).text);
        if (enough && more)
            finding_test(finding, EVIDENCE_CLEAN, name, evidence_ratio(enough, more),
                         1 + FINDING_MARGIN, false);
        else
            finding_test(finding, state_of(evidence, line->studies[i]), name,
                         (struct difference){0}, 1, false);
    }
}

/* The longest delay at which cores are surely enough, and the shortest at which they surely are
 * not: between them the answer turns. */
static void say_turn(const struct evidence_over *line, double unit, struct finding *finding)
{
    double last = NAN, first = NAN;
    for (size_t i = 0, k = 0; i < line->count && k < finding->count; ++i) {
        char name[48];
        snprintf(name, sizeof name, "%s x", number_short(line->x[i] / unit, 2).text);
        if (strcmp(name, finding->tests[k].way) != 0)
            continue;
        if (finding->tests[k].answer == FINDING_YES)
            last = line->x[i] / unit;
        if (finding->tests[k].answer == FINDING_NO && isnan(first))
            first = line->x[i] / unit;
        ++k;
    }
    if (!isnan(last) && !isnan(first))
        finding_say(finding, "on the delay, from %s to %s times an image's own time on",
                    number_short(last, 2).text, number_short(first, 2).text);
}

void mixes_of_both(const struct evidence *evidence, struct finding *finding)
{
    struct evidence_over line;
    evidence_over_find(evidence, SERIES_DELAY, evidence_waits, &line);
    if (line.count < 2)
        return;
    const struct cell *computes = fastest(evidence, line.studies[0], true);
    const double unit = computes ? compute_time(computes) : NAN;
    evidence_work(line.studies[0], finding->experiment, sizeof finding->experiment);
    snprintf(finding->measure, sizeof finding->measure,
             "time of a worker a core over that of more");
    if (unit > 0) {
        test_delays(evidence, &line, unit, finding);
        finding_answer(finding);
        say_turn(&line, unit, finding);
        say_best(evidence, line.studies[0], "best at first", finding);
        say_best(evidence, line.studies[line.count - 1], "at last", finding);
    } else if (state_of(evidence, line.studies[0]) == EVIDENCE_DISTURBED) {
        finding_say(finding,
                    "other programs disturbed what computes; once more on a quiet machine");
    }
    finding_conclude(finding);
}
