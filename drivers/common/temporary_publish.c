/* Files that were written under a hidden name get their own. */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "drivers/common/rename_new.h"
#include "drivers/common/temporary.h"

static bool has_name(int directory, const char *name, const struct stat *ours)
{
    struct stat status;
    return fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
           status.st_dev == ours->st_dev && status.st_ino == ours->st_ino;
}

/* Without links: look first, and accept the short moment between the two calls. */
static int look_and_rename(int directory, const char *temporary, const char *name)
{
    struct stat status;
    if (fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW))
        return renameat(directory, temporary, directory, name);
    errno = EEXIST;
    return -1;
}

static bool cannot(int reason)
{
    return reason == EPERM || reason == ENOTSUP || reason == EOPNOTSUPP || reason == ENOSYS ||
           reason == EINVAL || reason == EMLINK;
}

/* A link beside the temporary name, which is one name too many: no reason to fail. */
static int link_and_unlink(int directory, const char *temporary, const char *name)
{
    if (linkat(directory, temporary, directory, name, 0))
        return -1;
    unlinkat(directory, temporary, 0);
    return 0;
}

/* By what the file system can: the first that it has is one call. What it has not is not tried for
 * every file. */
static int rename_if_free(int directory, const char *temporary, const char *name)
{
    static atomic_bool no_rename;
    if (!atomic_load(&no_rename)) {
        int result = rename_new(directory, temporary, name);
        if (result == 0 || !cannot(errno))
            return result;
        atomic_store(&no_rename, true);
    }
    int result = link_and_unlink(directory, temporary, name);
    return result && cannot(errno) ? look_and_rename(directory, temporary, name) : result;
}

int temporary_publish_known(int directory, const char *temporary, const struct stat *ours,
                            const char *name, bool replace)
{
    int result = replace ? renameat(directory, temporary, directory, name)
                         : rename_if_free(directory, temporary, name);
    int reason = errno;
    if (result && (reason == EEXIST || reason == ENOENT) && has_name(directory, name, ours)) {
        unlinkat(directory, temporary, 0);
        return 0;
    }
    errno = reason;
    return result;
}

int temporary_publish(int directory, const char *temporary, const char *name, bool replace)
{
    struct stat ours;
    if (fstatat(directory, temporary, &ours, AT_SYMLINK_NOFOLLOW))
        return -1;
    return temporary_publish_known(directory, temporary, &ours, name, replace);
}

void temporary_take_over(int file, const struct stat *old)
{
    struct stat now;
    if (fstat(file, &now))
        return;
    if ((now.st_uid != old->st_uid || now.st_gid != old->st_gid) &&
        fchown(file, old->st_uid, old->st_gid))
        errno = 0; /* who may not give files away keeps them */
    (void)fchmod(file, old->st_mode & 0777);
}
