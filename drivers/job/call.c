/* Calls of kernels: whole units, or pieces with the model's stage() between. */
#include "drivers/job/call.h"

void call_kernel(struct job *job, struct worker *worker, int pass, const struct plan *plan,
                 const struct image *src, struct image *dst, const struct band *band)
{
    struct range rows = band->rows;
    int most = job->options.call_rows > 0 ? job->options.call_rows : range_count(rows);
    struct band piece = *band;
    for (piece.rows.end = rows.begin; piece.rows.end < rows.end;) {
        piece.rows.begin = piece.rows.end;
        if (piece.rows.begin > rows.begin)
            worker_enter(job->team, worker, STAGE_KERNEL);
        piece.rows.end = rows.end - piece.rows.begin > most ? piece.rows.begin + most : rows.end;
        job->variant->run[pass](plan, src, dst, &piece);
    }
}

void call_reference(struct job *job, struct worker *worker, int pass, const struct plan *plan,
                    const struct image *src, struct image *dst, const struct band *band)
{
    (void)worker;
    job->kernel->variants[0].run[pass](plan, src, dst, band);
}
