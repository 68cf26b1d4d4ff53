/* The iterations of a run: how often, and what they say together. */
#include "drivers/run/measure.h"

#include <math.h>
#include <stdlib.h>

#include "drivers/common/exit_code.h"

/* LEAST, or it and a multiple of CHECK_EVERY: after so many the stop rule looks at the median. */
enum { ITERATIONS_MAX = 10000, CHECK_EVERY = 10, LEAST = 6, CLOCK_READINGS = 1001 };

static struct interval median_of(const struct measurement *m)
{
    double *values = malloc((size_t)m->sample_count * sizeof *values);
    size_t n = 0;
    if (!values)
        return (struct interval){NAN, NAN, NAN};
    for (int i = 0; i < m->sample_count; ++i)
        if (m->samples[i].valid && !m->samples[i].warmup)
            values[n++] = m->samples[i].wall_s;
    statistics_sort(values, n);
    struct interval median = statistics_median_interval(values, n, 0.95);
    free(values);
    return median;
}

/* Jobs that take long need not be repeated as often. */
static int least_iterations(double seconds)
{
    return seconds > 10 ? LEAST : seconds > 1 ? CHECK_EVERY : 2 * CHECK_EVERY;
}

/* Sorting all samples after each of very many would take longer than they do: the median is made
 * anew where the stop rule looks at it, and now and then to show. */
static bool median_is_due(const struct options *o, const struct measurement *m, double now)
{
    int n = m->iterations;
    bool looked_at = o->iterations == 0 && (n % CHECK_EVERY == 0 || n % CHECK_EVERY == LEAST);
    return n <= 2 * CHECK_EVERY || looked_at || now - m->median_at >= 0.5;
}

static void make_median(struct measurement *m, double now)
{
    m->median = median_of(m);
    m->median_at = now;
}

static double half_width(const struct interval *i)
{
    return fmax(i->high - i->value, i->value - i->low);
}

/* Why to stop after the iterations so far, if at all. Decided by rank 0. */
static enum stopped_by stop_rule(const struct options *o, const struct measurement *m,
                                 double elapsed)
{
    int n = m->iterations;
    if (!o->measure)
        return n >= 1 ? STOPPED_BY_PASS : STOPPED_BY_NOTHING;
    if (o->iterations > 0)
        return n >= o->iterations               ? STOPPED_BY_MAX
               : n >= 1 && elapsed >= o->budget ? STOPPED_BY_BUDGET
                                                : STOPPED_BY_NOTHING;
    if (o->sharing == SHARING_RACY) /* it is seen once, or not in all of the time */
        return m->lost > 0            ? STOPPED_BY_LOST
               : elapsed >= o->budget ? STOPPED_BY_BUDGET
                                      : STOPPED_BY_NOTHING;
    int least = least_iterations(m->median.value);
    if (n < least)
        return STOPPED_BY_NOTHING;
    if ((n - least) % CHECK_EVERY == 0 && half_width(&m->median) <= 0.02 * m->median.value)
        return STOPPED_BY_CI;
    if (elapsed >= o->budget)
        return STOPPED_BY_BUDGET;
    return n >= ITERATIONS_MAX ? STOPPED_BY_MAX : STOPPED_BY_NOTHING;
}

/* The same, where a process may have been stopped meanwhile. */
static enum stopped_by stop_reason(const struct job *job, const struct measurement *m,
                                   const uint64_t *counts, double elapsed)
{
    enum stopped_by reason = stop_rule(&job->options, m, elapsed);
    if (counts[STOPPED])
        return counts[FULL]      ? STOPPED_BY_FULL
               : counts[LIMITED] ? STOPPED_BY_ERRORS
                                 : STOPPED_BY_SIGNAL;
    /* The next iteration would do no better, and none of them counts. */
    if (counts[FAILED] > 0 &&
        (counts[DONE] == 0 || (job->options.measure && !job->options.iterations)))
        return STOPPED_BY_ERRORS;
    return counts[LAST] && reason == STOPPED_BY_NOTHING ? STOPPED_BY_SIGNAL : reason;
}

/* There is room for the next power of two. */
static int add_sample(struct measurement *m, const struct sample_row *sample)
{
    size_t count = (size_t)m->sample_count;
    if ((count & (count - 1)) == 0) {
        struct sample_row *larger =
            realloc(m->samples, (count ? 2 * count : 1) * sizeof *m->samples);
        if (!larger)
            return -1;
        m->samples = larger;
    }
    m->samples[m->sample_count++] = *sample;
    return 0;
}

/* Rank 0 keeps the sample, and decides on the next iteration. */
static void conclude(struct job *job, struct measurement *m, struct measure_course *course,
                     const struct sample_row *sample, const uint64_t *counts)
{
    const struct iteration *c = &course->iteration;
    size_t workers = (size_t)job->team->ranks * (size_t)job->team->threads;
    double now = timer_now();
    bool kept =
        add_sample(m, sample) == 0 && evidence_add(&course->evidence, sample, c->all, workers) == 0;
    if (median_is_due(&job->options, m, now))
        make_median(m, now);
    if (sample->warmup)
        course->warm = now;
    enum stopped_by reason = stop_reason(job, m, counts, now - course->warm);
    if (reason != STOPPED_BY_NOTHING) {
        m->stopped_by = reason;
        make_median(m, now);
    }
    course->witnessed.spent_s += c->witness_s;
    course->next.go = kept && reason == STOPPED_BY_NOTHING;
    course->next.witness = witness_next(&course->witnessed, course->began, now, sample->wall_s);
    if (course->next.witness > course->witness_most)
        course->next.witness = course->witness_most;
}

bool measure_take(struct measure_course *course, struct job *job, struct measurement *m,
                  const struct sample_row *taken, const uint64_t *counts, measure_watch_fn *watch,
                  void *context)
{
    struct sample_row sample = *taken;
    size_t workers = (size_t)job->team->ranks * (size_t)job->team->threads;
    bool warmup = m->warmup < job->options.warmup;
    bool complete = counts[STOPPED] == 0 && counts[DONE] == (uint64_t)job->inputs.count;
    if (m->warmup + m->iterations == 0)
        m->checksum = counts[HASH];
    m->agreed = m->agreed && (!complete || counts[HASH] == m->checksum);
    m->done = (int64_t)counts[DONE];
    m->failed = (int64_t)counts[FAILED];
    for (int kind = 0; kind < NOTES; ++kind)
        m->noted[kind] = (int64_t)counts[NOTED + kind];
    m->result_bytes = (int64_t)counts[KEPT];
    m->plans_built = (int64_t)counts[PLANS];
    m->pixels = (int64_t)counts[PIXELS];
    m->lost += (int64_t)counts[LOST];
    m->warm += (int64_t)counts[WARM];
    sample.warmup = warmup;
    sample.valid = complete && counts[HASH] == m->checksum;
    course->last = sample.valid && !warmup ? sample.iteration : -1;
    m->warmup += warmup;
    m->iterations += !warmup;
    m->measured_s += sample.wall_s;
    if (job->team->rank == 0) {
        conclude(job, m, course, &sample, counts);
        watch(context, m, &sample, course->iteration.all, workers);
    }
    team_broadcast(job->team, &course->next, sizeof course->next);
    return course->next.go;
}

int measure_begin(struct measure_course *course, struct job *job, const struct placement *placement,
                  struct measurement *m)
{
    struct timespec now;
    *course = (struct measure_course){.next = {.go = 1},
                                      .witness_most = placement->oversubscribed ? WITNESS_BRIEF
                                                                                : WITNESS_WHOLE};
    *m = (struct measurement){.agreed = true, .stopped_by = STOPPED_BY_MEMORY};
    m->median = (struct interval){NAN, NAN, NAN};
    int failed = iteration_start(&course->iteration, job, placement);
    failed = spans_start(&m->spans, job) || failed;
    if (failed)
        return EXIT_MEMORY;
    team_barrier(job->team);
    clock_gettime(CLOCK_REALTIME, &now);
    m->began_at = (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
    course->began = course->warm = timer_now();
    disturbance_read(&course->before);
    return 0;
}

void measure_end(struct measure_course *course, struct job *job, const struct placement *placement,
                 struct measurement *m)
{
    struct disturbance after;
    disturbance_read(&after);
    if (course->last >= 0)
        spans_collect(&m->spans, job, course->last);
    disturbance_find(job->team, placement, &course->before, &after, timer_now() - course->began,
                     &m->quality);
    evidence_conclude(&course->evidence, job->team->ranks * job->team->threads, &m->quality);
    if (job->team->rank == 0)
        peak_find(&m->peak, course->iteration.all, (size_t)job->team->ranks,
                  (size_t)job->team->threads);
    iteration_free(&course->iteration);
    evidence_free(&course->evidence);
}

int measure_run(struct job *job, const struct placement *placement, struct measurement *m,
                measure_watch_fn *watch, void *context)
{
    struct measure_course course;
    uint64_t counts[COUNTS];
    int code = measure_begin(&course, job, placement, m);
    for (bool go = !code; go;) {
        struct sample_row sample = iteration_run(job, &course.iteration, m->warmup + m->iterations,
                                                 course.next.witness, counts);
        go = measure_take(&course, job, m, &sample, counts, watch, context);
    }
    measure_end(&course, job, placement, m);
    return code;
}

void measure_free(struct measurement *m)
{
    free(m->samples);
    m->samples = NULL;
    spans_free(&m->spans);
}

double measure_timer_cost(void)
{
    static double cost[CLOCK_READINGS];
    double before = timer_now();
    for (int i = 0; i < CLOCK_READINGS; ++i) {
        double now = timer_now();
        cost[i] = now - before;
        before = now;
    }
    statistics_sort(cost, CLOCK_READINGS);
    return statistics_median(cost, CLOCK_READINGS);
}
