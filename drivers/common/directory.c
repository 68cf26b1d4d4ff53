/* Lists directories that are open. */
#include "drivers/common/directory.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

DIR *directory_list(int parent, const char *name)
{
    int directory = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *stream = directory < 0 ? NULL : fdopendir(directory);
    int reason = errno;
    if (!stream && directory >= 0)
        close(directory);
    errno = reason;
    return stream;
}
