/* Exclusive creation and renaming without replacing, on file systems with and without links. */
#include "drivers/record/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/common/temporary.h"

static size_t directory_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

static const char *base_of(const char *path)
{
    return path + directory_length(path);
}

static char *beside(const char *path, const char *name)
{
    size_t directory = directory_length(path), size = directory + strlen(name) + 1;
    char *joined = malloc(size);
    if (joined)
        snprintf(joined, size, "%.*s%s", (int)directory, path, name);
    return joined;
}

char *record_path_temporary(const char *path)
{
    char name[TEMPORARY_SIZE];
    temporary_name(name, base_of(path));
    return beside(path, name);
}

char *record_path_unfinished(const char *path)
{
    size_t size = strlen(base_of(path)) + sizeof "..tmp";
    char *name = malloc(size), *joined = NULL;
    if (name) {
        snprintf(name, size, ".%s.tmp", base_of(path));
        joined = beside(path, name);
    }
    free(name);
    return joined;
}

static int directories_make(const char *path)
{
    char *copy = strdup(path);
    if (!copy)
        return -1;
    int result = 0;
    for (char *slash = copy; (slash = strchr(slash + 1, '/')) && result == 0;) {
        *slash = '\0';
        if (mkdir(copy, 0777) < 0 && errno != EEXIST)
            result = -1;
        *slash = '/';
    }
    int error = errno;
    free(copy);
    errno = error;
    return result;
}

static int refuse(const char *found, char *message, size_t message_size)
{
    snprintf(message, message_size,
             "%s exists: another program is writing it, or was killed while it did; then remove "
             "it, or choose another name",
             found);
    return -1;
}

/* Another process that writes `path`: its file is not abandoned, or of an unknown owner. */
static int find_other(const char *path, const char *mine, char *message, size_t message_size)
{
    struct stat status;
    char *unfinished = record_path_unfinished(path), *directory = beside(path, ".");
    DIR *stream = directory ? opendir(directory) : NULL;
    int result = 0;
    if (unfinished && lstat(unfinished, &status) == 0)
        result = refuse(unfinished, message, message_size);
    if (stream)
        temporary_sweep(dirfd(stream));
    for (const struct dirent *entry; result == 0 && stream && (entry = readdir(stream));)
        if (temporary_is_for(entry->d_name, base_of(path)) &&
            strcmp(entry->d_name, base_of(mine)) != 0 &&
            fstatat(dirfd(stream), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0)
            result = refuse(entry->d_name, message, message_size);
    if (stream)
        closedir(stream);
    free(directory);
    free(unfinished);
    return result;
}

static int create(const char *path, const char *temporary, bool replaces, bool makes)
{
    struct stat status;
    errno = ENOENT;
    if (*path == '\0' || (makes && directories_make(path) < 0))
        return -1;
    if (!replaces && lstat(path, &status) == 0) {
        errno = EEXIST;
        return -1;
    }
    int file = open(temporary, O_RDWR | O_CREAT | O_EXCL, 0666);
    if (file < 0 || close(file) == 0)
        return file < 0 ? -1 : 0;
    int error = errno; /* a quota may be told here */
    unlink(temporary);
    errno = error;
    return -1;
}

/* It is made before others are looked for, so that of two at once not both go on. */
int record_path_create(const char *path, const char *temporary, bool replaces, bool makes,
                       char *message, size_t message_size)
{
    if (create(path, temporary, replaces, makes) < 0) {
        int error = errno;
        snprintf(message, message_size, "cannot create %s: %s%s", path, strerror(error),
                 error == ENOENT && !makes ? ": make its directory first" : "");
        errno = error;
        return -1;
    }
    if (find_other(path, temporary, message, message_size) == 0)
        return 0;
    unlink(temporary);
    errno = EEXIST;
    return -1;
}

static int sync_file(const char *path)
{
    int file = open(path, O_RDWR);
    if (file < 0)
        return -1;
    int result = fsync(file), error = errno;
    close(file);
    errno = error;
    return result;
}

/* Best effort: not every file system lets a directory be opened or synchronised. */
static void sync_directory(const char *path)
{
    size_t length = directory_length(path);
    char *directory = length ? strndup(path, length) : strdup(".");
    int file = directory ? open(directory, O_RDONLY) : -1;
    if (file >= 0) {
        fsync(file);
        close(file);
    }
    free(directory);
}

int record_path_publish(const char *path, const char *temporary, bool replaces)
{
    if (sync_file(temporary) < 0 || temporary_publish(AT_FDCWD, temporary, path, replaces) < 0)
        return -1;
    sync_directory(path);
    return 0;
}
