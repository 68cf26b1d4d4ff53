/* Tidy CSV: one file per table, one line per row. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "analysis/say/exports.h"
#include "analysis/say/exports_columns.h"
#include "analysis/say/left_out.h"
#include "analysis/say/row_field.h"
#include "analysis/text.h"
#include "drivers/common/exit_code.h"
#include "drivers/record/rows.h"

const char *exports_csv_name(int table)
{
    static const char *const own[] = {"stages", "files", "columns"};
    if (table >= RECORD_TABLES)
        return own[table - RECORD_TABLES];
    const char *slash = strrchr(record_tables[table].path, '/');
    return slash ? slash + 1 : record_tables[table].path;
}

static void end_line(FILE *out)
{
    fputs("\r\n", out);
}

static void put_judgement(const struct run *run, FILE *out)
{
    char flags[64], why[200];
    exports_flags(run, flags, sizeof flags);
    left_out_why(run, why, sizeof why);
    fprintf(out, ",%d,%d,%s,%d,", run->row->ranks * run->row->threads, run->usable, flags,
            run->counted);
    text_csv_data(out, why);
}

static void put_keys(const struct run *run, FILE *out)
{
    for (size_t i = 0; exports_keys[i]; ++i) {
        fputc(',', out);
        row_field_csv(row_field_named(&record_tables[TABLE_RUNS], exports_keys[i]), run->row, out);
    }
    put_judgement(run, out);
}

static void name_keys(FILE *out)
{
    for (size_t i = 0; exports_keys[i]; ++i)
        fprintf(out, ",%s", exports_keys[i]);
    fputs(",workers,usable,flags,counted,why", out);
}

/* `run` is every row's first field; a file with rows of no run is not read. */
static const struct run *run_of(const struct exports *exports, const char *row)
{
    const size_t i = runs_find(exports->runs, row);
    assert(i != SIZE_MAX);
    return &exports->runs->items[i];
}

/* Of which file is run i? Runs stand in the order of the files; *file and *end go along. */
static const char *file_of(const struct exports *exports, size_t i, size_t *file, size_t *end)
{
    while (i >= *end)
        *end += exports->files->outcomes[(*file)++].run_count;
    return exports->files->paths[*file - 1];
}

static void write_runs(const struct exports *exports, FILE *out)
{
    const struct record_table *table = &record_tables[TABLE_RUNS];
    size_t file = 0, end = 0;
    fputs("file", out);
    for (size_t k = 0; k < table->field_count; ++k)
        fprintf(out, ",%s", table->fields[k].name);
    fputs(",workers,usable,flags,counted,why", out);
    end_line(out);
    for (size_t i = 0; i < exports->runs->count; ++i) {
        const struct run *run = &exports->runs->items[i];
        text_csv_data(out, file_of(exports, i, &file, &end));
        for (size_t k = 0; k < table->field_count; ++k) {
            fputc(',', out);
            row_field_csv(&table->fields[k], run->row, out);
        }
        put_judgement(run, out);
        end_line(out);
    }
}

static void write_rows(const struct exports *exports, int index, FILE *out)
{
    const struct record_table *table = &record_tables[index];
    fputs(table->fields[0].name, out);
    if (exports_has_keys(index))
        name_keys(out);
    for (size_t k = 1; k < table->field_count; ++k)
        fprintf(out, ",%s", table->fields[k].name);
    end_line(out);
    for (size_t i = 0; i < record_rows_count(exports->results, table); ++i) {
        const char *row = row_at(exports->results, table, i);
        const struct run *run = run_of(exports, row);
        row_field_csv(&table->fields[0], row, out);
        if (exports_has_keys(index))
            put_keys(run, out);
        for (size_t k = 1; k < table->field_count; ++k) {
            fputc(',', out);
            row_field_csv(&table->fields[k], row, out);
        }
        end_line(out);
    }
}

/* The stages that a worker measures, by the names of its fields; the rest of its time is none. */
static void put_stage(const struct worker_row *worker, enum stage stage, FILE *out)
{
    char name[32];
    snprintf(name, sizeof name, "%s_s", stage_names[stage]);
    fprintf(out, ",%d,", worker->iteration);
    text_csv_data(out, worker->node);
    fprintf(out, ",%d,%d,%s,", worker->rank, worker->thread, stage_names[stage]);
    row_field_csv(row_field_named(&record_tables[TABLE_WORKERS], name), worker, out);
}

static void write_stages(const struct exports *exports, FILE *out)
{
    const struct results *results = exports->results;
    fputs("run", out);
    name_keys(out);
    fputs(",iteration,node,rank,thread,stage,seconds", out);
    end_line(out);
    for (size_t i = 0; i < results->worker_count; ++i) {
        const struct worker_row *worker = &results->workers[i];
        const struct run *run = run_of(exports, worker->run);
        for (enum stage stage = 0; stage < STAGE_OTHER; ++stage) {
            text_csv_data(out, worker->run);
            put_keys(run, out);
            put_stage(worker, stage, out);
            end_line(out);
        }
    }
}

static void write_files(const struct exports *exports, FILE *out)
{
    fputs("file,readable,exit_code,runs,why", out);
    end_line(out);
    for (size_t i = 0; i < exports->files->count; ++i) {
        const struct file_outcome *outcome = &exports->files->outcomes[i];
        text_csv_data(out, exports->files->paths[i]);
        fprintf(out, ",%d,%d,%zu,", outcome->code == EXIT_OK, outcome->code, outcome->run_count);
        text_csv_data(out, outcome->message);
        end_line(out);
    }
}

void exports_csv_write(const struct exports *exports, int table, FILE *out)
{
    if (table == TABLE_RUNS)
        write_runs(exports, out);
    else if (table < RECORD_TABLES)
        write_rows(exports, table, out);
    else if (table == EXPORTS_STAGES)
        write_stages(exports, out);
    else if (table == EXPORTS_FILES)
        write_files(exports, out);
    else
        exports_columns_write(out);
}
