/* JSON lines: one object a run, with all that belongs to it. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "analysis/memory.h"
#include "analysis/say/exports.h"
#include "analysis/say/exports_columns.h"
#include "analysis/say/left_out.h"
#include "analysis/say/row_field.h"
#include "drivers/common/exit_code.h"
#include "drivers/common/json.h"
#include "drivers/record/rows.h"

/* The rows of a table by their runs: those of run i are order[first[i]] up to first[i + 1]. */
struct sorted {
    size_t *first, *order;
};

static void sort_rows(struct sorted *sorted, const struct exports *exports,
                      const struct record_table *table)
{
    const size_t rows = record_rows_count(exports->results, table), runs = exports->runs->count;
    size_t *owner = memory_array(rows, sizeof *owner);
    sorted->first = memory_array(runs + 2, sizeof *sorted->first);
    sorted->order = memory_array(rows, sizeof *sorted->order);
    for (size_t i = 0; i < rows; ++i) {
        owner[i] = runs_find(exports->runs, row_at(exports->results, table, i));
        assert(owner[i] < runs); /* a file with rows of no run is not read */
        ++sorted->first[owner[i] + 2];
    }
    for (size_t i = 2; i < runs + 2; ++i)
        sorted->first[i] += sorted->first[i - 1];
    for (size_t i = 0; i < rows; ++i)
        sorted->order[sorted->first[owner[i] + 1]++] = i;
    free(owner);
}

static void put_fields(struct json *json, const struct record_table *table, size_t first,
                       const char *row)
{
    for (size_t k = first; k < table->field_count; ++k)
        row_field_json(&table->fields[k], row, json);
}

static void put_rows(struct json *json, const struct exports *exports, int index,
                     const struct sorted *sorted, size_t run)
{
    const struct record_table *table = &record_tables[index];
    json_open(json, exports_csv_name(index), '[');
    for (size_t i = sorted->first[run]; i < sorted->first[run + 1]; ++i) {
        json_open(json, NULL, '{');
        put_fields(json, table, 1, row_at(exports->results, table, sorted->order[i]));
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void put_facts(struct json *json, const struct exports *exports, const struct sorted *sorted,
                      size_t run)
{
    json_open(json, "facts", '{');
    for (size_t i = sorted->first[run]; i < sorted->first[run + 1]; ++i) {
        const struct fact_row *fact = &exports->results->facts[sorted->order[i]];
        json_text(json, fact->name, fact->value);
    }
    json_close(json, '}');
}

static void put_run(struct json *json, const struct exports *exports, const struct sorted *sorted,
                    size_t i, const char *file)
{
    static const int tables[] = {TABLE_SAMPLES, TABLE_WORKERS, TABLE_POINTS, TABLE_NODES};
    const struct run *run = &exports->runs->items[i];
    char flags[64], why[200];
    exports_flags(run, flags, sizeof flags);
    left_out_why(run, why, sizeof why);
    json_open(json, NULL, '{');
    json_path(json, "file", file);
    put_fields(json, &record_tables[TABLE_RUNS], 0, (const char *)run->row);
    json_whole(json, "workers", run->row->ranks * run->row->threads);
    json_bool(json, "usable", run->usable);
    json_text(json, "flags", flags);
    json_bool(json, "counted", run->counted);
    json_text(json, "why", why);
    put_facts(json, exports, &sorted[TABLE_FACTS], i);
    json_open(json, "tables", '{');
    for (size_t k = 0; k < sizeof tables / sizeof tables[0]; ++k)
        put_rows(json, exports, tables[k], &sorted[tables[k]], i);
    json_close(json, '}');
    json_close(json, '}');
}

static void put_unreadable(struct json *json, const char *file, const struct file_outcome *outcome)
{
    json_open(json, NULL, '{');
    json_path(json, "file", file);
    json_null(json, "run");
    json_bool(json, "usable", false);
    json_text(json, "why", outcome->message);
    json_whole(json, "exit_code", outcome->code);
    json_close(json, '}');
}

void exports_jsonl_write(const struct exports *exports, FILE *out)
{
    struct json json = {.out = out, .is_line = true};
    struct sorted sorted[RECORD_TABLES] = {{NULL, NULL}};
    const struct files *files = exports->files;
    for (int i = TABLE_SAMPLES; i < RECORD_TABLES; ++i)
        sort_rows(&sorted[i], exports, &record_tables[i]);
    for (size_t i = 0, run = 0; i < files->count; ++i)
        for (size_t k = 0; k < files->outcomes[i].run_count; ++k)
            put_run(&json, exports, sorted, run++, files->paths[i]);
    for (size_t i = 0; i < files->count; ++i)
        if (files->outcomes[i].code != EXIT_OK)
            put_unreadable(&json, files->paths[i], &files->outcomes[i]);
    for (int i = TABLE_SAMPLES; i < RECORD_TABLES; ++i) {
        free(sorted[i].first);
        free(sorted[i].order);
    }
}
