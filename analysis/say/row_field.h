/* The fields of a row of the results file, whatever its table. */
#ifndef PARALLAX_SAY_ROW_FIELD_H
#define PARALLAX_SAY_ROW_FIELD_H

#include <stdio.h>

#include "drivers/common/json.h"
#include "drivers/record/record.h"
#include "drivers/record/tables.h"

/* The text of a field that has one. Valid as long as the row. */
const char *row_field_text(const struct record_field *field, const void *row);

/* The value as one CSV field: text as it is but for control characters, NaN as nothing. */
void row_field_csv(const struct record_field *field, const void *row, FILE *out);

/* The value as a member that is called like the field. */
void row_field_json(const struct record_field *field, const void *row, struct json *json);

/* The field of that name; it must be there. */
const struct record_field *row_field_named(const struct record_table *table, const char *name);

/* Row i of a table in *results. */
const char *row_at(const struct results *results, const struct record_table *table, size_t i);

#endif
