/* What a long run says while it works. */
#include "drivers/run/progress.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/number.h"
#include "drivers/common/terminal.h"
#include "drivers/common/timer.h"
#include "drivers/options/options.h"

enum { PART = 96 };

static const double bar_every = 0.2, log_every = 10; /* seconds */
static const double estimated_from = 0.05;           /* of the work, or of the budget */

void progress_start(struct progress *progress, int mode, bool quiet, double budget)
{
    *progress = (struct progress){.began = timer_now(), .budget = budget};
    progress->last = progress->began;
    if (quiet || mode == PROGRESS_NONE)
        return;
    progress->out = stderr;
    progress->bar = mode == PROGRESS_BAR || (mode == PROGRESS_AUTO && isatty(STDERR_FILENO));
}

static bool is_due(struct progress *progress)
{
    if (!progress->out)
        return false;
    double now = timer_now();
    if (now - progress->last < (progress->bar ? bar_every : log_every))
        return false;
    progress->last = now;
    return true;
}

/* One line in parts, the middle of which is left out where a bar has no room for all; cut to fit,
 * since a line that goes on cannot be rewritten. */
static void print(struct progress *progress, const char *first, const char *middle,
                  const char *last)
{
    char line[3 * PART];
    const int room = terminal_columns(progress->out) - 1; /* the cursor stands behind it */
    snprintf(line, sizeof line, "%s%s%s", first, middle, last);
    if (progress->bar && (int)strlen(line) > room)
        snprintf(line, sizeof line, "%s%s", first, last);
    if (progress->bar)
        fprintf(progress->out, "\r\033[K%.*s", room, line);
    else
        fprintf(progress->out, "%s\n", line);
    fflush(progress->out);
    progress->drawn = true;
}

static void say_left(char *text, const char *before, double seconds)
{
    const int s = (int)(seconds + 0.5);
    if (s < 60)
        snprintf(text, PART, ", %s%d s left", before, s);
    else if (s < 3600)
        snprintf(text, PART, ", %s%d:%02d min left", before, s / 60, s % 60);
    else
        snprintf(text, PART, ", %s%d:%02d h left", before, s / 3600, s / 60 % 60);
}

void progress_unit(struct progress *progress, const struct progress_state *state)
{
    if (state->done == 0 || !is_due(progress))
        return;
    double elapsed = progress->last - progress->began;
    double share = fmin(1, (double)state->done * state->processes / state->total);
    char first[PART], bytes[PART] = "", failed[PART] = "", left[PART] = "", last[2 * PART];
    snprintf(first, PART, "%s%.0f of %d images (%.0f %%), %s images/s",
             state->processes > 1 ? "about " : "", share * state->total, state->total, 100 * share,
             number_short(share * state->total / elapsed, 3).text);
    if (state->bytes)
        snprintf(bytes, PART, ", %s MB/s",
                 number_short((double)state->bytes * state->processes / elapsed / 1e6, 3).text);
    if (state->failed)
        snprintf(failed, PART, ", %d failed", state->failed * state->processes);
    if (share >= estimated_from)
        say_left(left, "", elapsed * (1 - share) / share);
    snprintf(last, sizeof last, "%s%s", failed, left);
    print(progress, first, bytes, last);
}

void progress_iteration(struct progress *progress, int iterations, const struct interval *median)
{
    if (!is_due(progress))
        return;
    double half_width = fmax(median->high - median->value, median->value - median->low);
    double elapsed = progress->last - progress->began, remaining = progress->budget - elapsed;
    char first[PART], precision[PART] = "", left[PART] = "";
    snprintf(first, PART, "iteration %d, median %s s", iterations,
             number_short(median->value, 4).text);
    if (isfinite(half_width))
        snprintf(precision, PART, " +- %s %%",
                 number_short(100 * half_width / median->value, 2).text);
    if (isfinite(remaining) && elapsed >= estimated_from * progress->budget)
        say_left(left, "at most ", fmax(0, remaining));
    print(progress, first, precision, left);
}

void progress_end(struct progress *progress)
{
    if (progress->out && progress->bar && progress->drawn)
        fputs("\r\033[K", progress->out);
    progress->out = NULL;
}
