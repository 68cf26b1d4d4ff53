/* Files as results: what each is called, and what is checked before any work starts. */
#ifndef PARALLAX_IO_SINKS_OUTPUTS_H
#define PARALLAX_IO_SINKS_OUTPUTS_H

#include <sys/stat.h>

#include "drivers/io/codecs/codec.h"
#include "drivers/io/sink.h"

/* Marks of items whose name is shared: with COLLISION_HASH they carry a hash; and of those whose
 * output is there, but is to be made anew. */
enum { OUTPUTS_HASHED = SINK_MARKS, OUTPUTS_REMADE = 2 * SINK_MARKS };

/* Times this, a number up to OUTPUTS_SPREAD_MAX in the marks: so many hexadecimal digits of a hash
 * of its list name are the subdirectory of an item whose directory would be too full. */
enum { OUTPUTS_SPREAD = 4 * SINK_MARKS, OUTPUTS_SPREAD_MAX = 7 };

/* The output name of an item below the directory: its list name with the extension of `format` if
 * one was given. `hashed` (NULL: no hash) is the input's path: the name then carries 16 hex digits,
 * its XXH3, before the extension. The caller frees the string; NULL: no memory. */
char *outputs_name(const struct sink_options *options, const char *name, const char *hashed);

/* Whether names have the size of the result in them, so that they are known late. */
bool outputs_sized(const struct sink_options *options);

/* The output name of item `item` of the list with these marks: as a mirror, or as options->names
 * says, and in the subdirectory that its marks say; simplified, never upwards. `shape` is the
 * result's, or NULL: then a size in the name is one byte that no name has, and swallows the digits
 * beside it, so that outputs with different such names have different names. The caller frees it;
 * NULL with errno: ENOMEM, or EINVAL: it would lead out of the directory, or name none. */
char *outputs_name_of(const struct sink_options *options, const struct list *list, int item,
                      uint8_t marks, const struct shape *shape);

/* What the journal knows an output of this name (of shape NULL) by: the name, and of a result in a
 * shard "tar://NAME" or "h5://NAME", as no file is called: files and shards may be in one
 * directory. The caller frees it; NULL: no memory. */
char *outputs_key(const struct sink_options *options, const char *name);

/* All of them, sizes left open, in the place of what is in names[list->count] (NULL: nothing). The
 * caller frees each. 0, or an exit code and *failure. */
int outputs_names(const struct sink_options *options, const struct list *list, const uint8_t *marks,
                  char **names, struct failure *failure);

/* Whether options->names can be used at all, and with the other options and these inputs: 0, or an
 * exit code and *failure. */
int outputs_check_template(const struct sink_options *options, const struct list *list,
                           struct failure *failure);

/* The same as outputs_name_of() without subdirectories, by the template `text`, given the name that
 * a mirror has. */
char *outputs_template_name(const char *text, const char *mirror, const char *name,
                            const char *path, int item, const struct shape *shape);

/* Cuts `length` bytes down to at most `limit`, between two UTF-8 characters. */
size_t outputs_cut(const char *text, size_t length, size_t limit);

/* Marks the items of directories that get more files than options->per_directory, so that no
 * directory has more, and changes their `names`. 0, or an exit code and *failure. */
int outputs_spread(const struct sink_options *options, const struct list *list, char **names,
                   struct sink_plan *plan, struct failure *failure);

/* What has an output's name: nothing; a file that is an output for all that can be seen; one
 * without a byte or older than the input; something else (a directory, a FIFO, a link to none).
 * What the journal adds: it is the one that was made of this input with these parameters; nothing
 * is to come of this input. */
enum outputs_state {
    OUTPUTS_ABSENT,
    OUTPUTS_WHOLE,
    OUTPUTS_STALE,
    OUTPUTS_OTHER,
    OUTPUTS_DONE,
    OUTPUTS_FAILED
};

/* The output directory that was looked into last. */
struct outputs_there {
    char *below;
    int parent;
    bool open, sweeps; /* sweeps: what killed processes left in it is removed */
    bool empty;        /* it had nothing else then: nothing is looked for in it */
};

/* Looks what has the name `name` below the output directory, the output of a file `input`: one
 * system call, where the directory is that of the call before and it is no link; none, where the
 * directory was empty. `found`: its own status, unless it is absent. -1 with errno: ELOOP, a
 * symbolic link leads out of the directory and none may be followed; ENOMEM. Before the first call
 * *there is 0 but for `parent`, -1, and `sweeps`, after the last one it is closed. */
int outputs_look(struct outputs_there *there, const struct sink_options *options, const char *name,
                 const struct walk_look *input, struct stat *found);
void outputs_close(struct outputs_there *there);

/* The same of an output of the input at `path`, once more; OTHER, where that cannot be known. */
enum outputs_state outputs_state_of(const struct sink_options *options, const char *name,
                                    const char *path, struct stat *found);

/* An input as the journal knows it. */
struct journal_input outputs_input(const struct walk_look *look);

/* What the journal, which has this `fact` of it (NULL: none), makes of what outputs_look() found of
 * an output. What was made with other
 * parameters or of another input is stale, and so is what is not as it was left and was not written
 * later; what was written later, and what the journal does not tell of, is what it looks like. */
enum outputs_state outputs_told(const struct journal_fact *fact, const struct sink_options *options,
                                const char *name, const struct walk_look *input,
                                enum outputs_state state, const struct stat *found);

/* The same of an output whose name is known late, and which was not looked for: STALE where it is
 * told to be of another input or of other parameters; FAILED; else ABSENT. */
enum outputs_state outputs_told_late(const struct journal_told *told,
                                     const struct sink_options *options, const char *name,
                                     const struct walk_look *input);

/* What is there of each item's output, called names[list->count], as far as it can be known before
 * work: an enum outputs_state into each of states[list->count]; marks[list->count] are those of
 * the names, whose sizes are known where the journal tells them. What the journal tells to be done
 * is not looked at where nothing can have changed (outputs_seen.h). An output that is an input is
 * refused, but with in_place. 0, or an exit code and *failure. */
int outputs_existing(const struct sink_options *options, const struct list *list,
                     const struct journal_told *told, const uint8_t *marks, char *const *names,
                     uint8_t *states, struct failure *failure);

/* Whether whatever is there may be replaced: shards only all together, so not with --resume. */
bool outputs_replaced(const struct sink_options *options);

/* Marks an item whose output is that. 0, or -1: EXISTING_ERROR allows none. */
int outputs_mark(const struct sink_options *options, enum outputs_state state, int item,
                 struct sink_plan *plan);

/* Checks on one process before work starts, in this order: the directory can be written to (exit
 * 73), or at the end and if anything is left to do, where the journal tells of work; names can be
 * made (64); no symbolic link leads out of it, unless options->follow (73); no
 * output is an input unless in_place (64); no two items have one output name unless COLLISION_HASH,
 * which marks all of them (73); with EXISTING_ERROR no output exists (73). What is done, as far as
 * *told tells, and with EXISTING_SKIP what is whole and not told of, is marked SINK_SKIP; what is
 * to be made anew OUTPUTS_REMADE. Names that differ only by "//" or "./" are one. What is there
 * under names that are known late is not looked for, and no input may lie below the directory then
 * (64). plan->marks are [list->count], 0. Returns 0 and *plan, or an exit code and *failure. */
int outputs_check(const struct sink_options *options, const struct list *list,
                  const struct journal_told *told, struct sink_plan *plan, struct failure *failure);

/* The codec for an item's output, given the codec that its content was decoded with, or NULL. */
const struct codec *outputs_codec(const struct sink_options *options, const char *name,
                                  const struct codec *content);

/* The text whose ending says so where no format was asked for: the template, or `name`. */
const char *outputs_ending(const struct sink_options *options, const char *name);

#endif
