/* Results in large files: their names and numbers, and what is there already. */
#include "drivers/io/sinks/shards.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/size.h"
#include "drivers/io/file.h"
#include "drivers/io/sinks/outputs.h"

void shards_name(char name[SHARD_NAME_SIZE], int rank, int number, const char *extension)
{
    snprintf(name, SHARD_NAME_SIZE, "shard-%04d-%06d.%s", rank, number, extension);
}

bool shards_parse(const char *name, const char *extension, int *rank, int *number)
{
    char again[SHARD_NAME_SIZE];
    if (sscanf(name, "shard-%9d-%9d.", rank, number) != 2 || *rank < 0 || *number < 0)
        return false;
    shards_name(again, *rank, *number, extension);
    return strcmp(name, again) == 0;
}

int shards_visit(int directory, const char *extension, shards_visit_fn *visitor, void *context)
{
    int again = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = again < 0 ? NULL : fdopendir(again);
    int result = stream ? 0 : -1, rank, number;
    for (const struct dirent *entry; result == 0 && (entry = readdir(stream));)
        if (shards_parse(entry->d_name, extension, &rank, &number))
            result = visitor(context, again, entry->d_name, rank, number);
    if (stream)
        closedir(stream);
    else if (again >= 0)
        close(again);
    return result;
}

static int find_next(void *context, int directory, const char *name, int rank, int number)
{
    (void)directory;
    (void)name;
    struct shards *shards = context;
    if (rank == shards->asked->rank && number >= shards->next)
        shards->next = number + 1;
    return 0;
}

int shards_open(struct shards *shards, const struct sink_options *asked,
                const struct sink_plan *plan, const struct list *list, const char *extension,
                int items, struct failure *failure)
{
    *shards = (struct shards){asked, plan, list, extension, .directory = -1};
    shards->places = calloc((size_t)items + 1, sizeof *shards->places);
    shards->directory = file_enter(asked->directory, "", FILE_FOLLOW, true);
    if (!shards->places)
        return failure_set(failure, "plan", "memory", "out of memory for %d places", items);
    if (shards->directory < 0 || shards_visit(shards->directory, extension, find_next, shards))
        return failure_errno(failure, "plan", "cannot look into the output directory", errno);
    return 0;
}

void shards_close(struct shards *shards)
{
    if (shards->asked && shards->directory >= 0)
        close(shards->directory);
    free(shards->numbers);
    free(shards->places);
}

char *shards_member(const struct shards *shards, int item, const struct image *image,
                    struct failure *failure)
{
    uint8_t marks = shards->plan->marks[item % shards->list->count];
    char *name =
        outputs_name_of(shards->asked, shards->list, item, marks, image ? &image->shape : NULL);
    if (!name)
        failure_errno(failure, "write", "no name for the result", errno);
    return name;
}

int shards_reopen(const struct shards *shards, int shard)
{
    char name[SHARD_NAME_SIZE];
    if (shard < 1 || shard > shards->count) {
        errno = ENOENT;
        return -1;
    }
    shards_name(name, shards->asked->rank, shards->numbers[shard - 1], shards->extension);
    return openat(shards->directory, name, O_RDONLY | O_CLOEXEC);
}

void shards_begin(struct shards *shards)
{
    temporary_name(shards->temporary, "");
}

static int publish_as(struct shards *shards, int number)
{
    char name[SHARD_NAME_SIZE];
    shards_name(name, shards->asked->rank, number, shards->extension);
    return temporary_publish(shards->directory, shards->temporary, name, false);
}

int shards_publish(struct shards *shards)
{
    int *numbers =
        realloc(shards->numbers, size_product((size_t)shards->count + 1, sizeof *shards->numbers));
    if (!numbers) {
        errno = ENOMEM;
        return -1;
    }
    shards->numbers = numbers;
    int result;
    while ((result = publish_as(shards, shards->next)) != 0 && errno == EEXIST)
        ++shards->next; /* another job takes numbers, too */
    if (result == 0)
        numbers[shards->count++] = shards->next++;
    return result;
}
