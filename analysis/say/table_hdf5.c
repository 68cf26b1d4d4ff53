/* The table of all cells as tables of an HDF5 file. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/fields.h"
#include "analysis/memory.h"
#include "analysis/say/columns.h"
#include "analysis/say/hdf5_table.h"
#include "analysis/say/row_field.h"
#include "analysis/say/table.h"

enum { NUMBERS_MAX = 128 };

struct study_row {
    int32_t study;
    char title[640], machine[256], build[512], cpu_model[128];
};

struct cell_row {
    int32_t cell, study, workers, runs, used, repetitions, baseline_workers;
    int8_t valid, oversubscribed, wrongly_bound, disturbed, threaded, hosts_differ, fell_back;
    char curve[96], reason[160], interval[16], baseline[16], baseline_model[24], no_fraction[80];
    struct run_row run;          /* what its runs have in common */
    double numbers[NUMBERS_MAX]; /* columns_numbers */
};

struct run_of_cell_row {
    int32_t cell;
    char run[37];
    int8_t used;
    char reason[160];
};

static const struct record_field study_fields[] = {
    RECORD_FIELD_NAMED(study_row, study, "study_index", "1", "-1", "number"),
    RECORD_FIELD(study_row, title, "", "", "what its runs have in common"),
    RECORD_FIELD(study_row, machine, "", "", "CPU model, cores, memory nodes, usable CPUs"),
    RECORD_FIELD(study_row, build, "", "", "kernel release, compiler, flags, revision"),
    RECORD_FIELD(study_row, cpu_model, "", "", "CPU model"),
};
static const struct record_field cell_fields[] = {
    RECORD_FIELD(cell_row, cell, "1", "-1", "number"),
    RECORD_FIELD_NAMED(cell_row, study, "study_index", "1", "-1",
                       "number of the study in /studies"),
    RECORD_FIELD(cell_row, curve, "", "", "curve of that study"),
    RECORD_FIELD(cell_row, workers, "1", "0", "ranks x threads"),
    RECORD_FIELD(cell_row, runs, "1", "0", "runs, those too that do not count"),
    RECORD_FIELD_NAMED(cell_row, used, "runs_used", "1", "0", "runs that count"),
    RECORD_FIELD(cell_row, repetitions, "1", "0", "of one run or of a sweep's slices"),
    RECORD_FIELD(cell_row, valid, "1", "0", "1: it has a time"),
    RECORD_FIELD(cell_row, reason, "", "", "why not"),
    RECORD_FIELD(cell_row, oversubscribed, "1", "0", "1: more workers than usable CPUs"),
    RECORD_FIELD(cell_row, wrongly_bound, "1", "0", "1: bound otherwise than asked"),
    RECORD_FIELD(cell_row, disturbed, "1", "0", "1: others had the CPUs of its workers"),
    RECORD_FIELD(cell_row, threaded, "1", "0", "1: more workers than cores"),
    RECORD_FIELD(cell_row, hosts_differ, "1", "0", "1: hosts whose speeds differ"),
    RECORD_FIELD(cell_row, fell_back, "1", "0", "1: dealt otherwise than asked"),
    RECORD_FIELD(cell_row, interval, "", "", "of its time: within run, across runs; empty: none"),
    RECORD_FIELD(cell_row, baseline, "", "", "serial, self, smallest; empty: none"),
    RECORD_FIELD(cell_row, baseline_model, "", "", "its model"),
    RECORD_FIELD(cell_row, baseline_workers, "1", "-1", "its workers; -1: none"),
    RECORD_FIELD_NAMED(cell_row, no_fraction, "karp_flatt_reason", "", "", "why there is no e"),
};
static const struct record_field run_fields[] = {
    RECORD_FIELD(run_of_cell_row, cell, "1", "-1", "number of the cell in /cells"),
    RECORD_FIELD(run_of_cell_row, run, "", "", "UUID of the run"),
    RECORD_FIELD(run_of_cell_row, used, "1", "0", "1: it counts in the cell's time"),
    RECORD_FIELD(run_of_cell_row, reason, "", "", "why not"),
};

static const struct record_table study_table =
    HDF5_TABLE("studies", "Studies", study_row, study_fields);
static const struct record_table run_table =
    HDF5_TABLE("runs", "The runs of each cell", run_of_cell_row, run_fields);

/* Times, rates per second, ratios, each with the ends of its interval. */
static const char *units_of(const char *name)
{
    const size_t length = strlen(name);
    return strstr(name, "per_s")                                ? "1/s"
           : length > 2 && strcmp(name + length - 2, "_s") == 0 ? "s"
                                                                : "1";
}

/* The columns of /cells: its own, the fields that tell cells apart, and the numbers. The caller
 * frees them. */
static struct record_field *describe_cells(size_t *count)
{
    enum { OWN = sizeof cell_fields / sizeof cell_fields[0], KEYS_MAX = 64 };
    struct record_field *all = memory_array(OWN + KEYS_MAX + NUMBERS_MAX, sizeof *all);
    size_t used = OWN;
    memcpy(all, cell_fields, sizeof cell_fields);
    for (const struct field *field = fields; field->name; ++field) {
        assert(used < OWN + KEYS_MAX);
        all[used] = *row_field_named(&record_tables[TABLE_RUNS], field->name);
        all[used++].offset += offsetof(struct cell_row, run);
    }
    for (size_t i = 0; columns_numbers[i].name; ++i) {
        assert(i < NUMBERS_MAX);
        const char *name = columns_numbers[i].name;
        all[used++] = (struct record_field){name,
                                            offsetof(struct cell_row, numbers) + i * sizeof(double),
                                            sizeof(double),
                                            RECORD_DOUBLE,
                                            units_of(name),
                                            "NaN",
                                            "as parallax table --csv has it"};
    }
    *count = used;
    return all;
}

static void add_runs(struct hdf5_table *runs, const struct cell *cell, int32_t number)
{
    for (size_t i = 0; i < cell->run_count; ++i) {
        const struct run *run = cell->runs[i];
        struct run_of_cell_row *row = hdf5_table_add(runs);
        row->cell = number;
        hdf5_text(row->run, run->row->run);
        row->used = i < cell->used_runs;
        if (!row->used)
            hdf5_text(row->reason, run->usable ? "flagged, and other runs are not" : run->reason);
    }
}

static void add_cell(struct hdf5_table *out, const struct cells *cells, const struct cell *cell)
{
    const int32_t number = (int32_t)out->count;
    struct cell_row *row = hdf5_table_add(out);
    row->cell = number;
    row->study = (int32_t)cell->study;
    hdf5_text(row->curve, cells->curves[cell->curve].name);
    row->workers = cell->workers;
    row->runs = (int32_t)cell->run_count;
    row->used = (int32_t)cell->used_runs;
    row->repetitions = (int32_t)cell->used_count;
    row->valid = cell->usable;
    hdf5_text(row->reason, cell->reason);
    row->oversubscribed = cell->oversubscribed;
    row->wrongly_bound = cell->wrongly_bound;
    row->disturbed = cell->disturbed;
    row->threaded = cell->threaded;
    row->hosts_differ = cell->hosts_differ;
    row->fell_back = cell_fell_back(cell);
    hdf5_text(row->interval, interval_names[cell->interval]);
    hdf5_text(row->baseline, baseline_names[cell->baseline]);
    if (cell->base) {
        hdf5_text(row->baseline_model, cell->base->runs[0]->row->model);
        row->baseline_workers = cell->base->workers;
    }
    hdf5_text(row->no_fraction, cell->no_fraction);
    row->run = *cell->runs[0]->row;
    for (size_t i = 0; columns_numbers[i].name; ++i)
        row->numbers[i] = columns_numbers[i].get(cells, cell);
}

int table_write_hdf5(const struct cells *cells, const char *path, const struct files *files)
{
    struct record_table described = {
        "cells", "Cells: one point of a study each", NULL, 0, sizeof(struct cell_row), 64, 1, 0, 0,
        0};
    struct record_field *columns = describe_cells(&described.field_count);
    described.fields = columns;
    struct hdf5_table out[] = {
        {.table = &study_table}, {.table = &described}, {.table = &run_table}};
    for (size_t i = 0; i < cells->study_count; ++i) {
        const struct study *study = &cells->studies[i];
        struct study_row *row = hdf5_table_add(&out[0]);
        row->study = (int32_t)i;
        hdf5_text(row->title, study->title);
        hdf5_text(row->machine, study->run->machine);
        build_say(&study->run->build, row->build, sizeof row->build);
        hdf5_text(row->cpu_model, study->run->cpu_model);
    }
    for (size_t i = 0; i < cells->cell_count; ++i) {
        add_cell(&out[1], cells, &cells->cells[i]);
        add_runs(&out[2], &cells->cells[i], (int32_t)i);
    }
    const int code = hdf5_tables_write(path, "parallax-table-1", "All cells", files, out, 3);
    for (int i = 0; i < 3; ++i)
        hdf5_table_free(&out[i]);
    free(columns);
    return code;
}
