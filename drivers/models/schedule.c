/* Block, cyclic, dynamic and guided chunks. Guided: Polychronopoulos & Kuck 1987, halved so that
 * the first chunks leave work to balance: a chunk is what remains, divided by twice the workers. */
#include "drivers/models/schedule.h"

#include <assert.h>
#include <stddef.h>

const char *const schedule_names[] = {"block", "cyclic", "dynamic", "guided", NULL};

bool schedule_is_dealt(enum schedule_kind kind)
{
    return kind == SCHEDULE_DYNAMIC || kind == SCHEDULE_GUIDED;
}

int64_t schedule_own_turn(enum schedule_kind kind, int worker, int workers, int64_t mine)
{
    if (kind == SCHEDULE_BLOCK)
        return mine == 0 ? worker : -1;
    return worker + mine * workers;
}

static int guided_size(int remaining, int workers, int smallest)
{
    int64_t parts = 2 * (int64_t)workers;
    int size = (int)((remaining + parts - 1) / parts);
    size = size > smallest ? size : smallest;
    return size < remaining ? size : remaining;
}

static struct span guided_span(const struct schedule *schedule, int n, int workers, int64_t turn,
                               struct schedule_walk *walk)
{
    assert(turn >= walk->turn);
    for (; walk->turn < turn && walk->begin < n; ++walk->turn)
        walk->begin += guided_size(n - walk->begin, workers, schedule->chunk);
    int size = walk->begin < n ? guided_size(n - walk->begin, workers, schedule->chunk) : 0;
    return (struct span){walk->begin, walk->begin + size};
}

bool schedule_span(const struct schedule *schedule, int n, int workers, int64_t turn,
                   struct schedule_walk *walk, struct span *span)
{
    if (turn < 0)
        return false;
    if (schedule->kind == SCHEDULE_BLOCK) {
        if (turn >= workers)
            return false;
        *span = (struct span){(int)(n * turn / workers), (int)(n * (turn + 1) / workers)};
        return true;
    }
    if (schedule->kind == SCHEDULE_GUIDED) {
        *span = guided_span(schedule, n, workers, turn, walk);
        return span->begin < span->end;
    }
    if (turn >= ((int64_t)n + schedule->chunk - 1) / schedule->chunk)
        return false;
    int64_t end = (turn + 1) * schedule->chunk;
    *span = (struct span){(int)(turn * schedule->chunk), (int)(end < n ? end : n)};
    return true;
}

bool schedule_draw(const struct schedule *schedule, int n, int worker, int workers,
                   atomic_llong *dealt, struct schedule_hand *hand, struct span *span)
{
    int64_t turn = schedule_is_dealt(schedule->kind)
                       ? atomic_fetch_add_explicit(dealt, 1, memory_order_relaxed)
                       : schedule_own_turn(schedule->kind, worker, workers, hand->taken++);
    return schedule_span(schedule, n, workers, turn, &hand->walk, span);
}
