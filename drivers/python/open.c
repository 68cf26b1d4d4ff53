/* The beginning of a run that Python's workers do: command line, job, results file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/standard.h"
#include "drivers/python/state.h"
#include "drivers/run/input_list.h"
#include "kernels/resize/resize.h"

extern const struct kernel kernel_resize;

static const char *version(void)
{
    return python_state->asked->version;
}

/* What is asked of every worker outside the clock, and verification: by the thread that calls. */
static void loop(struct team *team, const struct schedule *schedule, struct span span,
                 unit_fn *unit, void *context)
{
    (void)schedule;
    int64_t count = span.end - span.begin;
    for (int i = span.begin; i < span.end; ++i)
        unit(context, i, (int)((i - span.begin) * (int64_t)team->threads / count));
}

/* The interpreter does not say how often its lock changed hands. */
static void say_lock(struct team *team, struct team_lock *lock)
{
    (void)team;
    lock->use = python_state->asked->lock;
    lock->interval = python_state->asked->switch_interval;
}

static void make_model(struct python_state *s, const struct python_model *asked)
{
    s->asked = asked;
    s->model = (struct model){.name = asked->name,
                              .summary = asked->summary,
                              .processes = asked->processes,
                              .threads = asked->threads,
                              .call_rows = asked->call_rows,
                              .in_flight = asked->in_flight,
                              .inner_start = asked->start,
                              .inner_transfer = asked->transfer,
                              .version = version,
                              .loop = loop,
                              .lock = asked->lock ? say_lock : NULL};
}

/* What these programs do not do; NULL: nothing of it is asked. */
static const char *unasked(const struct options *o, bool processes, bool downloads, bool own)
{
    const char *list = o->input.files_from ? o->input.files_from : o->input.urls_from;
    if (o->split)
        return "--split: Python's workers share out whole images";
    if (o->output.directory)
        return "--output: programs in Python only measure; take a C program";
    if (o->sink != &sink_hash && o->sink != &sink_null)
        return "--sink: programs in Python have hash and null";
    if (own && (int)o->value[RESIZE_FIT] == FIT_PAD)
        return "--fit pad: what this program computes itself has no background beside it";
    if (o->schedule != SCHEDULE_DYNAMIC)
        return "--schedule: Python's workers take the next image when they are free";
    if (o->input.in_flight > 1 && !downloads)
        return "--in-flight: Python's threads and processes download one at a time; take "
               "python-asyncio";
    if (processes && list && strcmp(list, "-") == 0)
        return "a list from standard input: every process reads it; put it into a file";
    return NULL;
}

static int complain(struct python_state *s, int code, const char *message)
{
    return run_complain(&s->team, &kernel_resize, code, message);
}

/* PYTHON_GO, or the exit code. */
static int understand(struct python_state *s, int argc, char **argv)
{
    char message[OPTIONS_MESSAGE];
    const struct program program = {&kernel_resize, &s->model, "python"};
    struct options *o = &s->options;
    enum options_result parsed = options_parse(o, &kernel_resize, &s->model, argc, argv, message);
    team_start(&s->team, &s->model, &o->wish, &argc, &argv);
    if (parsed == OPTIONS_WRONG)
        return complain(s, EXIT_USAGE, message);
    if (parsed == OPTIONS_SAY) {
        options_say(stdout, o, &program);
        return standard_flush() ? complain(s, EXIT_IO, "cannot write to standard output") : EXIT_OK;
    }
    if (s->asked->foreign)
        o->output.sink = 2; /* null, in sink_measured */
    if (s->asked->plain)
        o->simd = 1; /* c, in cpu_levels */
    bool many = s->asked->processes || s->asked->threads;
    int wished = s->asked->processes ? o->wish.ranks : o->wish.threads;
    s->team.threads = wished > 0 ? wished : many ? machine_usable_cpus() : 1;
    s->team.threads_wished = wished > 0;
    if (options_settle(o, &s->team, message))
        return complain(s, EXIT_USAGE, message);
    if (o->list)
        return input_list_print(&s->team, &kernel_resize, o);
    const char *wrong = unasked(o, s->asked->processes, s->asked->in_flight > 0,
                                s->asked->plain || s->asked->foreign);
    if (wrong)
        return complain(s, EXIT_USAGE, wrong);
    if (s->asked->processes)
        o->input.pool = POOL_SHARED; /* children get theirs */
    return PYTHON_GO;
}

static int prepare_job(struct python_state *s)
{
    struct failure failure;
    if (placement_find(&s->placement, &s->team))
        return complain(s, EXIT_MEMORY, "out of memory");
    if (s->asked->start) /* they are all on this machine */
        s->placement.local_ranks = s->team.threads;
    python_give_source(s);
    run_set_up(&s->job, &s->team, &kernel_resize, &s->options, &s->placement);
    s->job.waits_itself = true;
    s->job.loops = s->asked->in_flight > 0;
    if (s->child)
        s->team.threads = 1; /* the work is that of all its siblings */
    s->variant = *s->job.variant;
    if (s->asked->foreign)
        s->variant.name = s->asked->foreign;
    s->job.variant = &s->variant;
    int code = job_prepare(&s->job, &failure);
    size_t workers = (size_t)s->team.threads;
    s->units = calloc(workers, sizeof *s->units);
    s->reports = calloc(workers, sizeof *s->reports);
    if (code)
        return complain(s, code, failure.message);
    if (!s->units || !s->reports)
        return complain(s, EXIT_MEMORY, "out of memory");
    for (size_t w = 0; w < workers; ++w) {
        s->units[w].unit = -1;
        s->reports[w].units = -1;
    }
    return 0;
}

static int open_file(struct python_state *s, int argc, char **argv)
{
    int code = run_file_open(&s->file, &s->job, &s->placement, argc, argv);
    s->file.run.in_flight = python_in_flight();
    if (code || s->file.message[0])
        complain(s, code, s->file.message[0] ? s->file.message : "out of memory");
    return code;
}

/* All that a run needs before its first iteration. */
static int prepare(struct python_state *s, int argc, char **argv)
{
    const struct options *o = &s->options;
    int code = prepare_job(s);
    if (code == 0 && !s->child)
        code = open_file(s, argc, argv);
    if (code)
        return code;
    if (!s->child && *inputs_note(&s->job))
        complain(s, code, inputs_note(&s->job));
    if (measure_begin(&s->course, &s->job, &s->placement, &s->m)) {
        record_abandon(s->file.record);
        return complain(s, EXIT_MEMORY, "out of memory");
    }
    progress_start(&s->progress, o->progress, o->quiet || o->json || s->child, o->budget);
    return PYTHON_GO;
}

int python_open(const struct python_model *model, int child, int argc, char **argv)
{
    struct python_state *s = calloc(1, sizeof *s);
    if (!s)
        return EXIT_MEMORY;
    standard_open();
    python_state = s; /* after fork() that of the parent is left alone */
    s->child = child;
    make_model(s, model);
    machine_start();
    int code = understand(s, argc, argv);
    if (code == PYTHON_GO)
        code = prepare(s, argc, argv);
    if (code != PYTHON_GO)
        python_forget(s);
    return code;
}
