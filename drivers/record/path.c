/* Exclusive creation and renaming without replacing, on file systems with and without links. */
#include "drivers/record/path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static size_t directory_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

char *record_path_temporary(const char *path)
{
    static const char suffix[] = ".tmp";
    size_t directory = directory_length(path), size = strlen(path) + 1 + sizeof suffix;
    char *temporary = malloc(size);
    if (temporary)
        snprintf(temporary, size, "%.*s.%s%s", (int)directory, path, path + directory, suffix);
    return temporary;
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

int record_path_create(const char *path, const char *temporary, bool replaces, char *message,
                       size_t message_size)
{
    struct stat status;
    int file = -1;
    if (*path == '\0')
        errno = ENOENT;
    else if (directories_make(path) < 0)
        ; /* errno says why */
    else if (!replaces && lstat(path, &status) == 0)
        errno = EEXIST;
    else if ((file = open(temporary, O_RDWR | O_CREAT | O_EXCL, 0666)) < 0 && errno == EEXIST) {
        snprintf(message, message_size,
                 "%s exists: another program is writing it, or was killed while it did; then "
                 "remove it, or choose another name",
                 temporary);
        return -1;
    }
    if (file >= 0)
        return close(file);
    snprintf(message, message_size, "cannot create %s: %s", path, strerror(errno));
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

/* Renames without ever replacing a file. */
static int rename_anew(const char *path, const char *temporary)
{
    if (link(temporary, path) == 0) {
        unlink(temporary);
        return 0;
    }
    if (errno == EEXIST)
        return -1;
    /* No links here: look first, and accept the short moment between the two calls. */
    struct stat status;
    if (lstat(path, &status) == 0) {
        errno = EEXIST;
        return -1;
    }
    return rename(temporary, path);
}

int record_path_publish(const char *path, const char *temporary, bool replaces)
{
    if (sync_file(temporary) < 0 ||
        (replaces ? rename(temporary, path) : rename_anew(path, temporary)) < 0)
        return -1;
    sync_directory(path);
    return 0;
}
