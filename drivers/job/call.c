/* Calls of kernels: whole units, or pieces with the model's stage() between. */
#include "drivers/job/call.h"

void call_kernel(struct job *job, struct worker *worker, int pass, const struct plan *plan,
                 const struct image *src, struct image *dst, struct range rows,
                 const uint64_t *total)
{
    int most = job->options.call_rows > 0 ? job->options.call_rows : range_count(rows);
    struct range piece = {rows.begin, rows.begin};
    while (piece.begin < rows.end) {
        if (piece.begin > rows.begin)
            worker_enter(job->team, worker, STAGE_KERNEL);
        piece.end = rows.end - piece.begin > most ? piece.begin + most : rows.end;
        job->variant->run[pass](plan, src, dst, piece, total, worker->tally, worker->scratch);
        piece.begin = piece.end;
    }
}

void call_reference(struct job *job, struct worker *worker, int pass, const struct plan *plan,
                    const struct image *src, struct image *dst, struct range rows,
                    const uint64_t *total)
{
    job->kernel->variants[0].run[pass](plan, src, dst, rows, total, worker->tally, worker->scratch);
}
