/* The table as JSON. */
#include "analysis/say/table.h"

#include <stdlib.h>

#include "analysis/data/fields.h"
#include "analysis/say/columns.h"
#include "analysis/say/verdict_json.h"
#include "drivers/common/json.h"

static void put_field(struct json *json, const struct field *field, const struct run_row *row)
{
    char value[256];
    field_format(field, row, value, sizeof value);
    if (field->type == FIELD_TEXT || field->type == FIELD_MODEL)
        json_text(json, field->name, value);
    else if (field->type == FIELD_DOUBLE)
        json_number(json, field->name, strtod(value, NULL));
    else if (field->type == FIELD_INT8)
        json_bool(json, field->name, value[0] != '0');
    else
        json_whole(json, field->name, strtoll(value, NULL, 10));
}

static void put_runs(struct json *json, const struct cell *cell)
{
    json_open(json, "runs", '[');
    for (size_t i = 0; i < cell->used_runs; ++i)
        json_text(json, NULL, cell->runs[i]->row->run);
    json_close(json, ']');
    json_open(json, "excluded", '[');
    for (size_t i = cell->used_runs; i < cell->run_count; ++i) {
        const struct run *run = cell->runs[i];
        json_open(json, NULL, '{');
        json_text(json, "run", run->row->run);
        json_text(json, "reason", run->usable ? "flagged, and other runs are not" : run->reason);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void put_text_or_null(struct json *json, const char *name, const char *text)
{
    if (text[0] != '\0')
        json_text(json, name, text);
    else
        json_null(json, name);
}

static void put_baseline(struct json *json, const struct cell *cell)
{
    json_text(json, "baseline", baseline_names[cell->baseline]);
    if (cell->base) {
        json_text(json, "baseline_model", cell->base->runs[0]->row->model);
        json_whole(json, "baseline_workers", cell->base->workers);
    } else {
        json_null(json, "baseline_model");
        json_null(json, "baseline_workers");
    }
}

static void put_cell(struct json *json, const struct cells *cells, const struct cell *cell)
{
    json_open(json, NULL, '{');
    json_whole(json, "study_index", (int64_t)cell->study);
    json_text(json, "curve", cells->curves[cell->curve].name);
    json_whole(json, "workers", cell->workers);
    put_runs(json, cell);
    json_whole(json, "repetitions", (int64_t)cell->used_count);
    json_bool(json, "valid", cell->usable);
    json_bool(json, "oversubscribed", cell->oversubscribed);
    json_bool(json, "wrongly_bound", cell->wrongly_bound);
    json_bool(json, "disturbed", cell->disturbed);
    json_bool(json, "threaded", cell->threaded);
    json_bool(json, "hosts_differ", cell->hosts_differ);
    json_bool(json, "fell_back", cell_fell_back(cell));
    put_text_or_null(json, "reason", cell->reason);
    put_text_or_null(json, "interval", interval_names[cell->interval]);
    put_baseline(json, cell);
    for (const struct number_column *column = columns_numbers; column->name; ++column)
        json_number(json, column->name, column->get(cells, cell));
    put_text_or_null(json, "karp_flatt_reason", cell->no_fraction);
    json_open(json, "fields", '{');
    for (const struct field *field = fields; field->name; ++field)
        put_field(json, field, cell->runs[0]->row);
    json_close(json, '}');
    json_close(json, '}');
}

static void write_table(const struct cells *cells, FILE *out)
{
    struct json json = {.out = out};
    json_open(&json, NULL, '{');
    json_text(&json, "schema", "parallax-table-1");
    json_number(&json, "confidence", ESTIMATE_CONFIDENCE);
    verdict_put(&json, cells);
    json_open(&json, "studies", '[');
    for (size_t i = 0; i < cells->study_count; ++i) {
        const struct study *study = &cells->studies[i];
        char build[512];
        build_say(&study->run->build, build, sizeof build);
        json_open(&json, NULL, '{');
        json_text(&json, "title", study->title);
        json_text(&json, "machine", study->run->machine);
        json_text(&json, "build", build);
        json_text(&json, "cpu_model", study->run->cpu_model);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_open(&json, "cells", '[');
    for (size_t i = 0; i < cells->cell_count; ++i)
        put_cell(&json, cells, &cells->cells[i]);
    json_close(&json, ']');
    json_close(&json, '}');
}

const struct table_format table_json = {"json", "json", write_table};
