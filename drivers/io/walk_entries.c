/* What one directory has that is to be kept: a growing array, and its order. */
#include "drivers/io/walk_entries.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/size.h"
#include "drivers/io/path.h"

int walk_entries_add(struct walk_entries *entries, const char *directory, const char *name,
                     uint64_t parts, const struct stat *status)
{
    if (entries->count == entries->capacity) {
        size_t capacity = entries->capacity ? 2 * (size_t)entries->capacity : 64;
        struct walk_entry *of =
            capacity < INT_MAX ? realloc(entries->of, capacity * sizeof *entries->of) : NULL;
        if (!of)
            return -1;
        entries->of = of;
        entries->capacity = (int)capacity;
    }
    char *path = path_join(directory, name);
    if (!path)
        return -1;
    entries->of[entries->count++] = (struct walk_entry){
        path, path + strlen(path) - strlen(name), status && S_ISDIR(status->st_mode), parts,
        status ? walk_look_of(status) : (struct walk_look){0}};
    return 0;
}

int walk_entries_sort(struct walk_entries *entries)
{
    entries->names = malloc(size_product((size_t)entries->count + 1, sizeof *entries->names));
    if (!entries->names)
        return -1;
    for (int i = 0; i < entries->count; ++i) {
        const struct walk_entry *entry = &entries->of[i];
        entries->names[i] = (struct walk_name){entry->name, entry->directory, i, 0};
    }
    walk_sort(entries->names, entries->count);
    return 0;
}

void walk_entries_free(struct walk_entries *entries)
{
    for (int i = 0; i < entries->count; ++i)
        free(entries->of[i].path);
    free(entries->of);
    free(entries->names);
}
