/* Outputs that are complete files get their names, and the journal tells of them. */
#include "drivers/io/sinks/publish.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "drivers/common/timer.h"
#include "drivers/io/path.h"
#include "drivers/io/sinks/outputs.h"

/* A batch is published when it is full, or when its first file has waited for so long: which is to
 * be 20 times as long as publishing takes, since the disk may be a slow one. */
static const double WAIT = 0.2, WAIT_FOLD = 20;

/* How many files each worker may have open that wait: of all that a process may, a quarter. */
static int files_part(int workers)
{
    enum { PART = 4 };
    struct rlimit limit;
    rlim_t most = PUBLISH_WAITING_MAX;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
        limit.rlim_cur / PART / (rlim_t)workers < most)
        most = limit.rlim_cur / PART / (rlim_t)workers;
    return (int)most;
}

int publish_open(struct publisher *publisher, const struct sink_options *asked, const char *place,
                 const struct list *list, struct claims *claims, int workers,
                 struct failure *failure)
{
    *publisher =
        (struct publisher){.asked = asked, .list = list, .claims = claims, .workers = workers};
    publisher->queue = calloc((size_t)workers, sizeof *publisher->queue);
    publisher->open_max = files_part(workers);
    if (others_open(&publisher->others, asked) || !publisher->queue)
        return failure_set(failure, "write", "memory", "out of memory for %d workers", workers);
    for (int w = 0; w < workers; ++w)
        publisher->queue[w].input_of = -1;
    publisher->journal = journal_open(asked->directory, place, asked->work, failure);
    publisher->others.ours = publisher->journal;
    return publisher->journal ? 0 : -1;
}

static void sync_all(struct publish_queue *queue)
{
    for (struct publish_waiting *w = queue->waiting; w < queue->waiting + queue->count; ++w)
        if (file_sync(publish_parent(queue, w), &w->file))
            w->error = errno;
    queue->open = 0;
}

/* Why an output that is complete did not get its name. */
static void explain(struct publisher *publisher, const struct publish_queue *queue,
                    struct publish_waiting *waiting, struct failure *failure)
{
    struct stat found;
    bool there = waiting->error == EEXIST && publisher->asked->existing == EXISTING_SKIP &&
                 fstatat(publish_parent(queue, waiting), publish_base(waiting->name), &found,
                         AT_SYMLINK_NOFOLLOW) == 0;
    if (there)
        others_explain(&publisher->others, waiting->key, &found, waiting->entry.input,
                       &waiting->read, failure);
    else
        file_write_failure(waiting->error, waiting->how, failure);
}

/* Publishes what waits. -1 with *failure if `item` is lost; of others `lost` is told. */
static int publish(struct publisher *publisher, int worker, int item, struct failure *failure)
{
    const struct sink_options *asked = publisher->asked;
    struct publish_queue *queue = &publisher->queue[worker];
    double began = timer_now();
    int result = 0, count = queue->count;
    if (count && asked->sync != SYNC_NONE)
        sync_all(queue);
    if (count)
        publish_name(publisher, queue);
    queue->count = 0;
    for (int i = 0; i < count; ++i) {
        struct publish_waiting *waiting = &queue->waiting[i];
        struct failure lost;
        if (waiting->error)
            explain(publisher, queue, waiting, &lost);
        if (waiting->error && waiting->item == item) {
            *failure = lost;
            result = -1;
        } else if (waiting->error && asked->lost) {
            asked->lost(asked->lost_context, worker, waiting->item, &lost);
        }
        free(waiting->name);
        free(waiting->key);
    }
    queue->took = timer_now() - began;
    return result;
}

void publish_flush(struct publisher *publisher, int worker)
{
    struct failure none;
    publish(publisher, worker, -1, &none);
}

static bool is_due(const struct publisher *publisher, const struct publish_queue *queue)
{
    double wait = WAIT_FOLD * queue->took > WAIT ? WAIT_FOLD * queue->took : WAIT;
    return publisher->asked->sync == SYNC_FILE || queue->count == PUBLISH_WAITING_MAX ||
           timer_now() - queue->first >= wait;
}

/* Writes the file; nothing but its name is missing. -1 with errno. */
static int write_waiting(const struct publisher *publisher, struct publish_queue *queue,
                         struct publish_waiting *waiting, const struct bytes *bytes)
{
    waiting->place = publish_place(queue, publisher->asked, waiting->name);
    int how = waiting->how | (publisher->asked->sync == SYNC_NONE ? 0 : FILE_SYNC);
    if (waiting->place < 0 ||
        file_write_unnamed(publish_parent(queue, waiting), publish_base(waiting->name),
                           *queue->temporary ? queue->temporary : NULL, bytes, how, &waiting->file))
        return -1;
    memcpy(queue->temporary, waiting->file.temporary, sizeof queue->temporary);
    if (queue->open >= publisher->open_max)
        file_leave(&waiting->file);
    queue->open += waiting->file.file >= 0;
    return 0;
}

static void describe(const struct publisher *publisher, const struct publish_queue *queue,
                     struct publish_waiting *waiting, const struct bytes *bytes)
{
    const struct journal_input stored = journal_input_of(&waiting->file.status);
    waiting->entry = (struct journal_entry){
        .key = waiting->key,
        .input = queue->input_of == waiting->item ? queue->input : journal_unknown,
        .params = publisher->asked->params,
        .bytes = journal_hash(bytes->data, bytes->size),
        .stored = {stored.size, stored.mtime}};
}

/* -1 with errno. */
static int write_file(struct publisher *publisher, int worker, struct publish_waiting *waiting,
                      const struct bytes *bytes)
{
    struct publish_queue *queue = &publisher->queue[worker];
    if (!waiting->name || !waiting->key) {
        errno = ENOMEM;
        return -1;
    }
    int result = write_waiting(publisher, queue, waiting, bytes);
    if (result && (errno == EMFILE || errno == ENOENT)) { /* too many, or one that was removed */
        publish_flush(publisher, worker);
        publish_leave(queue);
        result = write_waiting(publisher, queue, waiting, bytes);
    }
    return result;
}

int publish_put(struct publisher *publisher, int worker, const struct publish_item *what,
                const struct bytes *bytes, struct failure *failure)
{
    struct publish_queue *queue = &publisher->queue[worker];
    struct publish_waiting waiting = {.item = what->item,
                                      .how = what->replace ? FILE_REPLACE : 0,
                                      .name = strdup(what->name),
                                      .key = strdup(what->key)};
    if (write_file(publisher, worker, &waiting, bytes)) {
        int reason = errno;
        free(waiting.name);
        free(waiting.key);
        return file_write_failure(reason, waiting.how, failure);
    }
    describe(publisher, queue, &waiting, bytes);
    if (what->shape) {
        waiting.entry.width = what->shape->width;
        waiting.entry.height = what->shape->height;
    }
    if (queue->count == 0)
        queue->first = timer_now();
    queue->waiting[queue->count++] = waiting;
    return is_due(publisher, queue) ? publish(publisher, worker, what->item, failure) : 0;
}
