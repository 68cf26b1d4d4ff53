/* Which fields of a run decide to which study, curve and cell it belongs. */
#ifndef PARALLAX_DATA_FIELDS_H
#define PARALLAX_DATA_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "drivers/record/record.h"

/* A study holds curves, a curve holds cells, a cell holds runs. */
enum field_level { FIELD_STUDY, FIELD_CURVE, FIELD_CELL, FIELD_NONE };

struct field {
    const char *name;
    enum { FIELD_TEXT, FIELD_MODEL, FIELD_INT8, FIELD_INT32, FIELD_INT64, FIELD_DOUBLE } type;
    size_t offset; /* in struct run_row */
    enum field_level strong, weak;
};

/* All fields of a level, in the order that results are sorted by; ends with a NULL name. */
extern const struct field fields[];

/* Does the field belong to `level` in this run's kind of study? */
bool field_is_of(const struct field *field, enum field_level level, const struct run_row *row);

/* < 0, 0, > 0 as for strcmp. Models go by enum model_kind, then by name. */
int field_compare(const struct field *field, const struct run_row *a, const struct run_row *b);

/* The same for all fields of `level`. The fields of the levels before must be equal. */
int fields_compare(enum field_level level, const struct run_row *a, const struct run_row *b);

/* The field's value as text. */
void field_format(const struct field *field, const struct run_row *row, char *buffer, size_t size);

bool field_study_is(const struct run_row *row, const char *study);

#endif
