/* How far a cell's kernel is from what the machine can move and compute. */
#include "analysis/data/roofline.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/memory.h"

/* What all workers together read in a second, in the witness. */
static double stream_of(const struct cell *cell)
{
    size_t count = 0, next = 0;
    for (size_t i = 0; i < cell->used_runs; ++i)
        count += cell->runs[i]->worker_count;
    double *seconds = memory_array(count, sizeof *seconds);
    for (size_t i = 0; i < cell->used_runs; ++i)
        for (size_t k = 0; k < cell->runs[i]->worker_count; ++k)
            seconds[next++] = cell->runs[i]->workers[k]->probe_stream_s;
    const double median = statistics_median_known(seconds, count);
    free(seconds);
    return cell->workers * (double)RECORD_STREAM_BYTES / median;
}

/* Seconds of one iteration in the kernel, the mean of its workers. */
static struct interval kernel_time(const struct cell *cell)
{
    double *logs = memory_array(cell->used_count, sizeof *logs);
    struct run *const *run = cell->runs; /* in the order of their repetitions */
    for (size_t i = 0; i < cell->used_count; ++i) {
        const size_t launches = cell->repetitions[i].launches;
        for (size_t k = 0; k < launches; ++k)
            logs[i] += log((*run++)->stages[STAGE_KERNEL]) / (double)launches;
    }
    const struct interval time = estimate_mean(logs, cell->used_count);
    free(logs);
    return time;
}

static void fill(struct roofline_point *point, const struct cell *cell)
{
    const struct run_row *row = cell->runs[0]->row;
    const struct interval none = {NAN, NAN, NAN};
    *point = (struct roofline_point){.cell = cell};
    point->operations = row->operations / (double)row->images;
    point->bytes = row->compulsory_bytes / (double)row->images;
    point->intensity = row->operations / row->compulsory_bytes;
    point->stream_rate = stream_of(cell);
    point->peak_rate = cell->runs[0]->peak_rate > 0 ? cell->runs[0]->peak_rate : NAN;
    point->operation_rate = point->byte_rate = none;
    point->roof = point->share = NAN;
    if (!(point->operations > 0) || !(point->bytes > 0)) {
        point->missing = row->width > 0 ? "the program did not count the kernel's work"
                                        : "of files the kernel's work is not counted";
        return;
    }
    if (!(cell->stages[STAGE_KERNEL] > 0)) {
        point->missing = "its time in the kernel is not known";
        return;
    }
    const struct interval time = kernel_time(cell);
    point->operation_rate = estimate_invert(time, row->operations);
    point->byte_rate = estimate_invert(time, row->compulsory_bytes);
    point->roof = fmin(point->intensity * point->stream_rate, point->peak_rate);
    point->share = point->operation_rate.value / point->roof;
}

void roofline_build(struct roofline_set *set, const struct cells *cells)
{
    *set = (struct roofline_set){.all = cells};
    set->points = memory_array(cells->cell_count, sizeof set->points[0]);
    for (size_t i = 0; i < cells->cell_count; ++i)
        if (cells->cells[i].usable)
            fill(&set->points[set->count++], &cells->cells[i]);
}

void roofline_free(struct roofline_set *set)
{
    free(set->points);
    *set = (struct roofline_set){0};
}
