/* The workers of one iteration: what each did, and how long it waited. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/draw/panel.h"
#include "analysis/draw/rows.h"
#include "analysis/memory.h"

/* The valid iteration of the median time; -1: there is none. */
static int median_iteration(const struct run *run)
{
    double least = INFINITY;
    int found = -1;
    for (size_t i = 0; i < run->sample_count; ++i) {
        const double distance = fabs(run->samples[i]->wall_s - run->median.value);
        if (runs_sample_counts(run->samples[i]) && distance < least) {
            least = distance;
            found = run->samples[i]->iteration;
        }
    }
    return found;
}

/* The curve's clean cell of the most workers, of which there are several and rows in the file. */
static const struct cell *choose(const struct cells *cells, const struct curve *curve)
{
    for (size_t i = curve->first + curve->count; i-- > curve->first;) {
        const struct cell *cell = &cells->cells[i];
        if (cell->workers > 1 && cell->workers < ROWS_MAX && cell_is_clean(cell) &&
            !isnan(cell->stages[STAGE_KERNEL]))
            return cell;
    }
    return NULL;
}

static bool has_some(const struct cells *cells, const struct study *study)
{
    for (size_t i = study->first; i < study->first + study->count; ++i)
        if (!panel_is_ceiling(cells, &cells->curves[i]) && choose(cells, &cells->curves[i]))
            return true;
    return false;
}

struct lot {
    char (*labels)[ROWS_LABEL];
    double (*seconds)[STAGE_COUNT];
    double *start, *places;
    size_t count;
};

static void add_worker(struct lot *lot, const struct worker_row *w, double wall, const char *label)
{
    const double stages[STAGE_COUNT] = {
        w->plan_s,   w->read_s,  w->decode_s, w->kernel_s, w->hash_s,
        w->encode_s, w->write_s, w->comm_s,   w->wait_s,   0};
    const size_t i = lot->count++;
    double rest = wall;
    for (int stage = 0; stage < STAGE_COUNT; ++stage) {
        lot->seconds[i][stage] = fmax(stages[stage], 0); /* NaN: nothing */
        rest -= lot->seconds[i][stage];
    }
    const double first = fmin(fmax(w->first_unit_s, 0), fmax(rest, 0));
    lot->start[i] = isnan(first) ? 0 : first;
    lot->seconds[i][STAGE_OTHER] = fmax(rest - lot->start[i], 0);
    if (w->rank == 0 && w->thread == 0)
        snprintf(lot->labels[i], ROWS_LABEL, "%.22s r0 t0", label);
    else
        snprintf(lot->labels[i], ROWS_LABEL, "r%d t%d", w->rank, w->thread);
}

static void add_cell(struct lot *lot, const struct cells *cells, const struct cell *cell,
                     struct plot *plot)
{
    const struct run *run = rows_run(cell, NULL);
    const int iteration = median_iteration(run);
    const double wall = runs_wall(run, iteration);
    const size_t begin = lot->count;
    char label[ROWS_LABEL];
    double least = INFINITY, most = 0;
    rows_label(cells, cell, label);
    for (size_t i = 0; i < run->worker_count && lot->count < ROWS_MAX; ++i) {
        if (run->workers[i]->iteration != iteration)
            continue;
        const double last = lot->count > 0 ? lot->places[lot->count - 1] : -1;
        lot->places[lot->count] = last + (lot->count == begin && begin > 0 ? 1.8 : 1);
        add_worker(lot, run->workers[i], wall, label);
        const double busy = wall - run->workers[i]->wait_s - run->workers[i]->comm_s;
        least = fmin(least, busy);
        most = fmax(most, busy);
    }
    fprintf(plot->alt, "%s took %.3g ms, its workers were busy %.0f to %.0f %% of it; ", label,
            1e3 * wall, 100 * least / wall, 100 * most / wall);
}

static void draw(const struct cells *cells, const struct study *study, struct plot *plot)
{
    struct lot lot = {
        memory_array(ROWS_MAX, sizeof *lot.labels), memory_array(ROWS_MAX, sizeof *lot.seconds),
        memory_array(ROWS_MAX, sizeof *lot.start), memory_array(ROWS_MAX, sizeof *lot.places), 0};
    fprintf(plot->alt, "%s: ", plot->title);
    for (size_t i = study->first; i < study->first + study->count; ++i) {
        const struct cell *cell = choose(cells, &cells->curves[i]);
        if (cell && !panel_is_ceiling(cells, &cells->curves[i]) &&
            lot.count + (size_t)cell->workers <= ROWS_MAX)
            add_cell(&lot, cells, cell, plot);
    }
    double most = 0;
    for (size_t i = 0; i < lot.count; ++i) {
        double sum = lot.start[i];
        for (int stage = 0; stage < STAGE_COUNT; ++stage)
            sum += lot.seconds[i][stage];
        most = fmax(most, sum);
    }
    plot_set(plot, "xlabel", most < 1 ? "ms from the barrier on" : "s from the barrier on");
    const int height = rows_axis(plot, lot.labels, lot.places, lot.count);
    rows_stages(plot, lot.places, lot.seconds, lot.start, lot.count, height);
    fputs("The iteration of median time of each model's largest clean cell: every worker (rank, "
          "thread) from its first unit on. Each stage's time is its sum over the iteration: "
          "bars have no order in time.",
          plot->caption);
    free(lot.labels);
    free(lot.seconds);
    free(lot.start);
    free(lot.places);
}

const struct panel panel_workers = {
    "workers", NULL, "Workers of one iteration", NULL, has_some, draw,
};
