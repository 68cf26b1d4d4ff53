/* Finding the files below a directory. */
#define _DEFAULT_SOURCE /* d_type */
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

/* What one directory has that is to be kept: its order is that of the whole paths. */
struct entry {
    char *path;
    const char *name; /* the end of path */
    bool directory;
    struct walk_look look;
};

struct entries {
    struct entry *of;
    int count, capacity;
};

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

static void entries_free(struct entries *entries)
{
    for (int i = 0; i < entries->count; ++i)
        free(entries->of[i].path);
    free(entries->of);
}

static int keep_entry(struct entries *entries, const char *directory, const char *name,
                      const struct stat *status)
{
    if (entries->count == entries->capacity) {
        size_t capacity = entries->capacity ? 2 * (size_t)entries->capacity : 64;
        struct entry *of =
            capacity < INT_MAX ? realloc(entries->of, capacity * sizeof *entries->of) : NULL;
        if (!of)
            return -1;
        entries->of = of;
        entries->capacity = (int)capacity;
    }
    struct entry *entry = &entries->of[entries->count];
    entry->path = path_join(directory, name);
    if (!entry->path)
        return -1;
    ++entries->count;
    entry->name = entry->path + strlen(entry->path) - strlen(name);
    entry->directory = S_ISDIR(status->st_mode);
    entry->look = walk_look_of(status);
    return 0;
}

/* Whether the directory itself says of an entry that no look is needed. */
static bool is_no_image(struct walk_found *found, const struct dirent *entry, bool known)
{
    switch (entry->d_type) {
    case DT_REG:
    case DT_LNK:
        return !known;
    case DT_DIR:
    case DT_UNKNOWN:
        return false;
    default:
        ++found->skipped;
        return true;
    }
}

/* One entry of a directory that is open as `parent`. */
static int look_at(struct walk_found *found, int parent, const char *directory,
                   const struct dirent *entry, const struct stat *exclude, struct entries *entries)
{
    struct stat status;
    const char *name = entry->d_name;
    bool known = codec_of_name(name);
    if (*name == '.' || is_no_image(found, entry, known))
        return 0;
    int result = entry_look(found, parent, directory, name, known, &status);
    if (result)
        return result < 0 ? -1 : 0;
    if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) {
        ++found->skipped;
        return 0;
    }
    bool is_excluded =
        exclude && status.st_dev == exclude->st_dev && status.st_ino == exclude->st_ino;
    if (S_ISREG(status.st_mode) ? !known : is_excluded)
        return 0;
    return keep_entry(entries, directory, name, &status);
}

/* By bytes, as the whole paths of what is below a directory would be: with "/" behind its name. */
static int by_path(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;
    const unsigned char *l = (const unsigned char *)left->name;
    const unsigned char *r = (const unsigned char *)right->name;
    while (*l && *l == *r) {
        ++l;
        ++r;
    }
    int end_l = left->directory ? '/' : 0, end_r = right->directory ? '/' : 0;
    return (*l ? *l : end_l) - (*r ? *r : end_r);
}

static bool is_stopped(const struct walk_found *found)
{
    return found->stop && atomic_load(found->stop);
}

static int read_entries(struct walk_found *found, DIR *stream, const char *directory,
                        const struct stat *exclude, struct entries *entries)
{
    int result = 0;
    while (result == 0 && !is_stopped(found)) {
        errno = 0;
        const struct dirent *entry = readdir(stream);
        if (!entry && errno)
            result =
                cannot_see(found, strdup(directory), "cannot read all of this directory", errno);
        if (!entry)
            break;
        result = look_at(found, dirfd(stream), directory, entry, exclude, entries);
    }
    if (entries->count)
        qsort(entries->of, (size_t)entries->count, sizeof *entries->of, by_path);
    return result;
}

/* Closes fd. Recursion is at most DEPTH_MAX deep, with one open directory a level. */
static int walk_open(struct walk_found *found, int fd, const char *directory,
                     const struct stat *exclude, int depth)
{
    struct entries entries = {0};
    DIR *stream = fdopendir(fd);
    if (!stream) {
        close(fd);
        return -1;
    }
    int result = read_entries(found, stream, directory, exclude, &entries);
    for (int i = 0; i < entries.count && result == 0 && !is_stopped(found); ++i) {
        struct entry *entry = &entries.of[i];
        if (entry->directory) {
            result = walk_into(found, fd, entry->name, entry->path, exclude, depth);
        } else {
            result = walk_add(found, entry->path, entry->look);
            entry->path = NULL;
        }
    }
    entries_free(&entries);
    closedir(stream);
    return result;
}

int walk_directory(struct walk_found *found, const char *directory, const struct stat *exclude)
{
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return 1;
    return walk_open(found, fd, directory, exclude, 0);
}
