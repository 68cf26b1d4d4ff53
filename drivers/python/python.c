/* A run that Python's workers do: its iterations and its end. */
#include "drivers/python/python.h"

#include <math.h>
#include <stdlib.h>

#include "drivers/python/state.h"

struct python_state *python_state;

void python_forget(struct python_state *s)
{
    measure_free(&s->m);
    if (s->job.team)
        job_destroy(&s->job);
    machine_stop();
    free(s->units);
    free(s->reports);
    free(s);
    python_state = NULL;
}

int python_workers(void)
{
    return python_state->team.threads;
}

int python_units(void)
{
    return python_state->job.inputs.count;
}

int python_call_rows(void)
{
    return python_state->options.call_rows;
}

const char *python_path(int unit)
{
    const struct inputs *inputs = &python_state->job.inputs;
    if (python_state->natural->pixels)
        return NULL;
    return list_path(&inputs->list, inputs->item[unit] % inputs->list.count);
}

int python_in_flight(void)
{
    const struct python_state *s = python_state;
    int possible = inputs_in_flight(&s->job);
    return !s->asked->in_flight ? 0 : possible > 0 ? possible : s->options.input.in_flight;
}

void python_prepare(void)
{
    struct python_state *s = python_state;
    struct testimony *testimonies = s->course.iteration.testimonies;
    iteration_prepare(&s->job, s->m.warmup + s->m.iterations);
    for (int w = 0; w < s->team.threads; ++w) {
        testimonies[w].before = testimonies[w].after;             /* who gets no unit uses no CPU */
        testimonies[w].witness = (struct witness){NAN, NAN, NAN}; /* nobody asks Python's */
    }
}

double python_delay(void)
{
    return python_state->options.input.delay;
}

void python_clock_start(void)
{
    struct python_state *s = python_state;
    if (!s->has_begun) { /* starting the workers, and whoever serves them, is over */
        disturbance_read(&s->course.before);
        s->course.began = timer_now();
        s->has_begun = true;
    }
    s->began = iteration_clock_start(&s->job);
}

void python_clock_stop(void)
{
    struct python_state *s = python_state;
    s->course.iteration.wall = iteration_clock_stop(&s->job) - s->began;
}

static void watch(void *context, const struct measurement *m, const struct sample_row *sample,
                  const struct worker_row *workers, size_t count)
{
    struct python_state *s = context;
    run_file_store(&s->file, sample, workers, count);
    progress_iteration(&s->progress, m->iterations, &m->median);
}

int python_conclude(void)
{
    struct python_state *s = python_state;
    uint64_t counts[COUNTS];
    keep_hash(&s->job);
    struct sample_row sample =
        iteration_conclude(&s->job, &s->course.iteration, s->m.warmup + s->m.iterations, counts);
    python_reports_rows(s);
    return measure_take(&s->course, &s->job, &s->m, &sample, counts, watch, s);
}

int python_close(void)
{
    struct python_state *s = python_state;
    struct verified verified;
    measure_end(&s->course, &s->job, &s->placement, &s->m);
    python_reports_quality(s);
    progress_end(&s->progress);
    int code = 0;
    if (!s->child) {
        code = run_verify(&s->job, &s->m, &verified);
        code = run_conclude(&s->job, &s->file, &s->m, &s->placement, &verified, code);
    }
    python_forget(s);
    return code;
}

void python_abandon(void)
{
    struct python_state *s = python_state;
    record_abandon(s->file.record);
    free(s->file.rows);
    measure_end(&s->course, &s->job, &s->placement, &s->m);
    progress_end(&s->progress);
    python_forget(s);
}

void python_stop(void)
{
    if (python_state) /* a child may be told so before it has begun */
        team_request_stop(&python_state->team, STOP_SIGNAL);
}

int python_stopped(void)
{
    return atomic_load(&python_state->team.stop) != STOP_NONE;
}
