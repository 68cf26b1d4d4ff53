/* Mending an HDF5 shard in a process of its own: the library may not stand what a kill has left. */
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drivers/io/sinks/hdf5_mend.h"

/* What a child says: 0, 1, or why it could not, behind these. */
enum { MENDED, DIFFERS, REASONS };

static int tell(enum shard_mended mended)
{
    return mended == SHARD_MENDED ? MENDED : mended == SHARD_DIFFERS ? DIFFERS : REASONS + errno;
}

/* How a child has ended. One that crashed could not stand what it found; one that somebody killed,
 * as for want of memory, tells nothing. */
static enum shard_mended judge(int status)
{
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : REASONS + ECANCELED;
    int by = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    if (by == SIGSEGV || by == SIGABRT || by == SIGFPE || by == SIGILL)
        return SHARD_DIFFERS;
    errno = code > REASONS ? code - REASONS : EIO;
    return code == MENDED ? SHARD_MENDED : code == DIFFERS ? SHARD_DIFFERS : SHARD_COULD_NOT;
}

enum shard_mended hdf5_mend_apart(const char *path, shard_told_fn *told, void *context,
                                  size_t count)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0)
        _exit(tell(hdf5_mend(path, told, context, count)));
    while (child > 0 && waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return SHARD_COULD_NOT;
    return child > 0 ? judge(status) : SHARD_COULD_NOT;
}
