/* The files below .parallax/, for the journal alone. */
#ifndef PARALLAX_IO_JOURNAL_PLACE_H
#define PARALLAX_IO_JOURNAL_PLACE_H

#include "drivers/common/temporary.h"
#include "drivers/io/bytes.h"
#include "drivers/io/journal/journal.h"

#define PLACE_BASE "journal" /* what has been merged */
#define PLACE_PART "part" /* of a process: a hidden temporary name; once it has ended "part-…" */
#define PLACE_LOCK "lock"

/* The first line of a file: into *text. 0, or -1: no memory. */
int place_head(struct bytes *text, const char *work);

/* The name of the file that an open journal appends to now. Any thread. */
void place_of(struct journal *journal, char name[TEMPORARY_SIZE]);

/* The name that a process's file `name` has once it has ended. */
void place_ended(const char *name, char ended[TEMPORARY_SIZE]);

/* What `name` in the open directory is to the journal: the base, a file that grows, or one that
 * nobody writes any more; or nothing. */
enum place_kind { PLACE_NOTHING, PLACE_IS_BASE, PLACE_GROWS, PLACE_HAS_ENDED };
enum place_kind place_kind_of(int directory, const char *name);

/* Calls line(context, text, length) for each line of a file of the journal, without its end; lines
 * longer than any entry are passed over. The first line is head(context, work, length), for the
 * words behind the version (NULL: nobody's interest). 0, or -1 with errno: ENOTSUP for a newer
 * version. Either function may end it by returning -1 with errno. */
typedef int place_line_fn(void *context, const char *text, size_t length);
int place_read(int directory, const char *name, place_line_fn *head, place_line_fn *line,
               void *context);

#endif
