/* Results are files below a directory, a mirror of the input tree. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"
#include "drivers/io/file.h"
#include "drivers/io/path.h"
#include "drivers/io/sinks/journal.h"
#include "drivers/io/sinks/outputs.h"

#define AT(member) offsetof(struct sink_options, member)

static const char *const existing_names[] = {"skip", "overwrite", "error", NULL};
static const char *const collision_names[] = {"error", "hash", NULL};

static const struct option_entry options[] = {
    OPTION_LINE_TEXT("output", AT(directory), "DIR",
                     "write the results below DIR, as a mirror of the input tree"),
    OPTION_LINE_TEXT("name", AT(names), "TEMPLATE",
                     "of the results' names below DIR, of text and {dir} {stem} {ext} (as in a "
                     "mirror), {hash8} (of the input's name or URL), {index} (its number in the "
                     "list), {w} {h} (of the result: what is there is then only seen when the "
                     "image has been made)"),
    {OPTION_WHOLE, "files-per-directory", "N",
     "where a directory would get more results, also in a mirror, spread them over subdirectories "
     "named by a hash of each name; 0: never (default 10000)",
     AT(per_directory), -1, 0, 1e9, NULL, 0},
    OPTION_LINE_CHOICE("existing", AT(existing), EXISTING_SKIP, existing_names,
                       "outputs that are there already: keep them (unless they are empty or older "
                       "than their input), replace them, or stop"),
    OPTION_LINE_FLAG("resume", AT(resume), 0,
                     "go on with an interrupted run: the same as --existing skip"),
    OPTION_LINE_CHOICE("on-collision", AT(collision), COLLISION_ERROR, collision_names,
                       "two inputs with one output name: stop, or add a hash to both"),
    OPTION_LINE_FLAG("in-place", AT(in_place), 0,
                     "outputs may replace inputs; DIR/.parallax-in-place tells what is done until "
                     "all is, so that a stopped run can go on"),
    OPTION_LINE_FLAG("follow-output", AT(follow), 0,
                     "write through symbolic links to directories that are below --output"),
    OPTION_LINE_END,
};

struct directory {
    const struct sink_options *asked;
    const struct sink_plan *plan;
    const struct list *list;
    int journal; /* of work in place; -1: none */
};

static bool directory_asked(const struct sink_options *asked)
{
    return asked->directory && asked->archive == ARCHIVE_NONE;
}

static int directory_open(void *state, const struct sink_options *asked,
                          const struct sink_plan *plan, const struct list *list, int items,
                          int workers, struct failure *failure)
{
    (void)items;
    (void)workers;
    struct directory *directory = state;
    *directory = (struct directory){asked, plan, list, -1};
    if (!asked->in_place || plan->skipped == list->count)
        return 0;
    directory->journal = journal_open(asked, failure);
    return directory->journal < 0 ? -1 : 0;
}

/* In place a link would become a file, and what it leads to stay as it was. */
static bool is_link(const struct sink_options *asked, const char *name, struct failure *failure)
{
    struct stat status;
    char *path = path_join(asked->directory, name);
    bool link = path && lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
    free(path);
    if (link)
        failure_set(failure, "plan", "ELOOP",
                    "--in-place: \"%.120s\" is a symbolic link: name the file that it leads to",
                    name);
    return link;
}

/* In place, what is there says nothing: an earlier run's journal does. */
static int mark_done(const struct sink_options *asked, const struct list *list,
                     struct sink_plan *plan, struct failure *failure)
{
    struct journal_done done;
    int code = journal_read(asked, &done, failure);
    for (int i = 0; i < list->count && code == 0; ++i) {
        char *name = outputs_name_of(asked, list, i, plan->marks[i], NULL);
        if (!name) {
            failure_set(failure, "plan", "memory", "out of memory for a file name");
            code = EXIT_MEMORY;
            break;
        }
        if (is_link(asked, name, failure))
            code = EXIT_CREATE;
        if (!(plan->marks[i] & SINK_SKIP) && journal_has(&done, name)) {
            plan->marks[i] |= SINK_SKIP;
            ++plan->skipped;
        }
        free(name);
    }
    journal_free(&done);
    return code;
}

static int directory_check(const struct sink_options *asked, const struct list *list,
                           struct sink_plan *plan, struct failure *failure)
{
    int code = asked->in_place ? journal_lock(asked, failure) : 0;
    if (code == 0)
        code = outputs_check(asked, list, plan, failure);
    return code || !asked->in_place ? code : mark_done(asked, list, plan, failure);
}

static int note(void *context, const char *name, const struct stat *status)
{
    const struct directory *directory = context;
    return journal_note(directory->journal, name, status);
}

/* The name of an item's output below the directory; free() it. */
static char *output_of(const struct directory *directory, int item, const struct shape *shape,
                       struct failure *failure)
{
    uint8_t marks = directory->plan->marks[item % directory->list->count];
    char *output = outputs_name_of(directory->asked, directory->list, item, marks, shape);
    if (!output)
        failure_errno(failure, "write", "no file name for the output", errno);
    return output;
}

/* Another job that works on the same may have been faster: the output is there, as was wanted. */
static enum outputs_state state_of(const struct directory *directory, const char *output, int item)
{
    struct outputs_there there = {NULL, -1, false, false};
    struct stat status, source;
    const char *path = list_path(directory->list, item % directory->list->count);
    struct walk_look input = walk_look_of(stat(path, &source) == 0 ? &source : NULL);
    int state = outputs_look(&there, directory->asked, output, &input, &status);
    outputs_close(&there);
    return state < 0 ? OUTPUTS_OTHER : (enum outputs_state)state;
}

static int write_output(struct directory *directory, const char *output, const struct bytes *bytes,
                        bool replace, struct failure *failure)
{
    const struct sink_options *asked = directory->asked;
    int how = (replace ? FILE_REPLACE : 0) | (asked->follow ? FILE_FOLLOW : 0);
    return file_write_noted(asked->directory, output, bytes, how,
                            directory->journal < 0 ? NULL : note, directory, failure);
}

static int directory_put(void *state, int worker, int item, const char *name,
                         const struct bytes *bytes, const struct image *image,
                         struct failure *failure)
{
    (void)worker;
    (void)name;
    struct directory *directory = state;
    const struct sink_options *asked = directory->asked;
    char *output = output_of(directory, item, image ? &image->shape : NULL, failure);
    if (!output)
        return -1;
    bool replace = asked->existing == EXISTING_OVERWRITE || asked->in_place ||
                   directory->plan->marks[item % directory->list->count] & OUTPUTS_REMADE;
    int result = write_output(directory, output, bytes, replace, failure);
    if (result && asked->existing == EXISTING_SKIP && strcmp(failure->code, "exists") == 0) {
        enum outputs_state there = state_of(directory, output, item);
        if (there == OUTPUTS_WHOLE)
            result = 0;
        else if (there == OUTPUTS_STALE && outputs_sized(asked))
            result = write_output(directory, output, bytes, true, failure);
    }
    free(output);
    return result;
}

static int directory_get(void *state, int worker, int item, const char *name, struct bytes *bytes,
                         struct failure *failure)
{
    (void)worker;
    (void)name;
    const struct directory *directory = state;
    char *output = output_of(directory, item, NULL, failure);
    size_t size = output ? strlen(directory->asked->directory) + strlen(output) + 2 : 0;
    char *path = output ? malloc(size) : NULL;
    int result = -1;
    if (path) {
        snprintf(path, size, "%s/%s", directory->asked->directory, output);
        result = file_read(path, NULL, bytes, failure);
    }
    free(path);
    free(output);
    return result;
}

static void directory_complete(void *state)
{
    const struct directory *directory = state;
    if (directory->asked->in_place)
        journal_remove(directory->asked);
}

static void directory_close(void *state)
{
    const struct directory *directory = state;
    if (directory->asked && directory->journal >= 0)
        close(directory->journal);
    journal_unlock();
}

/* Others that work on the same take turns: what they made since check() is not made again. */
static bool directory_there(void *state, int item, const char *name)
{
    (void)name;
    const struct directory *directory = state;
    const struct sink_options *asked = directory->asked;
    struct failure failure;
    if (asked->existing != EXISTING_SKIP || asked->in_place || outputs_sized(asked) ||
        directory->plan->marks[item % directory->list->count] & OUTPUTS_REMADE)
        return false;
    char *output = output_of(directory, item, NULL, &failure);
    bool there = output && state_of(directory, output, item) == OUTPUTS_WHOLE;
    free(output);
    return there;
}

const struct sink sink_directory = {
    .name = "directory",
    .state_size = sizeof(struct directory),
    .options = options,
    .wants_bytes = true,
    .hashes = true,
    .asked = directory_asked,
    .check = directory_check,
    .open = directory_open,
    .there = directory_there,
    .put = directory_put,
    .get = directory_get,
    .complete = directory_complete,
    .close = directory_close,
};
