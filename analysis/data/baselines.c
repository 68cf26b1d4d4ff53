/* What every cell is compared with, and what comes of it. */
#include "analysis/data/baselines.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/data/model_kind.h"
#include "analysis/numbers/scaling.h"

/* Of several serial cells (other options were given, which it does not use) the one with most
 * runs. Copies that ran at once had no machine for themselves. */
static const struct cell *find_serial(const struct cells *cells, const struct study *study)
{
    const struct cell *best = NULL;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &cells->cells[i];
        const struct run_row *row = cell->runs[0]->row;
        if (model_kind_of(row) == MODEL_SERIAL && cell->workers == 1 && !row->independent &&
            cell_is_clean(cell) && (!best || cell->used_count > best->used_count))
            best = cell;
    }
    return best;
}

/* Cells of a curve are sorted by workers. */
static const struct cell *find_smallest(const struct cells *cells, const struct curve *curve)
{
    for (size_t i = curve->first; i < curve->first + curve->count; ++i) {
        if (cell_is_clean(&cells->cells[i]))
            return &cells->cells[i];
    }
    return NULL;
}

static bool has_other_point(const struct cells *cells, const struct curve *curve)
{
    size_t usable = 0;
    for (size_t i = curve->first; i < curve->first + curve->count; ++i)
        usable += cells->cells[i].usable ? 1 : 0;
    return usable > 1;
}

/* Whether others, and not its layout, are why none of it can be a baseline. */
static bool all_disturbed(const struct cells *cells, const struct curve *curve)
{
    for (size_t i = curve->first; i < curve->first + curve->count; ++i) {
        const struct cell *cell = &cells->cells[i];
        if (cell->usable &&
            (!cell->disturbed || cell->oversubscribed || cell->wrongly_bound || cell->threaded))
            return false;
    }
    return true;
}

static void compare_cell(struct cell *cell, bool weak)
{
    const struct interval ratio =
        cell->base == cell ? (struct interval){1, NAN, NAN} : cells_ratio(cell->base, cell);
    const struct scaling scaling = scaling_of(ratio, cell->base->workers, cell->workers, weak);
    cell->speedup = scaling.speedup;
    cell->efficiency = scaling.efficiency;
    const char *why = NULL;
    if (weak)
        why = "a weak study has none";
    else if (cell->base->workers != 1)
        why = "there is no T(1)";
    else if (cell->workers == 1)
        why = "undefined for one worker";
    else if (!cell_is_clean(cell))
        why = "the workers had no CPU of their own";
    else
        cell->karp_flatt = scaling.karp_flatt;
    snprintf(cell->no_fraction, sizeof cell->no_fraction, "%s", why ? why : "");
}

static void choose_baseline(const struct cells *cells, const struct cell *serial, struct cell *cell)
{
    const struct curve *curve = &cells->curves[cell->curve];
    const struct cell *smallest = find_smallest(cells, curve);
    if (!cell->usable) {
        return; /* its reason says more */
    }
    if (serial && !cell->runs[0]->row->lock[0]) { /* one thread under the lock has its boundaries */
        cell->base = serial;
        cell->baseline = BASELINE_SERIAL;
    } else if (!smallest) {
        snprintf(cell->reason, sizeof cell->reason, "no efficiency: no cell of the curve %s",
                 all_disturbed(cells, curve) ? "had its CPUs for itself"
                                             : "ran one worker per CPU");
    } else if (!has_other_point(cells, curve)) {
        snprintf(cell->reason, sizeof cell->reason,
                 "no efficiency: one point only, and no serial run of the same work");
    } else {
        cell->base = smallest;
        cell->baseline = smallest->workers == 1 ? BASELINE_SELF : BASELINE_SMALLEST;
    }
}

void baselines_compare(struct cells *cells, bool prefer_serial)
{
    for (size_t i = 0; i < cells->study_count; ++i) {
        const struct study *study = &cells->studies[i];
        const struct cell *serial = prefer_serial ? find_serial(cells, study) : NULL;
        for (size_t j = study->first_cell; j < study->first_cell + study->cell_count; ++j) {
            struct cell *cell = &cells->cells[j];
            cell->base = NULL;
            cell->baseline = BASELINE_NONE;
            cell->reason[0] = cell->usable ? '\0' : cell->reason[0];
            choose_baseline(cells, serial, cell);
            if (cell->base)
                compare_cell(cell, study->weak);
        }
    }
}
