/* Where the time goes: all workers' seconds of one iteration by stage, stacked. */
#include <math.h>
#include <stdlib.h>

#include "analysis/draw/panel.h"
#include "analysis/draw/rows.h"
#include "analysis/memory.h"

static bool has_stages(const struct cell *cell)
{
    return cell->usable && !isnan(cell->stages[STAGE_KERNEL]);
}

static bool has_some(const struct cells *cells, const struct study *study)
{
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i)
        if (has_stages(&cells->cells[i]))
            return true;
    return false;
}

/* The share of the kernel, and the largest other, of each curve's last cell. */
static void describe(const struct cells *cells, const struct cell *const *list, size_t count,
                     struct plot *plot)
{
    fprintf(plot->alt, "%s, at the most workers of each: ", plot->title);
    for (size_t i = 0; i < count; ++i) {
        const struct cell *cell = list[i];
        double all = 0;
        int other = STAGE_WAIT;
        if (i + 1 < count && list[i + 1]->curve == cell->curve)
            continue;
        for (int stage = 0; stage < STAGE_COUNT; ++stage) {
            all += cell->stages[stage];
            if (stage != STAGE_KERNEL && cell->stages[stage] > cell->stages[other])
                other = stage;
        }
        char label[ROWS_LABEL];
        rows_label(cells, cell, label);
        fprintf(plot->alt, "%s: kernel %.0f %%, %s %.0f %%; ", label,
                100 * cell->stages[STAGE_KERNEL] / all, stage_names[other],
                100 * cell->stages[other] / all);
    }
}

static void draw(const struct cells *cells, const struct study *study, struct plot *plot)
{
    const struct cell *list[ROWS_MAX];
    const size_t count = rows_choose(cells, study, has_stages, list);
    double(*seconds)[STAGE_COUNT] = memory_array(count, sizeof *seconds);
    char(*labels)[ROWS_LABEL] = memory_array(count, sizeof *labels);
    double places[ROWS_MAX], most = 0;
    rows_places(list, count, places);
    for (size_t i = 0; i < count; ++i) {
        double sum = 0;
        rows_label(cells, list[i], labels[i]);
        for (int stage = 0; stage < STAGE_COUNT; ++stage) {
            seconds[i][stage] =
                fmax(list[i]->stages[stage], 0) * (study->weak ? 1 : list[i]->workers);
            sum += seconds[i][stage];
        }
        most = fmax(most, sum);
    }
    const int height = rows_axis(plot, labels, places, count);
    char label[80];
    snprintf(label, sizeof label, "%s, in %s",
             study->weak ? "mean of the workers" : "all workers together", most < 1 ? "ms" : "s");
    plot_set(plot, "xlabel", label);
    rows_stages(plot, places, seconds, NULL, count, height);
    describe(cells, list, count, plot);
    fputs(study->weak
              ? "Mean time of a worker in one iteration. Ideal: all bars are of one length."
              : "The workers' times in one iteration, added up. Ideal: all bars are of one length; "
                "what grows is what more workers cost.",
          plot->caption);
    fputs(" wait: imbalance; comm: dealing and messages; other: the rest of T.", plot->caption);
    free(labels);
    free(seconds);
}

const struct panel panel_stages = {
    "stages", NULL, "Where the time goes", NULL, has_some, draw,
};
