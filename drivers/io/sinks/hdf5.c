/* Results are in HDF5 files. */
#include <stdlib.h>
#include <string.h>

#include "drivers/common/exit_code.h"
#include "drivers/io/sinks/hdf5_engine.h"

static bool hdf5_asked(const struct sink_options *asked)
{
    return asked->directory && asked->archive == ARCHIVE_HDF5;
}

static int hdf5_check(const struct sink_options *asked, const struct list *list,
                      struct sink_plan *plan, struct failure *failure)
{
    const struct shard_format *format = hdf5_engine(failure);
    return format ? shards_check(format, asked, list, plan, failure) : EXIT_CONFIG;
}

/* Texts in a table have one length. Sizes that are still open need more bytes than they have now.
 */
static int measure_texts(struct shards *shards, struct failure *failure)
{
    enum { OPEN_SIZES = 8 * 8 };
    for (int i = 0; i < shards->list->count; ++i) {
        char *name = shards_member(shards, i, (struct shape){0, 0, 0}, failure);
        if (!name)
            return -1;
        size_t length = strlen(name) + OPEN_SIZES, source = strlen(list_path(shards->list, i));
        shards->longest_name = length > shards->longest_name ? length : shards->longest_name;
        shards->longest_source = source > shards->longest_source ? source : shards->longest_source;
        free(name);
    }
    return 0;
}

static int hdf5_open(void *state, const struct sink_options *asked, const struct sink_plan *plan,
                     const struct list *list, int items, int workers, struct failure *failure)
{
    const struct shard_format *format = hdf5_engine(failure);
    if (!format)
        return -1;
    return shards_open(state, format, asked, plan, list, items, workers, failure) ||
                   measure_texts(state, failure)
               ? -1
               : 0;
}

const struct sink sink_hdf5 = {
    .name = "hdf5",
    .state_size = sizeof(struct shards),
    .wants_bytes = true,
    .hashes = true,
    .asked = hdf5_asked,
    .check = hdf5_check,
    .open = hdf5_open,
    .begin = shards_begin,
    .from = shards_from,
    .failed = shards_failed,
    .put = shards_put,
    .get = shards_get,
    .commit = shards_commit,
    .gather = shards_gather,
    .complete = shards_complete,
    .close = shards_close,
};
