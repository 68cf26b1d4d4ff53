/* Finding the files below a directory. */
#define _DEFAULT_SOURCE /* d_type */
#include "drivers/io/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/io/codecs/codec.h"
#include "drivers/io/path.h"
#include "drivers/io/walk_entries.h"

enum { DEPTH_MAX = 100 };

/* A directory, and what is wanted of it. */
struct place {
    const struct walk_rules *rules;
    const char *path;
    uint64_t parts; /* of the pattern, that may match here */
    int depth;
};

static int walk_open(struct walk_found *found, int fd, const struct place *place);

static int cannot_see(struct walk_found *found, char *path, const char *what, int error)
{
    struct failure *failure = walk_add_unseen(found, path);
    if (failure)
        failure_errno(failure, "list", what, error);
    return failure ? 0 : -1;
}

static int walk_into(struct walk_found *found, int parent, const struct walk_entry *entry,
                     const struct place *above)
{
    const struct place place = {above->rules, entry->path, entry->parts, above->depth + 1};
    if (above->depth == DEPTH_MAX) {
        struct failure *failure = walk_add_unseen(found, strdup(place.path));
        if (failure)
            failure_set(failure, "list", "unsupported",
                        "this directory is nested more than %d deep: name it by itself", DEPTH_MAX);
        return failure ? 0 : -1;
    }
    int fd =
        openat(parent, entry->name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return cannot_see(found, strdup(place.path), "cannot open this directory", errno);
    return walk_open(found, fd, &place);
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

static int keep_entry(struct walk_entries *entries, const struct place *place, const char *name,
                      const struct stat *status)
{
    const struct glob *glob = place->rules->glob;
    bool directory = S_ISDIR(status->st_mode);
    uint64_t parts = glob && directory ? glob_enter(glob, place->parts, name) : 0;
    if (glob && directory && !parts)
        return 0;
    return walk_entries_add(entries, place->path, name, parts, status);
}

/* Whether a file of this name is wanted. */
static bool is_wanted(const struct place *place, const char *name)
{
    const struct glob *glob = place->rules->glob;
    if (glob && !glob_takes(glob, place->parts, name))
        return false;
    return (glob && glob_names_ending(glob)) || codec_of_name(name);
}

/* A file that is not wanted may be an image all the same. */
static void pass_over(struct walk_found *found, const struct place *place, const char *name)
{
    const struct glob *glob = place->rules->glob;
    if (!glob || glob_takes(glob, place->parts, name))
        foreign_add(&found->foreign, name);
}

/* Whether the directory itself says of an entry that no look is needed. */
static bool is_no_image(struct walk_found *found, const struct place *place,
                        const struct dirent *entry, bool known)
{
    switch (entry->d_type) {
    case DT_REG:
    case DT_LNK:
        if (!known)
            pass_over(found, place, entry->d_name);
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
static int look_at(struct walk_found *found, int parent, const struct place *place,
                   const struct dirent *entry, struct walk_entries *entries)
{
    const struct stat *exclude = place->rules->exclude;
    struct stat status;
    const char *name = entry->d_name;
    bool wanted = *name != '.' && is_wanted(place, name);
    if (*name == '.' || is_no_image(found, place, entry, wanted))
        return 0;
    /* Whoever can look at one can look at all. */
    if (place->rules->names && entry->d_type == DT_REG && entries->count > 0)
        return walk_entries_add(entries, place->path, name, 0, NULL);
    int result = entry_look(found, parent, place->path, name, wanted, &status);
    if (result)
        return result < 0 ? -1 : 0;
    if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) {
        ++found->skipped;
        return 0;
    }
    bool excluded = exclude && status.st_dev == exclude->st_dev && status.st_ino == exclude->st_ino;
    bool unwanted = S_ISREG(status.st_mode) && !wanted;
    if (unwanted)
        pass_over(found, place, name);
    if (unwanted || (S_ISDIR(status.st_mode) && excluded))
        return 0;
    return keep_entry(entries, place, name, &status);
}

static bool is_stopped(const struct walk_found *found)
{
    return found->stop && atomic_load(found->stop);
}

static int read_entries(struct walk_found *found, DIR *stream, const struct place *place,
                        struct walk_entries *entries)
{
    int result = 0;
    while (result == 0 && !is_stopped(found)) {
        errno = 0;
        const struct dirent *entry = readdir(stream);
        if (!entry && errno)
            result =
                cannot_see(found, strdup(place->path), "cannot read all of this directory", errno);
        if (!entry)
            break;
        result = look_at(found, dirfd(stream), place, entry, entries);
    }
    return result;
}

/* Closes fd. Recursion is at most DEPTH_MAX deep, with one open directory a level. */
static int walk_open(struct walk_found *found, int fd, const struct place *place)
{
    struct walk_entries entries = {0};
    DIR *stream = fdopendir(fd);
    if (!stream) {
        close(fd);
        return -1;
    }
    int result = read_entries(found, stream, place, &entries);
    if (result == 0)
        result = walk_entries_sort(&entries);
    for (int i = 0; i < entries.count && result == 0 && !is_stopped(found); ++i) {
        struct walk_entry *entry = &entries.of[entries.names[i].number];
        if (entry->directory) {
            result = walk_into(found, fd, entry, place);
        } else {
            result = walk_add(found, entry->path, entry->look);
            entry->path = NULL;
        }
    }
    walk_entries_free(&entries);
    closedir(stream);
    return result;
}

int walk_directory(struct walk_found *found, const char *directory, const struct walk_rules *rules)
{
    int fd = open(*directory ? directory : ".", O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return 1;
    const struct place place = {rules, directory, rules->glob ? glob_begin(rules->glob) : 0, 0};
    return walk_open(found, fd, &place);
}
