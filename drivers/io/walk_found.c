/* What was found below directories: growing arrays. */
#include <limits.h>
#include <stdlib.h>

#include "drivers/common/size.h"
#include "drivers/io/walk.h"

struct walk_look walk_look_of(const struct stat *status)
{
    if (!status)
        return (struct walk_look){.bytes = -1};
    return (struct walk_look){status->st_dev, status->st_ino, status->st_size,
                              (int64_t)status->st_mtim.tv_sec * 1000000000 +
                                  status->st_mtim.tv_nsec};
}

/* 0: there is room for one more; else -1. */
static int grow(struct walk_found *found)
{
    if (found->count < found->capacity)
        return 0;
    if (found->capacity >= INT_MAX / 2)
        return -1;
    size_t capacity = found->capacity ? 2 * (size_t)found->capacity : 64;
    char **paths = realloc(found->paths, size_product(capacity, sizeof *paths));
    found->paths = paths ? paths : found->paths;
    struct walk_look *looks =
        paths ? realloc(found->looks, size_product(capacity, sizeof *looks)) : NULL;
    found->looks = looks ? looks : found->looks;
    found->capacity = looks ? (int)capacity : found->capacity;
    return looks ? 0 : -1;
}

int walk_add(struct walk_found *found, char *path, struct walk_look look)
{
    if (!path || grow(found)) {
        free(path);
        return -1;
    }
    found->paths[found->count] = path;
    found->looks[found->count++] = look;
    return 0;
}

struct failure *walk_add_unseen(struct walk_found *found, char *path)
{
    size_t count = (size_t)found->unseen_count;
    struct walk_unseen *unseen =
        path ? realloc(found->unseen, size_product(count + 1, sizeof *unseen)) : NULL;
    if (!unseen) {
        free(path);
        return NULL;
    }
    found->unseen = unseen;
    unseen[found->unseen_count++].path = path;
    return &unseen[count].failure;
}

void walk_unseen_free(struct walk_unseen *unseen, int count)
{
    for (int i = 0; unseen && i < count; ++i)
        free(unseen[i].path);
    free(unseen);
}

void walk_free(struct walk_found *found)
{
    for (int i = 0; i < found->count; ++i)
        free(found->paths[i]);
    free(found->paths);
    free(found->looks);
    walk_unseen_free(found->unseen, found->unseen_count);
    *found = (struct walk_found){0};
}
