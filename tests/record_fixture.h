/* A results file with something in every field, in a directory of its own. */
#ifndef PARALLAX_RECORD_FIXTURE_H
#define PARALLAX_RECORD_FIXTURE_H

#include <stddef.h>
#include <stdint.h>

#include "drivers/record/record.h"
#include "drivers/record/tables.h"

enum { SAMPLES = 150, FACTS = 3 };

extern const char uuid[37], other_uuid[37];
extern char directory[64], file[128], hidden[128], message[1024]; /* hidden: file's temporary name
                                                                   */
extern struct fact_row facts[FACTS];                              /* as contents_put() wrote them */

/* Set-up and tear-down of each test; the latter fails if a test left other files than these two. */
int fixture_begin(void **state);
int fixture_end(void **state);

/* Fills a row so that every field has a value of its own, different for each `salt`. */
void row_fill(const struct record_table *table, void *row, int salt, const char *run);

struct record *create(void);                               /* `file`; fails the test if it cannot */
void contents_put(struct record *record, const char *run); /* SAMPLES samples and workers */
void file_make(void);                                      /* both, and closes */
int file_read(const char *path, struct results *results);  /* into empty results */
void expect_code(const char *path, int code, const char *word); /* and a message with the word */

#endif
