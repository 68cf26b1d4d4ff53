/* The row of /runs: what was asked and done, and what came of it. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/job/key.h"
#include "drivers/models/launch.h"
#include "drivers/record/words.h"
#include "drivers/run/outcome.h"
#include "drivers/run/run_cost.h"
#include "drivers/run/run_file.h"
#include "kernels/cpu.h"

/* Copies a text into a field of the row; what is too long is told, not cut. */
static void put(struct run_file *r, char *field, size_t size, const char *text)
{
    if (snprintf(field, size, "%s", text) >= (int)size) {
        snprintf(r->message, sizeof r->message,
                 "'%.200s' is longer than the %zu bytes of its field", text, size - 1);
        r->failed = 1;
    }
}

#define PUT(r, member, text) put(r, (r)->run.member, sizeof(r)->run.member, text)

static const char *schedule_of(const struct team *team)
{
    if (!team->model->threads && !team->model->processes)
        return "none";
    return schedule_names[team->model->threads ? team->within.kind : team->between.kind];
}

static const char *sharing_of(const struct model *model, const struct options *o)
{
    return o->wish.tally ? model->tally_option->choices[o->wish.tally] : sharing_names[o->sharing];
}

/* How pixels reach another process. */
static const char *transfer_of(const struct job *job)
{
    const struct team *team = job->team;
    bool split = job->options.split;
    if (team->model->inner_start)
        return team->model->inner_transfer;
    if (team->ranks == 1 || (!split && !batch_delivers(job)))
        return "none";
    if (split && !split_scatters(job))
        return "source";
    return team->model->deliver ? transfer_names[team->transfer] : "message";
}

static void put_how(struct run_file *r, const struct job *job)
{
    const struct team *team = job->team;
    const struct options *o = &job->options;
    const struct model *model = team->model;
    const char *inner = model->inner_start;
    const bool own = model->processes && !model->launcher;
    const bool several = inner ? team->threads > 1 : team->ranks > 1;
    PUT(r, kernel, job->kernel->name);
    PUT(r, variant, job->variant->name);
    PUT(r, simd, cpu_levels[o->simd]);
    PUT(r, model, team->model->name);
    PUT(r, schedule, schedule_of(team));
    PUT(r, deal,
        several && schedule_is_dealt(team->between.kind) ? deal_names[team->deal] : "none");
    PUT(r, deal_asked,
        several && schedule_is_dealt(team->between.kind) ? deal_names[o->deal] : "none");
    PUT(r, distribute, o->split && several ? distribute_names[o->distribute] : "none");
    PUT(r, sharing, sharing_of(model, o));
    char rows[sizeof r->run.granularity];
    snprintf(rows, sizeof rows, "%d rows", o->granularity);
    PUT(r, granularity, !o->split ? "image" : o->granularity > 0 ? rows : "band");
    PUT(r, transfer, transfer_of(job));
    const char *launcher = team_launched(team->model);
    PUT(r, start, launcher ? launcher : "direct");
    PUT(r, process_start, inner ? inner : own ? start_names[o->wish.start] : "");
    const struct team_lock lock = team_lock(job->team);
    PUT(r, lock, lock.use);
    r->run.switch_interval_s = lock.interval;
    r->run.model_processes = model->processes;
    r->run.model_threads = team->model->threads;
    r->run.model_apart = team->model->apart;
    r->run.call_rows = o->call_rows;
    const struct launch launch = launch_find();
    r->run.ranks_announced = launch.by ? launch.ranks : -1;
    r->run.independent = (int8_t)o->independent;
    r->run.chunk = o->chunk > 0 ? o->chunk : 0;
    r->run.threads_asked = o->wish.threads;
    r->run.ranks = inner ? team->threads : team->ranks;
    r->run.threads = inner ? 1 : team->threads;
    r->run.bands = o->split && o->bands > 0 ? o->bands : 0;
}

static void put_versions(struct run_file *r, const struct job *job)
{
    char revision[sizeof r->run.kernel_version], codecs_text[sizeof r->run.codec_version] = "";
    snprintf(revision, sizeof revision, "%d", job->kernel->revision);
    if (!job->kernel->raw && (job->inputs.source->bytes || job->sink->wants_bytes))
        codec_revisions(codecs_text, sizeof codecs_text);
    PUT(r, kernel_version, revision);
    PUT(r, codec_version, codecs_text);
}

/* Stages that compute and wait for nobody: files are read before they are decoded. */
static void put_compute_stages(struct run_file *r, const struct job *job)
{
    char names[2 * sizeof r->run.compute_stages] = "";
    bool raw = job->kernel->raw, hashes = job->sink->hashes && (raw || job->results.hash_timed);
    const struct {
        enum stage stage;
        bool there;
    } stages[] = {{STAGE_PLAN, !raw},
                  {STAGE_DECODE, !raw && !job->inputs.source->pixels},
                  {STAGE_KERNEL, !raw},
                  {STAGE_HASH, hashes},
                  {STAGE_ENCODE, !raw && job->sink->put && job->sink->wants_bytes}};
    for (size_t i = 0; i < sizeof stages / sizeof *stages; ++i)
        if (stages[i].there && !(job->options.split && stages[i].stage != STAGE_KERNEL))
            snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s",
                     names[0] ? " " : "", stage_names[stages[i].stage]);
    PUT(r, compute_stages, names);
}

/* A sweep tells by the environment where a run stands in it. */
static int32_t sweep_number(const char *name)
{
    const char *text = getenv(name);
    char *end;
    long number = text ? strtol(text, &end, 10) : -1;
    return text && end != text && *end == '\0' && number >= 0 && number <= INT32_MAX
               ? (int32_t)number
               : -1;
}

/* What is measured. */
static void put_size(struct run_file *r, const struct job *job)
{
    const struct options *o = &job->options;
    r->run.images = job->inputs.count;
    struct shape shape = {0, 0, 0}; /* not known: files differ */
    inputs_shape(job, 0, &shape);
    r->run.width = shape.width;
    r->run.height = shape.height;
    r->run.channels = shape.channels;
    PUT(r, study, study_names[o->study]);
    PUT(r, mode, o->split ? "split" : "batch");
    PUT(r, sink, job->sink->name);
    PUT(r, source, job->inputs.source->name);
    r->run.delay_s = o->input.delay;
    r->run.in_flight = inputs_in_flight(job);
    r->run.read_ahead = job->groups.most > 1 ? job->groups.most : 0;
    if (r->run.read_ahead && o->input.read_ahead && !job->inputs.source->in_flight)
        r->run.read_ahead = o->input.read_ahead;
    if (job->inputs.source->pool_bytes) {
        PUT(r, pool, source_pool_names[o->input.pool]);
        r->run.pool_bytes = job->inputs.source->pool_bytes(job->inputs.source_state);
    }
    put_versions(r, job);
    put_compute_stages(r, job);
    PUT(r, cache, job->inputs.source->pixels || o->warmup > 0 ? "warm" : "unknown");
}

int run_row_begin(struct run_file *r, const struct job *job, const struct placement *placement)
{
    const struct options *o = &job->options;
    const char *job_id = getenv("SLURM_JOB_ID");
    const struct cost cost = run_cost(job);
    char params[sizeof r->run.params];
    r->run.operations = cost.operations;
    r->run.compulsory_bytes = cost.bytes;
    r->run.nodes = placement->nodes;
    r->run.seed = o->seed;
    r->run.hash_timed = job->results.hash_timed && job->sink->hashes;
    r->run.oversubscribed = (int8_t)placement->oversubscribed;
    r->run.binding_ok = (int8_t)placement->binding_ok;
    r->run.timer_cost_s = measure_timer_cost();
    r->run.round = sweep_number("PARALLAX_ROUND");
    r->run.slice = sweep_number("PARALLAX_SLICE");
    PUT(r, job, job_id ? job_id : "");
    PUT(r, label, o->label ? o->label : "");
    PUT(r, status, "running");
    PUT(r, verified, "none");
    put_how(r, job);
    put_size(r, job);
    if (options_describe_params(job->kernel, o->value, params, sizeof params) ||
        key_of_work(job, r->run.work_key))
        return -1;
    PUT(r, params, params);
    return r->failed ? -1 : 0;
}

/* What verification could choose from: images, or rows; -1: unknown. */
static int64_t count_units(const struct job *job, const struct measurement *m)
{
    int64_t rows = 0;
    if (!job->options.split)
        return m->done;
    if (job->results.hash_timed) /* only the last image is there */
        return job->inputs.count == 1 ? job->results.passing.image.shape.height : -1;
    for (int unit = 0; unit < job->inputs.count; ++unit)
        rows += job->results.done[unit] ? job->results.kept[unit].image.shape.height : 0;
    return rows;
}

void run_row_end(struct run_file *r, const struct job *job, const struct measurement *m,
                 const char *status, const struct verified *verified)
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
    r->run.peak_memory_bytes = m->peak.bytes ? m->peak.bytes : -1;
    r->run.throttled = m->quality.throttled;
    r->run.steal_s = m->quality.steal_s;
    r->run.others_s = m->quality.others_s;
    r->run.helpers_s = m->quality.helpers_s;
    if (launched)
        r->run.launch_s = m->began_at - strtod(launched, NULL);
    if (job->sink->hashes)
        snprintf(r->run.checksum, sizeof r->run.checksum, "%016" PRIx64, m->checksum);
    if (job->options.input.cold)
        PUT(r, cache, m->warm ? "warm" : "cold");
    PUT(r, stopped_by, stopped_by_names[m->stopped_by]);
    put_how(r, job); /* how chunks were dealt is known only now */
    PUT(r, status, status);
    PUT(r, verified,
        verify_names[verified->checked == 0 ? VERIFY_NONE
                     : verified->whole      ? VERIFY_ALL
                                            : VERIFY_SAMPLE]);
    r->run.units_checked = verified->checked;
    r->run.result_bytes = m->result_bytes;
    r->run.sample_seed = (int64_t)job->sample_seed;
    r->run.units_total = count_units(job, m);
    const struct outcome_validity validity = outcome_validity(&r->run, m, status, r->alike);
    r->run.valid = validity.code == INVALID_NONE;
    PUT(r, invalid_code, invalid_code_names[validity.code]);
    PUT(r, invalid_reason, validity.reason);
}
