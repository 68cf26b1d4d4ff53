/* All that can be fitted to one curve of a study. */
#include "analysis/data/curve_fits.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/data/series.h"
#include "analysis/memory.h"

static void collect(struct curve_fits *fits, const struct cells *cells)
{
    const struct curve *curve = fits->curve;
    fits->cells = memory_array(curve->count, sizeof fits->cells[0]);
    fits->points = memory_array(curve->count, sizeof fits->points[0]);
    for (size_t i = curve->first; i < curve->first + curve->count; ++i) {
        const struct cell *cell = &cells->cells[i];
        if (!cell_is_clean(cell))
            ++fits->left_out;
        else if (cell->used_count < ESTIMATE_RUNS_MIN)
            ++fits->few_runs;
        else {
            fits->cells[fits->count] = cell;
            fits->points[fits->count++] =
                (struct scaling_point){cell->logs, cell->used_count, cell->workers};
            fits->largest = (size_t)cell->workers; /* cells of a curve are sorted by workers */
        }
    }
}

static bool are_blocks(const struct curve_fits *fits)
{
    for (size_t i = 0; i < fits->count; ++i)
        if (!series_are_paired(fits->cells[0], fits->cells[i]))
            return false;
    return fits->count > 1;
}

/* e against the baseline of one worker that the cells are compared with. */
static struct interval growth_of(const struct curve_fits *fits)
{
    struct interval growth = {NAN, NAN, NAN};
    const struct cell *base = fits->count > 0 ? fits->cells[0]->base : NULL;
    if (fits->study->weak || !base || base->workers != 1)
        return growth;
    struct scaling_point *series = memory_array(fits->count + 1, sizeof *series);
    size_t count = 1;
    series[0] = (struct scaling_point){base->logs, base->used_count, 1};
    for (size_t i = 0; i < fits->count; ++i)
        if (fits->points[i].workers > 1)
            series[count++] = fits->points[i];
    growth =
        fit_fraction_growth(series, count, fits->blocks && series_are_paired(base, fits->cells[0]));
    free(series);
    return growth;
}

void curve_fits_make(struct curve_fits *fits, const struct cells *cells, const struct curve *curve)
{
    static const struct law *const strong[] = {&law_amdahl, &law_usl}, *const weak[] = {
                                                                           &law_gustafson};
    *fits = (struct curve_fits){.study = &cells->studies[curve->study], .curve = curve};
    collect(fits, cells);
    fits->blocks = are_blocks(fits);
    fits->law_count = fits->study->weak ? 1 : 2;
    for (size_t i = 0; i < fits->law_count; ++i)
        fit_make(&fits->laws[i], fits->study->weak ? weak[i] : strong[i], fits->points, fits->count,
                 fits->blocks);
    fits->growth = growth_of(fits);
    pmnf_make(&fits->pmnf, fits->points, fits->count, !fits->study->weak);
}

void curve_fits_free(struct curve_fits *fits)
{
    for (size_t i = 0; i < fits->law_count; ++i)
        fit_free(&fits->laws[i]);
    free(fits->cells);
    free(fits->points);
    *fits = (struct curve_fits){0};
}
