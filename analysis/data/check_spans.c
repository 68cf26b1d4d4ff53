/* Can a run's workers have done their units when its spans say so? */
#include "analysis/data/check_spans.h"

#include <math.h>
#include <stdio.h>

#include "drivers/common/number.h"

/* Seconds: more than what rounding makes of sums and differences of times. */
static const double rounding = 1e-6;

/* What of the span cannot be; NULL: nothing. `wall` is the iteration's time. */
static const char *find_fault(const struct run *run, const struct span_row *span, double wall)
{
    if (span->rank < 0 || span->rank >= run->row->ranks || span->thread < 0 ||
        span->thread >= run->row->threads)
        return "is no worker of the run";
    if (span->unit < 0 || span->units < 1)
        return "has a span without a unit";
    if (isnan(wall))
        return "has a span of an iteration without a sample";
    /* Also true of NaN. */
    if (!(span->begin_s >= -rounding && span->begin_s <= span->end_s))
        return "ends a span before it begins";
    if (!(span->end_s <= wall + rounding))
        return "has a span beyond the end of the iteration";
    if (!(span->busy_s >= -rounding && span->busy_s <= span->end_s - span->begin_s + rounding))
        return "is busy for longer than its span";
    return NULL;
}

static bool overlap(const struct span_row *before, const struct span_row *span)
{
    return before->rank == span->rank && before->thread == span->thread &&
           before->iteration == span->iteration && span->begin_s < before->end_s - rounding;
}

bool check_spans(const struct run *run, char *message, size_t size)
{
    for (size_t i = 0; i < run->span_count; ++i) {
        const struct span_row *span = run->spans[i];
        const char *what = find_fault(run, span, runs_wall(run, span->iteration));
        if (!what && i > 0 && overlap(run->spans[i - 1], span))
            what = "does two units at a time";
        if (what) {
            snprintf(message, size, "rank %d, thread %d %s: %s to %s s in iteration %d", span->rank,
                     span->thread, what, number_short(span->begin_s, NUMBER_DIGITS).text,
                     number_short(span->end_s, NUMBER_DIGITS).text, span->iteration);
            return false;
        }
    }
    return true;
}
