/* Turns a run into its results file. */
#include "recorder.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cpu.h"
#include "exit_code.h"

/* Copies a text into a field of the row; what is too long is told, not cut. */
static void put(struct recorder *r, char *field, size_t size, const char *text)
{
    if (snprintf(field, size, "%s", text) >= (int)size) {
        snprintf(r->message, sizeof r->message,
                 "'%.200s' is longer than the %zu bytes of its field", text, size - 1);
        r->failed = 1;
    }
}

#define PUT(r, member, text) put(r, (r)->run.member, sizeof(r)->run.member, text)

static const char *started_by(void)
{
    if (getenv("OMPI_COMM_WORLD_RANK") || getenv("PMI_RANK") || getenv("PMIX_RANK"))
        return getenv("SLURM_STEP_ID") && !getenv("OMPI_COMM_WORLD_RANK") ? "srun" : "mpirun";
    return getenv("SLURM_PROCID") ? "srun" : "direct";
}

static const char *schedule_of(const struct team *team)
{
    if (!team->model->loop && !team->model->next)
        return "none";
    return schedule_names[team->model->loop ? team->within.kind : team->between.kind];
}

static void put_how(struct recorder *r, const struct job *job)
{
    const struct team *team = job->team;
    const struct options *o = &job->options;
    bool several = team->model->next && team->ranks > 1;
    PUT(r, kernel, job->kernel->name);
    PUT(r, variant, job->variant->name);
    PUT(r, simd, cpu_levels[o->simd]);
    PUT(r, model, team->model->name);
    PUT(r, schedule, schedule_of(team));
    PUT(r, deal,
        several && schedule_is_dealt(team->between.kind) ? deal_names[team->deal] : "none");
    PUT(r, distribute, o->split && several ? distribute_names[o->distribute] : "none");
    PUT(r, sharing, sharing_names[o->sharing]);
    PUT(r, granularity, o->split ? "band" : "image");
    PUT(r, transfer, !o->split || !several ? "none" : job_scatters(job) ? "message" : "source");
    PUT(r, start, started_by());
    r->run.chunk = o->chunk > 0 ? o->chunk : 0;
    r->run.ranks = team->ranks;
    r->run.threads = team->threads;
    r->run.bands = o->split && o->bands > 0 ? o->bands : 0;
}

/* What is measured. */
static void put_size(struct recorder *r, const struct job *job)
{
    const struct options *o = &job->options;
    r->run.images = job->count;
    if (job->pool) {
        r->run.width = job->pool[0].shape.width;
        r->run.height = job->pool[0].shape.height;
        r->run.channels = job->pool[0].shape.channels;
    }
    PUT(r, study, study_names[o->study]);
    PUT(r, mode, o->split ? "split" : "batch");
    PUT(r, sink, sink_names[o->sink]);
    PUT(r, source, job->pool ? "synthetic" : "files");
    PUT(r, cache, job->pool || o->warmup > 0 ? "warm" : "cold");
}

static int put_what(struct recorder *r, const struct job *job, const struct placement *placement)
{
    const struct options *o = &job->options;
    char params[sizeof r->run.params];
    r->run.nodes = placement->nodes;
    r->run.seed = o->seed;
    r->run.hash_timed = (int8_t)job->hash_timed;
    r->run.oversubscribed = (int8_t)placement->oversubscribed;
    r->run.binding_ok = (int8_t)placement->binding_ok;
    r->run.timer_cost_s = measure_timer_cost();
    r->run.launch_s = NAN;
    r->run.median_s = r->run.median_low_s = r->run.median_high_s = NAN;
    PUT(r, label, o->label ? o->label : "");
    PUT(r, status, "running");
    PUT(r, verified, "none");
    put_how(r, job);
    put_size(r, job);
    if (options_describe_params(job->kernel, o->value, params, sizeof params) ||
        job_work_key(job, r->run.work_key))
        return -1;
    PUT(r, params, params);
    return r->failed ? -1 : 0;
}

/* One row of each node, from the first process on it. */
static struct node_row *collect_nodes(const struct job *job, const struct placement *placement,
                                      size_t *count)
{
    struct team *team = job->team;
    struct node_row mine = {.ranks = placement->first_local ? placement->local_ranks : 0};
    struct node_row *all = calloc(team->rank == 0 ? (size_t)team->ranks : 1, sizeof *all);
    if (team_total(team, !all)) {
        free(all);
        return NULL;
    }
    node_describe(&mine);
    memcpy(mine.node, placement->host, sizeof mine.node);
    team_collect(team, &mine, sizeof mine, all);
    *count = 0;
    for (int i = 0; team->rank == 0 && i < team->ranks; ++i)
        if (all[i].ranks > 0)
            all[(*count)++] = all[i];
    return all;
}

static int add_facts(struct provenance *facts, const struct job *job, int argc, char *const *argv)
{
    char versions[256];
    codec_versions(versions, sizeof versions);
    return provenance_collect(facts, argc, argv) ||
           provenance_add(facts, "codecs", "%s", versions) ||
           (job->team->model->version &&
            provenance_add(facts, "runtime", "%s", job->team->model->version())) ||
           provenance_add(facts, "input", "%s, %d listed, %d skipped, %" PRId64 " bytes",
                          job->pool ? "synthetic" : "files", job->list.count, job->list.skipped,
                          job->list.bytes) ||
           provenance_add(facts, "input.hash", "%016" PRIx64, job->list.fingerprint);
}

/* What rank 0 writes before the first iteration. */
static int write_head(struct recorder *r, const struct job *job, struct node_row *nodes,
                      size_t node_count, int argc, char *const *argv)
{
    char title[256];
    struct provenance facts = {0};
    snprintf(title, sizeof title, "Parallax: %s under %s, %d x %d workers", r->run.kernel,
             r->run.model, r->run.ranks, r->run.threads);
    r->record =
        record_create(r->path, title, r->run.run, r->run.created, r->message, sizeof r->message);
    if (!r->record)
        return EXIT_CREATE;
    int failed = add_facts(&facts, job, argc, argv);
    provenance_run(&facts, r->run.run);
    for (size_t i = 0; i < node_count; ++i)
        memcpy(nodes[i].run, r->run.run, sizeof nodes[i].run);
    failed = failed || record_put_run(r->record, &r->run) ||
             record_put_nodes(r->record, nodes, node_count) ||
             record_put_facts(r->record, facts.facts, facts.count) || record_flush(r->record);
    if (failed)
        snprintf(r->message, sizeof r->message, "%s", record_message(r->record));
    provenance_free(&facts);
    return failed ? EXIT_IO : 0;
}

/* results/<kernel>_<model>-<ranks>x<threads>-<UTC time>-<uuid8>.h5 */
static void name_files(struct recorder *r, const struct options *o)
{
    char time[24], *to = time;
    for (const char *from = r->run.created; *from; ++from)
        if (*from != '-' && *from != ':')
            *to++ = *from;
    *to = '\0';
    snprintf(r->path, sizeof r->path - 16, "%s/%s_%s-%dx%d-%s-%.8s", o->results, r->run.kernel,
             r->run.model, r->run.ranks, r->run.threads, time, r->run.run);
    snprintf(r->errors, sizeof r->errors, "%.4080s.errors.jsonl", r->path);
    memcpy(r->path + strlen(r->path), ".h5", 4);
}

int recorder_open(struct recorder *r, const struct job *job, const struct placement *placement,
                  int argc, char *const *argv)
{
    struct team *team = job->team;
    size_t node_count = 0;
    int code = 0;
    *r = (struct recorder){0};
    struct node_row *nodes = collect_nodes(job, placement, &node_count);
    if (team->rank == 0) {
        provenance_uuid(r->run.run);
        provenance_utc(r->run.created);
        r->rows = calloc((size_t)team->ranks * (size_t)team->threads, sizeof *r->rows);
        if (put_what(r, job, placement) || !nodes || !r->rows)
            code = r->failed ? EXIT_USAGE : EXIT_MEMORY;
        name_files(r, &job->options);
        if (!code && strcmp(job->options.results, "none") != 0)
            code = write_head(r, job, nodes, node_count, argc, argv);
        if (code && r->record)
            record_abandon(r->record);
    }
    free(nodes);
    team_broadcast(team, &code, sizeof code);
    return code;
}

void recorder_store(void *context, const struct sample_row *sample,
                    const struct worker_row *workers, size_t count)
{
    struct recorder *r = context;
    struct sample_row row = *sample;
    if (!r->record || r->failed)
        return;
    memcpy(row.run, r->run.run, sizeof row.run);
    memcpy(r->rows, workers, count * sizeof *workers);
    for (size_t i = 0; i < count; ++i)
        memcpy(r->rows[i].run, r->run.run, sizeof r->rows[i].run);
    if (record_add_samples(r->record, &row, 1) || record_add_workers(r->record, r->rows, count) ||
        record_flush(r->record)) {
        snprintf(r->message, sizeof r->message, "%s", record_message(r->record));
        r->failed = 1;
    }
}

/* Why this run must not be compared with others; NULL: it may be. */
static const char *why_invalid(const struct run_row *run, const struct measurement *m,
                               const char *status)
{
    if (strcmp(status, "complete") != 0)
        return "the run was not completed";
    if (!m->agreed)
        return "two iterations gave different results";
    if (m->failed > 0)
        return "images failed";
    if (run->oversubscribed)
        return "oversubscribed: more workers than usable CPUs";
    return run->binding_ok ? NULL : "wrong binding of workers to CPUs";
}

static void put_outcome(struct recorder *r, const struct job *job, const struct measurement *m)
{
    const char *launched = getenv("PARALLAX_LAUNCHED");
    r->run.warmup = m->warmup;
    r->run.iterations = m->iterations;
    r->run.pixels = m->pixels;
    r->run.pixels_per_worker = m->pixels / (r->run.ranks * r->run.threads);
    r->run.plans_built = (int32_t)m->plans_built;
    r->run.median_s = m->median.value;
    r->run.median_low_s = m->median.low;
    r->run.median_high_s = m->median.high;
    if (launched)
        r->run.launch_s = m->began_at - strtod(launched, NULL);
    snprintf(r->run.checksum, sizeof r->run.checksum, "%016" PRIx64, m->checksum);
    PUT(r, stopped_by, m->stopped_by);
    put_how(r, job); /* how chunks were dealt is known only now */
}

int recorder_close(struct recorder *r, const struct job *job, const struct measurement *m,
                   const char *status, const char *verified)
{
    int result = r->failed ? EXIT_IO : 0;
    put_outcome(r, job, m);
    PUT(r, status, status);
    PUT(r, verified, verified);
    const char *reason = why_invalid(&r->run, m, status);
    r->run.valid = !reason;
    PUT(r, invalid_reason, reason ? reason : "");
    if (r->record) {
        if (record_put_run(r->record, &r->run)) {
            snprintf(r->message, sizeof r->message, "%s", record_message(r->record));
            result = EXIT_IO;
        }
        if (record_close(r->record, status, r->message, sizeof r->message))
            result = EXIT_IO;
    }
    r->record = NULL;
    free(r->rows);
    r->rows = NULL;
    return result;
}
