/* The machine's ceiling: T(1) over p times the mean of the times that p processes take apart. */
#include "analysis/data/ceiling.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "analysis/memory.h"

static int compare_iterations(const void *left, const void *right)
{
    const struct sample_row *a = *(const struct sample_row *const *)left;
    const struct sample_row *b = *(const struct sample_row *const *)right;
    return (a->iteration > b->iteration) - (a->iteration < b->iteration);
}

/* Which of the run's samples, that are sorted, is of the iteration; SIZE_MAX: none. */
static size_t find_sample(const struct run *run, int32_t iteration)
{
    const struct sample_row key = {.iteration = iteration}, *pointer = &key;
    const struct sample_row **found = bsearch(&pointer, run->samples, run->sample_count,
                                              sizeof run->samples[0], compare_iterations);
    return found ? (size_t)(found - run->samples) : SIZE_MAX;
}

/* The median over a run's iterations of its processes' mean time at work: their ends are not those
 * of the iteration, which waits for the last. NaN: unknown. */
static double time_apart(const struct run *run)
{
    double *times = memory_array(run->sample_count, sizeof *times);
    size_t *workers = memory_array(run->sample_count, sizeof *workers), count = 0;
    for (size_t k = 0; k < run->worker_count; ++k) {
        const struct worker_row *w = run->workers[k];
        const size_t i = find_sample(run, w->iteration);
        if (i == SIZE_MAX)
            continue;
        times[i] += w->plan_s + w->read_s + w->decode_s + w->kernel_s + w->hash_s + w->encode_s +
                    w->write_s;
        ++workers[i];
    }
    for (size_t i = 0; i < run->sample_count; ++i)
        if (workers[i] > 0 && runs_sample_counts(run->samples[i]))
            times[count++] = times[i] / (double)workers[i];
    statistics_sort(times, count);
    const double median = statistics_median_interval(times, count, ESTIMATE_CONFIDENCE).value;
    free(times);
    free(workers);
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

/* `logs` of the ceiling's repetitions. */
static void compare_cell(const struct study *study, const struct cell *ceiling, const double *logs,
                         struct cell *cell)
{
    const int nodes = cell->runs[0]->row->nodes > 1 ? cell->runs[0]->row->nodes : 1;
    if (!cell->usable || cell->workers / nodes != ceiling->workers)
        return;
    const struct repeated apart = {ceiling->repetitions, logs, ceiling->used_count};
    const struct repeated own = {cell->repetitions, cell->logs, cell->used_count};
    cell->ceiling = ceiling;
    cell->ceiling_efficiency =
        estimate_scale(repetitions_ratio(&apart, &own), study->weak ? 1 : 1.0 / nodes);
}

void ceilings_compare(struct cells *cells)
{
    for (size_t i = 0; i < cells->study_count; ++i) {
        const struct study *study = &cells->studies[i];
        const size_t end = study->first_cell + study->cell_count;
        for (size_t j = study->first_cell; j < end; ++j) {
            const struct cell *ceiling = &cells->cells[j];
            if (find_ceiling(cells, study, ceiling->workers) != ceiling)
                continue;
            double *logs = memory_array(ceiling->used_count, sizeof *logs);
            logs_apart(ceiling, logs);
            for (size_t k = study->first_cell; k < end; ++k)
                compare_cell(study, ceiling, logs, &cells->cells[k]);
            free(logs);
        }
    }
}
