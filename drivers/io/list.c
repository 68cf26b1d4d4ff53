/* The list of input files, as it is sent from process to process. */
#include "drivers/io/list.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/size.h"

/* The number of the byte behind the string that starts at byte `at`. */
static size_t string_end(const struct list *list, size_t at)
{
    return at + strlen(list->text + at) + 1;
}

int list_index(struct list *list)
{
    assert(list->text_size == 0 || list->text[list->text_size - 1] == '\0');
    size_t strings = 0;
    for (size_t at = 0; at < list->text_size; at = string_end(list, at))
        ++strings;
    size_t *offset = realloc(list->offset, size_product(strings / 2 + 1, sizeof *offset));
    if (!offset)
        return -1;
    list->offset = offset;
    list->count = (int)(strings / 2);
    for (size_t i = 0, at = 0; i < strings / 2; ++i, at = string_end(list, string_end(list, at)))
        offset[i] = at;
    return 0;
}

const char *list_path(const struct list *list, int item)
{
    return list->text + list->offset[item];
}

const char *list_name(const struct list *list, int item)
{
    const char *path = list_path(list, item);
    return path + strlen(path) + 1;
}

struct walk_look list_look(const struct list *list, int item)
{
    struct stat status;
    if (list->looks)
        return list->looks[item];
    return walk_look_of(stat(list_path(list, item), &status) == 0 ? &status : NULL);
}

void list_free(struct list *list)
{
    free(list->text);
    free(list->offset);
    free(list->hidden);
    free(list->looks);
    walk_unseen_free(list->unseen, list->unseen_count);
    *list = (struct list){0};
}
