/* Results in large files: what processes that were killed were filling. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drivers/io/path.h"
#include "drivers/io/sinks/shards_told.h"

/* What the journal tells of one shard: the hashes of its results, and which of them were found. */
struct adopting {
    const struct shard_format *format;
    const struct sink_options *asked;
    const struct journal_told *told;
    uint64_t *hashes; /* in their order */
    bool *found;
    size_t count;
};

static bool is_of(const struct journal_fact *fact, int64_t id)
{
    return fact->status == JOURNAL_DONE && fact->stored[0] == id;
}

/* The time of a shard with this number that is told of, the last one before `before`; INT64_MIN:
 * there is none. Files have sizes that may look like numbers of shards. */
static int64_t last_time(const struct journal_told *told, int64_t id, int64_t before)
{
    int64_t last = INT64_MIN;
    for (size_t i = 0; i < told->count; ++i)
        if (is_of(&told->facts[i], id) && told->facts[i].stored[1] < before &&
            told->facts[i].stored[1] > last)
            last = told->facts[i].stored[1];
    return last;
}

static int by_hash(const void *a, const void *b)
{
    const uint64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

static void find_hashes(struct adopting *adopting, int64_t id, int64_t time)
{
    const struct journal_told *told = adopting->told;
    adopting->count = 0;
    for (size_t i = 0; i < told->count; ++i)
        if (is_of(&told->facts[i], id) && told->facts[i].stored[1] == time)
            adopting->hashes[adopting->count++] = told->facts[i].bytes;
    qsort(adopting->hashes, adopting->count, sizeof *adopting->hashes, by_hash);
    memset(adopting->found, 0, adopting->count);
}

static bool is_told(void *context, const void *data, size_t size)
{
    struct adopting *adopting = context;
    const uint64_t hash = journal_hash(data, size);
    size_t low = 0, high = adopting->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (adopting->hashes[middle] < hash)
            low = middle + 1;
        else
            high = middle;
    }
    while (low < adopting->count && adopting->hashes[low] == hash && adopting->found[low])
        ++low; /* equal images */
    bool told = low < adopting->count && adopting->hashes[low] == hash;
    if (told)
        adopting->found[low] = true;
    return told;
}

/* In a process of its own: a library may not stand what a kill has left. */
static int mend(struct adopting *adopting, const char *path)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0)
        _exit(adopting->format->mend(path, is_told, adopting, adopting->count) ? 1 : 0);
    while (child > 0 && waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}

/* -1: it is not what the journal tells. */
static int adopt(struct adopting *adopting, int directory, const char *temporary, const char *name,
                 int64_t id)
{
    char *path = path_join(adopting->asked->directory, temporary);
    int result = -1;
    for (int64_t time = INT64_MAX;
         path && result && (time = last_time(adopting->told, id, time)) != INT64_MIN;) {
        find_hashes(adopting, id, time);
        result = mend(adopting, path) ||
                 shards_date(directory, temporary, time, adopting->asked->sync != SYNC_NONE);
    }
    free(path);
    return result || temporary_publish(directory, temporary, name, false) ? -1 : 0;
}

/* The shard that a temporary file was going to be; false: none, or somebody is filling it. */
static bool is_left(const struct shard_format *format, int directory, const char *temporary,
                    char name[SHARD_NAME_SIZE], int64_t *id)
{
    const char *end = strstr(temporary, ".parallax-");
    size_t length = end && end > temporary ? (size_t)(end - temporary) - 1 : 0;
    int rank, number;
    int64_t stored[2];
    if (length == 0 || length >= SHARD_NAME_SIZE)
        return false;
    memcpy(name, temporary + 1, length);
    name[length] = '\0';
    if (!shards_parse(name, format->extension, &rank, &number) ||
        !temporary_is_for(temporary, name) || !temporary_is_abandoned(directory, temporary))
        return false;
    shards_stored(stored, rank, number, 0);
    *id = stored[0];
    return true;
}

void shards_adopt(const struct shard_format *format, const struct sink_options *asked,
                  const struct journal_told *told, int directory)
{
    struct adopting adopting = {format, asked, told, NULL, NULL, 0};
    char name[SHARD_NAME_SIZE];
    int64_t id;
    int again = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = again < 0 ? NULL : fdopendir(again);
    adopting.hashes = calloc(told->count + 1, sizeof *adopting.hashes);
    adopting.found = calloc(told->count + 1, sizeof *adopting.found);
    for (const struct dirent *entry;
         stream && adopting.hashes && adopting.found && (entry = readdir(stream));)
        if (is_left(format, directory, entry->d_name, name, &id) &&
            adopt(&adopting, directory, entry->d_name, name, id))
            unlinkat(directory, entry->d_name, 0);
    if (stream)
        closedir(stream);
    else if (again >= 0)
        close(again);
    free(adopting.hashes);
    free(adopting.found);
}
