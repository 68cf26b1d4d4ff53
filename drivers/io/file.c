/* Whole files in and out. */
#include "drivers/io/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <xxhash.h>

#include "drivers/common/size.h"

enum {
    SETTLED = 50000000, /* nanoseconds after which a write has surely ended or is seen */
    TRIES = 8,          /* to meet a file that nobody writes */
    AT_ONCE = 1 << 20   /* bytes that are read before they are looked at */
};

/* Appends what follows in the file until there are `limit` bytes or it ends, as a read does that
 * gives less than was asked for, and so much that there are `size`: who trusts that looks at the
 * size again. */
static int read_until(int fd, size_t limit, size_t size, struct bytes *bytes,
                      struct failure *failure)
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
        if (count > 0 && bytes->size == size)
            break;
    }
    return 0;
}

/* Not of the device: its number differs between nodes. */
uint64_t file_identity(const struct stat *status)
{
    const int64_t parts[] = {(int64_t)status->st_ino,         (int64_t)status->st_size,
                             (int64_t)status->st_mtim.tv_sec, (int64_t)status->st_mtim.tv_nsec,
                             (int64_t)status->st_ctim.tv_sec, (int64_t)status->st_ctim.tv_nsec};
    return XXH3_64bits(parts, sizeof parts) | 1;
}

static int64_t nanoseconds(struct timespec time)
{
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* Times of files are set when a write begins, and in ticks: who reads right after one may have met
 * its middle, and nothing would show that. */
static bool is_fresh(const struct stat *status, struct timespec began)
{
    int64_t mtime = nanoseconds(began) - nanoseconds(status->st_mtim);
    int64_t ctime = nanoseconds(began) - nanoseconds(status->st_ctim);
    return llabs(mtime) < SETTLED || llabs(ctime) < SETTLED;
}

int file_check_bytes(const struct bytes *bytes, struct failure *failure)
{
    if (bytes->size > 0)
        return 0;
    return failure_set(failure, "read", "empty", "it has no bytes: copy it again");
}

/* A writer that keeps the size leaves its traces in the times. */
static int check_unchanged(int fd, struct bytes *bytes, uint64_t before, struct failure *failure)
{
    struct stat status;
    if (fstat(fd, &status))
        return failure_errno(failure, "read", "cannot look at it", errno);
    bytes->identity = file_identity(&status);
    bytes->mtime = nanoseconds(status.st_mtim);
    bytes->dated = true;
    if (bytes->identity == before)
        return 0;
    return failure_set(failure, "read", "changed",
                       "it changed while it was read: is somebody still writing it?");
}

static int probe_first(bytes_probe_fn *probe, const struct bytes *bytes, struct failure *failure)
{
    struct bytes first = *bytes;
    first.size = first.size < BYTES_PROBED ? first.size : BYTES_PROBED;
    return probe ? probe(&first, failure) : 0;
}

static int read_first(int fd, bytes_probe_fn *probe, struct bytes *bytes, struct failure *failure)
{
    return probe && (read_until(fd, BYTES_PROBED, BYTES_PROBED, bytes, failure) ||
                     probe_first(probe, bytes, failure))
               ? -1
               : 0;
}

/* What is small is read at once: its first bytes alone would be a system call more. */
static int read_open_file(int fd, const struct stat *status, bytes_probe_fn *probe,
                          struct bytes *bytes, struct failure *failure)
{
    /* One byte more than there should be, to see that it grew. */
    size_t size = (size_t)status->st_size, all = size_sum(size, 1);
    bool small = size <= AT_ONCE;
    if (!small && read_first(fd, probe, bytes, failure))
        return -1;
    if (read_until(fd, all, size, bytes, failure))
        return -1;
    if (bytes->size != size)
        return failure_set(failure, "read", "changed",
                           "its size changed while it was read: is somebody still writing it?");
    if (file_check_bytes(bytes, failure))
        return -1;
    if (check_unchanged(fd, bytes, file_identity(status), failure))
        return -1;
    return small ? probe_first(probe, bytes, failure) : 0;
}

/* What is too large is not read; but what is no image is said to be that, whatever its size. */
static int check_size(int fd, const struct stat *status, const struct file_limits *limits,
                      bytes_probe_fn *probe, struct bytes *bytes, struct failure *failure)
{
    if (!limits || file_check_size(status->st_size, limits, failure) == 0)
        return 0;
    (void)read_first(fd, probe, bytes, failure);
    return -1;
}

/* Asks for the file's state until it has been left alone for a moment. */
static int settle(int fd, struct stat *status, struct failure *failure)
{
    for (int tries = 0;; ++tries) {
        struct timespec began;
        clock_gettime(CLOCK_REALTIME, &began);
        if (fstat(fd, status))
            return failure_errno(failure, "read", "cannot look at it", errno);
        if (!S_ISREG(status->st_mode))
            return failure_set(failure, "read", "not-regular",
                               "a %s is no image: name a regular file",
                               S_ISDIR(status->st_mode) ? "directory" : "pipe, socket or device");
        if (!is_fresh(status, began))
            return 0;
        if (tries == TRIES)
            return failure_set(failure, "read", "changed", "somebody is writing it");
        nanosleep(&(struct timespec){0, SETTLED}, NULL);
    }
}

int file_check_size(int64_t size, const struct file_limits *limits, struct failure *failure)
{
    if (size > limits->bytes)
        return failure_set(failure, "read", "too-large",
                           "it has %.1f MB, more than an item may have: raise --max-bytes",
                           (double)size / 1e6);
    if (size <= limits->memory)
        return 0;
    return failure_set(
        failure, "read", "memory",
        "it has %.1f MB, more than the %.1f MB of memory that each worker has: raise "
        "--max-memory, or start fewer workers on a node",
        (double)size / 1e6, (double)limits->memory / 1e6);
}

int file_open(const char *path)
{
    int fd;
    do /* O_NONBLOCK: a FIFO without a writer opens at once */
        fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    while (fd < 0 && errno == EINTR);
    return fd;
}

int file_read(const char *path, bytes_probe_fn *probe, struct bytes *bytes, struct failure *failure)
{
    return file_read_open(file_open(path), NULL, probe, bytes, failure);
}

int file_read_open(int fd, const struct file_limits *limits, bytes_probe_fn *probe,
                   struct bytes *bytes, struct failure *failure)
{
    bytes->size = 0;
    bytes->identity = 0;
    bytes->dated = false;
    if (fd < 0 && errno == ENXIO)
        return failure_set(failure, "read", "not-regular",
                           "a socket or a device is no image: name a regular file");
    if (fd < 0)
        return failure_errno(failure, "read", "cannot open it", errno);
    struct stat status;
    int result = settle(fd, &status, failure) ||
                 check_size(fd, &status, limits, probe, bytes, failure) ||
                 read_open_file(fd, &status, probe, bytes, failure);
    close(fd);
    return result ? -1 : 0;
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
