/* What a long run says while it works. */
#include "drivers/run/progress.h"

#include <math.h>
#include <unistd.h>

#include "drivers/common/timer.h"
#include "drivers/options/options.h"

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

static void print_start(struct progress *progress)
{
    if (progress->bar)
        fputs("\r\033[K", progress->out);
    progress->drawn = true;
}

static void print_end(const struct progress *progress)
{
    if (!progress->bar)
        fputc('\n', progress->out);
    fflush(progress->out);
}

static void print_time(FILE *out, double seconds)
{
    int s = (int)(seconds + 0.5);
    if (s < 60)
        fprintf(out, "%d s", s);
    else if (s < 3600)
        fprintf(out, "%d:%02d min", s / 60, s % 60);
    else
        fprintf(out, "%d:%02d h", s / 3600, s / 60 % 60);
}

void progress_unit(struct progress *progress, const struct progress_state *state)
{
    if (state->done == 0 || !is_due(progress))
        return;
    FILE *out = progress->out;
    double elapsed = progress->last - progress->began;
    double share = fmin(1, (double)state->done * state->processes / state->total);
    print_start(progress);
    fprintf(out, "%s%.0f of %d images (%.0f %%), %.1f images/s",
            state->processes > 1 ? "about " : "", share * state->total, state->total, 100 * share,
            share * state->total / elapsed);
    if (state->bytes)
        fprintf(out, ", %.3g MB/s", (double)state->bytes * state->processes / elapsed / 1e6);
    if (state->failed)
        fprintf(out, ", %d failed", state->failed * state->processes);
    if (share >= estimated_from) {
        fputs(", ", out);
        print_time(out, elapsed * (1 - share) / share);
        fputs(" left", out);
    }
    print_end(progress);
}

void progress_iteration(struct progress *progress, int iterations, const struct interval *median)
{
    if (!is_due(progress))
        return;
    double half_width = fmax(median->high - median->value, median->value - median->low);
    print_start(progress);
    fprintf(progress->out, "iteration %d, median %.4g s", iterations, median->value);
    if (isfinite(half_width))
        fprintf(progress->out, " +- %.1f %%", 100 * half_width / median->value);
    double elapsed = progress->last - progress->began, left = progress->budget - elapsed;
    if (isfinite(left) && elapsed >= estimated_from * progress->budget) {
        fputs(", at most ", progress->out);
        print_time(progress->out, left > 0 ? left : 0);
        fputs(" left", progress->out);
    }
    print_end(progress);
}

void progress_end(struct progress *progress)
{
    if (progress->out && progress->bar && progress->drawn)
        fputs("\r\033[K", progress->out);
    progress->out = NULL;
}
