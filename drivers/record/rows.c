/* Rows as the tables describe them, whatever their fields. */
#include "drivers/record/rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

size_t record_rows_count(const struct results *results, const struct record_table *table)
{
    size_t count;
    memcpy(&count, (const char *)results + table->count, sizeof count);
    return count;
}

/* Pointers to structures look alike (POSIX), but they are different types: so memcpy. */
char *record_rows(const struct results *results, const struct record_table *table)
{
    char *rows;
    memcpy(&rows, (const char *)results + table->rows, sizeof rows);
    return rows;
}

static bool fields_equal(const struct record_field *field, const char *left, const char *right)
{
    double a, b;
    const char *one, *other;
    switch (field->kind) {
    case RECORD_TEXT:
        return strncmp(left, right, field->size) == 0;
    case RECORD_LONG_TEXT:
        memcpy(&one, left, sizeof one);
        memcpy(&other, right, sizeof other);
        return strcmp(one, other) == 0;
    case RECORD_DOUBLE:
        memcpy(&a, left, sizeof a);
        memcpy(&b, right, sizeof b);
        return memcmp(left, right, sizeof a) == 0 || (isnan(a) && isnan(b));
    default:
        return memcmp(left, right, field->size) == 0;
    }
}

bool record_rows_equal(const struct record_table *table, const void *left, const void *right)
{
    for (size_t i = 0; i < table->field_count; ++i) {
        const size_t offset = table->fields[i].offset;
        if (!fields_equal(&table->fields[i], (const char *)left + offset,
                          (const char *)right + offset))
            return false;
    }
    return true;
}

static void field_default(const struct record_field *field, char *at)
{
    const char *text = field->missing;
    const int64_t whole = strtoll(text, NULL, 10);
    const int32_t middle = (int32_t)whole;
    const int8_t small = (int8_t)whole;
    const double real = strtod(text, NULL);
    if (field->kind == RECORD_TEXT)
        record_text(at, field->size, text);
    else
        memcpy(at,
               field->kind == RECORD_LONG_TEXT ? (const void *)&text
               : field->kind == RECORD_DOUBLE  ? (const void *)&real
               : field->kind == RECORD_INT8    ? (const void *)&small
               : field->kind == RECORD_INT32   ? (const void *)&middle
                                               : (const void *)&whole,
               field->size);
}

void record_default(const struct record_table *table, void *row)
{
    memset(row, 0, table->row_size);
    for (size_t i = 0; i < table->field_count; ++i)
        field_default(&table->fields[i], (char *)row + table->fields[i].offset);
}

void record_text(char *field, size_t size, const char *text)
{
    size_t length = strlen(text);
    memset(field, 0, size);
    memcpy(field, text, length < size ? length : size);
}

const struct record_field *record_unterminated(const struct record_table *table, const void *rows,
                                               size_t count, const char **text)
{
    for (size_t i = 0; i < count; ++i)
        for (size_t j = 0; j < table->field_count; ++j) {
            const struct record_field *field = &table->fields[j];
            *text = (const char *)rows + i * table->row_size + field->offset;
            if (field->kind == RECORD_TEXT && !memchr(*text, '\0', field->size))
                return field;
        }
    return NULL;
}
