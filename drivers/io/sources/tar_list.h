/* The members of all archives of a run: found on one process, known to all. */
#ifndef PARALLAX_IO_SOURCES_TAR_LIST_H
#define PARALLAX_IO_SOURCES_TAR_LIST_H

#include "drivers/io/source.h"

/* list->hidden is a struct tar_head, the items, the shards, and the shards' paths. */
struct tar_head {
    int64_t items, shards;
};

struct tar_item {
    int64_t shard, place, size; /* as tar_index() says */
};

struct tar_shard {
    int64_t modified;  /* as it was listed */
    uint64_t identity; /* … as file_identity() knew it */
    int64_t path;      /* the byte behind the shards where it begins */
};

struct tar_list {
    const struct tar_item *items;
    const struct tar_shard *shards;
    const char *paths;
    int64_t shard_count;
};

/* What `hidden` says; valid as long as that is. */
struct tar_list tar_list_of(const struct list *list);

/* In which state a journal knows an item: its bytes, and when its archive was changed last. */
void tar_list_state(const struct tar_list *list, int item, int64_t *bytes, int64_t *modified);

/* Lists the images in the archives that are named, in their order: items "ARCHIVE/MEMBER" called
 * MEMBER, below the archives' names without their endings if there are several. `note` tells what
 * has been left out. 0, or -1 with *failure (stage "list"). */
int tar_list_find(const struct source_options *options, struct list *list, char note[160],
                  struct failure *failure);

#endif
