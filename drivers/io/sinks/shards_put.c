/* Results in large files: what is put into them, and what is lost with one. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/common/size.h"
#include "drivers/io/sinks/shards.h"

enum { NOTED_MAX = 64 }; /* entries of the journal at a time */

void shards_from(void *state, int worker, int item, struct journal_input input)
{
    struct shards *shards = state;
    shards->inputs[worker] = (struct shard_input){input, item};
}

static int publish_as(struct shards *shards, int number)
{
    char name[SHARD_NAME_SIZE];
    shards_name(name, shards->asked->rank, number, shards->format->extension);
    return temporary_publish(shards->directory, shards->temporary, name, false);
}

/* Entries from `begin` on, of the shard with this number. -1 with errno. */
static int note_some(struct shards *shards, size_t begin, size_t count, const int64_t stored[2])
{
    struct journal_entry entries[NOTED_MAX];
    struct failure none;
    size_t named = 0;
    for (; named < count; ++named) {
        const struct shard_pending *pending = &shards->pending[begin + named];
        char *key = shards_key(shards, pending->item, &none);
        if (!key)
            break;
        entries[named] = (struct journal_entry){.key = key,
                                                .input = pending->input,
                                                .params = shards->asked->params,
                                                .bytes = pending->hash,
                                                .stored = {stored[0], stored[1]}};
    }
    bool last = begin + count == shards->pending_count;
    bool sync = last && shards->asked->sync != SYNC_NONE;
    int result = named < count ? -1 : journal_append(shards->journal, entries, (int)count, sync);
    int reason = named < count ? ENOMEM : errno;
    while (named > 0)
        free((char *)entries[--named].key);
    errno = reason;
    return result;
}

static int note(struct shards *shards, int number)
{
    struct stat status;
    int64_t stored[2];
    if (fstatat(shards->directory, shards->temporary, &status, AT_SYMLINK_NOFOLLOW))
        return -1;
    shards_stored(stored, shards->asked->rank, number, journal_input_of(&status));
    for (size_t begin = 0; begin < shards->pending_count; begin += NOTED_MAX) {
        size_t left = shards->pending_count - begin;
        if (note_some(shards, begin, left < NOTED_MAX ? left : NOTED_MAX, stored))
            return -1;
    }
    return 0;
}

/* -1 with errno. */
static int publish(struct shards *shards)
{
    int *numbers =
        realloc(shards->numbers, size_product((size_t)shards->count + 1, sizeof *shards->numbers));
    if (!numbers) {
        errno = ENOMEM;
        return -1;
    }
    shards->numbers = numbers;
    int result;
    while ((result = note(shards, shards->next)) == 0 &&
           (result = publish_as(shards, shards->next)) != 0 && errno == EEXIST)
        ++shards->next; /* another job takes numbers, too */
    if (result == 0)
        numbers[shards->count++] = shards->next++;
    return result;
}

static void lose(struct shards *shards)
{
    size_t count = shards->lost_count + shards->pending_count;
    struct shard_pending *lost = realloc(shards->lost, size_product(count, sizeof *lost));
    unlinkat(shards->directory, shards->temporary, 0);
    if (!lost) /* they stay counted as done, and are made anew by the next run */
        return;
    memcpy(lost + shards->lost_count, shards->pending, shards->pending_count * sizeof *lost);
    for (size_t i = 0; i < shards->pending_count; ++i)
        shards->places[shards->pending[i].item] = (struct shard_place){0, 0, 0};
    shards->lost = lost;
    shards->lost_count = count;
}

void shards_end(struct shards *shards)
{
    const struct shard_format *format = shards->format;
    struct failure *failure = &shards->failure;
    bool sync = shards->asked->sync != SYNC_NONE;
    int result = format->end(shards->state, sync, failure);
    if (result)
        format->abandon(shards->state);
    else if ((result = publish(shards)) != 0)
        failure_errno(failure, "write", "a shard cannot get its name", errno);
    if (result && shards->pending_count)
        lose(shards);
    shards->pending_count = 0;
    shards->filling = false;
}

/* What this worker has put and was lost. */
static void report(struct shards *shards, int worker)
{
    for (;;) {
        lock_take(shards->lock);
        size_t i = 0;
        struct failure failure = shards->failure;
        while (i < shards->lost_count && shards->lost[i].worker != worker)
            ++i;
        bool found = i < shards->lost_count;
        int item = found ? shards->lost[i].item : 0;
        if (found)
            shards->lost[i] = shards->lost[--shards->lost_count];
        lock_give(shards->lock);
        if (!found)
            return;
        if (shards->asked->lost)
            shards->asked->lost(shards->asked->lost_context, worker, item, &failure);
    }
}

static int reserve(struct shards *shards)
{
    if (shards->pending_count < shards->pending_room)
        return 0;
    size_t room = 2 * shards->pending_room + NOTED_MAX;
    struct shard_pending *pending =
        realloc(shards->pending, size_product(room, sizeof *shards->pending));
    if (!pending)
        return -1;
    shards->pending = pending;
    shards->pending_room = room;
    return 0;
}

/* Locked. */
static int put(struct shards *shards, int worker, int item, const struct shard_item *what,
               struct failure *failure)
{
    const struct shard_format *format = shards->format;
    const struct shard_input *input = &shards->inputs[worker];
    int64_t most = shards->asked->shard_bytes ? shards->asked->shard_bytes : format->usual_bytes;
    if (reserve(shards))
        return failure_set(failure, "write", "memory", "out of memory for the shard's list");
    if (shards->filling && most && format->size(shards->state, what) > most)
        shards_end(shards);
    if (!shards->filling) {
        temporary_name(shards->temporary, "");
        if (format->begin(shards->state, shards, failure))
            return -1;
        shards->filling = true;
    }
    struct shard_place *place = &shards->places[item];
    if (format->append(shards->state, what, place, failure)) {
        if (shards->pending_count == 0) {
            format->abandon(shards->state);
            unlinkat(shards->directory, shards->temporary, 0);
            shards->filling = false;
        }
        return -1;
    }
    place->shard = shards->count + 1;
    shards->pending[shards->pending_count++] = (struct shard_pending){
        item, worker, input->item == item ? input->state : journal_unknown, what->hash};
    return 0;
}

int shards_put(void *state, int worker, int item, const char *name, const struct bytes *bytes,
               const struct image *image, struct failure *failure)
{
    (void)name;
    struct shards *shards = state;
    const struct shape shape = image ? image->shape : (struct shape){0, 0, 0};
    char *member = shards_member(shards, item, shape, failure);
    if (!member)
        return -1;
    const struct shard_item what = {member, list_path(shards->list, item % shards->list->count),
                                    bytes, shape, journal_hash(bytes->data, bytes->size)};
    lock_take(shards->lock);
    int result = put(shards, worker, item, &what, failure);
    lock_give(shards->lock);
    free(member);
    report(shards, worker);
    return result;
}

void shards_commit(void *state, int worker)
{
    struct shards *shards = state;
    lock_take(shards->lock);
    if (shards->filling)
        shards_end(shards);
    lock_give(shards->lock);
    report(shards, worker);
}
