/* What work in place has done so far: it cannot be seen from files that are input and output at
 * once.
 */
#ifndef PARALLAX_IO_SINKS_JOURNAL_H
#define PARALLAX_IO_SINKS_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "drivers/io/sink.h"

/* DESIGN. DIRECTORY/.parallax-in-place/ has a file of each process: the work (kernel and
 * parameters), then for each output its name and what identifies the new file, written before that
 * takes its name. So whatever a process was killed at, an output is done if the file under its name
 * is one that the journal tells. Work that is complete takes the journal away. */

#define JOURNAL_PLACE ".parallax-in-place"
#define JOURNAL_LOCK  ".parallax.lock" /* in it; as all there it begins with ".p" */

/* The names of outputs that are done, sorted. */
struct journal_done {
    char **names;
    int count;
};

/* Holds the place for this process's job, until journal_unlock() or its end: two jobs at once would
 * do images twice. 0, or EXIT_CREATE with *failure: another one works here. Where there are no
 * locks it is not found out. One place at a time; rank 0 alone, before journal_read(). */
int journal_lock(const struct sink_options *options, struct failure *failure);
void journal_unlock(void);

/* Reads what earlier runs of the same work have done; with EXISTING_OVERWRITE it is forgotten
 * instead. 0, or an exit code and *failure: it is other work that did not come to its end (73), or
 * cannot be read (74, 71). The caller frees *done in any case. */
int journal_read(const struct sink_options *options, struct journal_done *done,
                 struct failure *failure);
bool journal_has(const struct journal_done *done, const char *name);
void journal_free(struct journal_done *done);

/* This process's file, open for writing; -1 with *failure. */
int journal_open(const struct sink_options *options, struct failure *failure);

/* Notes that the file of this status is about to be called `name`. Any thread. 0, or -1 with errno.
 */
int journal_note(int journal, const char *name, const struct stat *status);

/* All is done: the journal goes, in one step. */
void journal_remove(const struct sink_options *options);

#endif
