/* Whole files out: below a directory that nothing leads out of, all or nothing. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/common/temporary.h"
#include "drivers/io/file.h"
#include "drivers/io/file_write_back.h"

enum { NAMES_TRIED_MAX = 1000, ENTER = O_RDONLY | O_DIRECTORY | O_CLOEXEC };

static int write_fully(int fd, const uint8_t *data, size_t size)
{
    while (size) {
        ssize_t count = write(fd, data, size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0) {
            errno = count ? errno : EIO; /* it would never end */
            return -1;
        }
        data += count;
        size -= (size_t)count;
    }
    return 0;
}

/* Opens the directory `name` in `parent`, made if it is missing and `make`; -1 with errno. */
static int enter(int parent, const char *name, int how, bool make)
{
    int flags = ENTER | (how & FILE_FOLLOW ? 0 : O_NOFOLLOW);
    int fd = openat(parent, name, flags);
    if (fd < 0 && errno == ENOENT && make) {
        if (mkdirat(parent, name, 0777) && errno != EEXIST)
            return -1;
        fd = openat(parent, name, flags);
    }
    struct stat status;
    int reason = errno;
    if (fd < 0 && reason == ENOTDIR && fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISLNK(status.st_mode) && !(how & FILE_FOLLOW))
        reason = ELOOP;
    errno = reason;
    return fd;
}

/* The next part of a relative path, which is cut off it: NULL behind the last. */
static char *next_part(char **path)
{
    char *part = *path + strspn(*path, "/");
    if (!*part)
        return NULL;
    char *end = part + strcspn(part, "/");
    *path = *end ? end + 1 : end;
    *end = '\0';
    return part;
}

int file_enter(const char *directory, const char *below, int how, bool make)
{
    char *path = strdup(below), *rest = path;
    if (!path || (make && file_make_directory(directory))) {
        free(path);
        return -1;
    }
    int fd = open(directory, ENTER);
    for (char *part; fd >= 0 && (part = next_part(&rest));) {
        if (strcmp(part, ".") == 0)
            continue;
        int parent = fd;
        fd = enter(parent, part, how, make);
        int reason = errno;
        close(parent);
        errno = reason;
    }
    int reason = errno;
    free(path);
    errno = reason;
    return fd;
}

/* Creates a hidden file with a name of its own in `directory`. The name says nothing of the final
 * one, which may be 255 bytes long. `before`: NULL, or another of this process. */
static int create_temporary(int directory, const char *before, char name[TEMPORARY_SIZE])
{
    if (before)
        snprintf(name, TEMPORARY_SIZE, "%s", before);
    for (int i = 0; i < NAMES_TRIED_MAX; ++i) {
        if (before)
            temporary_name_next(name);
        else
            temporary_name(name, "");
        int fd =
            openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        if (fd >= 0 || (errno != EEXIST && errno != EINTR))
            return fd;
    }
    errno = EBUSY; /* not EEXIST: the output's name may well be free */
    return -1;
}

int file_remove(int directory, const char *name)
{
    return unlinkat(directory, name, 0) == 0 || errno == ENOENT ? 0 : -1;
}

int file_probe_directory(const char *directory)
{
    char name[TEMPORARY_SIZE];
    int parent = file_enter(directory, "", FILE_FOLLOW, true);
    if (parent >= 0)
        temporary_sweep(parent);
    int fd = parent < 0 ? -1 : create_temporary(parent, NULL, name);
    int result = fd < 0 ? -1 : file_remove(parent, name);
    int reason = errno;
    if (fd >= 0)
        close(fd);
    if (parent >= 0)
        close(parent);
    errno = reason;
    return result;
}

static int close_written(struct file_unnamed *file)
{
    int result = file->file >= 0 ? close(file->file) : 0;
    file->file = -1;
    return result;
}

int file_write_unnamed(int parent, const char *base, const char *before, const struct bytes *bytes,
                       int how, struct file_unnamed *file)
{
    struct stat old;
    int fd = file->file = create_temporary(parent, before, file->temporary);
    if (fd < 0)
        return -1;
    if (how & FILE_REPLACE && fstatat(parent, base, &old, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISREG(old.st_mode))
        temporary_take_over(fd, &old);
    int result = write_fully(fd, bytes->data, bytes->size) || fstat(fd, &file->status);
    if (result == 0 && how & FILE_SYNC)
        file_write_back(fd);
    else if (result == 0) /* some file systems report a full quota here only */
        result = close_written(file);
    if (result)
        file_forget(parent, file);
    return result ? -1 : 0;
}

int file_sync(int parent, struct file_unnamed *file)
{
    if (file->file < 0)
        file->file = openat(parent, file->temporary, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (file->file < 0)
        return -1;
    int result = fdatasync(file->file), reason = errno;
    if (close_written(file) && result == 0)
        return -1;
    errno = reason;
    return result;
}

void file_leave(struct file_unnamed *file)
{
    (void)close_written(file);
}

void file_forget(int parent, struct file_unnamed *file)
{
    int reason = errno;
    (void)close_written(file);
    unlinkat(parent, file->temporary, 0);
    errno = reason;
}

int file_name(int parent, const struct file_unnamed *file, const char *base, int how)
{
    return temporary_publish_known(parent, file->temporary, &file->status, base,
                                   how & FILE_REPLACE);
}

static int write_below(const char *directory, const char *name, const struct bytes *bytes, int how)
{
    struct file_unnamed file;
    const char *slash = strrchr(name, '/'), *base = slash ? slash + 1 : name;
    char *below = strndup(name, slash ? (size_t)(slash - name) : 0);
    int parent = below ? file_enter(*directory ? directory : ".", below, how, true) : -1;
    int result = parent < 0 || file_write_unnamed(parent, base, NULL, bytes, how, &file);
    if (result == 0 && file_name(parent, &file, base, how)) {
        file_forget(parent, &file);
        result = -1;
    }
    int reason = errno;
    if (parent >= 0)
        close(parent);
    free(below);
    errno = reason;
    return result ? -1 : 0;
}

int file_write(const char *directory, const char *name, const struct bytes *bytes, int how,
               struct failure *failure)
{
    return write_below(directory, name, bytes, how) == 0 ? 0
                                                         : file_write_failure(errno, how, failure);
}

int file_write_failure(int error, int how, struct failure *failure)
{
    if (error == EEXIST && !(how & FILE_REPLACE))
        return failure_set(failure, "write", "exists",
                           "the output exists: remove it or use --existing overwrite");
    if (error == ELOOP)
        return failure_set(failure, "write", "ELOOP",
                           "a symbolic link leads out of the output directory: --follow-output "
                           "writes through it");
    return failure_errno(failure, "write", "cannot write the output", error);
}
