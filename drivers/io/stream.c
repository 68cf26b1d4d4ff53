/* All of a file or stream, which may be a pipe that nobody writes to. */
#include "drivers/io/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { WAIT_MS = 100, PART = 1 << 14 };

static int unreadable(const char *path, int error, struct failure *failure)
{
    char what[160];
    snprintf(what, sizeof what, "--files-from: cannot read %.120s", path);
    return failure_errno(failure, "list", what, error);
}

static int stopped(const char *path, struct failure *failure)
{
    return failure_set(failure, "list", "EINTR",
                       "--files-from: stopped by a signal while nothing came from %.120s", path);
}

/* Reads what is there: 1, 0 at the end, -1 with *failure. */
static int read_part(int fd, const char *path, struct bytes *bytes, struct failure *failure)
{
    uint8_t part[PART];
    ssize_t count = read(fd, part, sizeof part);
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return 1;
    if (count < 0)
        return unreadable(path, errno, failure);
    if (bytes_append(bytes, part, (size_t)count))
        return failure_set(failure, "list", "memory", "no memory for the list of files");
    return count > 0;
}

static int read_all(int fd, const char *path, const atomic_int *stop, struct bytes *bytes,
                    struct failure *failure)
{
    int result = 1;
    while (result > 0) {
        /* A handler of ours lets read() go on waiting; and a signal may come just before it. */
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        int ready = poll(&wait, 1, WAIT_MS);
        if (stop && atomic_load(stop))
            return stopped(path, failure);
        if (ready > 0)
            result = read_part(fd, path, bytes, failure);
        else if (ready < 0 && errno != EINTR)
            return unreadable(path, errno, failure);
    }
    return result;
}

int stream_read(const char *path, const atomic_int *stop, struct bytes *bytes,
                struct failure *failure)
{
    bool standard = strcmp(path, "-") == 0;
    /* O_NONBLOCK: a FIFO without a writer opens at once; poll() then waits for the first one. */
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return unreadable(path, errno, failure);
    int result = read_all(fd, path, stop, bytes, failure);
    if (!standard)
        close(fd);
    return result;
}
