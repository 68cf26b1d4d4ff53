/* An archive as bytes with places. */
#include "drivers/io/sources/tar_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/io/file.h"
#include "drivers/io/sources/tar_stream.h"

static const char plain[] = ".tar";
static const char *const compressed[] = {".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst", ".tar.lz4",
                                         ".tgz",    ".tbz2",    ".txz",    ".tzst",    NULL};

static bool ends_with(const char *path, const char *ending, size_t *stem)
{
    size_t length = strlen(path), tail = strlen(ending);
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    if (strlen(base) <= tail || strcasecmp(path + length - tail, ending) != 0)
        return false;
    if (stem)
        *stem = length - tail;
    return true;
}

static bool is_compressed(const char *path, size_t *stem)
{
    for (int i = 0; compressed[i]; ++i)
        if (ends_with(path, compressed[i], stem))
            return true;
    return false;
}

bool tar_file_is(const char *path, size_t *stem)
{
    return ends_with(path, plain, stem) || is_compressed(path, stem);
}

bool tar_file_is_plain(const char *path)
{
    return ends_with(path, plain, NULL);
}

int tar_file_prepare(struct failure *failure)
{
    return tar_stream_library(failure) ? 0 : -1;
}

int tar_file_open(struct tar_file *file, const char *path, struct failure *failure)
{
    struct stat status;
    *file = (struct tar_file){.fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)};
    if (file->fd < 0 || fstat(file->fd, &status)) {
        failure_errno(failure, "read", "cannot open the archive", errno);
        tar_file_close(file);
        return -1;
    }
    file->look = walk_look_of(&status);
    file->identity = file_identity(&status);
    bool regular = S_ISREG(status.st_mode);
    if (!regular)
        failure_set(failure, "read", "not-regular", "the archive is no regular file");
    if (regular && is_compressed(path, NULL)) {
        file->library = tar_stream_library(failure);
        file->stream = file->library ? file->library->open(file->fd, failure) : NULL;
        regular = file->stream;
    }
    if (!regular)
        tar_file_close(file);
    return regular ? 0 : -1;
}

void tar_file_close(struct tar_file *file)
{
    if (file->stream)
        file->library->close(file->stream);
    if (file->fd >= 0)
        close(file->fd);
    *file = (struct tar_file){.fd = -1};
}

bool tar_file_is_same(const struct tar_file *file)
{
    struct stat status;
    return file->fd >= 0 && fstat(file->fd, &status) == 0 &&
           file_identity(&status) == file->identity;
}

bool tar_file_is_other(const char *path, uint64_t identity)
{
    struct stat status;
    return stat(path, &status) == 0 && file_identity(&status) != identity;
}

static int64_t read_plain(int fd, uint8_t *buffer, size_t size, int64_t at, struct failure *failure)
{
    size_t done = 0;
    while (done < size) {
        ssize_t count = pread(fd, buffer + done, size - done, (off_t)(at + (int64_t)done));
        if (count == 0)
            break;
        if (count < 0 && errno != EINTR)
            return failure_errno(failure, "read", "cannot read the archive", errno);
        done += count > 0 ? (size_t)count : 0;
    }
    return (int64_t)done;
}

int64_t tar_file_read(struct tar_file *file, void *buffer, size_t size, int64_t at,
                      struct failure *failure)
{
    const struct tar_stream_library *library = file->library;
    if (!file->stream)
        return read_plain(file->fd, buffer, size, at, failure);
    if (at < library->place(file->stream)) {
        library->close(file->stream);
        file->stream = library->open(file->fd, failure);
        if (!file->stream) {
            tar_file_close(file);
            return -1;
        }
    }
    int64_t before = at - library->place(file->stream);
    int64_t passed = before ? library->read(file->stream, NULL, before, failure) : 0;
    if (passed < before)
        return passed < 0 ? -1 : 0;
    return library->read(file->stream, buffer, (int64_t)size, failure);
}
