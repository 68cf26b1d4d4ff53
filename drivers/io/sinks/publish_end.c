/* What is told of outputs besides: those that wait, those that failed; and the end. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "drivers/io/path.h"
#include "drivers/io/sinks/publish.h"

char *publish_waits(const struct publisher *publisher, int worker, int item)
{
    const struct publish_queue *queue = &publisher->queue[worker];
    for (int i = queue->count - 1; i >= 0; --i) {
        const struct publish_waiting *waiting = &queue->waiting[i];
        if (waiting->item != item)
            continue;
        char *place = path_join(publisher->asked->directory, queue->place[waiting->place].below);
        char *path = place ? path_join(place, waiting->file.temporary) : NULL;
        free(place);
        return path;
    }
    return NULL;
}

/* What was read of it, or could have been. */
static struct journal_input input_of(const struct publisher *publisher,
                                     const struct publish_queue *queue, int item)
{
    struct stat status;
    if (queue->input_of == item)
        return queue->input;
    if (stat(list_path(publisher->list, item % publisher->list->count), &status))
        return journal_unknown;
    return journal_input_of(&status);
}

/* Whether the same would happen again: not where memory or the disk was full, or the output could
 * not be written; and of what could not be read, only where its bytes decided so, and neither the
 * network, a server, permissions nor somebody who was just writing it. */
static bool is_its_own(const struct failure *failure)
{
    static const char *const decided[] = {"empty",   "not-regular",   "too-large", "truncated",
                                          "corrupt", "hash-mismatch", "gone"};
    if (strcmp(failure->stage, "read") != 0)
        return strcmp(failure->stage, "write") != 0 && strcmp(failure->code, "memory") != 0;
    for (size_t i = 0; i < sizeof decided / sizeof *decided; ++i)
        if (strcmp(failure->code, decided[i]) == 0)
            return true;
    return false;
}

void publish_note_failure(struct journal *journal, const char *key, struct journal_input input,
                          uint64_t params, const struct failure *failure)
{
    const struct journal_entry entry = {.key = key,
                                        .status = JOURNAL_FAILED,
                                        .code = failure->code,
                                        .input = input,
                                        .params = params};
    if (is_its_own(failure))
        (void)journal_append(journal, &entry, 1, false); /* else it is tried again */
}

void publish_failed(struct publisher *publisher, int worker, int item, const char *key,
                    const struct failure *failure)
{
    publish_note_failure(publisher->journal, key,
                         input_of(publisher, &publisher->queue[worker], item),
                         publisher->asked->params, failure);
}

void publish_close(struct publisher *publisher)
{
    for (int w = 0; publisher->queue && w < publisher->workers; ++w) {
        publish_flush(publisher, w); /* of a run that was given up */
        publish_leave(&publisher->queue[w]);
    }
    free(publisher->queue);
    others_close(&publisher->others);
    journal_close(publisher->journal);
    *publisher = (struct publisher){0};
}
