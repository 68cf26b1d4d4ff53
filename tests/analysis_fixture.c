/* Runs made up in memory, for the tests of the analysis. */
#include "analysis_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/numbers/scaling.h"

struct run_row rows[RUNS_MAX];
struct sample_row samples[RUNS_MAX * SAMPLES];
struct node_row nodes[RUNS_MAX];
static struct results results;
static struct runs runs;
struct cells cells;

int fixture_begin(void **state)
{
    (void)state;
    memset(rows, 0, sizeof rows);
    memset(samples, 0, sizeof samples);
    memset(nodes, 0, sizeof nodes);
    results = (struct results){.runs = rows, .samples = samples, .nodes = nodes};
    runs = (struct runs){0};
    cells = (struct cells){0};
    return 0;
}

int fixture_end(void **state)
{
    (void)state;
    cells_free(&cells);
    runs_free(&runs);
    return 0;
}

struct run_row *add_run(const char *model, int ranks, int threads, double seconds)
{
    struct run_row *row = &rows[results.run_count];
    snprintf(row->run, sizeof row->run, "%08zu", results.run_count);
    snprintf(row->kernel, sizeof row->kernel, "sobel");
    snprintf(row->study, sizeof row->study, "strong");
    snprintf(row->model, sizeof row->model, "%s", model);
    snprintf(row->status, sizeof row->status, "complete");
    snprintf(row->work_key, sizeof row->work_key, "w");
    snprintf(row->checksum, sizeof row->checksum, "c");
    snprintf(row->verified, sizeof row->verified, "all");
    row->ranks = ranks;
    row->threads = threads;
    row->images = 10;
    row->pixels = 1000;
    row->valid = row->binding_ok = 1;
    for (int i = 0; i < SAMPLES; i++) {
        struct sample_row *sample = &samples[results.sample_count++];
        *sample = (struct sample_row){.iteration = i,
                                      .warmup = i == 0,
                                      .valid = 1,
                                      .wall_s = i == 0 ? 100 : seconds,
                                      .units_done = 10};
        snprintf(sample->run, sizeof sample->run, "%s", row->run);
        snprintf(sample->checksum, sizeof sample->checksum, "c");
    }
    snprintf(nodes[results.node_count].run, sizeof row->run, "%s", row->run);
    snprintf(nodes[results.node_count++].cpu_model, sizeof nodes[0].cpu_model, "CPU");
    results.run_count++;
    return row;
}

struct sample_row *last_samples(void)
{
    return &samples[results.sample_count - SAMPLES];
}

void set_checksum(struct run_row *row, const char *checksum)
{
    snprintf(row->checksum, sizeof row->checksum, "%s", checksum);
    for (int i = 0; i < SAMPLES; i++) {
        snprintf(last_samples()[i].checksum, sizeof samples[0].checksum, "%s", checksum);
    }
}

void compute(bool prefer_serial)
{
    runs_build(&runs, &results);
    cells_build(&cells, &runs);
    scaling_compute(&cells, prefer_serial);
}

const struct cell *find(const char *model, int ranks, int threads)
{
    const struct cell *found = NULL;
    for (size_t i = 0; i < cells.cell_count; i++) {
        const struct run_row *row = cells.cells[i].runs[0]->row;
        if (strcmp(row->model, model) == 0 && row->ranks == ranks && row->threads == threads) {
            assert_null(found);
            found = &cells.cells[i];
        }
    }
    assert_non_null(found);
    return found;
}
