/* Results are members of tar files.
 *
 * DESIGN. A member is written behind the others together with the zeros that end the file, which
 * the next one replaces: so the file is a whole tar file after each, only its name is missing, and
 * a member that does not fit on the disk is cut off again. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "drivers/io/sinks/shards.h"
#include "drivers/io/sinks/tar_header.h"
#include "drivers/io/sinks/tar_mend.h"

#define AT(member) offsetof(struct sink_options, member)

static const char *const archive_names[] = {"none", "tar", "hdf5", NULL};

static const struct option_entry options[] = {
    OPTION_LINE_CHOICE("archive", AT(archive), ARCHIVE_NONE, archive_names,
                       "write no files below DIR but shards with many results each, which all "
                       "processes fill for themselves. tar: shard-RANK-NUMBER.tar; hdf5: "
                       "shard-RANK-NUMBER.h5 with /bytes and /index, and shards.h5, which leads to "
                       "them"),
    {OPTION_LARGE, "shard-bytes", "N",
     "begin another shard rather than have more bytes in one, unless it is a single result "
     "(default: tar 1000000000; hdf5: one for each rank and run)",
     AT(shard_bytes), 0, 1 << 10, 1e15, NULL, 0},
    OPTION_LINE_END,
};

enum { SHARD_BYTES = 1000000000 };

/* The shard that is being filled. */
struct tar {
    struct bytes header;   /* of the member that is being written */
    int file;              /* 0: none */
    int64_t size, members; /* without the end */
};

static int begin(void *state, const struct shards *shards, struct failure *failure)
{
    struct tar *tar = state;
    int file = openat(shards->directory, shards->temporary,
                      O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (file < 0)
        return failure_errno(failure, "write", "cannot make a shard", errno);
    tar->file = file;
    tar->size = tar->members = 0;
    return 0;
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

/* What a member that failed has left is cut off. */
static int restore(const struct tar *tar)
{
    return write_at(tar->file, zeros, TAR_END, tar->size) ||
                   ftruncate(tar->file, (off_t)tar->size + TAR_END)
               ? -1
               : 0;
}

static int append(void *state, const struct shard_item *item, struct shard_place *place,
                  struct failure *failure)
{
    struct tar *tar = state;
    const struct bytes *bytes = item->bytes;
    if (tar_header(&tar->header, item->name, bytes->size))
        return failure_set(failure, "write", "memory", "out of memory for a header");
    int64_t data = tar->size + (int64_t)tar->header.size, after = data + (int64_t)bytes->size;
    size_t padding = tar_padding(bytes->size);
    if (write_at(tar->file, tar->header.data, tar->header.size, tar->size) == 0 &&
        write_at(tar->file, bytes->data, bytes->size, data) == 0 &&
        write_at(tar->file, zeros, padding + TAR_END, after) == 0) {
        place->offset = data;
        place->size = (int64_t)bytes->size;
        tar->size = after + (int64_t)padding;
        ++tar->members;
        return 0;
    }
    int reason = errno;
    if (tar->members > 0)
        (void)restore(tar); /* or at the end */
    return failure_errno(failure, "write", "cannot write to the shard", reason);
}

/* A header is one block, or some more for a long name: its limit is no promise. */
static int64_t size_of(void *state, const struct shard_item *item)
{
    const struct tar *tar = state;
    size_t more = item ? TAR_BLOCK + item->bytes->size + tar_padding(item->bytes->size) : 0;
    return tar->size + (int64_t)more + TAR_END;
}

static void abandon(void *state)
{
    struct tar *tar = state;
    if (tar->file)
        close(tar->file);
    bytes_free(&tar->header);
    tar->file = 0;
}

/* It is after each member. */
static int settle(void *state, struct failure *failure)
{
    (void)state;
    (void)failure;
    return 0;
}

static int cut(void *state, size_t count, const struct shard_place *last)
{
    struct tar *tar = state;
    tar->members = (int64_t)count;
    tar->size = last ? last->offset + last->size + (int64_t)tar_padding((size_t)last->size) : 0;
    return restore(tar);
}

static int end(void *state, struct failure *failure)
{
    struct tar *tar = state;
    int result = restore(tar), reason = errno;
    if (close(tar->file) && !result) {
        result = -1;
        reason = errno;
    }
    tar->file = 0;
    bytes_free(&tar->header);
    return result ? failure_errno(failure, "write", "cannot complete a shard", reason) : 0;
}

static int read_again(void *state, const char *path, const struct shard_place *place,
                      struct bytes *bytes, struct failure *failure)
{
    const struct tar *tar = state;
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : tar->file;
    int result = file < 0 || read_at(file, bytes->data, (size_t)place->size, place->offset);
    int reason = errno;
    if (path && file >= 0)
        close(file);
    return result ? failure_errno(failure, "read", "cannot read from the shard", reason) : 0;
}

static const struct shard_format format = {
    .extension = "tar",
    .state_size = sizeof(struct tar),
    .usual_bytes = SHARD_BYTES,
    .begin = begin,
    .append = append,
    .size = size_of,
    .settle = settle,
    .cut = cut,
    .end = end,
    .abandon = abandon,
    .mend = tar_mend,
    .read = read_again,
};

static bool tar_asked(const struct sink_options *asked)
{
    return asked->directory && asked->archive == ARCHIVE_TAR;
}

static int tar_check(const struct sink_options *asked, const struct list *list,
                     struct sink_plan *plan, struct failure *failure)
{
    return shards_check(&format, asked, list, plan, failure);
}

static int tar_open(void *state, const struct sink_options *asked, const struct sink_plan *plan,
                    const struct list *list, int items, int workers, struct failure *failure)
{
    return shards_open(state, &format, asked, plan, list, items, workers, failure);
}

const struct sink sink_tar = {
    .name = "tar",
    .state_size = sizeof(struct shards),
    .options = options,
    .wants_bytes = true,
    .hashes = true,
    .asked = tar_asked,
    .check = tar_check,
    .open = tar_open,
    .begin = shards_begin,
    .from = shards_from,
    .failed = shards_failed,
    .put = shards_put,
    .get = shards_get,
    .commit = shards_commit,
    .complete = shards_complete,
    .close = shards_close,
};
