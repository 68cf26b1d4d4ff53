/* Turns a run into its results file. */
#include "drivers/run/run_file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"
#include "drivers/io/file.h"
#include "drivers/record/rows.h"

/* One row of each node, from the first process on it. */
static struct node_row *collect_nodes(const struct job *job, const struct placement *placement,
                                      size_t *count)
{
    struct team *team = job->team;
    struct node_row mine;
    struct node_row *all = calloc(team->rank == 0 ? (size_t)team->ranks : 1, sizeof *all);
    if (team_total(team, !all)) {
        free(all);
        return NULL;
    }
    record_default(&record_tables[TABLE_NODES], &mine);
    mine.ranks = placement->first_local ? placement->local_ranks : 0;
    machine_describe(&mine);
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
           (*job->options.defaults &&
            provenance_add(facts, "defaults", "%s", job->options.defaults)) ||
           (job->team->model->version &&
            provenance_add(facts, "runtime", "%s", job->team->model->version())) ||
           provenance_add(facts, "input", "%s, %d listed, %d skipped, %" PRId64 " bytes",
                          job->inputs.source->name, job->inputs.list.count,
                          job->inputs.list.skipped, job->inputs.list.bytes) ||
           provenance_add(facts, "input.hash", "%016" PRIx64, job->inputs.list.fingerprint) ||
           (*inputs_note(job) && provenance_add(facts, "input.note", "%s", inputs_note(job)));
}

/* The directory with the outputs, as everything there is made: through no symbolic link. */
static int make_place(const struct options *o)
{
    int place = o->results ? -1 : file_enter(o->output.directory, RECORD_PLACE, 0, true);
    if (place >= 0)
        close(place);
    return o->results || place >= 0 ? 0 : -1;
}

/* What rank 0 writes before the first iteration. */
static int write_head(struct run_file *r, const struct job *job, struct node_row *nodes,
                      size_t node_count, int argc, char *const *argv)
{
    char title[256];
    struct provenance facts = {0};
    snprintf(title, sizeof title, "Parallax: %s under %s, %d x %d workers", r->run.kernel,
             r->run.model, r->run.ranks, r->run.threads);
    if (make_place(&job->options) == 0)
        r->record = record_create(r->path, title, r->run.run, r->run.created, r->message,
                                  sizeof r->message);
    else
        snprintf(r->message, sizeof r->message, "cannot create %.256s/%s: %s",
                 job->options.output.directory, RECORD_PLACE, strerror(errno));
    if (!r->record)
        return exit_code_of_output(errno);
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

/* results/<kernel>_<model>-<ranks>x<threads>-<UTC time>-<uuid8>.h5; -1: it would be too long. */
static int name_files(struct run_file *r, const struct options *o)
{
    const char *in = o->results ? o->results : o->output.directory;
    const bool ends = *in && in[strlen(in) - 1] == '/';
    char time[24], *to = time;
    for (const char *from = r->run.created; *from; ++from)
        if (*from != '-' && *from != ':')
            *to++ = *from;
    *to = '\0';
    int room = (int)sizeof r->path - 16;
    int length = snprintf(r->path, (size_t)room, "%s%s%s%s_%s-%dx%d-%s-%.8s", in, ends ? "" : "/",
                          o->results ? "" : RECORD_PLACE "/", r->run.kernel, r->run.model,
                          r->run.ranks, r->run.threads, time, r->run.run);
    snprintf(r->errors, sizeof r->errors, "%.4080s.errors.jsonl", r->path);
    memcpy(r->path + strlen(r->path), ".h5", 4);
    return length < room ? 0 : -1;
}

int run_file_open(struct run_file *r, const struct job *job, const struct placement *placement,
                  int argc, char *const *argv)
{
    struct team *team = job->team;
    size_t node_count = 0;
    int code = 0;
    *r = (struct run_file){.alike = ALIKE};
    bool writes = options_want_results(&job->options);
    struct node_row *nodes = writes ? collect_nodes(job, placement, &node_count) : NULL;
    if (team->rank == 0) {
        record_default(&record_tables[TABLE_RUNS], &r->run);
        provenance_uuid(r->run.run);
        provenance_utc(r->run.created);
        r->rows = calloc((size_t)team->ranks * (size_t)team->threads, sizeof *r->rows);
        if (run_row_begin(r, job, placement) || (writes && !nodes) || !r->rows)
            code = r->failed ? EXIT_USAGE : EXIT_MEMORY;
        if (name_files(r, &job->options) && writes && !code) {
            snprintf(r->message, sizeof r->message, "the path of the results file is too long");
            code = EXIT_CREATE;
        }
        if (!code && writes)
            code = write_head(r, job, nodes, node_count, argc, argv);
        if (code && r->record)
            record_abandon(r->record);
    }
    free(nodes);
    team_broadcast(team, &code, sizeof code);
    return code;
}

void run_file_abandon(struct run_file *r)
{
    if (r->record)
        record_abandon(r->record);
    free(r->rows);
    *r = (struct run_file){0};
}

void run_file_store(struct run_file *r, const struct sample_row *sample,
                    const struct worker_row *workers, size_t count)
{
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

/* All of an iteration's, at the end: what is killed has none. */
static int put_spans(struct run_file *r, const struct spans *spans)
{
    for (size_t i = 0; i < spans->count; ++i)
        memcpy(spans->rows[i].run, r->run.run, sizeof spans->rows[i].run);
    return record_add_spans(r->record, spans->rows, spans->count);
}

int run_file_close(struct run_file *r, const struct job *job, const struct measurement *m,
                   const char *status, const struct verified *verified)
{
    int result = r->failed ? EXIT_IO : 0;
    run_row_end(r, job, m, status, verified);
    if (r->record) {
        if (record_put_run(r->record, &r->run) || put_spans(r, &m->spans)) {
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
