/* Files that are on their way into memory. A file system that answers late (a disk that turns, a
 * server) moves several at once while the worker decodes another. */
#include "drivers/io/sources/files_ahead.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/io/file.h"

/* Of each file at most: what an image has, and no film. */
static const off_t bytes_ahead = 64 << 20;

int files_ahead_open(struct files_ahead *ahead, const struct list *list, int depth)
{
    *ahead = (struct files_ahead){.list = list, .depth = depth};
    ahead->open = calloc((size_t)depth, sizeof *ahead->open);
    return ahead->open ? 0 : -1;
}

/* The first one that is open, which is no longer. */
static struct files_ahead_file shift(struct files_ahead *ahead)
{
    struct files_ahead_file file = ahead->open[ahead->first];
    ahead->first = (ahead->first + 1) % ahead->depth;
    --ahead->held;
    return file;
}

static void drop_first(struct files_ahead *ahead)
{
    struct files_ahead_file file = shift(ahead);
    if (file.file >= 0)
        close(file.file);
}

void files_ahead_close(struct files_ahead *ahead)
{
    while (ahead->held)
        drop_first(ahead);
    free(ahead->open);
    free(ahead->items);
}

/* Opens what is expected while there is room. */
static void go_on(struct files_ahead *ahead)
{
    while (ahead->held < ahead->depth && ahead->begun < ahead->count) {
        int item = ahead->items[ahead->begun++];
        int file = file_open(list_path(ahead->list, item));
        if (file >= 0)
            posix_fadvise(file, 0, bytes_ahead, POSIX_FADV_WILLNEED);
        ahead->open[(ahead->first + ahead->held++) % ahead->depth] =
            (struct files_ahead_file){item, file};
    }
}

void files_ahead_expect(struct files_ahead *ahead, const int *items, int count)
{
    while (ahead->held)
        drop_first(ahead);
    ahead->count = ahead->begun = 0;
    if (count > ahead->capacity) {
        int *larger = realloc(ahead->items, (size_t)count * sizeof *larger);
        if (!larger)
            return;
        ahead->items = larger;
        ahead->capacity = count;
    }
    for (int i = 0; i < count; ++i)
        ahead->items[i] = items[i] % ahead->list->count;
    ahead->count = count;
    go_on(ahead);
}

static bool is_held(const struct files_ahead *ahead, int item)
{
    for (int i = 0; i < ahead->held; ++i)
        if (ahead->open[(ahead->first + i) % ahead->depth].item == item)
            return true;
    return false;
}

int files_ahead_take(struct files_ahead *ahead, int item)
{
    if (!is_held(ahead, item))
        return -1;
    while (ahead->open[ahead->first].item != item)
        drop_first(ahead);
    int file = shift(ahead).file;
    go_on(ahead);
    return file;
}
