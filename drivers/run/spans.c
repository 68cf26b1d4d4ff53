/* When all workers did their units in the last iteration of a run. */
#include "drivers/run/spans.h"

#include <stdlib.h>

#include "drivers/record/rows.h"

int spans_start(struct spans *spans, const struct job *job)
{
    const size_t threads = (size_t)job->team->threads;
    const size_t workers = job->team->rank == 0 ? (size_t)job->team->ranks * threads : 1;
    *spans = (struct spans){.mine = calloc(threads, sizeof *spans->mine),
                            .all = calloc(workers, sizeof *spans->all),
                            .rows = calloc(workers, TIMELINE_SPANS * sizeof *spans->rows)};
    return team_total(job->team, !spans->mine || !spans->all || !spans->rows) ? -1 : 0;
}

static void add_rows(struct spans *spans, const struct timeline *timeline, struct span_row row)
{
    for (int i = 0; i < timeline->count; ++i) {
        const struct timeline_span *span = &timeline->spans[i];
        row.unit = span->unit;
        row.units = span->units;
        row.begin_s = span->begin;
        row.end_s = span->end;
        row.busy_s = span->busy;
        spans->rows[spans->count++] = row;
    }
}

void spans_collect(struct spans *spans, struct job *job, int iteration)
{
    struct team *team = job->team;
    struct span_row row;
    for (int w = 0; w < team->threads; ++w)
        spans->mine[w] = job->workers[w]->timeline;
    team_collect(team, spans->mine, (size_t)team->threads * sizeof *spans->mine, spans->all);
    record_default(&record_tables[TABLE_SPANS], &row);
    row.iteration = iteration;
    spans->count = 0;
    for (row.rank = 0; team->rank == 0 && row.rank < team->ranks; ++row.rank)
        for (row.thread = 0; row.thread < team->threads; ++row.thread)
            add_rows(spans, &spans->all[row.rank * team->threads + row.thread], row);
}

void spans_free(struct spans *spans)
{
    free(spans->mine);
    free(spans->all);
    free(spans->rows);
    *spans = (struct spans){0};
}
