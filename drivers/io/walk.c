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

void walk_free(struct walk_found *found)
{
    for (int i = 0; i < found->count; ++i)
        free(found->files[i].path);
    free(found->files);
    *found = (struct walk_found){0};
}

static int walk_open(struct walk_found *found, int fd, const char *directory,
                     const struct stat *exclude, int depth);

static int walk_into(struct walk_found *found, int parent, const char *name, const char *path,
                     const struct stat *exclude, int depth)
{
    if (depth == DEPTH_MAX) {
        ++found->skipped;
        return 0;
    }
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        ++found->skipped;
        return 0;
    }
    return walk_open(found, fd, path, exclude, depth + 1);
}

/* One entry of a directory that is open as `parent`. */
static int walk_entry(struct walk_found *found, int parent, const char *directory, const char *name,
                      const struct stat *exclude, int depth)
{
    struct stat status;
    if (*name == '.')
        return 0;
    if (fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW)) {
        ++found->skipped;
        return 0;
    }
    bool known = codec_of_name(name);
    bool link = S_ISLNK(status.st_mode);
    if (link && known && fstatat(parent, name, &status, 0)) {
        ++found->skipped; /* it leads nowhere, or in circles */
        return 0;
    }
    if (S_ISREG(status.st_mode))
        return known ? walk_add(found, path_join(directory, name), status.st_size) : 0;
    if (S_ISLNK(status.st_mode) || (link && S_ISDIR(status.st_mode)))
        return 0;
    if (!S_ISDIR(status.st_mode)) {
        ++found->skipped;
        return 0;
    }
    if (exclude && status.st_dev == exclude->st_dev && status.st_ino == exclude->st_ino)
        return 0;
    char *path = path_join(directory, name);
    int result = path ? walk_into(found, parent, name, path, exclude, depth) : -1;
    free(path);
    return result;
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
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(stream);
        if (!entry && errno) /* the rest of it cannot be looked at */
            ++found->skipped;
        if (!entry)
            break;
        result = walk_entry(found, fd, directory, entry->d_name, exclude, depth);
        if (result)
            break;
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
