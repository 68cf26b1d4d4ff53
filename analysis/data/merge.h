/* The runs of many results files as one set: each once, in an order of its own. */
#ifndef PARALLAX_DATA_MERGE_H
#define PARALLAX_DATA_MERGE_H

#include <stdbool.h>
#include <stddef.h>

#include "drivers/record/rows.h"

struct merge_source {
    const char *path; /* the caller's */
    struct results results;
    size_t first_run; /* of its runs among all */
};

/* One run of one source; entries are ordered by source, then by UUID. */
struct merge_run {
    const struct run_row *row;
    size_t source;
    size_t first[RECORD_TABLES], count[RECORD_TABLES]; /* its rows of every table */
};

struct merge {
    struct merge_source *sources;
    size_t source_count, source_capacity;
    struct merge_run *runs;
    size_t run_count;
    const char **rows[RECORD_TABLES]; /* those of one run stand together, as they stood before */
    const struct merge_run **kept;    /* each run once, ordered by creation, then by UUID */
    size_t kept_count;
};

/* Adds the runs of one file. Of runs that are there several times, the one that was added first is
 * kept. *results is the merge's from now on. */
void merge_add(struct merge *merge, const char *path, struct results *results);

/* Sorts all that was added, once. False, with a sentence that names both files, when two runs have
 * one UUID and differ. */
bool merge_settle(struct merge *merge, char *message, size_t size);

/* Writes all kept runs into a new file that replaces `path`. Returns 0, or an exit code with a
 * sentence; then what was at `path` is as it was. `unchanged` is asked, when no other merge can
 * replace `path` any more, whether it is still what was read: NULL, or a sentence. */
int merge_write(const struct merge *merge, const char *path,
                const char *(*unchanged)(const void *context), const void *context, char *message,
                size_t size);

void merge_free(struct merge *merge);

#endif
