/* When a worker did its units of an iteration, in as many spans as there is room for. */
#include "drivers/job/timeline.h"

static void join(struct timeline_span *span, const struct timeline_span *next)
{
    span->units += next->units;
    span->end = next->end;
    span->busy += next->busy;
}

static void join_neighbours(struct timeline *timeline)
{
    for (int i = 0; i < TIMELINE_SPANS / 2; ++i) {
        struct timeline_span pair = timeline->spans[2 * i];
        join(&pair, &timeline->spans[2 * i + 1]);
        timeline->spans[i] = pair;
    }
    timeline->count = TIMELINE_SPANS / 2;
    timeline->most = timeline->most ? 2 * timeline->most : 2;
}

void timeline_add(struct timeline *timeline, const struct timeline_span *unit)
{
    struct timeline_span *last = &timeline->spans[timeline->count - (timeline->count > 0)];
    if (timeline->count > 0 && last->units < timeline->most) {
        join(last, unit);
        return;
    }
    if (timeline->count == TIMELINE_SPANS)
        join_neighbours(timeline);
    timeline->spans[timeline->count++] = *unit;
}

void timeline_reset(struct timeline *timeline)
{
    timeline->count = 0;
    timeline->most = 0;
}
