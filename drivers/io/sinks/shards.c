/* Results in large files: their names and numbers, beginning and end of a run. */
#include "drivers/io/sinks/shards.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/common/directory.h"
#include "drivers/io/file.h"
#include "drivers/io/sinks/outputs.h"
#include "drivers/io/sinks/shards_told.h"

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

void shards_stored(int64_t stored[2], int rank, int number, int64_t time)
{
    stored[0] = ((int64_t)rank << 32) + number;
    stored[1] = time;
}

int shards_date(int directory, const char *name, int64_t time, bool sync)
{
    const int64_t second = 1000000000, rest = (time % second + second) % second;
    const struct timespec times[] = {{.tv_nsec = UTIME_OMIT},
                                     {(time_t)((time - rest) / second), (long)rest}};
    int file = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    int result = file < 0 || futimens(file, times) || (sync && fsync(file)) ? -1 : 0;
    int reason = errno;
    if (file >= 0)
        close(file);
    errno = reason;
    return result;
}

int shards_visit(int directory, const char *extension, shards_visit_fn *visitor, void *context)
{
    DIR *stream = directory_list(directory, ".");
    int result = stream ? 0 : -1, rank, number;
    for (const struct dirent *entry; result == 0 && (entry = readdir(stream));)
        if (shards_parse(entry->d_name, extension, &rank, &number))
            result = visitor(context, directory, entry->d_name, rank, number);
    if (stream)
        closedir(stream);
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

static int reserve(struct shards *shards, int items, int workers, struct failure *failure)
{
    shards->lock = lock_make();
    shards->state = calloc(1, shards->format->state_size);
    shards->inputs = calloc((size_t)workers, sizeof *shards->inputs);
    shards->places = calloc((size_t)items + 1, sizeof *shards->places);
    if (!shards->lock || !shards->state || !shards->inputs || !shards->places)
        return failure_set(failure, "plan", "memory", "out of memory for %d places", items);
    for (int w = 0; w < workers; ++w)
        shards->inputs[w].item = -1;
    return 0;
}

int shards_open(struct shards *shards, const struct shard_format *format,
                const struct sink_options *asked, const struct sink_plan *plan,
                const struct list *list, int items, int workers, struct failure *failure)
{
    *shards = (struct shards){
        .format = format, .asked = asked, .plan = plan, .list = list, .directory = -1};
    if (reserve(shards, items, workers, failure))
        return -1;
    shards->directory = file_enter(asked->directory, "", FILE_FOLLOW, true);
    if (shards->directory < 0 ||
        (!outputs_replaced(asked) &&
         shards_visit(shards->directory, format->extension, find_next, shards)))
        return failure_errno(failure, "plan", "cannot look into the output directory", errno);
    shards->journal = journal_open(asked->directory, JOURNAL_PLACE, asked->work, failure);
    return shards->journal ? 0 : -1;
}

char *shards_member(const struct shards *shards, int item, struct shape shape,
                    struct failure *failure)
{
    uint8_t marks = shards->plan->marks[item % shards->list->count];
    char *name =
        outputs_name_of(shards->asked, shards->list, item, marks, shape.width ? &shape : NULL);
    if (!name)
        failure_errno(failure, "write", "no name for the result", errno);
    return name;
}

char *shards_key(const struct shards *shards, int item, struct failure *failure)
{
    char *name = shards_member(shards, item, (struct shape){0, 0, 0}, failure);
    char *key = name ? outputs_key(shards->asked, name) : NULL;
    if (name && !key)
        failure_set(failure, "write", "memory", "out of memory for a name");
    free(name);
    return key;
}

void shards_complete(void *state)
{
    struct shards *shards = state;
    shards->complete = true;
}

void shards_close(void *state)
{
    struct shards *shards = state;
    if (!shards->format) {
        shards_unlock();
        return;
    }
    if (shards->filling) /* of a run that was given up */
        shards_end(shards);
    journal_close(shards->journal);
    if (shards->complete)
        journal_compact(shards->asked->directory, JOURNAL_PLACE, shards->asked->work);
    if (shards->directory >= 0)
        close(shards->directory);
    free(shards->state);
    free(shards->inputs);
    free(shards->numbers);
    free(shards->places);
    free(shards->pending);
    free(shards->lost);
    lock_free(shards->lock);
    shards_unlock();
}
