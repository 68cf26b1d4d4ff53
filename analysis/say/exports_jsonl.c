/* JSON lines: one object a run, with all that belongs to it. */
#include <stdlib.h>

#include "analysis/data/runs_rows.h"
#include "analysis/say/exports.h"
#include "analysis/say/exports_columns.h"
#include "analysis/say/left_out.h"
#include "analysis/say/row_field.h"
#include "drivers/common/exit_code.h"
#include "drivers/common/json.h"
#include "drivers/record/rows.h"

static void put_fields(struct json *json, const struct record_table *table, size_t first,
                       const char *row)
{
    for (size_t k = first; k < table->field_count; ++k)
        row_field_json(&table->fields[k], row, json);
}

static void put_rows(struct json *json, const struct exports *exports, int index,
                     const struct runs_rows *sorted, size_t run)
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

static void put_facts(struct json *json, const struct exports *exports,
                      const struct runs_rows *sorted, size_t run)
{
    json_open(json, "facts", '{');
    for (size_t i = sorted->first[run]; i < sorted->first[run + 1]; ++i) {
        const struct fact_row *fact = &exports->results->facts[sorted->order[i]];
        json_text(json, fact->name, fact->value);
    }
    json_close(json, '}');
}

static void put_run(struct json *json, const struct exports *exports,
                    const struct runs_rows *sorted, size_t i, const char *file)
{
    static const int tables[] = {TABLE_SAMPLES, TABLE_WORKERS, TABLE_SPANS, TABLE_POINTS,
                                 TABLE_NODES};
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
    struct runs_rows sorted[RECORD_TABLES] = {{NULL, NULL}};
    const struct files *files = exports->files;
    for (int i = TABLE_SAMPLES; i < RECORD_TABLES; ++i)
        runs_rows_sort(&sorted[i], exports->runs, exports->results, i); /* all are of runs */
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
