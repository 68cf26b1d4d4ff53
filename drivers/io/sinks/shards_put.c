/* Results in large files: what is put into them. */
#include <stdlib.h>
#include <unistd.h>

#include "drivers/common/size.h"
#include "drivers/common/timer.h"
#include "drivers/io/sinks/shards.h"

enum { ROOM = 64 }; /* in a new list */

void shards_from(void *state, int worker, int item, struct journal_input input)
{
    struct shards *shards = state;
    shards->inputs[worker] = (struct shard_input){input, item};
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
    size_t room = 2 * shards->pending_room + ROOM;
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
    else if (shards->filling && shards_settle(shards, false))
        shards_end(shards);
    if (!shards->filling && shards_start(shards, failure))
        return -1;
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
    if (shards->pending_count == shards->noted)
        shards->since = timer_now();
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
