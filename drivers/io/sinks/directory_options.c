/* The options of results that are files. */
#include "drivers/io/sinks/directory_options.h"

#include <stddef.h>

#define AT(member) offsetof(struct sink_options, member)

static const char *const existing_names[] = {"skip", "overwrite", "error", NULL};
static const char *const collision_names[] = {"error", "hash", NULL};
static const char *const sync_names[] = {"none", "batch", "file", NULL};

const struct option_entry directory_options[] = {
    OPTION_LINE_TEXT("output", AT(directory), "DIR",
                     "write the results below DIR, as a mirror of the input tree; DIR/.parallax "
                     "has a journal of what was made of which input with which parameters"),
    OPTION_LINE_TEXT("name", AT(names), "TEMPLATE",
                     "of the results' names below DIR, of text and {dir} {stem} {ext} (as in a "
                     "mirror), {hash8} (of the input's name or URL), {index} (its number in the "
                     "list), {w} {h} (of the result: what no journal tells of is then only seen "
                     "when the image has been made)"),
    {OPTION_WHOLE, "files-per-directory", "N",
     "where a directory would get more results, also in a mirror, spread them over subdirectories "
     "named by a hash of each name; 0: never (default 10000)",
     AT(per_directory), -1, 0, 1e9, NULL, 0},
    OPTION_LINE_CHOICE("existing", AT(existing), EXISTING_SKIP, existing_names,
                       "outputs that are there already. skip: keep those that the journal tells to "
                       "be of this input and these parameters, make others of ours anew, and keep "
                       "what no journal tells of unless it is empty or older than its input; in a "
                       "directory that has not changed since, what was seen done stays so; "
                       "overwrite: make all anew; error: stop before the work"),
    OPTION_LINE_FLAG("resume", AT(resume), 0,
                     "go on with an interrupted run: as --existing skip, but what failed is not "
                     "tried again; with --existing overwrite, all that the journal does not tell "
                     "to be done is made anew"),
    OPTION_LINE_FLAG("retry-failed", AT(retry_failed), 0,
                     "with --resume: try again what failed, too"),
    OPTION_LINE_CHOICE("on-collision", AT(collision), COLLISION_ERROR, collision_names,
                       "two inputs with one output name: stop, or add a hash to both"),
    OPTION_LINE_FLAG("in-place", AT(in_place), 0,
                     "outputs may replace inputs; until all is done the journal tells which are, "
                     "so that a stopped run can go on; with --resume, also after that"),
    OPTION_LINE_CHOICE("sync", AT(sync), SYNC_BATCH, sync_names,
                       "outputs are on the disk before the journal tells of them: many at once, "
                       "or each for itself; none: when the system likes, so that a machine that "
                       "fails may leave damaged ones"),
    OPTION_LINE_FLAG("follow-output", AT(follow), 0,
                     "write through symbolic links to directories that are below --output"),
    OPTION_LINE_END,
};
