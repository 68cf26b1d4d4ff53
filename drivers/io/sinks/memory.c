/* Results are encoded, and stay in memory. */
#include <stdlib.h>

#include "drivers/io/sink.h"

struct memory {
    struct bytes *kept; /* [items] */
    int items;
};

static int memory_open(void *state, const struct sink_options *options,
                       const struct sink_plan *plan, const struct list *list, int items,
                       int workers, struct failure *failure)
{
    (void)options;
    (void)plan;
    (void)list;
    (void)workers;
    struct memory *memory = state;
    *memory = (struct memory){calloc((size_t)items, sizeof *memory->kept), items};
    if (!memory->kept)
        return failure_set(failure, "plan", "memory", "out of memory for %d results", items);
    return 0;
}

static struct bytes *memory_place(void *state, int worker, int item)
{
    (void)worker;
    struct memory *memory = state;
    return &memory->kept[item];
}

/* The bytes are in their place. */
static int memory_put(void *state, int worker, int item, const char *name,
                      const struct bytes *bytes, const struct image *image, struct failure *failure)
{
    (void)state;
    (void)worker;
    (void)item;
    (void)name;
    (void)bytes;
    (void)image;
    (void)failure;
    return 0;
}

static int memory_get(void *state, int worker, int item, const char *name, struct bytes *bytes,
                      struct failure *failure)
{
    (void)worker;
    (void)name;
    const struct memory *memory = state;
    bytes->size = 0;
    if (bytes_append(bytes, memory->kept[item].data, memory->kept[item].size))
        return failure_set(failure, "verify", "memory", "out of memory");
    return 0;
}

static void memory_close(void *state)
{
    struct memory *memory = state;
    for (int i = 0; memory->kept && i < memory->items; ++i)
        bytes_free(&memory->kept[i]);
    free(memory->kept);
}

const struct sink sink_memory = {
    .name = "memory",
    .state_size = sizeof(struct memory),
    .wants_bytes = true,
    .hashes = true,
    .keeps = true,
    .open = memory_open,
    .place = memory_place,
    .put = memory_put,
    .get = memory_get,
    .close = memory_close,
};
