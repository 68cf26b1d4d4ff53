/* The fields of a row of the results file, whatever its table. */
#include "analysis/say/row_field.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "analysis/text.h"
#include "drivers/common/number.h"
#include "drivers/record/rows.h"

static const char *at(const struct record_field *field, const void *row)
{
    return (const char *)row + field->offset;
}

static bool is_text(const struct record_field *field)
{
    return field->kind == RECORD_TEXT || field->kind == RECORD_LONG_TEXT;
}

const char *row_field_text(const struct record_field *field, const void *row)
{
    const char *text = at(field, row);
    if (field->kind == RECORD_LONG_TEXT)
        memcpy(&text, at(field, row), sizeof text);
    return text;
}

static double real_of(const struct record_field *field, const void *row)
{
    double value;
    memcpy(&value, at(field, row), sizeof value);
    return value;
}

static uint64_t unsigned_of(const struct record_field *field, const void *row)
{
    uint64_t value;
    memcpy(&value, at(field, row), sizeof value);
    return value;
}

static int64_t whole_of(const struct record_field *field, const void *row)
{
    int8_t small;
    int32_t middle;
    int64_t large;
    switch (field->kind) {
    case RECORD_INT8:
        memcpy(&small, at(field, row), sizeof small);
        return small;
    case RECORD_INT32:
        memcpy(&middle, at(field, row), sizeof middle);
        return middle;
    default:
        memcpy(&large, at(field, row), sizeof large);
        return large;
    }
}

void row_field_csv(const struct record_field *field, const void *row, FILE *out)
{
    if (is_text(field))
        text_csv_data(out, row_field_text(field, row));
    else if (field->kind == RECORD_UINT64)
        fprintf(out, "%" PRIu64, unsigned_of(field, row));
    else if (field->kind != RECORD_DOUBLE)
        fprintf(out, "%" PRId64, whole_of(field, row));
    else if (!isnan(real_of(field, row)))
        fprintf(out, "%s", number_exact(real_of(field, row)).text);
}

void row_field_json(const struct record_field *field, const void *row, struct json *json)
{
    if (is_text(field))
        json_text(json, field->name, row_field_text(field, row));
    else if (field->kind == RECORD_UINT64)
        json_unsigned(json, field->name, unsigned_of(field, row));
    else if (field->kind != RECORD_DOUBLE)
        json_whole(json, field->name, whole_of(field, row));
    else
        json_number(json, field->name, real_of(field, row));
}

const struct record_field *row_field_named(const struct record_table *table, const char *name)
{
    size_t i = 0;
    while (i < table->field_count && strcmp(table->fields[i].name, name) != 0)
        ++i;
    assert(i < table->field_count);
    return &table->fields[i];
}

const char *row_at(const struct results *results, const struct record_table *table, size_t i)
{
    return record_rows(results, table) + i * table->row_size;
}
