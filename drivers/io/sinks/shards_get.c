/* Results in large files: the end of a pass, what failed, and what is read again. */
#include <stdlib.h>
#include <sys/stat.h>

#include "drivers/io/path.h"
#include "drivers/io/sinks/publish.h"
#include "drivers/io/sinks/shards.h"

/* What was read of it, or could have been. */
static struct journal_input input_of(const struct shards *shards, int worker, int item)
{
    struct stat status;
    if (shards->inputs[worker].item == item)
        return shards->inputs[worker].state;
    if (stat(list_path(shards->list, item % shards->list->count), &status))
        return journal_unknown;
    return journal_input_of(&status);
}

void shards_failed(void *state, int worker, int item, const char *name,
                   const struct failure *failure)
{
    (void)name;
    struct shards *shards = state;
    struct failure none;
    char *key = shards_key(shards, item, &none);
    if (key)
        publish_note_failure(shards->journal, key, input_of(shards, worker, item),
                             shards->asked->params, failure);
    free(key);
}

/* The path of a shard of this process that has its name; free() it. NULL: no memory. */
static char *path_of(const struct shards *shards, int shard)
{
    char name[SHARD_NAME_SIZE];
    shards_name(name, shards->asked->rank, shards->numbers[shard - 1], shards->format->extension);
    return path_join(shards->asked->directory, name);
}

int shards_get(void *state, int worker, int item, const char *name, struct bytes *bytes,
               struct failure *failure)
{
    (void)worker;
    (void)name;
    struct shards *shards = state;
    int result = -1;
    lock_take(shards->lock);
    const struct shard_place *place = &shards->places[item];
    bool filling = place->shard == shards->count + 1;
    char *path = filling || !place->shard ? NULL : path_of(shards, place->shard);
    bytes->size = 0;
    if (!place->shard)
        failure_set(failure, "read", "ENOENT", "the result is in no shard");
    else if (!path && !filling)
        failure_set(failure, "read", "memory", "out of memory for a file name");
    else if (bytes_reserve(bytes, (size_t)place->size + 1))
        failure_set(failure, "read", "memory", "out of memory for a result");
    else if ((result = shards->format->read(shards->state, path, place, bytes, failure)) == 0)
        bytes->size = (size_t)place->size;
    lock_give(shards->lock);
    free(path);
    return result;
}
