/* Rounds of timings. The clock counts the CPU time of the thread: kernels neither wait nor sleep,
 * so on an idle machine it shows the same as the wall clock, and on a shared one it leaves out
 * what other programs took. Caches are left as the item before left them. */
#include "tests/check/check_timing.h"

#include "drivers/common/timer.h"

#include <stdio.h>
#include <stdlib.h>

static void timing_round(struct timed *const *items, int count, int round)
{
    for (int i = 0; i < count; ++i) {
        struct timed *item = items[round % 2 ? count - 1 - i : i];
        double begin = timer_thread_cpu();
        item->run(item->context);
        item->seconds[round] = timer_thread_cpu() - begin;
    }
}

void timing_run(struct timing *timing, struct timed *const *items, int count)
{
    for (int i = 0; i < count; ++i) {
        items[i]->seconds = malloc((size_t)timing->rounds * sizeof *items[i]->seconds);
        if (!items[i]->seconds) {
            fprintf(stderr, "check_kernel: out of memory\n");
            exit(71);
        }
        items[i]->run(items[i]->context);
    }
    double begin = timer_now(), busy = timer_thread_cpu(), last = 0, elapsed = 0;
    int done = 0;
    for (; done < timing->rounds && (done == 0 || elapsed + last <= timing->limit); ++done) {
        fprintf(stderr, "check_kernel: round %d of at most %d, %d runs, after %.0f s\n", done + 1,
                timing->rounds, count, elapsed);
        timing_round(items, count, done);
        last = timer_now() - begin - elapsed;
        elapsed += last;
    }
    timing->share = (timer_thread_cpu() - busy) / elapsed;
    timing->rounds = done;
    for (int i = 0; i < count; ++i)
        statistics_sort(items[i]->seconds, (size_t)done);
}

struct interval timing_interval(const struct timing *timing, const struct timed *item)
{
    return statistics_median_interval(item->seconds, (size_t)timing->rounds, 0.95);
}

void timing_free(struct timed *const *items, int count)
{
    for (int i = 0; i < count; ++i)
        free(items[i]->seconds);
}
