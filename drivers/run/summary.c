/* What a program says at its end. */
#include "drivers/run/summary.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/json.h"
#include "drivers/common/number.h"
#include "drivers/common/wrap.h"
#include "drivers/run/summary_counts.h"

static double rate(double amount, double seconds)
{
    return seconds > 0 ? amount / seconds : NAN;
}

static void print_json_quality(struct json *json, const struct run_row *run,
                               const struct quality *quality)
{
    json_number(json, "compute_cpu_share", quality->cpu_share);
    json_bool(json, "disturbed", quality_is_disturbed(quality));
    json_bool(json, "oversubscribed", run->oversubscribed);
    json_bool(json, "binding_ok", run->binding_ok);
    json_bool(json, "valid", run->valid);
    json_text(json, "invalid_reason", run->invalid_reason);
}

static void print_json(FILE *out, const struct job *job, const struct run_file *r,
                       const struct measurement *m, const struct verified *verified)
{
    const struct run_row *run = &r->run;
    struct json json;
    json_begin(&json, out);
    json_text(&json, "run", run->run);
    json_text(&json, "kernel", run->kernel);
    json_text(&json, "params", run->params);
    json_text(&json, "variant", run->variant);
    json_text(&json, "model", run->model);
    json_text(&json, "schedule", run->schedule);
    json_text(&json, "deal", run->deal);
    json_whole(&json, "ranks", run->ranks);
    json_whole(&json, "threads", run->threads);
    json_whole(&json, "nodes", run->nodes);
    json_text(&json, "mode", run->mode);
    json_text(&json, "study", run->study);
    json_whole(&json, "images", run->images);
    json_whole(&json, "done", m->done);
    json_whole(&json, "failed", m->failed);
    summary_json_counts(&json, job);
    json_whole(&json, "misnamed", m->noted[NOTE_NAMES]);
    json_whole(&json, "metadata_ignored", m->noted[NOTE_METADATA]);
    json_whole(&json, "more_pages", m->noted[NOTE_PAGES]);
    json_whole(&json, "iterations", run->iterations);
    json_text(&json, "stopped_by", run->stopped_by);
    if (job->options.sharing == SHARING_RACY)
        json_whole(&json, "lost_updates", m->lost);
    json_number(&json, "median_s", run->median_s);
    json_number(&json, "median_low_s", run->median_low_s);
    json_number(&json, "median_high_s", run->median_high_s);
    json_number(&json, "images_per_s", rate((double)m->done, run->median_s));
    json_number(&json, "pixels_per_s", rate((double)run->pixels, run->median_s));
    json_text(&json, "checksum", run->checksum);
    json_text(&json, "work_key", run->work_key);
    json_text(&json, "verified", run->verified);
    json_whole(&json, "units_checked", verified->checked);
    print_json_quality(&json, run, &m->quality);
    json_whole(&json, "peak_memory_bytes", m->peak.bytes);
    json_text(&json, "status", run->status);
    json_path(&json, "results", options_want_results(&job->options) ? r->path : "");
    json_end(&json);
}

static void print_work(FILE *out, const struct job *job, const struct run_row *run)
{
    fprintf(out, "%s%s%s: %" PRId64 " image%s", run->kernel, run->params[0] ? " " : "", run->params,
            run->images, run->images == 1 ? "" : "s");
    if (run->width) {
        int others = job->options.input.shapes.count - 1;
        fprintf(out, " of %dx%dx%d", run->width, run->height, run->channels);
        if (others > 0)
            fprintf(out, " and %d other sizes", others);
    }
    fprintf(out, ", %s\n", run->mode);
    fprintf(out, "%s: %d rank%s x %d thread%s on %d node%s, schedule %s, variant %s\n", run->model,
            run->ranks, run->ranks == 1 ? "" : "s", run->threads, run->threads == 1 ? "" : "s",
            run->nodes, run->nodes == 1 ? "" : "s", run->schedule, run->variant);
}

static void print_time(FILE *out, const struct job *job, const struct run_row *run,
                       const struct measurement *m)
{
    double seconds = run->median_s;
    if (!isfinite(seconds)) { /* none was valid: the last one's time is still worth saying */
        if (m->sample_count == 0)
            return;
        seconds = m->samples[m->sample_count - 1].wall_s;
    }
    if (!job->options.measure) {
        fprintf(out, "time: %s s", number_short(seconds, NUMBER_DIGITS).text);
    } else {
        fprintf(out, "time: median %s s", number_short(seconds, 4).text);
        if (isfinite(run->median_low_s))
            fprintf(out, " [%s, %s], 95 %% CI within this run",
                    number_short(run->median_low_s, 4).text,
                    number_short(run->median_high_s, 4).text);
        fprintf(out, ", %d iteration%s, stopped by %s", run->iterations,
                run->iterations == 1 ? "" : "s", run->stopped_by);
    }
    fputc('\n', out);
    if (m->done)
        fprintf(out, "rate: %s images/s, %s Mpixel/s\n",
                number_short(rate((double)m->done, seconds), 4).text,
                number_short(rate((double)run->pixels, seconds) / 1e6, 4).text);
}

/* With a name that others chose. */
static void print_place(FILE *out, const char *what, const char *name)
{
    fputs(what, out);
    failure_print(out, name);
    fputc('\n', out);
}

static void print_disturbance(FILE *out, const struct quality *quality)
{
    if (quality_lacks_cpu(quality, quality->cpu_share))
        fprintf(out, "note: disturbed: a worker had a CPU only %.0f %% of the time\n",
                100 * quality->cpu_share);
    else if (quality_lacks_cpu(quality, quality->low_share))
        fprintf(out,
                "note: disturbed: in a quarter of the iterations a worker had a CPU %.0f %% of "
                "the time, or less\n",
                100 * quality->low_share);
    else
        fputs("note: disturbed: others took CPU time from its workers\n", out);
}

static void print_notes(FILE *out, const struct job *job, const struct run_row *run,
                        const struct measurement *m, const struct placement *placement)
{
    int workers = run->ranks * run->threads, idle = workers - job->inputs.count;
    if (placement->problem[0])
        print_place(out, "note: ", placement->problem);
    if (idle > 0 && !job->options.split)
        fprintf(out, "note: %d of %d workers had nothing to do: there %s only %d image%s\n", idle,
                workers, job->inputs.count == 1 ? "is" : "are", job->inputs.count,
                job->inputs.count == 1 ? "" : "s");
    if (quality_is_disturbed(&m->quality) && job->options.measure)
        print_disturbance(out, &m->quality);
    if (job->options.sharing == SHARING_RACY)
        fprintf(out, "lost updates: %" PRId64 " in %d iteration%s\n", m->lost, m->iterations,
                m->iterations == 1 ? "" : "s");
    if (m->stopped_by == STOPPED_BY_SIGNAL && !job->options.measure)
        fprintf(out, "note: stopped by a signal; the same command again does the rest\n");
    if (run->invalid_reason[0] && job->options.measure)
        fprintf(out, "note: not valid for comparison: %s\n", run->invalid_reason);
}

static void print_words(FILE *out, const struct job *job, const struct run_row *run,
                        const struct measurement *m, const struct placement *placement,
                        const struct verified *verified)
{
    print_work(out, job, run);
    print_time(out, job, run, m);
    summary_print_handovers(out, m);
    summary_print_counts(out, job, m);
    fprintf(out, "checksum: %s, verified: %s (%" PRId64 " recomputed)\n",
            run->checksum[0] ? run->checksum : "none", run->verified, verified->checked);
    if (m->peak.bytes)
        fprintf(out, "memory: peak of %s MB on a node\n",
                number_short((double)m->peak.bytes / 1e6, 4).text);
    print_notes(out, job, run, m, placement);
}

/* Broken where the terminal ends; as it is if there is no memory for that. A path is never broken:
 * it may have blanks, and is there to be copied. */
static void print_wrapped(FILE *out, const struct job *job, const struct run_file *r,
                          const struct measurement *m, const struct placement *placement,
                          const struct verified *verified)
{
    char *text = NULL;
    size_t size;
    FILE *words = open_memstream(&text, &size);
    if (words)
        print_words(words, job, &r->run, m, placement, verified);
    bool whole = words && !ferror(words);
    whole = words && fclose(words) == 0 && whole;
    if (whole)
        wrap_lines(out, text, 2);
    else
        print_words(out, job, &r->run, m, placement, verified);
    free(text);
    if (options_want_results(&job->options))
        print_place(out, "results: ", r->path);
}

void summary_print(FILE *out, const struct job *job, const struct run_file *run_file,
                   const struct measurement *m, const struct placement *placement,
                   const struct verified *verified, bool json)
{
    if (json)
        print_json(out, job, run_file, m, verified);
    else
        print_wrapped(out, job, run_file, m, placement, verified);
}

void summary_nothing(const struct job *job)
{
    const char *kernel = job->kernel->name, *model = job->team->model->name;
    if (job->options.json) {
        struct json json;
        json_begin(&json, stdout);
        json_text(&json, "kernel", kernel);
        json_text(&json, "model", model);
        json_whole(&json, "images", 0);
        json_whole(&json, "done", 0);
        json_whole(&json, "failed", 0);
        summary_json_counts(&json, job);
        json_text(&json, "status", "complete");
        json_text(&json, "results", "");
        json_end(&json);
    } else if (!job->options.quiet) {
        fprintf(stderr, "%s_%s: nothing to do: ", kernel, model);
        summary_print_there(stderr, job);
    }
}

void summary_lost(const char *log, int error)
{
    failure_print(stderr, log);
    fprintf(stderr, ": cannot write the error log: %s\n", strerror(error));
}

void summary_full(const char *directory)
{
    fputs("stopped: no space left below ", stderr);
    failure_print(stderr, directory);
    fputs("; make room, then give the same command again\n", stderr);
}
