/* Results are files below a directory, a mirror of the input tree. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"
#include "drivers/io/file.h"
#include "drivers/io/path.h"
#include "drivers/io/sinks/claims.h"
#include "drivers/io/sinks/in_place.h"
#include "drivers/io/sinks/outputs.h"
#include "drivers/io/sinks/publish.h"

#define AT(member) offsetof(struct sink_options, member)

static const char *const existing_names[] = {"skip", "overwrite", "error", NULL};
static const char *const collision_names[] = {"error", "hash", NULL};
static const char *const sync_names[] = {"none", "batch", "file", NULL};

static const struct option_entry options[] = {
    OPTION_LINE_TEXT("output", AT(directory), "DIR",
                     "write the results below DIR, as a mirror of the input tree; DIR/.parallax "
                     "has a journal of what was made of which input with which parameters"),
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
                       "outputs that are there already. skip: keep those that the journal tells to "
                       "be of this input and these parameters, make others of ours anew, and keep "
                       "what no journal tells of unless it is empty or older than its input; "
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

struct directory {
    const struct sink_options *asked;
    const struct sink_plan *plan;
    const struct list *list;
    struct publisher publisher;
    struct claims claims;
    int64_t began; /* by the clock of the directory's file system, in ns since 1970 */
    bool complete;
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
    struct directory *directory = state;
    *directory = (struct directory){.asked = asked, .plan = plan, .list = list};
    bool idle = true;
    for (int i = 0; i < list->count && idle; ++i)
        idle = plan->marks[i] & SINK_SKIP;
    if (idle)
        return 0;
    claims_open(&directory->claims, asked, list, plan);
    directory->began = claims_began(&directory->claims);
    return publish_open(&directory->publisher, asked, plan->place, list, &directory->claims,
                        workers, failure);
}

static int directory_begin(void *state, struct failure *failure)
{
    struct directory *directory = state;
    return in_place_accept(directory->asked, directory->plan, failure);
}

static int directory_check(const struct sink_options *asked, const struct list *list,
                           struct sink_plan *plan, struct failure *failure)
{
    struct journal_told told = {0};
    plan->company = claims_others(asked->directory);
    int code = in_place_begin(asked, &told, plan, failure);
    if (code == 0)
        code = outputs_check(asked, list, &told, plan, failure);
    if (code == 0 && asked->in_place)
        code = in_place_refuse_links(asked, list, plan, failure);
    journal_free(&told);
    if (code == 0)
        journal_compact(asked->directory, plan->place, asked->work);
    if (code == 0 && !asked->in_place && plan->skipped < list->count)
        claims_begin(asked->directory, plan->owner);
    return code;
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

static int directory_put(void *state, int worker, int item, const char *name,
                         const struct bytes *bytes, const struct image *image,
                         struct failure *failure)
{
    (void)name;
    struct directory *directory = state;
    const struct sink_options *asked = directory->asked;
    char *output = output_of(directory, item, image ? &image->shape : NULL, failure);
    bool replace = asked->existing == EXISTING_OVERWRITE || asked->in_place ||
                   directory->plan->marks[item % directory->list->count] & OUTPUTS_REMADE;
    char *key = outputs_sized(asked) ? output_of(directory, item, NULL, failure) : NULL;
    const struct publish_item what = {item, output, key ? key : output, replace};
    int result = output ? publish_put(&directory->publisher, worker, &what, bytes, failure) : -1;
    free(key);
    free(output);
    return result;
}

static void directory_from(void *state, int worker, int item, struct journal_input input)
{
    struct publish_queue *queue = &((struct directory *)state)->publisher.queue[worker];
    queue->input = input;
    queue->input_of = item;
}

static void directory_failed(void *state, int worker, int item, const char *name,
                             const struct failure *failure)
{
    (void)name;
    struct directory *directory = state;
    struct failure none;
    char *output = output_of(directory, item, NULL, &none);
    if (output)
        publish_failed(&directory->publisher, worker, item, output, failure);
    free(output);
}

static int directory_get(void *state, int worker, int item, const char *name, struct bytes *bytes,
                         struct failure *failure)
{
    (void)name;
    const struct directory *directory = state;
    char *output = output_of(directory, item, NULL, failure);
    char *path = output ? publish_waits(&directory->publisher, worker, item) : NULL;
    if (output && !path)
        path = path_join(directory->asked->directory, output);
    int result = path ? file_read(path, NULL, bytes, failure)
                      : failure_set(failure, "write", "memory", "out of memory for a file name");
    free(path);
    free(output);
    return result;
}

static void directory_commit(void *state, int worker)
{
    publish_flush(&((struct directory *)state)->publisher, worker);
}

static void directory_complete(void *state)
{
    struct directory *directory = state;
    directory->complete = true;
    if (directory->asked->in_place)
        journal_complete(directory->asked->directory);
}

static void directory_close(void *state)
{
    struct directory *directory = state;
    const struct sink_options *asked = directory->asked;
    publish_close(&directory->publisher);
    claims_close(&directory->claims);
    if (asked)
        claims_end(asked->directory);
    if (asked && asked->in_place)
        journal_leave(asked->directory, directory->plan->place);
    if (directory->complete && !asked->in_place)
        journal_compact(asked->directory, JOURNAL_PLACE, asked->work);
    journal_unlock();
}

static enum sink_there directory_there(void *state, int item, const char *name, bool later)
{
    (void)name;
    struct directory *directory = state;
    const struct sink_options *asked = directory->asked;
    struct failure failure;
    if (asked->existing == EXISTING_ERROR || asked->in_place)
        return SINK_ABSENT;
    if (!later && !claims_take(&directory->claims, item))
        return SINK_ANOTHERS;
    if (outputs_sized(asked) || !claims_company(&directory->claims))
        return SINK_ABSENT;
    int listed = item % directory->list->count;
    bool replaced =
        asked->existing == EXISTING_OVERWRITE || directory->plan->marks[listed] & OUTPUTS_REMADE;
    char *output = output_of(directory, item, NULL, &failure);
    bool there = output && others_made(&directory->publisher.others, output,
                                       list_path(directory->list, listed),
                                       replaced ? directory->began : INT64_MIN);
    free(output);
    return there ? SINK_THERE : SINK_ABSENT;
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
    .begin = directory_begin,
    .there = directory_there,
    .from = directory_from,
    .failed = directory_failed,
    .put = directory_put,
    .get = directory_get,
    .commit = directory_commit,
    .complete = directory_complete,
    .close = directory_close,
};
