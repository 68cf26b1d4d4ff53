/* The list of input files: what was named, what directories hold, what the results are called. */
#include "drivers/io/list_search.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "drivers/common/size.h"
#include "drivers/io/bytes.h"
#include "drivers/io/path.h"
#include "drivers/io/walk.h"

int list_no_memory(struct failure *failure)
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

/* The files that a pattern stands for. -1: no memory; 1: it has none. */
static int search_pattern(struct search *search, const char *pattern)
{
    struct glob glob;
    int before = search->found.count, result = glob_parse(&glob, pattern);
    const struct walk_rules rules = {search->rules.exclude, &glob, search->rules.names};
    if (result == 0)
        result = walk_directory(&search->found, glob.base, &rules);
    if (result == 0 && search->found.count == before)
        result = 1;
    if (result == 0)
        result = search_widen(search, glob.base, true);
    glob_free(&glob);
    return result;
}

int list_search_file(struct search *search, const char *path, const struct stat *status)
{
    if (search_widen(search, path, false))
        return -1;
    return walk_add(&search->found, strdup(path), walk_look_of(status));
}

int list_search_path(struct search *search, const char *path, bool patterns)
{
    struct stat status;
    bool there = stat(path, &status) == 0;
    if (there ? !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode) : errno == ELOOP) {
        ++search->found.skipped;
        return 0;
    }
    int result = 1;
    if (there && S_ISDIR(status.st_mode)) {
        result = walk_directory(&search->found, path, &search->rules);
        if (result == 0)
            result = search_widen(search, path, true);
    } else if (!there && patterns && glob_is(path)) {
        result = search_pattern(search, path);
    }
    /* A file, or what reading will report as the reason for a failure. */
    return result <= 0 ? result : list_search_file(search, path, there ? &status : NULL);
}

/* What the names of a directory's files begin with: most often it is that of the file before. */
struct prefix {
    char *directory; /* as their paths have it, with its "/" */
    char *below;     /* it below the root, with a "/" or empty; NULL: it is not below it */
};

static int prefix_find(struct prefix *prefix, const char *path, size_t length, const char *root)
{
    if (prefix->directory && strlen(prefix->directory) == length &&
        memcmp(prefix->directory, path, length) == 0)
        return 0;
    free(prefix->directory);
    free(prefix->below);
    *prefix = (struct prefix){strndup(path, length), NULL};
    char *absolute = prefix->directory ? path_absolute(prefix->directory) : NULL;
    if (!absolute)
        return -1;
    const char *below = strcmp(absolute, root) == 0 ? "" : path_below(absolute, root);
    prefix->below = below ? path_join(below, "") : NULL;
    free(absolute);
    return below && !prefix->below ? -1 : 0;
}

/* Appends what stands for `path` below the root, with its NUL. 1: it is not below it; -1: no
 * memory. */
static int append_name(struct bytes *text, const char *path, const char *root,
                       struct prefix *prefix)
{
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    if (*base == '\0' || (*base == '.' && strspn(base, ".") == strlen(base))) {
        char *absolute = path_absolute(path); /* "a/..": no name of a file */
        const char *name = absolute ? path_below(absolute, root) : NULL;
        int result = name ? bytes_append(text, name, strlen(name) + 1) : absolute ? 1 : -1;
        free(absolute);
        return result;
    }
    if (prefix_find(prefix, path, (size_t)(base - path), root))
        return -1;
    if (!prefix->below)
        return 1;
    return bytes_append(text, prefix->below, strlen(prefix->below)) ||
                   bytes_append(text, base, strlen(base) + 1)
               ? -1
               : 0;
}

/* Appends "path\0name\0" to the text. */
static int append_item(struct list *list, const struct search *search, int i, struct prefix *prefix,
                       struct bytes *text, struct failure *failure)
{
    const char *path = search->found.paths[i], *given = list_search_name(search, i);
    int result = bytes_append(text, path, strlen(path) + 1);
    if (result == 0)
        result = given ? bytes_append(text, given, strlen(given) + 1)
                       : append_name(text, path, search->root, prefix);
    if (result > 0)
        return failure_set(failure, "list", "EINVAL",
                           "\"%.80s\" is not below the root \"%.80s\": give another --root", path,
                           search->root);
    int64_t bytes = search->found.looks[i].bytes;
    list->bytes += bytes > 0 ? bytes : 0;
    return result ? list_no_memory(failure) : 0;
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
    struct prefix prefix = {0};
    int result = 0;
    for (int i = 0; i < search->found.count && result == 0; ++i)
        result = append_item(list, search, i, &prefix, &text, failure);
    free(prefix.directory);
    free(prefix.below);
    list->text = (char *)text.data;
    list->text_size = text.size;
    list->text_capacity = text.capacity;
    list->skipped = search->found.skipped;
    list->foreign = search->found.foreign;
    list->looks = search->found.looks; /* taken over, as are those that were not seen */
    list->unseen = search->found.unseen;
    list->unseen_count = search->found.unseen_count;
    search->found.looks = NULL;
    search->found.unseen = NULL;
    search->found.unseen_count = 0;
    if (result)
        return -1;
    if (list_index(list))
        return list_no_memory(failure);
    list->fingerprint = fingerprint_of(list);
    return 0;
}

static int find_all(struct search *search, const struct list_options *options,
                    struct failure *failure)
{
    for (int i = 0; i < options->count; ++i)
        if (list_search_path(search, options->inputs[i], true))
            return list_no_memory(failure);
    if (options->files_from && list_search_from(search, options, failure))
        return -1;
    if (options->stop && atomic_load(options->stop))
        return failure_set(failure, "list", "EINTR", "stopped by a signal");
    return 0;
}

int list_find(struct list *list, const struct list_options *options, struct failure *failure)
{
    struct stat exclude;
    struct search search = {.root_given = options->root, .found.stop = options->stop};
    *list = (struct list){0};
    if (options->root && !(search.root = path_absolute(options->root)))
        return list_no_memory(failure);
    search.rules.names = options->names;
    if (options->exclude && stat(options->exclude, &exclude) == 0)
        search.rules.exclude = &exclude;
    int result = find_all(&search, options, failure);
    if (result == 0)
        result = list_fill(list, &search, failure);
    if (result)
        list_free(list);
    list_search_free(&search);
    return result;
}
