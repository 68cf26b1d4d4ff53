/* Rows as the tables describe them, whatever their fields. */
#ifndef PARALLAX_RECORD_ROWS_H
#define PARALLAX_RECORD_ROWS_H

#include <stdbool.h>

#include "drivers/record/record.h"
#include "drivers/record/tables.h"

/* Makes *row one of which nothing is known: every field has its default. What whoever fills a row
 * does not know stays so. */
void record_default(const struct record_table *table, void *row);

/* The rows of one table in *results: how many, and the first; NULL: none. */
size_t record_rows_count(const struct results *results, const struct record_table *table);
char *record_rows(const struct results *results, const struct record_table *table);

/* Whether two rows of a table say the same: NaN is NaN, and nothing follows a text's end. */
bool record_rows_equal(const struct record_table *table, const void *left, const void *right);

/* The first text field in `rows` that does not end within its size, with its *text; NULL: all do.
 */
const struct record_field *record_unterminated(const struct record_table *table, const void *rows,
                                               size_t count, const char **text);

#endif
