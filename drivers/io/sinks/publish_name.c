/* Outputs that are complete: the journal tells of them, and they get their names. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "drivers/io/sinks/outputs.h"
#include "drivers/io/sinks/publish.h"

const char *publish_base(const char *name)
{
    const char *slash = strrchr(name, '/');
    return slash ? slash + 1 : name;
}

int publish_parent(const struct publish_queue *queue, const struct publish_waiting *waiting)
{
    return queue->place[waiting->place].fd;
}

static enum outputs_state state_of(const struct publisher *publisher,
                                   const struct publish_waiting *waiting, struct stat *found)
{
    const struct list *list = publisher->list;
    const char *path = list_path(list, waiting->item % list->count);
    return outputs_state_of(publisher->asked, waiting->name, path, found);
}

/* The journal is not to tell of what is somebody else's. */
static void find_existing(const struct publisher *publisher, struct publish_queue *queue)
{
    struct stat found;
    for (struct publish_waiting *w = queue->waiting; w < queue->waiting + queue->count; ++w)
        if (!w->error && w->how != FILE_REPLACE &&
            fstatat(publish_parent(queue, w), publish_base(w->name), &found, AT_SYMLINK_NOFOLLOW) ==
                0 &&
            state_of(publisher, w, &found) == OUTPUTS_WHOLE)
            w->error = EEXIST;
}

/* The journal tells before there is anything to tell of: what never gets its name is not there. */
static void note_all(const struct publisher *publisher, struct publish_queue *queue)
{
    struct journal_entry entries[PUBLISH_WAITING_MAX];
    int count = 0;
    for (int i = 0; i < queue->count; ++i) {
        queue->waiting[i].told = !queue->waiting[i].error;
        if (queue->waiting[i].told)
            entries[count++] = queue->waiting[i].entry;
    }
    if (!journal_append(publisher->journal, entries, count, publisher->asked->sync != SYNC_NONE))
        return;
    for (int i = 0; i < queue->count; ++i)
        if (!queue->waiting[i].error)
            queue->waiting[i].error = errno;
}

/* Takes back what the journal tells of an output that is not ours, since it was not looked for
 * before: what another job told of it is told once more, as our entry hides that; else an entry
 * that fits no file, so that what is there counts as what it looks like. */
static void take_back(struct publisher *publisher, const struct publish_queue *queue,
                      struct publish_waiting *waiting)
{
    struct journal_entry entry = {.input = journal_unknown, .stored = {-1, -1}};
    struct stat found;
    if (!waiting->told)
        return;
    if (fstatat(publish_parent(queue, waiting), publish_base(waiting->name), &found,
                AT_SYMLINK_NOFOLLOW) == 0)
        (void)others_told(&publisher->others, waiting->key, &found, waiting->entry.input, &entry,
                          &waiting->read);
    entry.key = waiting->key;
    (void)journal_append(publisher->journal, &entry, 1, publisher->asked->sync != SYNC_NONE);
}

/* Another job that works on the same may have been faster: the output is there, as was wanted. What
 * has a name that was known late is seen only now. */
static void settle_existing(struct publisher *publisher, struct publish_queue *queue,
                            struct publish_waiting *waiting)
{
    const struct journal_entry *entry = &waiting->entry;
    struct stat found;
    enum outputs_state there = state_of(publisher, waiting, &found);
    if (there == OUTPUTS_WHOLE &&
        others_wanted(&publisher->others, waiting->key, &found, entry->input, &waiting->read)) {
        file_forget(publish_parent(queue, waiting), &waiting->file);
        waiting->error = 0;
    } else if (there == OUTPUTS_STALE && outputs_sized(publisher->asked)) {
        waiting->error = file_name(publish_parent(queue, waiting), &waiting->file,
                                   publish_base(waiting->name), FILE_REPLACE)
                             ? errno
                             : 0;
        waiting->told = waiting->told && waiting->error; /* and it is ours now */
    }
}

static void name_all(struct publisher *publisher, struct publish_queue *queue)
{
    for (struct publish_waiting *w = queue->waiting; w < queue->waiting + queue->count; ++w) {
        int parent = publish_parent(queue, w);
        if (!w->error && file_name(parent, &w->file, publish_base(w->name), w->how))
            w->error = errno;
        bool theirs = w->error == EEXIST;
        if (theirs && publisher->asked->existing == EXISTING_SKIP)
            settle_existing(publisher, queue, w);
        if (theirs)
            take_back(publisher, queue, w);
        if (w->error)
            file_forget(parent, &w->file);
    }
}

/* Who is alone finds what somebody has put there when it gets its name. Where others work that is
 * seen before, so that nothing is told and taken back; of names that are known late such an entry
 * is no help. */
static bool must_look(const struct publisher *publisher)
{
    return outputs_sized(publisher->asked) || claims_company(publisher->claims);
}

void publish_name(struct publisher *publisher, struct publish_queue *queue)
{
    if (must_look(publisher))
        find_existing(publisher, queue);
    note_all(publisher, queue);
    name_all(publisher, queue);
}
