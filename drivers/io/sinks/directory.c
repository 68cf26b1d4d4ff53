/* Results are files below a directory, a mirror of the input tree. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/io/file.h"
#include "drivers/io/path.h"
#include "drivers/io/sinks/claims.h"
#include "drivers/io/sinks/directory_options.h"
#include "drivers/io/sinks/in_place.h"
#include "drivers/io/sinks/outputs.h"
#include "drivers/io/sinks/publish.h"

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
    claims_renew(&directory->claims); /* of split images nothing else does */
    char *output = output_of(directory, item, image ? &image->shape : NULL, failure);
    bool replace = asked->existing == EXISTING_OVERWRITE || asked->in_place ||
                   directory->plan->marks[item % directory->list->count] & OUTPUTS_REMADE;
    char *key = outputs_sized(asked) ? output_of(directory, item, NULL, failure) : NULL;
    const struct publish_item what = {item, output, key ? key : output, replace,
                                      key && image ? &image->shape : NULL};
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
    claims_renew(&directory->claims);
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
    .options = directory_options,
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
