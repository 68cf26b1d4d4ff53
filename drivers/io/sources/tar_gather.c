/* Going through archives for their images. */
#include "drivers/io/sources/tar_gather.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "drivers/common/size.h"
#include "drivers/io/codecs/codec.h"
#include "drivers/io/glob.h"
#include "drivers/io/path.h"

static int no_memory(struct failure *failure)
{
    return failure_set(failure, "list", "memory", "no memory for the list of members");
}

const char *tar_gather_name(const struct tar_gather *gather, int member)
{
    return (const char *)gather->names.data + gather->members[member].name;
}

void tar_gather_free(struct tar_gather *gather)
{
    walk_free(&gather->found);
    bytes_free(&gather->names);
    free(gather->members);
    free(gather->identities);
}

/* The archive that is read, and who gathers. */
struct visit {
    struct tar_gather *gather;
    int shard;
};

static int keep(struct visit *visit, const struct tar_member *member, const char *name,
                struct failure *failure)
{
    struct tar_gather *gather = visit->gather;
    if (gather->count == gather->capacity) {
        size_t capacity = gather->capacity ? 2 * (size_t)gather->capacity : 64;
        struct tar_found *members =
            capacity < INT_MAX ? realloc(gather->members, size_product(capacity, sizeof *members))
                               : NULL;
        if (!members)
            return no_memory(failure);
        gather->members = members;
        gather->capacity = (int)capacity;
    }
    struct tar_found *found = &gather->members[gather->count];
    *found = (struct tar_found){{visit->shard, member->place, member->size}, gather->names.size};
    if (bytes_append(&gather->names, name, strlen(name) + 1))
        return no_memory(failure);
    ++gather->count;
    return 0;
}

static int refuse(struct visit *visit, const char *name, const char *code, const char *why,
                  struct failure *failure)
{
    struct walk_found *found = &visit->gather->found;
    struct failure *unseen = walk_add_unseen(found, path_join(found->paths[visit->shard], name));
    if (!unseen)
        return no_memory(failure);
    failure_set(unseen, "list", code, "%s", why);
    return 0;
}

static int take_member(void *context, const struct tar_member *member, struct failure *failure)
{
    struct visit *visit = context;
    const char *name = member->name;
    while (strncmp(name, "./", 2) == 0)
        name += 2 + strspn(name + 2, "/");
    const char *slash = strrchr(name, '/'), *base = slash ? slash + 1 : name;
    if (member->kind == TAR_DIRECTORY || *base == '.')
        return 0;
    if (!codec_of_name(name)) {
        foreign_add(&visit->gather->found.foreign, base);
        return 0;
    }
    if (member->kind == TAR_SPECIAL) {
        ++visit->gather->found.skipped;
        return 0;
    }
    if (!path_stays_below(name))
        return refuse(visit, name, "EINVAL", "this name leads out of the archive: it is not read",
                      failure);
    if (member->kind == TAR_LINK)
        return refuse(visit, name, "unsupported",
                      "a link in an archive has no bytes of its own: it is not followed", failure);
    if (member->kind == TAR_SPARSE)
        return refuse(visit, name, "unsupported",
                      "a sparse file in an archive is not read: pack it again without --sparse",
                      failure);
    return keep(visit, member, name, failure);
}

/* By name, and those of one name in the order of the archive. */
static const char *names_compared;

static int by_name(const void *a, const void *b)
{
    const struct tar_found *left = a, *right = b;
    int order = strcmp(names_compared + left->name, names_compared + right->name);
    return order ? order
                 : (left->item.place > right->item.place) - (left->item.place < right->item.place);
}

static int by_place(const void *a, const void *b)
{
    const struct tar_found *left = a, *right = b;
    return (left->item.place > right->item.place) - (left->item.place < right->item.place);
}

/* Of members from `first` on that have one name, the last stays. */
static void drop_replaced(struct tar_gather *gather, int first)
{
    struct tar_found *members = gather->members + first;
    int count = gather->count - first, kept = 0;
    names_compared = (const char *)gather->names.data;
    if (count < 2)
        return;
    qsort(members, (size_t)count, sizeof *members, by_name);
    for (int i = 0; i < count; ++i)
        if (i + 1 == count ||
            strcmp(names_compared + members[i].name, names_compared + members[i + 1].name) != 0)
            members[kept++] = members[i];
    qsort(members, (size_t)kept, sizeof *members, by_place);
    gather->replaced += count - kept;
    gather->count = first + kept;
}

/* A failure of one archive is its own; -1: one of all. */
static int read_shard(struct tar_gather *gather, int shard, const atomic_int *stop,
                      struct failure *failure)
{
    struct visit visit = {gather, shard};
    struct tar_file file;
    int first = gather->count;
    const char *path = gather->found.paths[shard];
    int result = tar_file_open(&file, path, failure);
    if (result == 0) {
        gather->found.looks[shard] = file.look;
        gather->identities[shard] = file.identity;
        result = tar_index(&file, stop, take_member, &visit, failure);
        tar_file_close(&file);
    }
    drop_replaced(gather, first);
    if (result == 0)
        return 0;
    if (strcmp(failure->code, "memory") == 0 || strcmp(failure->code, "EINTR") == 0 ||
        strcmp(failure->code, "no-library") == 0)
        return -1;
    struct failure *unseen = walk_add_unseen(&gather->found, strdup(path));
    if (!unseen)
        return no_memory(failure);
    *unseen = *failure;
    unseen->stage = "list";
    return 0;
}

/* An operand: an archive, or a pattern of archives. */
static int add_operand(struct tar_gather *gather, const char *operand, const struct stat *exclude)
{
    struct stat status;
    bool there = stat(operand, &status) == 0;
    if (there || !glob_is(operand))
        return walk_add(&gather->found, strdup(operand), walk_look_of(there ? &status : NULL));
    struct glob glob;
    int before = gather->found.count, result = glob_parse(&glob, operand);
    if (result == 0) {
        const struct walk_rules rules = {.exclude = exclude, .glob = &glob};
        result = walk_directory(&gather->found, glob.base, &rules);
    }
    glob_free(&glob);
    if (result < 0 || gather->found.count > before)
        return result < 0 ? -1 : 0;
    return walk_add(&gather->found, strdup(operand), walk_look_of(NULL)); /* opening it fails */
}

int tar_gather_all(struct tar_gather *gather, const struct source_options *options,
                   struct failure *failure)
{
    struct stat exclude;
    bool excludes = options->exclude && stat(options->exclude, &exclude) == 0;
    gather->found.stop = options->stop;
    for (int i = 0; i < options->operand_count; ++i)
        if (add_operand(gather, options->operands[i], excludes ? &exclude : NULL))
            return no_memory(failure);
    gather->identities = calloc((size_t)gather->found.count + 1, sizeof *gather->identities);
    if (!gather->identities)
        return no_memory(failure);
    for (int i = 0; i < gather->found.count; ++i)
        if (read_shard(gather, i, options->stop, failure))
            return -1;
    return 0;
}
