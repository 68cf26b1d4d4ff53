/* Lists as tables: CSV, TSV and JSON lines, of which a column says what to read. */
#ifndef PARALLAX_IO_TABLE_H
#define PARALLAX_IO_TABLE_H

#include <stddef.h>

#include "drivers/common/failure.h"
#include "drivers/io/bytes.h"

enum table_kind { TABLE_AUTO, TABLE_LINES, TABLE_CSV, TABLE_TSV, TABLE_JSONL };
extern const char *const table_kind_names[]; /* NULL-terminated, as --list-format has them */

/* A record has at most so many bytes, so that a quote that is never closed is found soon. */
enum { TABLE_RECORD_MAX = 1 << 20, TABLE_COLUMNS_MAX = 4096 };

/* Which columns are asked for; NULL: not this one. */
struct table_wish {
    const char *option;       /* whose list it is, for messages: "--files-from" */
    const char *column;       /* NULL: the first of `usual` that there is */
    const char *const *usual; /* NULL-terminated; in any case of letters */
    const char *name, *hash;  /* of the output's name, and the SHA-256 */
};

/* One record; texts that end with a NUL, valid during the call. */
struct table_row {
    size_t line;                     /* on which it begins, from 1 */
    const char *value, *name, *hash; /* the latter two NULL if they were not asked for */
};
typedef int table_row_fn(void *context, const struct table_row *row, struct failure *failure);

/* The kind of a list that is called `path`, unless one was asked for: by its ending, .csv, .tsv,
 * .jsonl, .ndjson; else TABLE_LINES. */
enum table_kind table_kind_of(const char *path, enum table_kind asked);

/* Where lines end with CR alone, as old Macs wrote them, CR becomes LF: where there is no LF, and a
 * CR with something behind it. table_read() begins with it. */
void table_end_lines(struct bytes *text);

/* Calls `each` for the records of `text`, which is changed and must be followed by a NUL byte, in
 * their order. CSV (RFC 4180, comma) and TSV (the same, tabulator) begin with a header line, lines
 * end with LF or CR LF, or all with CR; JSON lines are an object each, of which the columns are
 * texts. Empty lines are passed over. 0, or -1 with *failure, that of `each` or of its own (stage
 * "list"; code "corrupt", naming the line; "no-library": JSON lines in a build without jansson). */
int table_read(enum table_kind kind, const struct table_wish *wish, struct bytes *text,
               table_row_fn *each, void *context, struct failure *failure);

/* JSON lines alone; table_jsonl.c, or in a build without jansson table_jsonl_none.c. */
int table_read_jsonl(const struct table_wish *wish, char *text, size_t size, table_row_fn *each,
                     void *context, struct failure *failure);

/* *failure, with "corrupt", for what is wrong in a line of the list; -1. */
__attribute__((format(printf, 4, 5))) int table_wrong(const struct table_wish *wish, size_t line,
                                                      struct failure *failure, const char *format,
                                                      ...);

#endif
