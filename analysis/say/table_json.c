/* The table as JSON. */
#include "analysis/say/table.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/data/fields.h"
#include "analysis/memory.h"
#include "analysis/say/columns.h"
#include "analysis/text.h"

/* A results file may hold bytes that are no UTF-8; JSON may not. */
static json_t *json_text(const char *text)
{
    json_t *value = json_string(text);
    if (value)
        return value;
    char *ascii = memory_string(text);
    for (char *c = ascii; *c != '\0'; ++c) {
        *c = (unsigned char)*c >= 0x80 ? '?' : *c;
    }
    value = json_string(ascii);
    free(ascii);
    return value;
}

static json_t *json_number_or_null(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *json_field(const struct field *field, const struct run_row *row)
{
    char value[256];
    field_format(field, row, value, sizeof value);
    if (field->type == FIELD_TEXT || field->type == FIELD_MODEL)
        return json_text(value);
    if (field->type == FIELD_DOUBLE)
        return json_number_or_null(strtod(value, NULL));
    return field->type == FIELD_INT8 ? json_boolean(value[0] != '0')
                                     : json_integer(strtoll(value, NULL, 10));
}

static json_t *json_fields(const struct run_row *row)
{
    json_t *object = json_object();
    for (const struct field *field = fields; field->name; ++field)
        json_object_set_new(object, field->name, json_field(field, row));
    return object;
}

static void set_runs(json_t *object, const struct cell *cell)
{
    json_t *used = json_array(), *excluded = json_array();
    for (size_t i = 0; i < cell->run_count; ++i) {
        const struct run *run = cell->runs[i];
        if (i < cell->used_runs) {
            json_array_append_new(used, json_text(run->row->run));
            continue;
        }
        json_t *entry = json_object();
        json_object_set_new(entry, "run", json_text(run->row->run));
        json_object_set_new(
            entry, "reason",
            json_text(run->usable ? "flagged, and other runs are not" : run->reason));
        json_array_append_new(excluded, entry);
    }
    json_object_set_new(object, "runs", used);
    json_object_set_new(object, "excluded", excluded);
}

static json_t *json_text_or_null(const char *text)
{
    return text[0] != '\0' ? json_text(text) : json_null();
}

static json_t *json_cell(const struct cells *cells, const struct cell *cell)
{
    json_t *object = json_object();
    json_object_set_new(object, "study_index", json_integer((json_int_t)cell->study));
    json_object_set_new(object, "curve", json_text(cells->curves[cell->curve].name));
    json_object_set_new(object, "workers", json_integer(cell->workers));
    set_runs(object, cell);
    json_object_set_new(object, "repetitions", json_integer((json_int_t)cell->used_count));
    json_object_set_new(object, "valid", json_boolean(cell->usable));
    json_object_set_new(object, "oversubscribed", json_boolean(cell->oversubscribed));
    json_object_set_new(object, "wrongly_bound", json_boolean(cell->wrongly_bound));
    json_object_set_new(object, "disturbed", json_boolean(cell->disturbed));
    json_object_set_new(object, "threaded", json_boolean(cell->threaded));
    json_object_set_new(object, "hosts_differ", json_boolean(cell->hosts_differ));
    json_object_set_new(object, "fell_back", json_boolean(cell_fell_back(cell)));
    json_object_set_new(object, "reason", json_text_or_null(cell->reason));
    json_object_set_new(object, "interval", json_text_or_null(interval_names[cell->interval]));
    json_object_set_new(object, "baseline", json_text(baseline_names[cell->baseline]));
    const struct cell *base = cell->base;
    json_object_set_new(object, "baseline_model",
                        base ? json_text(base->runs[0]->row->model) : json_null());
    json_object_set_new(object, "baseline_workers",
                        base ? json_integer(base->workers) : json_null());
    for (const struct number_column *column = columns_numbers; column->name; ++column)
        json_object_set_new(object, column->name, json_number_or_null(column->get(cells, cell)));
    json_object_set_new(object, "karp_flatt_reason", json_text_or_null(cell->no_fraction));
    json_object_set_new(object, "fields", json_fields(cell->runs[0]->row));
    return object;
}

static void write_table(const struct cells *cells, FILE *out)
{
    json_t *root = json_object(), *studies = json_array(), *list = json_array();
    for (size_t i = 0; i < cells->study_count; ++i) {
        json_t *study = json_object();
        json_object_set_new(study, "title", json_text(cells->studies[i].title));
        json_object_set_new(study, "machine", json_text(cells->studies[i].run->machine));
        json_object_set_new(study, "build", json_text(cells->studies[i].run->build));
        json_object_set_new(study, "cpu_model", json_text(cells->studies[i].run->cpu_model));
        json_array_append_new(studies, study);
    }
    for (size_t i = 0; i < cells->cell_count; ++i)
        json_array_append_new(list, json_cell(cells, &cells->cells[i]));
    json_object_set_new(root, "schema", json_string("parallax-table-1"));
    json_object_set_new(root, "confidence", json_real(ESTIMATE_CONFIDENCE));
    json_object_set_new(root, "studies", studies);
    json_object_set_new(root, "cells", list);
    json_dumpf(root, out, JSON_INDENT(1) | JSON_REAL_PRECISION(17) | JSON_ENSURE_ASCII);
    fputc('\n', out);
    json_decref(root);
}

const struct table_format table_json = {"json", "json", write_table};
