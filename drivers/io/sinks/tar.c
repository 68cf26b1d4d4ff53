/* Results are members of tar files.
 *
 * DESIGN. A member is written behind the others together with the zeros that end the file, which
 * the next one replaces: so the file is a whole tar file after each, only its name is missing, and
 * a member that does not fit on the disk is cut off again. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/io/lock.h"
#include "drivers/io/sinks/outputs.h"
#include "drivers/io/sinks/shards.h"
#include "drivers/io/sinks/tar_header.h"

#define AT(member) offsetof(struct sink_options, member)

static const char *const archive_names[] = {"none", "tar", NULL};

static const struct option_entry options[] = {
    OPTION_LINE_CHOICE("archive", AT(archive), ARCHIVE_NONE, archive_names,
                       "write no files below DIR but shards with many results each, which all "
                       "processes fill for themselves. tar: shard-RANK-NUMBER.tar"),
    {OPTION_LARGE, "shard-bytes", "N",
     "begin another shard rather than have more bytes in one, unless it is a single result "
     "(default 1000000000)",
     AT(shard_bytes), 0, 1 << 10, 1e15, NULL, 0},
    OPTION_LINE_END,
};

enum { SHARD_BYTES = 1000000000 };

struct tar {
    struct shards shards;
    struct lock *lock;     /* of all that follows */
    struct bytes header;   /* of the member that is being written */
    int file;              /* the shard that is being filled; -1: none */
    int64_t size, members; /* in it, without the end */
};

static bool tar_asked(const struct sink_options *asked)
{
    return asked->directory && asked->archive == ARCHIVE_TAR;
}

static int tar_check(const struct sink_options *asked, const struct list *list,
                     struct sink_plan *plan, struct failure *failure)
{
    return shards_check(asked, "tar", list, plan, failure);
}

static int tar_open(void *state, const struct sink_options *asked, const struct sink_plan *plan,
                    const struct list *list, int items, int workers, struct failure *failure)
{
    (void)workers;
    struct tar *tar = state;
    *tar = (struct tar){.lock = lock_make(), .file = -1};
    if (shards_open(&tar->shards, asked, plan, list, "tar", items, failure))
        return -1;
    return tar->lock ? 0 : failure_set(failure, "plan", "memory", "out of memory for a lock");
}

static int write_at(int file, const void *data, size_t size, int64_t offset)
{
    for (size_t done = 0; done < size;) {
        ssize_t count =
            pwrite(file, (const char *)data + done, size - done, (off_t)(offset + (int64_t)done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0) {
            errno = count ? errno : EIO;
            return -1;
        }
        done += (size_t)count;
    }
    return 0;
}

static int read_at(int file, uint8_t *data, size_t size, int64_t offset)
{
    for (size_t done = 0; done < size;) {
        ssize_t count = pread(file, data + done, size - done, (off_t)(offset + (int64_t)done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0) {
            errno = count ? errno : EIO;
            return -1;
        }
        done += (size_t)count;
    }
    return 0;
}

static const char zeros[TAR_BLOCK + TAR_END];

/* One that has no name yet, with nothing in it but its end. */
static int begin(struct tar *tar)
{
    shards_begin(&tar->shards);
    tar->size = tar->members = 0;
    tar->file = openat(tar->shards.directory, tar->shards.temporary,
                       O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    return tar->file < 0 ? -1 : 0;
}

/* What a member that failed has left is cut off. */
static int restore(struct tar *tar)
{
    return write_at(tar->file, zeros, TAR_END, tar->size) ||
                   ftruncate(tar->file, (off_t)tar->size + TAR_END)
               ? -1
               : 0;
}

static void abandon(struct tar *tar)
{
    unlinkat(tar->shards.directory, tar->shards.temporary, 0);
    close(tar->file);
    tar->file = -1;
}

/* The shard is complete. If that fails it goes on being filled, and this is tried again. */
static int end(struct tar *tar)
{
    if (restore(tar) || fsync(tar->file) || shards_publish(&tar->shards))
        return -1;
    close(tar->file);
    tar->file = -1;
    return 0;
}

static int append(struct tar *tar, const struct bytes *bytes, struct shard_place *place)
{
    int64_t data = tar->size + (int64_t)tar->header.size, after = data + (int64_t)bytes->size;
    size_t padding = tar_padding(bytes->size);
    if (write_at(tar->file, tar->header.data, tar->header.size, tar->size) == 0 &&
        write_at(tar->file, bytes->data, bytes->size, data) == 0 &&
        write_at(tar->file, zeros, padding + TAR_END, after) == 0) {
        *place = (struct shard_place){data, (int64_t)bytes->size, tar->shards.count + 1};
        tar->size = after + (int64_t)padding;
        ++tar->members;
        return 0;
    }
    int reason = errno;
    if (tar->members == 0)
        abandon(tar);
    else
        (void)restore(tar); /* or later */
    errno = reason;
    return -1;
}

/* -1 with errno. */
static int put_member(struct tar *tar, int item, const char *name, const struct bytes *bytes)
{
    const struct sink_options *asked = tar->shards.asked;
    int64_t most = asked->shard_bytes ? asked->shard_bytes : SHARD_BYTES;
    if (tar_header(&tar->header, name, bytes->size)) {
        errno = ENOMEM;
        return -1;
    }
    size_t whole = tar->header.size + bytes->size + tar_padding(bytes->size) + TAR_END;
    if (tar->file >= 0 && tar->size + (int64_t)whole > most)
        (void)end(tar);
    if (tar->file < 0 && begin(tar))
        return -1;
    return append(tar, bytes, &tar->shards.places[item]);
}

static int tar_put(void *state, int worker, int item, const char *name, const struct bytes *bytes,
                   const struct image *image, struct failure *failure)
{
    (void)worker;
    (void)name;
    struct tar *tar = state;
    char *member = shards_member(&tar->shards, item, image, failure);
    if (!member)
        return -1;
    lock_take(tar->lock);
    int result = put_member(tar, item, member, bytes), reason = errno;
    lock_give(tar->lock);
    free(member);
    return result ? failure_errno(failure, "write", "cannot write to the shard", reason) : 0;
}

static int get(struct tar *tar, int item, struct bytes *bytes)
{
    const struct shard_place *place = &tar->shards.places[item];
    bool open = place->shard == tar->shards.count + 1;
    int file = open ? tar->file : shards_reopen(&tar->shards, place->shard);
    bytes->size = 0;
    int result = file < 0 || bytes_reserve(bytes, (size_t)place->size + 1) ||
                 read_at(file, bytes->data, (size_t)place->size, place->offset);
    bytes->size = result ? 0 : (size_t)place->size;
    if (!open && file >= 0)
        close(file);
    return result ? -1 : 0;
}

static int tar_get(void *state, int worker, int item, const char *name, struct bytes *bytes,
                   struct failure *failure)
{
    (void)worker;
    (void)name;
    struct tar *tar = state;
    lock_take(tar->lock);
    int result = get(tar, item, bytes), reason = errno;
    lock_give(tar->lock);
    return result ? failure_errno(failure, "read", "cannot read from the shard", reason) : 0;
}

static void tar_close(void *state)
{
    struct tar *tar = state;
    if (tar->lock && tar->file >= 0 && end(tar))
        abandon(tar);
    shards_close(&tar->shards);
    bytes_free(&tar->header);
    lock_free(tar->lock);
}

const struct sink sink_tar = {
    .name = "tar",
    .state_size = sizeof(struct tar),
    .options = options,
    .wants_bytes = true,
    .hashes = true,
    .asked = tar_asked,
    .check = tar_check,
    .open = tar_open,
    .put = tar_put,
    .get = tar_get,
    .close = tar_close,
};
