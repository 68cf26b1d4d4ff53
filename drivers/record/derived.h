/* Tables that were computed from results, in a new HDF5 file of their own. It is laid out and
 * sealed like a results file, but holds no runs. */
#ifndef PARALLAX_RECORD_DERIVED_H
#define PARALLAX_RECORD_DERIVED_H

#include <stddef.h>

#include "drivers/record/tables.h"

/* One table: its columns, described as those of a results file, and its rows, which are structures
 * of table->row_size bytes. Texts end within their fields; there are no RECORD_LONG_TEXT. */
struct record_derived {
    const struct record_table *table; /* path, title, fields, field_count, row_size */
    const void *rows;
    size_t count;
};

/* Creates `path`, which must not exist, with these tables; its directory is there. `schema` names
 * what the tables are, as "parallax-fit-1", for programs; `title` is for people. The same rows make
 * the same file. All of it is there under its name, or nothing. 0, with a warning in message or "";
 * or an exit code with a sentence in it: EXIT_IO where writing failed, else as
 * exit_code_of_output(). One thread at a time. */
int record_derived_write(const char *path, const char *title, const char *schema,
                         const struct record_derived *tables, size_t count, char *message,
                         size_t message_size);

#endif
