/* Is this a valid results file? */
#include "analysis/data/check.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "analysis/data/check_spans.h"
#include "drivers/common/number.h"
#include "drivers/record/rows.h"
#include "drivers/record/tables.h"

/* Seconds: less than a clock can tell, more than anybody waits. */
static const double SHORTEST = 1e-10, LONGEST = 1e10;

struct report {
    char *message;
    size_t size;
};

static bool fault(const struct report *report, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static bool fault(const struct report *report, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(report->message, report->size, format, arguments);
    va_end(arguments);
    return false;
}

static bool check_sample(const struct report *report, const struct run *run,
                         const struct sample_row *sample)
{
    const int iteration = sample->iteration;
    if (!(sample->wall_s >= SHORTEST && sample->wall_s <= LONGEST))
        return fault(report, "iteration %d took %s s: no clock and nobody measured that", iteration,
                     number_short(sample->wall_s, NUMBER_DIGITS).text);
    if (sample->units_done < 0 || sample->units_failed < 0)
        return fault(report, "iteration %d: a number of units is negative", iteration);
    if (sample->valid && sample->units_done + sample->units_failed == 0 && run->row->images > 0)
        return fault(report, "iteration %d is called valid, but no unit was done", iteration);
    if (sample->valid && sample->checksum[0] != '\0' &&
        strcmp(sample->checksum, run->row->checksum) != 0)
        return fault(report, "iteration %d has checksum %s, its run has %s", iteration,
                     sample->checksum, run->row->checksum);
    return true;
}

static bool check_samples(const struct report *report, const struct run *run)
{
    for (size_t i = 0; i < run->sample_count; ++i) {
        if (i > 0 && run->samples[i]->iteration == run->samples[i - 1]->iteration)
            return fault(report, "iteration %d is there twice", run->samples[i]->iteration);
        if (!check_sample(report, run, run->samples[i]))
            return false;
    }
    return true;
}

static bool check_workers(const struct report *report, const struct run *run)
{
    const struct run_row *row = run->row;
    const int64_t expected = (int64_t)row->ranks * row->threads;
    if (row->ranks < 1 || row->threads < 1)
        return fault(report, "%d ranks of %d threads", row->ranks, row->threads);
    for (size_t i = 0; i < run->worker_count; ++i) {
        const struct worker_row *worker = run->workers[i];
        if (worker->rank < 0 || worker->rank >= row->ranks || worker->thread < 0 ||
            worker->thread >= row->threads)
            return fault(report, "worker of rank %d, thread %d, in a run of %d x %d", worker->rank,
                         worker->thread, row->ranks, row->threads);
    }
    if ((int64_t)run->worker_count != expected * (int64_t)run->sample_count)
        return fault(report, "%zu rows of workers, where %zu iterations of %lld workers make %lld",
                     run->worker_count, run->sample_count, (long long)expected,
                     (long long)(expected * (int64_t)run->sample_count));
    return true;
}

static bool check_run(const struct report *report, const struct run *run)
{
    const char *status = run->row->status;
    if (strlen(run->row->run) != 36)
        return fault(report, "a run's name is no UUID");
    if (strcmp(status, "complete") != 0 && strcmp(status, "stopped") != 0 &&
        strcmp(status, "failed") != 0)
        return fault(report, "run %.8s has status \"%s\"", run->row->run, status);
    if ((run->row->valid != 0) != (run->row->invalid_code[0] == '\0'))
        return fault(report, "run %.8s is called %s, its invalid_code is \"%s\"", run->row->run,
                     run->row->valid ? "valid" : "invalid", run->row->invalid_code);
    bool probe = strcmp(run->row->mode, "probe") == 0; /* has points instead of samples */
    if (!probe && run->sample_count == 0 && strcmp(status, "complete") == 0)
        return fault(report, "run %.8s is complete without a single sample", run->row->run);
    return check_samples(report, run) && check_workers(report, run) &&
           check_spans(run, report->message, report->size);
}

/* Is it a time that somebody may have measured, or a difference of two? NaN: unknown. */
static bool is_time(double seconds)
{
    return isnan(seconds) || fpclassify(seconds) == FP_ZERO ||
           (isnormal(seconds) && fabs(seconds) <= LONGEST);
}

/* The times of all tables, but for the iterations', of which more is asked. */
static bool check_times(const struct report *report, const struct results *results)
{
    for (int index = 0; index < RECORD_TABLES; ++index) {
        const struct record_table *table = &record_tables[index];
        const char *rows = record_rows(results, table);
        for (size_t k = 0; k < table->field_count; ++k) {
            const struct record_field *field = &table->fields[k];
            if (field->kind != RECORD_DOUBLE || strcmp(field->units, "s") != 0)
                continue;
            for (size_t i = 0; i < record_rows_count(results, table); ++i) {
                double seconds;
                memcpy(&seconds, rows + i * table->row_size + field->offset, sizeof seconds);
                if (!is_time(seconds))
                    return fault(report, "%s of run %.8s in %s is %s s, which is no time",
                                 field->name, rows + i * table->row_size, table->path,
                                 number_short(seconds, NUMBER_DIGITS).text);
            }
        }
    }
    return true;
}

static size_t count_unresolved(const struct results *results, const struct runs *runs)
{
    size_t count = runs->orphans;
    for (size_t i = 0; i < results->point_count; ++i)
        count += runs_find(runs, results->points[i].run) == SIZE_MAX ? 1 : 0;
    for (size_t i = 0; i < results->fact_count; ++i)
        count += runs_find(runs, results->facts[i].run) == SIZE_MAX ? 1 : 0;
    for (size_t i = 0; i < results->node_count; ++i)
        count += runs_find(runs, results->nodes[i].run) == SIZE_MAX ? 1 : 0;
    return count;
}

bool check_results(const struct results *results, const struct runs *runs, char *message,
                   size_t size)
{
    const struct report report = {message, size};
    if (results->run_count == 0)
        return fault(&report, "holds no run");
    const size_t unresolved = count_unresolved(results, runs);
    if (unresolved > 0)
        return fault(&report, "%zu rows belong to no run of this file", unresolved);
    for (size_t i = 0; i < runs->count; ++i) {
        if (!check_run(&report, &runs->items[i]))
            return false;
    }
    if (!check_times(&report, results))
        return false;
    snprintf(message, size, "%zu run%s, %zu samples, %zu workers' rows, %zu facts, %zu node%s, %s",
             results->run_count, results->run_count == 1 ? "" : "s", results->sample_count,
             results->worker_count, results->fact_count, results->node_count,
             results->node_count == 1 ? "" : "s", results->runs[0].status);
    return true;
}
