/* Files as results: which of them share a directory. */
#include "drivers/io/sinks/outputs_directories.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "drivers/common/size.h"

enum { FIRST = 256 };

static uint32_t *slot_of(const struct outputs_directories *directories, uint64_t hash)
{
    size_t mask = directories->slot_count - 1, at = (size_t)hash & mask;
    while (directories->slots[at] && directories->list[directories->slots[at] - 1].hash != hash)
        at = (at + 1) & mask;
    return &directories->slots[at];
}

/* For one more; half of the slots stay empty. */
static int make_room(struct outputs_directories *directories)
{
    if (directories->count < directories->capacity)
        return 0;
    if (directories->capacity >= INT_MAX / 4)
        return -1;
    size_t capacity = directories->capacity ? 2 * (size_t)directories->capacity : FIRST;
    struct outputs_directory *list =
        realloc(directories->list, size_product(capacity, sizeof *list));
    directories->list = list ? list : directories->list;
    uint32_t *slots = list ? calloc(2 * capacity, sizeof *slots) : NULL;
    if (!slots)
        return -1;
    free(directories->slots);
    directories->slots = slots;
    directories->slot_count = 2 * capacity;
    directories->capacity = (int)capacity;
    for (int i = 0; i < directories->count; ++i)
        *slot_of(directories, list[i].hash) = (uint32_t)i + 1;
    return 0;
}

/* The directory of this name, made if it is new; -1: no memory. */
static int index_of(struct outputs_directories *directories, const char *name, size_t length,
                    int item)
{
    uint64_t hash = XXH3_64bits(name, length);
    if (make_room(directories))
        return -1;
    uint32_t *slot = slot_of(directories, hash);
    if (!*slot) {
        directories->list[directories->count] = (struct outputs_directory){hash, item, 0, length};
        *slot = (uint32_t)++directories->count;
    }
    return (int)*slot - 1;
}

int outputs_directories_find(struct outputs_directories *directories, char *const *names, int items)
{
    *directories = (struct outputs_directories){0};
    directories->of = malloc(size_product((size_t)items + 1, sizeof *directories->of));
    if (!directories->of)
        return -1;
    const char *before = ""; /* most often it is that of the item before */
    size_t before_length = 0;
    for (int i = 0, at = -1; i < items; ++i) {
        const char *slash = strrchr(names[i], '/');
        size_t length = slash ? (size_t)(slash - names[i]) : 0;
        if (at < 0 || length != before_length || memcmp(names[i], before, length) != 0)
            at = index_of(directories, names[i], length, i);
        if (at < 0)
            return -1;
        before = names[i];
        before_length = length;
        directories->of[i] = at;
        ++directories->list[at].count;
    }
    return 0;
}

void outputs_directories_free(struct outputs_directories *directories)
{
    free(directories->of);
    free(directories->list);
    free(directories->slots);
    *directories = (struct outputs_directories){0};
}
