/* The results file of a probe. */
#include "drivers/probes/probe.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "drivers/common/exit_code.h"
#include "drivers/record/rows.h"
#include "drivers/record/words.h"
#include "drivers/run/provenance.h"

static void describe(struct run_row *run, const char *name, const struct team *team,
                     const struct placement *placement)
{
    record_default(&record_tables[TABLE_RUNS], run);
    run->ranks = team->ranks;
    run->threads = team->threads;
    run->nodes = placement->nodes;
    run->valid = 1;
    run->model_processes = team->model->next ? 1 : 0;
    run->model_threads = team->model->loop ? 1 : 0;
    record_text(run->mode, sizeof run->mode, "probe");
    record_text(run->status, sizeof run->status, "complete");
    record_text(run->study, sizeof run->study, "single");
    record_text(run->verified, sizeof run->verified, "none");
    record_text(run->stopped_by, sizeof run->stopped_by, stopped_by_names[STOPPED_BY_MAX]);
    run->binding_ok = (int8_t)placement->binding_ok;
    run->oversubscribed = (int8_t)placement->oversubscribed;
    record_text(run->kernel, sizeof run->kernel, name);
    record_text(run->model, sizeof run->model, team->model->name);
    provenance_uuid(run->run);
    provenance_utc(run->created);
}

int probe_write(const char *name, const char *directory, const struct team *team,
                const struct placement *placement, struct point_row *points, size_t count, int argc,
                char **argv)
{
    char path[4096], title[96], message[512] = "";
    struct provenance facts = {0};
    struct run_row run;
    if (strcmp(directory, "none") == 0)
        return EXIT_OK;
    describe(&run, name, team, placement);
    snprintf(title, sizeof title, "Parallax: probe %.64s", name);
    snprintf(path, sizeof path, "%.3900s/probe_%.64s-%d-%.8s.h5", directory, name, team->ranks,
             run.run);
    struct record *record =
        record_create(path, title, run.run, run.created, message, sizeof message);
    const int error = errno;
    if (message[0])
        fprintf(stderr, "probe_%s: %s\n", name, message);
    if (!record)
        return exit_code_of_output(error);
    for (size_t i = 0; i < count; ++i)
        memcpy(points[i].run, run.run, sizeof run.run);
    int failed = provenance_collect(&facts, argc, argv);
    provenance_run(&facts, run.run);
    failed = failed || record_put_run(record, &run) ||
             record_put_facts(record, facts.facts, facts.count) ||
             record_add_points(record, points, count);
    provenance_free(&facts);
    if (record_close(record, failed ? "failed" : "complete", message, sizeof message) || failed) {
        fprintf(stderr, "probe_%s: cannot write %s: %s\n", name, path, message);
        return EXIT_IO;
    }
    printf("results: %s\n", path);
    return EXIT_OK;
}

void probe_version(FILE *out, const char *name)
{
    fprintf(out, "probe_%s (Parallax) %s\n", name, PARALLAX_VERSION);
}
