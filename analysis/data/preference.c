/* Which of several ways to work to take, where their times were not told apart. */
#include "analysis/data/preference.h"

#include <math.h>
#include <string.h>

#include "analysis/data/model_kind.h"

/* Bytes of all its processes; NaN: unknown. */
static double memory_of(const struct cell *cell)
{
    const struct run *run = cell->runs[0];
    double sum = 0;
    for (size_t i = 0; i < run->worker_count; ++i) {
        const struct worker_row *worker = run->workers[i];
        if (worker->thread != 0 || worker->iteration != run->workers[0]->iteration)
            continue;
        const int64_t bytes = worker->pss_bytes > 0 ? worker->pss_bytes : worker->rss_bytes;
        sum = bytes > 0 ? sum + (double)bytes : NAN;
    }
    return sum > 0 ? sum : NAN;
}

bool preference_is_simpler(const struct cell *a, const struct cell *b)
{
    const struct run_row *left = a->runs[0]->row, *right = b->runs[0]->row;
    const bool alone = strcmp(left->start, "direct") == 0;
    if (left->ranks != right->ranks)
        return left->ranks < right->ranks;
    if (alone != (strcmp(right->start, "direct") == 0))
        return alone;
    if (a->workers != b->workers)
        return a->workers < b->workers;
    if (model_kind_of(left) != model_kind_of(right))
        return model_kind_of(left) < model_kind_of(right);
    return memory_of(a) < 0.95 * memory_of(b); /* false for NaN */
}
