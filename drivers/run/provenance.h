/* Where a result comes from: facts about the program, its command line and its environment. */
#ifndef PARALLAX_RUN_PROVENANCE_H
#define PARALLAX_RUN_PROVENANCE_H

#include <stddef.h>

#include "drivers/record/record.h"

/* Zero-initialised: no facts. Rows are complete but for their run, and may go to
 * record_put_facts(). */
struct provenance {
    struct fact_row *facts; /* values are the provenance's */
    size_t count, capacity;
};

/* Adds one fact, printf-like; a name is at most 63 bytes. 0, or -1: no memory. */
int provenance_add(struct provenance *provenance, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds: the command line, quoted so that a shell takes it back; host and working directory;
 * compiler, flags, revision; versions of HDF5 and xxHash; the SLURM job if there is one; and those
 * variables of the environment that are on a list of names (as env.NAME): never others, they may
 * hold secrets. A value that is not UTF-8 has its bytes in a second fact, NAME.bytes, as in a URL.
 * 0, or -1: no memory. */
int provenance_collect(struct provenance *provenance, int argc, char *const *argv);

/* Sets the run of all facts. */
void provenance_run(struct provenance *provenance, const char *run);

void provenance_free(struct provenance *provenance);

/* A random UUID (version 4), as 8-4-4-4-12 lower-case hex digits. */
void provenance_uuid(char uuid[37]);

/* Now, ISO 8601 in UTC: 2024-01-31T23:59:59Z. */
void provenance_utc(char text[24]);

#endif
