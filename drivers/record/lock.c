/* Locks of results files: waits for other programs, and does without where there are none. */
#include "drivers/record/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include <hdf5.h>

static const char variable[] = "HDF5_USE_FILE_LOCKING";

static bool is_off(void)
{
    const char *wish = getenv(variable);
    return wish && (strcmp(wish, "FALSE") == 0 || strcmp(wish, "0") == 0);
}

/* ENOLCK, EOPNOTSUPP, ENOSYS, 524 of the kernel's own: whatever is no other program's lock says
 * that there are none. */
enum record_lock record_lock_take(int file, bool alone)
{
    enum { TRIES_A_SECOND = 20 };
    const struct timespec pause = {0, 1000000000 / TRIES_A_SECOND};
    if (is_off())
        return RECORD_LOCK_OFF;
    for (int tries = 0; flock(file, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) < 0; ++tries) {
        if (errno != EWOULDBLOCK && errno != EAGAIN && errno != EINTR)
            return RECORD_LOCK_MISSING;
        if (tries == RECORD_LOCK_SECONDS * TRIES_A_SECOND)
            return RECORD_LOCK_BUSY;
        nanosleep(&pause, NULL);
    }
    return RECORD_LOCK_TAKEN;
}

enum record_lock record_lock_try(const char *path)
{
    int file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0)
        return RECORD_LOCK_TAKEN; /* HDF5 will say what is wrong with it */
    enum record_lock lock = record_lock_take(file, true);
    int error = errno;
    close(file);
    errno = error;
    return lock;
}

void record_lock_switch_off(void)
{
    if (!H5_VERSION_GE(1, 10, 7) || (getenv(variable) && !is_off()))
        setenv(variable, "FALSE", 1);
}

void record_lock_warn(const char *path, int error, char *message, size_t message_size)
{
    static bool told;
    if (told)
        message[0] = '\0';
    else
        snprintf(message, message_size,
                 "%s: no locks on this file system (error %d, %s); going on without, so that no "
                 "other program is kept from changing it meanwhile",
                 path, error, strerror(error));
    told = true;
}
