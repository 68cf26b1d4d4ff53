/* The runs of a damaged results file, as far as they could be read. */
#include "analysis/data/salvage.h"

#include <string.h>

#include "analysis/data/runs.h"
#include "drivers/record/words.h"

#define SET(row, member, text) record_text((row)->member, sizeof(row)->member, text)

static void invalidate(struct run_row *row, enum invalid_code code, const char *reason)
{
    row->valid = 0;
    SET(row, invalid_code, invalid_code_names[code]);
    SET(row, invalid_reason, reason);
}

static bool lacks_rows(const struct run *run)
{
    const int64_t workers = (int64_t)run->row->ranks * run->row->threads;
    const int64_t iterations = (int64_t)run->row->warmup + run->row->iterations;
    if (strcmp(run->row->mode, "probe") == 0)
        return false;
    return (int64_t)run->sample_count < iterations ||
           (int64_t)run->worker_count != workers * (int64_t)run->sample_count;
}

size_t salvage_mark(struct results *results)
{
    struct runs runs;
    size_t incomplete = 0;
    for (size_t i = 0; i < results->run_count; ++i)
        if (strcmp(results->runs[i].status, "running") == 0) {
            SET(&results->runs[i], status, "stopped");
            invalidate(&results->runs[i], INVALID_STOPPED, "the run was not completed");
        }
    runs_build(&runs, results);
    for (size_t i = 0; i < runs.count; ++i)
        if (lacks_rows(&runs.items[i])) {
            ++incomplete;
            invalidate(&results->runs[i], INVALID_OTHER,
                       "salvaged from a damaged file, which lost some of its rows");
        }
    runs_free(&runs);
    return incomplete;
}
