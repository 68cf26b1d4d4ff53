/* Whole files in and out. */
#include "drivers/io/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/common/size.h"
#include "drivers/io/path.h"

enum { NAMES_TRIED_MAX = 1000 };

/* Appends what follows in the file until there are `limit` bytes or it ends. */
static int read_until(int fd, size_t limit, struct bytes *bytes, struct failure *failure)
{
    if (bytes_reserve(bytes, limit))
        return failure_set(failure, "read", "memory", "no memory to read %zu bytes", limit);
    while (bytes->size < limit) {
        ssize_t count = read(fd, bytes->data + bytes->size, limit - bytes->size);
        if (count == 0)
            break;
        if (count < 0 && errno != EINTR)
            return failure_errno(failure, "read", "cannot read it", errno);
        bytes->size += count > 0 ? (size_t)count : 0;
    }
    return 0;
}

static int write_fully(int fd, const uint8_t *data, size_t size)
{
    while (size) {
        ssize_t count = write(fd, data, size);
        if (count < 0 && errno != EINTR)
            return -1;
        data += count > 0 ? count : 0;
        size -= count > 0 ? (size_t)count : 0;
    }
    return 0;
}

static int read_open_file(int fd, bytes_probe_fn *probe, struct bytes *bytes,
                          struct failure *failure)
{
    struct stat status;
    if (fstat(fd, &status))
        return failure_errno(failure, "read", "cannot look at it", errno);
    if (!S_ISREG(status.st_mode))
        return failure_set(failure, "read", "not-regular", "a %s is no image: name a regular file",
                           S_ISDIR(status.st_mode) ? "directory" : "pipe, socket or device");
    /* One byte more than there should be, to see that it grew. */
    size_t size = (size_t)status.st_size, all = size_sum(size, 1);
    bool small = all <= BYTES_PROBED;
    if (read_until(fd, small ? all : BYTES_PROBED, bytes, failure))
        return -1;
    if (!small && probe && probe(bytes, failure))
        return -1;
    if (!small && read_until(fd, all, bytes, failure))
        return -1;
    if (bytes->size != size)
        return failure_set(failure, "read", "changed",
                           "its size changed while it was read: is somebody still writing it?");
    if (size == 0)
        return failure_set(failure, "read", "empty", "it has no bytes: copy it again");
    return small && probe ? probe(bytes, failure) : 0;
}

int file_read(const char *path, bytes_probe_fn *probe, struct bytes *bytes, struct failure *failure)
{
    bytes->size = 0;
    int fd;
    do /* O_NONBLOCK: a FIFO without a writer opens at once */
        fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    while (fd < 0 && errno == EINTR);
    if (fd < 0 && errno == ENXIO)
        return failure_set(failure, "read", "not-regular",
                           "a socket or a device is no image: name a regular file");
    if (fd < 0)
        return failure_errno(failure, "read", "cannot open it", errno);
    int result = read_open_file(fd, probe, bytes, failure);
    close(fd);
    return result;
}

static bool is_directory(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* 0 also if it is there, whatever mkdir() said (EROFS, EACCES, …). */
static int make_one(const char *path)
{
    if (mkdir(path, 0777) == 0)
        return 0;
    int reason = errno;
    if (is_directory(path))
        return 0;
    errno = reason == EEXIST ? ENOTDIR : reason;
    return -1;
}

int file_make_directory(const char *path)
{
    if (make_one(path) == 0)
        return 0;
    char *parent = errno == ENOENT ? strdup(path) : NULL;
    if (!parent)
        return -1;
    int result = 0;
    for (char *slash = parent; result == 0 && (slash = strchr(slash + 1, '/')); *slash = '/') {
        *slash = '\0';
        result = make_one(parent);
    }
    free(parent);
    return result ? -1 : make_one(path);
}

/* Creates a hidden file with a name of its own in `directory` and makes that if it is missing.
 * The name says nothing of the final one, which may be 255 bytes long. O_EXCL decides between
 * processes, also those of other nodes with the same process id. The caller frees *path. */
static int create_temporary(const char *directory, char **path)
{
    static atomic_uint serial;
    bool made = false;
    for (int i = 0; i < NAMES_TRIED_MAX; ++i) {
        char name[64];
        snprintf(name, sizeof name, ".parallax-%ld-%u.tmp", (long)getpid(),
                 atomic_fetch_add(&serial, 1));
        *path = path_join(directory, name);
        if (!*path) {
            errno = ENOMEM;
            return -1;
        }
        int fd = open(*path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0)
            return fd;
        int reason = errno;
        free(*path);
        *path = NULL;
        if (reason == ENOENT && !made) {
            made = true;
            if (file_make_directory(directory))
                return -1;
        } else if (reason != EEXIST && reason != EINTR) {
            errno = reason;
            return -1;
        }
    }
    errno = EEXIST;
    return -1;
}

int file_probe_directory(const char *directory)
{
    if (file_make_directory(directory))
        return -1;
    char *path;
    int fd = create_temporary(directory, &path);
    if (fd < 0)
        return -1;
    close(fd);
    int result = unlink(path);
    free(path);
    return result;
}

/* Gives the complete file its final name, if that is free. link() decides without a race; a file
 * system without hard links gets a look before the rename. -1 with errno. */
static int name_new(const char *temporary, const char *path)
{
    struct stat status;
    if (link(temporary, path) == 0)
        return unlink(temporary);
    if (errno != EPERM && errno != ENOTSUP && errno != EOPNOTSUPP && errno != ENOSYS &&
        errno != EMLINK)
        return -1;
    if (lstat(path, &status) == 0) {
        errno = EEXIST;
        return -1;
    }
    return rename(temporary, path);
}

static int write_path(const char *path, const struct bytes *bytes, bool replace)
{
    char *directory = strdup(path);
    if (!directory)
        return -1;
    path_to_parent(directory);
    char *temporary;
    int fd = create_temporary(directory, &temporary);
    free(directory);
    if (fd < 0)
        return -1;
    int result = write_fully(fd, bytes->data, bytes->size);
    int reason = errno;
    if (close(fd) && result == 0) { /* some file systems report a full quota here only */
        result = -1;
        reason = errno;
    }
    if (result == 0) {
        result = replace ? rename(temporary, path) : name_new(temporary, path);
        reason = errno;
    }
    if (result)
        unlink(temporary);
    free(temporary);
    errno = reason;
    return result;
}

int file_write(const char *directory, const char *name, const struct bytes *bytes, bool replace,
               struct failure *failure)
{
    char *path = path_join(*directory ? directory : ".", name);
    if (!path)
        return failure_set(failure, "write", "memory", "no memory for its path");
    int result = write_path(path, bytes, replace);
    if (result && errno == EEXIST && !replace)
        failure_set(failure, "write", "exists",
                    "the output exists: remove it or use --existing overwrite");
    else if (result)
        failure_errno(failure, "write", "cannot write the output", errno);
    free(path);
    return result;
}
