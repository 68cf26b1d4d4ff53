/* Finding the files below a directory. */
#include "drivers/io/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/size.h"
#include "drivers/io/codecs/codec.h"
#include "drivers/io/path.h"

enum { DEPTH_MAX = 100 };

int walk_add(struct walk_found *found, char *path, int64_t bytes)
{
    if (path && found->count == found->capacity && found->capacity < INT_MAX / 2) {
        int capacity = found->capacity ? 2 * found->capacity : 64;
        struct walk_file *files =
            realloc(found->files, size_product((size_t)capacity, sizeof *files));
        if (files) {
            found->files = files;
            found->capacity = capacity;
        }
    }
    if (!path || found->count == found->capacity) {
        free(path);
        return -1;
    }
    found->files[found->count++] = (struct walk_file){path, bytes};
    return 0;
}

void walk_unseen_free(struct walk_unseen *unseen, int count)
{
    for (int i = 0; unseen && i < count; ++i)
        free(unseen[i].path);
    free(unseen);
}

void walk_free(struct walk_found *found)
{
    for (int i = 0; i < found->count; ++i)
        free(found->files[i].path);
    free(found->files);
    walk_unseen_free(found->unseen, found->unseen_count);
    *found = (struct walk_found){0};
}

static int walk_open(struct walk_found *found, int fd, const char *directory,
                     const struct stat *exclude, int depth);

/* Takes over `path`; NULL: no memory. The caller fills in the failure, which is NULL then. */
static struct failure *add_unseen(struct walk_found *found, char *path)
{
    size_t count = (size_t)found->unseen_count;
    struct walk_unseen *unseen =
        path ? realloc(found->unseen, size_product(count + 1, sizeof *unseen)) : NULL;
    if (!unseen) {
        free(path);
        return NULL;
    }
    found->unseen = unseen;
    unseen[found->unseen_count++].path = path;
    return &unseen[count].failure;
}

static int cannot_see(struct walk_found *found, char *path, const char *what, int error)
{
    struct failure *failure = add_unseen(found, path);
    if (failure)
        failure_errno(failure, "list", what, error);
    return failure ? 0 : -1;
}

static int walk_into(struct walk_found *found, int parent, const char *name, const char *path,
                     const struct stat *exclude, int depth)
{
    if (depth == DEPTH_MAX) {
        struct failure *failure = add_unseen(found, strdup(path));
        if (failure)
            failure_set(failure, "list", "unsupported",
                        "this directory is nested more than %d deep: name it by itself", DEPTH_MAX);
        return failure ? 0 : -1;
    }
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return cannot_see(found, strdup(path), "cannot open this directory", errno);
    return walk_open(found, fd, path, exclude, depth + 1);
}

/* What an entry is, through a link if its name is an image's. 1: to be passed over; -1: no memory.
 */
static int entry_look(struct walk_found *found, int parent, const char *directory, const char *name,
                      bool known, struct stat *status)
{
    bool found_it = fstatat(parent, name, status, AT_SYMLINK_NOFOLLOW) == 0;
    if (!found_it && errno == ENOENT && !known)
        return 1; /* somebody's temporary file, gone by now */
    if (!found_it)
        return cannot_see(found, path_join(directory, name), "cannot look at it", errno) ? -1 : 1;
    bool link = S_ISLNK(status->st_mode);
    if (link && known && fstatat(parent, name, status, 0)) {
        if (errno != ELOOP)
            return cannot_see(found, path_join(directory, name), "this link leads nowhere", errno)
                       ? -1
                       : 1;
        ++found->skipped;
        return 1;
    }
    return S_ISLNK(status->st_mode) || (link && S_ISDIR(status->st_mode));
}

/* One entry of a directory that is open as `parent`. */
static int walk_entry(struct walk_found *found, int parent, const char *directory, const char *name,
                      const struct stat *exclude, int depth)
{
    struct stat status;
    if (*name == '.')
        return 0;
    bool known = codec_of_name(name);
    int result = entry_look(found, parent, directory, name, known, &status);
    if (result)
        return result < 0 ? -1 : 0;
    if (S_ISREG(status.st_mode))
        return known ? walk_add(found, path_join(directory, name), status.st_size) : 0;
    if (!S_ISDIR(status.st_mode)) {
        ++found->skipped;
        return 0;
    }
    if (exclude && status.st_dev == exclude->st_dev && status.st_ino == exclude->st_ino)
        return 0;
    char *path = path_join(directory, name);
    result = path ? walk_into(found, parent, name, path, exclude, depth) : -1;
    free(path);
    return result;
}

static bool is_stopped(const struct walk_found *found)
{
    return found->stop && atomic_load(found->stop);
}

/* Closes fd. Recursion is at most DEPTH_MAX deep, with one open directory a level. */
static int walk_open(struct walk_found *found, int fd, const char *directory,
                     const struct stat *exclude, int depth)
{
    DIR *stream = fdopendir(fd);
    if (!stream) {
        close(fd);
        return -1;
    }
    int result = 0;
    while (result == 0 && !is_stopped(found)) {
        errno = 0;
        const struct dirent *entry = readdir(stream);
        if (!entry && errno)
            result =
                cannot_see(found, strdup(directory), "cannot read all of this directory", errno);
        if (!entry)
            break;
        result = walk_entry(found, fd, directory, entry->d_name, exclude, depth);
    }
    closedir(stream);
    return result;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct walk_file *)a)->path, ((const struct walk_file *)b)->path);
}

int walk_directory(struct walk_found *found, const char *directory, const struct stat *exclude)
{
    int first = found->count;
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return 1;
    if (walk_open(found, fd, directory, exclude, 0))
        return -1;
    if (found->count > first)
        qsort(found->files + first, (size_t)(found->count - first), sizeof *found->files, by_path);
    return 0;
}
