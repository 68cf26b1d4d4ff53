/* One run: prepare, measure, verify, record, say. */
#include "drivers/run/run.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/standard.h"
#include "drivers/job/log_place.h"
#include "drivers/job/sample.h"
#include "drivers/job/verify.h"
#include "drivers/machine/memory.h"
#include "drivers/run/deadline.h"
#include "drivers/run/failure_report.h"
#include "drivers/run/notes.h"
#include "drivers/run/outcome.h"
#include "drivers/run/progress.h"
#include "drivers/run/summary.h"
#include "drivers/run/watchdog.h"
#include "kernels/cpu.h"

void run_set_up(struct job *job, struct team *team, const struct kernel *kernel,
                const struct options *options, const struct placement *placement)
{
    unsigned features = cpu_features() & cpu_level_features(options->simd);
    int workers = team->ranks * team->threads;
    *job = (struct job){.team = team, .kernel = kernel, .options = *options};
    job->variant = kernel_variant(kernel, features);
    job->inputs.repetitions = options->study == STUDY_WEAK && !options->split ? workers : 1;
    job->memory = job->options.input.list_memory = memory_share(options->max_memory, placement);
    job->first_local = placement->first_local;
    job->sample_seed = options->sample_seed ? options->sample_seed : sample_fresh_seed();
    team_broadcast(team, &job->sample_seed, sizeof job->sample_seed);
}

int run_verify(struct job *job, struct measurement *m, struct verified *verified)
{
    struct team *team = job->team;
    *verified = (struct verified){0};
    uint64_t found = team_total(team, (uint64_t)atomic_load(&job->limits.found));
    atomic_store(&job->limits.found, (int)found); /* of all processes, from here on */
    if (team_total(team, (uint64_t)atomic_load(&team->stop)) == 0) {
        team_broadcast(team, &m->measured_s, sizeof m->measured_s);
        if (verify_run(job, m->measured_s, verified))
            return EXIT_MEMORY;
        /* An image that nobody did, or two processes did, is wrong too. */
        verified->wrong += llabs(job->inputs.count - m->done - m->failed - (int64_t)found);
        if (team_total(team, (uint64_t)atomic_load(&team->stop)) > 0)
            m->stopped_by = STOPPED_BY_SIGNAL;
    }
    /* Rank 0 alone has the samples, and so the reason for the end. */
    int code =
        outcome_code(&job->inputs, m, verified->wrong, job->sink_plan.skipped + (int64_t)found);
    if (code == EXIT_OK && job->sink_plan.failed)
        code = EXIT_SOME_FAILED; /* in an earlier run */
    team_broadcast(team, &code, sizeof code);
    return code;
}

/* Measures and verifies: the part of a run that the tests share with the program. */
static int run_prepared(struct job *job, const struct placement *placement, struct measurement *m,
                        struct verified *verified, measure_watch_fn *watch, void *context)
{
    int code = measure_run(job, placement, m, watch, context);
    *verified = (struct verified){0};
    return code ? code : run_verify(job, m, verified);
}

/* Rank 0 of a program: what is stored and shown. */
struct report {
    struct run_file file;
    struct progress progress;
};

static void watch_iteration(void *context, const struct measurement *m,
                            const struct sample_row *sample, const struct worker_row *workers,
                            size_t count)
{
    struct report *report = context;
    run_file_store(&report->file, sample, workers, count);
    progress_iteration(&report->progress, m->iterations, &m->median);
}

static void watch_image(void *context, const struct job *job, int finished)
{
    struct report *report = context;
    const struct progress_state state = {finished, atomic_load(&job->limits.failed),
                                         job->inputs.count, atomic_load(&job->limits.bytes),
                                         job->team->ranks};
    progress_unit(&report->progress, &state);
}

static void watch_nothing(void *context, const struct measurement *m,
                          const struct sample_row *sample, const struct worker_row *workers,
                          size_t count)
{
    (void)context;
    (void)m;
    (void)sample;
    (void)workers;
    (void)count;
}

int run_silently(struct team *team, const struct kernel *kernel, const struct options *options,
                 struct measurement *m, int64_t *wrong)
{
    struct placement placement;
    struct failure failure;
    struct job job;
    struct verified verified = {0};
    *m = (struct measurement){0};
    *wrong = 0;
    if (placement_find(&placement, team))
        return EXIT_MEMORY;
    run_set_up(&job, team, kernel, options, &placement);
    int code = job_prepare(&job, &failure);
    if (!code && (code = inputs_begin(&job, &failure)) == 0)
        code = run_prepared(&job, &placement, m, &verified, watch_nothing, NULL);
    *wrong = verified.wrong;
    job_destroy(&job);
    return code;
}

int run_conclude(struct job *job, struct run_file *run_file, const struct measurement *m,
                 const struct placement *placement, const struct verified *verified, int code)
{
    const struct options *o = &job->options;
    bool root = job->team->rank == 0, files = options_want_results(o);
    const char *log = o->errors ? o->errors : files ? run_file->errors : NULL;
    bool lost = failure_report_write(job, log, root ? stderr : NULL) && root;
    if (lost)
        summary_lost(log, errno);
    notes_print(job, m->noted, root ? stderr : NULL);
    if (!root)
        return code;
    int closed = run_file_close(run_file, job, m, outcome_status(m, verified->wrong), verified);
    if (o->json || !o->quiet)
        summary_print(stdout, job, run_file, m, placement, verified, o->json);
    if (standard_flush() && !closed) {
        closed = EXIT_IO;
        snprintf(run_file->message, sizeof run_file->message, "cannot write to standard output: %s",
                 strerror(errno));
    }
    if (m->stopped_by == STOPPED_BY_FULL)
        summary_full(o->output.directory);
    if (verified->wrong > 0)
        fprintf(stderr, "verification failed: %lld of %lld recomputed units differ\n",
                (long long)verified->wrong, (long long)verified->checked);
    if (!m->agreed)
        fprintf(stderr, "verification failed: two iterations gave different checksums\n");
    if (closed)
        run_complain(job->team, job->kernel, closed, run_file->message);
    closed = lost && !closed ? EXIT_IO : closed;
    return code && !(lost && (code == EXIT_SOME_FAILED || code == EXIT_DATA)) ? code : closed;
}

static int run_job(struct job *job, const struct placement *placement,
                   const struct alike_found *ranks, int argc, char **argv)
{
    struct report report;
    struct measurement m;
    struct verified verified;
    struct failure failure;
    const struct options *o = &job->options;
    int code = run_file_open(&report.file, job, placement, argc, argv);
    if (code) {
        if (!report.file.message[0])
            snprintf(report.file.message, sizeof report.file.message, "out of memory");
        return run_complain(job->team, job->kernel, code, report.file.message);
    }
    report.file.alike = ranks->alike;
    if (report.file.message[0]) /* a warning, on rank 0 */
        run_complain(job->team, job->kernel, code, report.file.message);
    if (ranks->text[0])
        run_complain(job->team, job->kernel, code, ranks->text);
    if ((code = inputs_begin(job, &failure)) != 0) {
        run_file_abandon(&report.file);
        return run_complain(job->team, job->kernel, code, failure.message);
    }
    if (*inputs_note(job))
        run_complain(job->team, job->kernel, code, inputs_note(job));
    progress_start(&report.progress, o->progress, o->quiet || o->json, o->budget);
    if (job->team->rank == 0 && !o->measure) {
        job->watch = watch_image;
        job->watcher = &report;
    }
    watchdog_start(job, placement, o->watchdog);
    code = run_prepared(job, placement, &m, &verified, watch_iteration, &report);
    watchdog_stop();
    progress_end(&report.progress);
    code = run_conclude(job, &report.file, &m, placement, &verified, code);
    measure_free(&m);
    code = outcome_complete(job, code);
    team_broadcast(job->team, &code, sizeof code); /* and no rank leaves before the file is there */
    team_barrier(job->team);
    return code;
}

/* All outputs are there already: what cannot be seen is still to be told. */
static int run_nothing(struct job *job)
{
    bool root = job->team->rank == 0;
    bool lacking = job->inputs.list.unseen_count || job->sink_plan.failed;
    int code = lacking ? EXIT_SOME_FAILED : EXIT_OK;
    if (failure_report_write(job, job->options.errors, root ? stderr : NULL) && root) {
        summary_lost(job->options.errors, errno);
        code = EXIT_IO;
    }
    if (root)
        summary_nothing(job);
    code = outcome_complete(job, code);
    team_broadcast(job->team, &code, sizeof code);
    return code;
}

int run_program(struct team *team, const struct kernel *kernel, const struct options *options,
                int argc, char **argv)
{
    struct placement placement;
    struct alike_found ranks;
    struct failure failure;
    struct job job;
    if (placement_find(&placement, team))
        return run_complain(team, kernel, EXIT_MEMORY, "out of memory");
    if (placement.missing_threads)
        return run_complain(team, kernel, EXIT_CONFIG, placement.problem);
    if (alike_find(team, !options->measure, &ranks))
        return run_complain(team, kernel, EXIT_CONFIG, ranks.text);
    run_set_up(&job, team, kernel, options, &placement);
    const char *until = deadline_start(team, options->stop_before_end);
    if (*until && !options->quiet)
        run_complain(team, kernel, EXIT_OK, until);
    int code = job_prepare(&job, &failure);
    if (!code)
        code = log_place_check(&job, &failure);
    if (code)
        run_complain(team, kernel, code, failure.message);
    else
        code = job.inputs.count ? run_job(&job, &placement, &ranks, argc, argv) : run_nothing(&job);
    deadline_stop();
    job_destroy(&job);
    return code;
}
