/* Outputs that other jobs make in the same directory meanwhile: whether they are what this one
 * would make. */
#ifndef PARALLAX_IO_SINKS_OTHERS_H
#define PARALLAX_IO_SINKS_OTHERS_H

#include <sys/stat.h>

#include "drivers/io/journal/journal.h"
#include "drivers/io/lock.h"
#include "drivers/io/sink.h"

/* DESIGN. A name says nothing of how an output was made: jobs with other parameters, or with lists
 * in which it is that of another input, may work here, and begin and end at any time. But whoever
 * makes an output has told the journal before it takes its name. So the journal is read when the
 * first such output is met, and again when one is met that it did not yet tell of; without what
 * this process has noted, which of one key would hide what they have noted before. */
struct others {
    const struct sink_options *asked;
    struct journal *ours; /* what this process notes; set before the functions below */
    struct lock *lock;    /* of what follows */
    struct journal_told told;
    uint64_t params; /* whose words these are; 0: nobody's yet */
    char words[JOURNAL_WORDS];
};

/* `asked` stays until others_close(). 0, or -1: no memory; close it all the same. */
int others_open(struct others *others, const struct sink_options *asked);
void others_close(struct others *others);

/* All below have one argument in common, *read: whether the journal was read since this output was
 * met; it is read once, where it does not tell before, and *read is true then. */

/* Whether what is there, as the journal knows it by `key`, and whose status is *found, is of this
 * input (journal_unknown: of whichever) and our parameters, or is not told of, as somebody may have
 * put it there by hand. False also where the journal cannot be read. Any thread. */
bool others_wanted(struct others *others, const char *key, const struct stat *found,
                   struct journal_input input, bool *read);

/* What another job tells of what is there, to be told once more: *entry, but for its key. False:
 * none tells of it. `input` is what the output would be of: if the other's is another, *entry is of
 * none that there is. Any thread. */
bool others_told(struct others *others, const char *key, const struct stat *found,
                 struct journal_input input, struct journal_entry *entry, bool *read);

/* Says in *failure, "exists", why what is there is not to be replaced now; as others_wanted(),
 * where that is false. */
void others_explain(struct others *others, const char *key, const struct stat *found,
                    struct journal_input input, bool *read, struct failure *failure);

/* Whether the output `name` of the input at `path` is there, whole, written since then, in ns since
 * 1970, and others_wanted(). Any thread. */
bool others_made(struct others *others, const char *name, const char *path, int64_t since);

#endif
