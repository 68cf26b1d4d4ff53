/* Files as results: directories that would be too full get subdirectories.
 *
 * DESIGN. A directory of very many files is slow to list, to copy and, on a parallel file system,
 * to make: all ranks wait for its one lock. So no more than 10,000 go into one unless asked, in a
 * mirror too. The subdirectory comes from a hash of the item's name alone: the same for every rank,
 * count of ranks and order, and the same again when a run is resumed; only a list that grows past
 * a limit needs another digit. How many digits a directory needs is found from the whole list and
 * travels in the marks. */
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/size.h"
#include "drivers/io/sinks/outputs.h"
#include "drivers/io/sinks/outputs_directories.h"

enum { FILES_MAX = 10000 };

struct placed {
    int directory, item;
    uint64_t name; /* a hash */
};

static int by_place(const void *a, const void *b)
{
    const struct placed *left = a, *right = b;
    if (left->directory != right->directory)
        return left->directory < right->directory ? -1 : 1;
    return (left->name > right->name) - (left->name < right->name);
}

/* The most that would have the first `digits` of their hashes in common; sorted. */
static int fullest(const struct placed *placed, int count, int digits)
{
    int most = 0;
    for (int begin = 0, i = 0; i < count; ++i) {
        if (placed[i].name >> (64 - 4 * digits) != placed[begin].name >> (64 - 4 * digits))
            begin = i;
        most = i + 1 - begin > most ? i + 1 - begin : most;
    }
    return most;
}

static int no_memory(struct failure *failure)
{
    failure_set(failure, "plan", "memory", "no memory to share out the output names");
    return EXIT_MEMORY;
}

/* One directory's items. */
static int spread(const struct placed *placed, int count, int limit, struct sink_plan *plan,
                  struct failure *failure)
{
    int digits = 1;
    while (digits <= OUTPUTS_SPREAD_MAX && fullest(placed, count, digits) > limit)
        ++digits;
    if (digits > OUTPUTS_SPREAD_MAX) {
        failure_set(failure, "plan", "EINVAL",
                    "--files-per-directory %d: %d files cannot be spread so thinly", limit, count);
        return EXIT_USAGE;
    }
    for (int i = 0; i < count; ++i)
        plan->marks[placed[i].item] |= (uint8_t)(OUTPUTS_SPREAD * digits);
    ++plan->spread;
    return 0;
}

/* All items whose directories have more than `limit`, `full` of them, whatever their order. */
static int spread_all(const struct list *list, const struct outputs_directories *directories,
                      int full, int limit, struct sink_plan *plan, struct failure *failure)
{
    int count = 0, result = 0;
    struct placed *placed = malloc(size_product((size_t)full, sizeof *placed));
    if (!placed)
        return no_memory(failure);
    for (int i = 0; i < list->count; ++i) {
        const char *name = list_name(list, i);
        int directory = directories->of[i];
        if (directories->list[directory].count > limit)
            placed[count++] = (struct placed){directory, i, XXH3_64bits(name, strlen(name))};
    }
    qsort(placed, (size_t)count, sizeof *placed, by_place);
    for (int begin = 0, end; begin < count && result == 0; begin = end) {
        for (end = begin; end < count && placed[end].directory == placed[begin].directory;)
            ++end;
        result = spread(placed + begin, end - begin, limit, plan, failure);
    }
    free(placed);
    return result;
}

int outputs_spread(const struct sink_options *options, const struct list *list, char **names,
                   struct sink_plan *plan, struct failure *failure)
{
    struct outputs_directories directories;
    int limit = options->per_directory < 0 ? FILES_MAX : options->per_directory;
    if (limit == 0 || list->count <= limit || options->in_place || options->archive)
        return 0;
    int result = outputs_directories_find(&directories, names, list->count);
    int full = 0; /* items in directories that are */
    for (int i = 0; i < directories.count && result == 0; ++i)
        full += directories.list[i].count > limit ? directories.list[i].count : 0;
    if (result)
        result = no_memory(failure);
    else if (full)
        result = spread_all(list, &directories, full, limit, plan, failure);
    outputs_directories_free(&directories);
    return result || !full ? result : outputs_names(options, list, plan->marks, names, failure);
}
