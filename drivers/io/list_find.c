/* The list of input files: what was named, what directories hold, what the results are called. */
#include "drivers/io/list.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "drivers/common/size.h"
#include "drivers/io/bytes.h"
#include "drivers/io/path.h"
#include "drivers/io/stream.h"
#include "drivers/io/walk.h"

/* What list_find() knows while it works. */
struct search {
    struct walk_found found;
    char *root; /* absolute: --root, or what all inputs so far have in common */
    bool root_given, has_exclude;
    struct stat exclude;
};

static int no_memory(struct failure *failure)
{
    return failure_set(failure, "list", "memory", "no memory for the list of files");
}

/* The root becomes the parent of `path`, or itself if it is a directory, and of all before. */
static int search_widen(struct search *search, const char *path, bool directory)
{
    if (search->root_given)
        return 0;
    char *absolute = path_absolute(path);
    if (!absolute)
        return -1;
    if (!directory)
        path_to_parent(absolute);
    if (!search->root) {
        search->root = absolute;
        return 0;
    }
    path_to_common(search->root, absolute);
    free(absolute);
    return 0;
}

/* One path as it was named. -1: no memory. */
static int search_path(struct search *search, const char *path)
{
    struct stat status;
    bool there = stat(path, &status) == 0;
    if (there ? !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode) : errno == ELOOP) {
        ++search->found.skipped;
        return 0;
    }
    if (there && S_ISDIR(status.st_mode)) {
        int result =
            walk_directory(&search->found, path, search->has_exclude ? &search->exclude : NULL);
        if (result <= 0)
            return result ? -1 : search_widen(search, path, true);
    }
    /* A file, or what reading will report as the reason for a failure. */
    if (search_widen(search, path, false))
        return -1;
    return walk_add(&search->found, strdup(path), walk_look_of(there ? &status : NULL));
}

/* Lines of a list from Windows end with CR LF; a name may end with CR as well, if there is one. */
static void drop_carriage_return(char *line)
{
    struct stat status;
    size_t length = strlen(line);
    if (length && line[length - 1] == '\r' && lstat(line, &status))
        line[length - 1] = '\0';
}

/* The paths in `text`, which a NUL byte must follow. */
static int search_text(struct search *search, struct bytes *text, bool null_separated,
                       struct failure *failure)
{
    char *line = (char *)text->data, *end = line + text->size;
    if (text->size >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0)
        line += 3; /* a byte order mark, as editors on Windows write it */
    if (text->size >= 2 && (memcmp(line, "\xff\xfe", 2) == 0 || memcmp(line, "\xfe\xff", 2) == 0))
        return failure_set(failure, "list", "corrupt",
                           "the list of files is in UTF-16: save it as UTF-8");
    if (!null_separated && memchr(line, '\0', (size_t)(end - line)))
        return failure_set(failure, "list", "corrupt",
                           "the list of files has NUL bytes in it: give -0 as well");
    while (line < end) {
        char *stop = memchr(line, null_separated ? '\0' : '\n', (size_t)(end - line));
        if (!stop)
            stop = end;
        *stop = '\0';
        if (!null_separated)
            drop_carriage_return(line);
        if (*line && search_path(search, line))
            return no_memory(failure);
        line = stop + 1;
    }
    return 0;
}

static int search_files_from(struct search *search, const struct list_options *options,
                             struct failure *failure)
{
    struct bytes text = {0};
    int result = stream_read(options->files_from, options->stop, &text, failure);
    if (result == 0 && bytes_append(&text, "", 1))
        result = no_memory(failure);
    if (result == 0) {
        --text.size;
        result = search_text(search, &text, options->null_separated, failure);
    }
    bytes_free(&text);
    return result;
}

/* The absolute form of `path`; the caller frees it. *place is what belonged to
 * the path before, most often a file of the same directory: {its directory, that absolute}. */
static char *name_of(const char *path, char *place[2])
{
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    size_t length = (size_t)(base - path);
    if (*base == '\0' || (*base == '.' && strspn(base, ".") == strlen(base)))
        return path_absolute(path); /* "a/..": no name of a file */
    if (!place[0] || strlen(place[0]) != length || memcmp(place[0], path, length) != 0) {
        free(place[0]);
        free(place[1]);
        place[0] = strndup(path, length);
        place[1] = place[0] ? path_absolute(place[0]) : NULL;
    }
    return place[1] ? path_join(place[1], base) : NULL;
}

/* Appends "path\0name\0" to the text. */
static int append_item(struct list *list, const struct search *search, int i, char *place[2],
                       struct bytes *text, struct failure *failure)
{
    const char *path = search->found.paths[i];
    char *absolute = name_of(path, place);
    if (!absolute)
        return no_memory(failure);
    const char *name = path_below(absolute, search->root);
    int result = 0;
    if (!name)
        result = failure_set(failure, "list", "EINVAL",
                             "\"%.80s\" is not below the root \"%.80s\": give another --root", path,
                             search->root);
    else if (bytes_append(text, path, strlen(path) + 1) ||
             bytes_append(text, name, strlen(name) + 1))
        result = no_memory(failure);
    free(absolute);
    int64_t bytes = search->found.looks[i].bytes;
    list->bytes += bytes > 0 ? bytes : 0;
    return result;
}

static uint64_t fingerprint_of(const struct list *list)
{
    uint64_t fingerprint = 0;
    for (int i = 0; i < list->count; ++i) {
        const char *name = list_name(list, i);
        uint64_t size = (uint64_t)list->looks[i].bytes;
        fingerprint = XXH3_64bits_withSeed(name, strlen(name), fingerprint ^ XXH64(&size, 8, 0));
    }
    return fingerprint;
}

static int list_fill(struct list *list, struct search *search, struct failure *failure)
{
    struct bytes text = {0};
    char *place[2] = {NULL, NULL};
    int result = 0;
    for (int i = 0; i < search->found.count && result == 0; ++i)
        result = append_item(list, search, i, place, &text, failure);
    free(place[0]);
    free(place[1]);
    list->text = (char *)text.data;
    list->text_size = text.size;
    list->text_capacity = text.capacity;
    list->skipped = search->found.skipped;
    list->looks = search->found.looks; /* taken over, as are those that were not seen */
    list->unseen = search->found.unseen;
    list->unseen_count = search->found.unseen_count;
    search->found.looks = NULL;
    search->found.unseen = NULL;
    search->found.unseen_count = 0;
    if (result)
        return -1;
    if (list_index(list))
        return no_memory(failure);
    list->fingerprint = fingerprint_of(list);
    return 0;
}

int list_find(struct list *list, const struct list_options *options, struct failure *failure)
{
    struct search search = {.root_given = options->root, .found.stop = options->stop};
    int result = 0;
    *list = (struct list){0};
    if (options->root && !(search.root = path_absolute(options->root)))
        return no_memory(failure);
    search.has_exclude = options->exclude && stat(options->exclude, &search.exclude) == 0;
    for (int i = 0; i < options->count && result == 0; ++i)
        if (search_path(&search, options->inputs[i]))
            result = no_memory(failure);
    if (result == 0 && options->files_from)
        result = search_files_from(&search, options, failure);
    if (result == 0 && options->stop && atomic_load(options->stop))
        result = failure_set(failure, "list", "EINTR", "stopped by a signal");
    if (result == 0)
        result = list_fill(list, &search, failure);
    if (result)
        list_free(list);
    walk_free(&search.found);
    free(search.root);
    return result;
}
