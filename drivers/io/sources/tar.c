/* Members of tar archives, as bytes: DESIGN in tar_file.h. */
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "drivers/io/file.h"
#include "drivers/io/sources/tar_file.h"
#include "drivers/io/sources/tar_list.h"

enum { BYTES_AHEAD = 64 << 20 }; /* of each member at most: what an image has, and no film */

struct tar {
    const struct source_options *asked;
    const struct list *list;
    struct tar_list members;
    struct tar_worker {
        struct tar_file file; /* the archive that it read last */
        int64_t shard;
        int *expected; /* items that it reads next: [count], of which it has begun with `taken` */
        int count, capacity, taken, moving; /* … and those before `moving` are on their way */
    } * workers;
    int count;
    int forgotten, stays; /* the item that was forgotten last, and what came of it */
    char note[160];
};

static bool tar_takes(const char *operand)
{
    return tar_file_is(operand, NULL);
}

static int tar_find(void *state, const struct source_options *asked, struct list *list,
                    struct failure *failure)
{
    return tar_list_find(asked, list, ((struct tar *)state)->note, failure);
}

static int tar_open(void *state, const struct source_options *asked, const struct list *list,
                    int workers, struct failure *failure)
{
    struct tar *tar = state;
    tar->asked = asked;
    tar->list = list;
    tar->members = tar_list_of(list);
    tar->forgotten = INT_MAX;
    for (int64_t i = 0; i < tar->members.shard_count && workers; ++i)
        if (!tar_file_is_plain(tar->members.paths + tar->members.shards[i].path) &&
            tar_file_prepare(failure))
            return -1;
    tar->workers = workers ? calloc((size_t)workers, sizeof *tar->workers) : NULL;
    if (workers && !tar->workers)
        return failure_set(failure, "list", "memory", "out of memory for %d readers", workers);
    for (tar->count = 0; tar->count < workers; ++tar->count)
        tar->workers[tar->count].file.fd = -1;
    return 0;
}

static int changed(struct failure *failure)
{
    return failure_set(failure, "read", "changed",
                       "the archive is not what was listed: somebody writes it, or has changed "
                       "its permissions, owner or links; leave it alone while its images are read");
}

/* The worker's archive becomes that one, as it was listed. */
static int enter(struct tar *tar, struct tar_worker *worker, int64_t shard, struct failure *failure)
{
    const struct tar_shard *wanted = &tar->members.shards[shard];
    if (worker->file.fd >= 0 && worker->shard == shard)
        return 0;
    tar_file_close(&worker->file);
    worker->shard = shard;
    const char *path = tar->members.paths + wanted->path;
    bool opened = tar_file_open(&worker->file, path, failure) == 0;
    if (opened && worker->file.identity == wanted->identity)
        return 0;
    tar_file_close(&worker->file); /* what cannot be unpacked any more may be another one */
    return opened || tar_file_is_other(path, wanted->identity) ? changed(failure) : -1;
}

static int truncated(struct failure *failure)
{
    return failure_set(failure, "read", "truncated", "the archive ends before the image does");
}

/* Appends `size` bytes of the archive. */
static int append(struct tar_worker *worker, size_t size, int64_t at, struct bytes *bytes,
                  struct failure *failure)
{
    if (bytes_reserve(bytes, bytes->size + size))
        return failure_set(failure, "read", "memory", "no memory to read %zu bytes", size);
    int64_t count = tar_file_read(&worker->file, bytes->data + bytes->size, size, at, failure);
    if (count < 0)
        return -1;
    bytes->size += (size_t)count;
    return count < (int64_t)size ? truncated(failure) : 0;
}

/* What is too large is not unpacked; but what is no image is said to be that, as of files. */
static int read_member(struct tar_worker *worker, const struct tar_item *item,
                       const struct file_limits *limits, bytes_probe_fn *probe, struct bytes *bytes,
                       struct failure *failure)
{
    int64_t first = item->size < BYTES_PROBED ? item->size : BYTES_PROBED;
    if (!worker->file.stream && item->size > worker->file.look.bytes - item->place)
        return truncated(failure);
    if (append(worker, (size_t)first, item->place, bytes, failure) ||
        file_check_bytes(bytes, failure) || (probe && probe(bytes, failure)) ||
        file_check_size(item->size, limits, failure))
        return -1;
    return append(worker, (size_t)(item->size - first), item->place + first, bytes, failure);
}

/* Has members before the place `end` of those that are expected move into memory, as far as they
 * are in the archive in hand. */
static void move_on(const struct tar *tar, struct tar_worker *worker, int end)
{
    for (; worker->moving < worker->count && worker->moving < end; ++worker->moving) {
        const struct tar_item *item = &tar->members.items[worker->expected[worker->moving]];
        int64_t size = item->size < BYTES_AHEAD ? item->size : BYTES_AHEAD;
        if (item->shard != worker->shard)
            break;
        (void)posix_fadvise(worker->file.fd, (off_t)item->place, (off_t)size, POSIX_FADV_WILLNEED);
    }
}

/* The item is being read: as many behind it as were asked for are on their way. */
static void take(const struct tar *tar, struct tar_worker *worker, int item)
{
    while (worker->taken < worker->count && worker->expected[worker->taken] != item)
        ++worker->taken;
    if (worker->taken < worker->count)
        move_on(tar, worker, worker->taken + 1 + tar->asked->read_ahead);
}

static int tar_bytes(void *state, int worker, int item, bytes_probe_fn *probe, struct bytes *bytes,
                     struct failure *failure)
{
    struct tar *tar = state;
    struct tar_worker *reader = &tar->workers[worker];
    const struct tar_item *wanted = &tar->members.items[item];
    const struct tar_shard *shard = &tar->members.shards[wanted->shard];
    bytes->size = bytes->identity = 0;
    bytes->mtime = shard->modified;
    bytes->dated = true;
    if (enter(tar, reader, wanted->shard, failure))
        return -1;
    take(tar, reader, item);
    const struct file_limits limits = {tar->asked->max_bytes, tar->asked->item_memory};
    int result = read_member(reader, wanted, &limits, probe, bytes, failure);
    const char *path = tar->members.paths + shard->path;
    bool open = reader->file.fd >= 0; /* else it can be unpacked no more */
    if (open ? !tar_file_is_same(&reader->file) : tar_file_is_other(path, shard->identity)) {
        tar_file_close(&reader->file);
        return changed(failure);
    }
    const int64_t parts[] = {(int64_t)shard->identity, wanted->place};
    bytes->identity = XXH3_64bits(parts, sizeof parts) | 1;
    return result;
}

static void tar_listed(const void *state, int item, int64_t *bytes, int64_t *modified)
{
    tar_list_state(&((const struct tar *)state)->members, item, bytes, modified);
}

static int tar_together(const void *state, int item)
{
    const struct tar *tar = state;
    int64_t shard = tar->members.items[item].shard;
    return tar_file_is_plain(tar->members.paths + tar->members.shards[shard].path) ? -1
                                                                                   : (int)shard;
}

/* Members of plain archives only: others come in one stream. */
static void tar_expect(void *state, int worker, const int *items, int count)
{
    struct tar *tar = state;
    struct tar_worker *reader = &tar->workers[worker];
    struct failure failure; /* is met again by who reads it */
    reader->count = reader->taken = reader->moving = 0;
    if (tar_together(tar, items[0] % tar->list->count) >= 0)
        return;
    if (count > reader->capacity) {
        int *larger = realloc(reader->expected, (size_t)count * sizeof *larger);
        if (!larger)
            return;
        reader->expected = larger;
        reader->capacity = count;
    }
    for (int i = 0; i < count; ++i)
        reader->expected[i] = items[i] % tar->list->count;
    reader->count = count;
    if (enter(tar, reader, tar->members.items[reader->expected[0]].shard, &failure) == 0)
        move_on(tar, reader, tar->asked->read_ahead);
}

/* Members of one archive follow each other: the first of a pass has it forgotten for all. */
static int tar_forget(void *state, int item)
{
    struct tar *tar = state;
    const struct tar_item *items = tar->members.items;
    int before = tar->forgotten;
    tar->forgotten = item;
    if (item <= before || items[item].shard != items[before].shard)
        tar->stays =
            file_forget_pages(tar->members.paths + tar->members.shards[items[item].shard].path);
    return tar->stays;
}

static void tar_identify(const void *state, FILE *key)
{
    const struct tar *tar = state;
    fprintf(key, "tar %" PRIu64, tar->list->fingerprint);
}

static const char *tar_note(const void *state)
{
    return ((const struct tar *)state)->note;
}

static void tar_close(void *state)
{
    struct tar *tar = state;
    for (int i = 0; i < tar->count; ++i) {
        tar_file_close(&tar->workers[i].file);
        free(tar->workers[i].expected);
    }
    free(tar->workers);
}

const struct source source_tar = {
    .name = "tar",
    .state_size = sizeof(struct tar),
    .takes = tar_takes,
    .list = tar_find,
    .open = tar_open,
    .expect = tar_expect,
    .forget = tar_forget,
    .listed = tar_listed,
    .together = tar_together,
    .bytes = tar_bytes,
    .identify = tar_identify,
    .note = tar_note,
    .close = tar_close,
};
