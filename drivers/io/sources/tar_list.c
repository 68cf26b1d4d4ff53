/* The members of all archives of a run. */
#include "drivers/io/sources/tar_list.h"

#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "drivers/common/size.h"
#include "drivers/io/path.h"
#include "drivers/io/sources/tar_gather.h"

static int no_memory(struct failure *failure)
{
    return failure_set(failure, "list", "memory", "no memory for the list of members");
}

struct tar_list tar_list_of(const struct list *list)
{
    const struct tar_head *head = (const void *)list->hidden;
    const struct tar_item *items = (const void *)(head + 1);
    const struct tar_shard *shards = (const void *)(items + head->items);
    return (struct tar_list){items, shards, (const char *)(shards + head->shards), head->shards};
}

/* The archives' names without endings, absolute, one for each; and what they have in common. */
struct stems {
    char **of;
    char *root;
};

static int find_stems(struct stems *stems, const struct tar_gather *gather, const char *root)
{
    size_t count = gather->found.count > 0 ? (size_t)gather->found.count : 1;
    stems->of = calloc(count, sizeof *stems->of);
    stems->root = root ? path_absolute(root) : NULL;
    if (!stems->of || (root && !stems->root))
        return -1;
    for (int i = 0; i < gather->found.count; ++i) {
        size_t stem;
        char *path = path_absolute(gather->found.paths[i]);
        stems->of[i] = path;
        if (!path || !tar_file_is(path, &stem))
            return -1;
        path[stem] = '\0';
        if (!root && !stems->root && !(stems->root = strdup(path)))
            return -1;
        if (!root)
            path_to_common(stems->root, path);
    }
    return 0;
}

static void stems_free(struct stems *stems, int count)
{
    for (int i = 0; stems->of && i < count; ++i)
        free(stems->of[i]);
    free(stems->of);
    free(stems->root);
}

void tar_list_state(const struct tar_list *list, int item, int64_t *bytes, int64_t *modified)
{
    *bytes = list->items[item].size;
    *modified = list->shards[list->items[item].shard].modified;
}

/* "archive/member\0name\0". */
static int append_item(struct bytes *text, const struct stems *stems, const char *shard,
                       const char *stem, const char *member, struct failure *failure)
{
    char *path = path_join(shard, member), *absolute = path_join(stem, member);
    if (absolute)
        path_simplify(absolute);
    const char *name = absolute ? path_below(absolute, stems->root) : NULL;
    int result = !path || !absolute ? no_memory(failure) : 0;
    if (result == 0 && !name)
        result = failure_set(failure, "list", "EINVAL",
                             "\"%.80s\" is not below the root \"%.80s\": give another --root", path,
                             stems->root);
    if (result == 0 &&
        (bytes_append(text, path, strlen(path) + 1) || bytes_append(text, name, strlen(name) + 1)))
        result = no_memory(failure);
    free(path);
    free(absolute);
    return result;
}

/* What a worker has to know of each archive, and where its path is. */
static int append_shards(struct bytes *hidden, const struct tar_gather *gather)
{
    int64_t at = 0;
    for (int i = 0; i < gather->found.count; ++i) {
        const struct walk_look *look = &gather->found.looks[i];
        const struct tar_shard shard = {look->modified, gather->identities[i], at};
        at += (int64_t)strlen(gather->found.paths[i]) + 1;
        if (bytes_append(hidden, &shard, sizeof shard))
            return -1;
    }
    for (int i = 0; i < gather->found.count; ++i)
        if (bytes_append(hidden, gather->found.paths[i], strlen(gather->found.paths[i]) + 1))
            return -1;
    return 0;
}

static int fill_items(struct list *list, const struct tar_gather *gather, const struct stems *stems,
                      struct bytes *text, struct bytes *hidden, struct failure *failure)
{
    const struct tar_head head = {gather->count, gather->found.count};
    if (bytes_append(hidden, &head, sizeof head))
        return no_memory(failure);
    list->looks = malloc(size_product((size_t)gather->count + 1, sizeof *list->looks));
    if (!list->looks)
        return no_memory(failure);
    for (int i = 0; i < gather->count; ++i) {
        const struct tar_found *found = &gather->members[i];
        int shard = (int)found->item.shard;
        const char *name = tar_gather_name(gather, i);
        if (append_item(text, stems, gather->found.paths[shard], stems->of[shard], name, failure))
            return -1;
        if (bytes_append(hidden, &found->item, sizeof found->item))
            return no_memory(failure);
        list->looks[i] = gather->found.looks[shard];
        list->looks[i].bytes = found->item.size; /* as who reads it tells a journal */
        list->bytes += found->item.size;
        uint64_t size = (uint64_t)found->item.size;
        list->fingerprint =
            XXH3_64bits_withSeed(name, strlen(name), list->fingerprint ^ XXH64(&size, 8, 0));
    }
    return append_shards(hidden, gather) ? no_memory(failure) : 0;
}

static int fill(struct list *list, struct tar_gather *gather, const char *root,
                struct failure *failure)
{
    struct stems stems = {NULL, NULL};
    struct bytes text = {0}, hidden = {0};
    int result = find_stems(&stems, gather, root) ? no_memory(failure) : 0;
    if (result == 0)
        result = fill_items(list, gather, &stems, &text, &hidden, failure);
    stems_free(&stems, gather->found.count);
    list->text = (char *)text.data;
    list->text_size = text.size;
    list->text_capacity = text.capacity;
    list->hidden = (char *)hidden.data;
    list->hidden_size = hidden.size;
    list->skipped = gather->found.skipped;
    list->foreign = gather->found.foreign;
    list->unseen = gather->found.unseen; /* taken over */
    list->unseen_count = gather->found.unseen_count;
    gather->found.unseen = NULL;
    gather->found.unseen_count = 0;
    return result ? -1 : list_index(list) ? no_memory(failure) : 0;
}

int tar_list_find(const struct source_options *options, struct list *list, char note[160],
                  struct failure *failure)
{
    struct tar_gather gather = {0};
    int result = tar_gather_all(&gather, options, failure);
    if (result == 0)
        result = fill(list, &gather, options->root, failure);
    if (result == 0 && gather.replaced)
        snprintf(note, 160,
                 "%d members of archives have the name of a later one, which is taken as in "
                 "unpacking",
                 gather.replaced);
    tar_gather_free(&gather);
    if (result == 0 && list->count == 0 && list->unseen_count)
        return failure_set(failure, "list", list->unseen->failure.code,
                           "there is no image in the archives that can be seen: \"%.80s\": %.120s",
                           list->unseen->path, list->unseen->failure.message);
    if (result == 0 && list->count == 0)
        return failure_set(failure, "list", "no-input",
                           "there is no image in the archives: images are found by the ending of "
                           "their names");
    return result;
}
