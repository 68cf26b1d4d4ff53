/* A tar file that was being filled by a process that was killed: its first members are whole. */
#include "drivers/io/sinks/tar_mend.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "drivers/io/sinks/tar_header.h"
#include "drivers/io/sources/tar_index.h"

struct mending {
    struct tar_file file;
    struct bytes data;
    shard_told_fn *told;
    void *context;
    size_t size, count, wanted; /* size: of the file */
    int64_t end;                /* of the last member that is told of, with its padding */
};

/* Not 0: what comes from here on is cut off. */
static int take(void *context, const struct tar_member *member, struct failure *failure)
{
    struct mending *m = context;
    size_t size = (size_t)member->size;
    if (m->count == m->wanted)
        return -1;
    if (member->kind == TAR_FILE && size <= m->size && bytes_reserve(&m->data, size + 1))
        return failure_set(failure, "read", "memory", "out of memory for a result");
    int64_t read = member->kind != TAR_FILE || size > m->size
                       ? 0
                       : tar_file_read(&m->file, m->data.data, size, member->place, failure);
    if (read < 0)
        return -1;
    if (member->kind != TAR_FILE || read != member->size ||
        !m->told(m->context, m->data.data, size))
        return failure_set(failure, "read", "corrupt", "a result is not what is told of it");
    ++m->count;
    m->end = member->place + member->size + (int64_t)tar_padding(size);
    return 0;
}

/* Of an archive that has not all results: by its bytes, or for another reason, then with errno. */
static enum shard_mended judge(int indexed, const struct failure *failure)
{
    if (indexed == 0 || strcmp(failure->code, "corrupt") == 0 ||
        strcmp(failure->code, "truncated") == 0)
        return SHARD_DIFFERS;
    errno = strcmp(failure->code, "memory") == 0 ? ENOMEM : EIO;
    return SHARD_COULD_NOT;
}

static enum shard_mended mend(struct mending *m)
{
    struct failure failure;
    struct stat status;
    if (fstat(m->file.fd, &status))
        return SHARD_COULD_NOT;
    m->size = (size_t)status.st_size;
    int indexed = tar_index(&m->file, NULL, take, m, &failure);
    if (m->count < m->wanted)
        return judge(indexed, &failure);
    return ftruncate(m->file.fd, (off_t)m->end) || ftruncate(m->file.fd, (off_t)m->end + TAR_END)
               ? SHARD_COULD_NOT
               : SHARD_MENDED;
}

enum shard_mended tar_mend(const char *path, shard_told_fn *told, void *context, size_t count)
{
    struct mending m = {.file.fd = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC),
                        .told = told,
                        .context = context,
                        .wanted = count};
    if (m.file.fd < 0)
        return SHARD_COULD_NOT;
    enum shard_mended result = mend(&m);
    int reason = errno;
    bytes_free(&m.data);
    if (close(m.file.fd) && result == SHARD_MENDED)
        return SHARD_COULD_NOT;
    errno = reason;
    return result;
}
