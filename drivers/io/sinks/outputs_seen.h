/* Files as results: directories in which nothing has changed since a run looked at all outputs. */
#ifndef PARALLAX_IO_SINKS_OUTPUTS_SEEN_H
#define PARALLAX_IO_SINKS_OUTPUTS_SEEN_H

#include <sys/stat.h>

#include "drivers/io/journal/journal.h"
#include "drivers/io/sinks/outputs.h"
#include "drivers/io/sinks/outputs_directories.h"

/* DESIGN. Whether there is anything to do costs two looks an image: at the input, which anybody may
 * change, and at the output, which most often nobody does. But no file gets a name, loses one or
 * gives it to another without a change of its directory's ctime, which nobody can set. So a run
 * that has looked at all outputs of a directory, and found each as the journal tells, notes there,
 * under a key that no output has ("DIR/"), the directory's inode and ctime and a sum over all these
 * facts; and as long as both are the same, later runs look at the directory instead. What they
 * cannot see this way is an output that somebody emptied or overwrote without a new name for it.
 *
 * Only what is at rest is noted: directories that changed while we looked, or within the last
 * minute, are not (their time may be too coarse to tell, and what a machine that fails had not
 * written by then could be empty), nor those older than what is in them, by mtime or ctime, as
 * where a file system (FUSE) does not move such times when a name comes or goes. One input that
 * changed, another list or other parameters make another sum. `--existing overwrite` looks at all,
 * always. */

/* One directory of outputs. */
struct outputs_seen_place {
    struct journal_input state; /* its inode and ctime before we looked; 0: there are too few */
    uint64_t sum;               /* of the facts of its items that are done, as far as told */
    int told;                   /* so many */
    int64_t newest;             /* of the mtimes and ctimes of its outputs that were looked at */
    int seen;                   /* outputs that are as they are told to be */
    bool trusted;
};

struct outputs_seen {
    const struct sink_options *options;
    const struct journal_told *journal;
    char *const *names;
    struct outputs_directories directories;
    struct outputs_seen_place *places; /* [directories.count]; NULL: nothing is trusted, or noted */
};

/* Which directories of the outputs `names` need no look; facts[list->count] are what the journal
 * has of them, NULL: nothing. All arguments stay. 0, or -1: no memory. The caller closes *seen in
 * any case. */
int outputs_seen_open(struct outputs_seen *seen, const struct sink_options *options,
                      const struct journal_told *journal, const struct list *list,
                      char *const *names, const struct journal_fact *const *facts);

/* Whether an item's output is as it is told to be, without a look. */
bool outputs_seen_trusts(const struct outputs_seen *seen, const struct journal_fact *fact, int item,
                         struct journal_input input);

/* An item's output was looked at, has this status, and is as it is told to be. */
void outputs_seen_add(struct outputs_seen *seen, int item, const struct stat *found);

/* Notes the directories that are at rest. What cannot be noted will be looked at again. */
void outputs_seen_note(struct outputs_seen *seen);
void outputs_seen_close(struct outputs_seen *seen);

#endif
