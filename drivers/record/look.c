/* Looks at a results file before HDF5 does: is it there, is it ours to read, is it whole. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"
#include "drivers/record/lock.h"
#include "drivers/record/open.h"

/* What the operating system says, before HDF5 turns it into a sentence. */
static int refuse_error(const struct record_source *source, int error)
{
    int code = error == EACCES || error == EPERM ? EXIT_PERMISSION
               : error == ENOMEM                 ? EXIT_MEMORY
                                                 : EXIT_NO_INPUT;
    return record_refuse(source, code, "%s", strerror(error));
}

static int file_open(struct record_source *source)
{
    struct stat status;
    if (stat(source->path, &status) < 0)
        return refuse_error(source, errno);
    if (!S_ISREG(status.st_mode))
        return record_refuse(source, EXIT_DATA, "not a results file: not a regular file");
    source->descriptor = open(source->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (source->descriptor < 0 || fstat(source->descriptor, &status) < 0)
        return refuse_error(source, errno);
    source->size = (uint64_t)status.st_size;
    return 0;
}

int record_look(struct record_source *source)
{
    source->message[0] = '\0';
    int code = file_open(source);
    if (code)
        return code;
    const enum record_lock lock = record_lock_take(source->descriptor, false);
    source->locks = lock == RECORD_LOCK_TAKEN;
    if (lock == RECORD_LOCK_MISSING)
        record_lock_warn(source->path, errno, source->message, source->message_size);
    if (lock == RECORD_LOCK_BUSY)
        return record_refuse(source, EXIT_STOPPED,
                             "locked: another program is writing it, and still was after %d "
                             "seconds; try again later",
                             RECORD_LOCK_SECONDS);
    if (record_seal_check(source->descriptor, &source->seal) < 0)
        return refuse_error(source, errno);
    return source->seal == RECORD_SEAL_FOREIGN
               ? record_refuse(source, EXIT_DATA, "not a results file: not HDF5")
               : 0;
}
