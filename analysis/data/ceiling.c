/* The machine's ceiling: T(1) over p times the mean of the times that p processes take apart. */
#include "analysis/data/ceiling.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/memory.h"

/* The median over a run's iterations of its processes' mean time at work: their ends are not those
 * of the iteration, which waits for the last. NaN: unknown. */
static double time_apart(const struct run *run)
{
    double *times = memory_array(run->sample_count, sizeof *times);
    size_t count = 0;
    for (size_t i = 0; i < run->sample_count; ++i) {
        double sum = 0;
        size_t workers = 0;
        for (size_t k = 0; runs_sample_counts(run->samples[i]) && k < run->worker_count; ++k) {
            const struct worker_row *w = run->workers[k];
            if (w->iteration != run->samples[i]->iteration)
                continue;
            sum += w->plan_s + w->read_s + w->decode_s + w->kernel_s + w->hash_s + w->encode_s +
                   w->write_s;
            ++workers;
        }
        if (workers > 0)
            times[count++] = sum / (double)workers;
    }
    statistics_sort(times, count);
    const double median = statistics_median_interval(times, count, ESTIMATE_CONFIDENCE).value;
    free(times);
    return count > 0 ? median : NAN;
}

/* Of each repetition of a cell, which has as many logs as repetitions. */
static void logs_apart(const struct cell *cell, double *logs)
{
    size_t run = 0;
    for (size_t i = 0; i < cell->used_count; ++i) {
        const size_t launches = cell->repetitions[i].launches;
        logs[i] = 0;
        for (size_t k = 0; k < launches; ++k)
            logs[i] += log(time_apart(cell->runs[run++])) / (double)launches;
    }
}

static const struct cell *find_ceiling(const struct cells *cells, const struct study *study,
                                       int workers)
{
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &cells->cells[i];
        if (cell->runs[0]->row->model_apart == 1 && cell->workers == workers && cell_is_clean(cell))
            return cell;
    }
    return NULL;
}

static void compare_cell(const struct cells *cells, const struct study *study, struct cell *cell)
{
    const int nodes = cell->runs[0]->row->nodes > 1 ? cell->runs[0]->row->nodes : 1;
    const struct cell *ceiling = find_ceiling(cells, study, cell->workers / nodes);
    if (!cell->usable || !ceiling)
        return;
    double *logs = memory_array(ceiling->used_count, sizeof *logs);
    logs_apart(ceiling, logs);
    const struct repeated apart = {ceiling->repetitions, logs, ceiling->used_count};
    const struct repeated own = {cell->repetitions, cell->logs, cell->used_count};
    cell->ceiling = ceiling;
    cell->ceiling_efficiency =
        estimate_scale(repetitions_ratio(&apart, &own), study->weak ? 1 : 1.0 / nodes);
    free(logs);
}

void ceilings_compare(struct cells *cells)
{
    for (size_t i = 0; i < cells->study_count; ++i) {
        const struct study *study = &cells->studies[i];
        for (size_t j = study->first_cell; j < study->first_cell + study->cell_count; ++j)
            compare_cell(cells, study, &cells->cells[j]);
    }
}
