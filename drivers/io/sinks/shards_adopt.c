/* Results in large files: what processes that were killed were filling. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/directory.h"
#include "drivers/common/exit_code.h"
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

/* Of a name that another file has, that one is whole and told of. */
static enum shard_mended publish(int directory, const char *temporary, const char *name)
{
    if (temporary_publish(directory, temporary, name, false) == 0)
        return SHARD_MENDED;
    return errno == EEXIST ? SHARD_DIFFERS : SHARD_COULD_NOT;
}

/* COULD_NOT: with errno. */
static enum shard_mended adopt(struct adopting *adopting, int directory, const char *temporary,
                               const char *name, int64_t id)
{
    char *path = path_join(adopting->asked->directory, temporary);
    enum shard_mended result = path ? SHARD_DIFFERS : SHARD_COULD_NOT;
    for (int64_t time = INT64_MAX;
         result == SHARD_DIFFERS && (time = last_time(adopting->told, id, time)) != INT64_MIN;) {
        find_hashes(adopting, id, time);
        result = adopting->format->mend(path, is_told, adopting, adopting->count);
        if (result == SHARD_MENDED &&
            shards_date(directory, temporary, time, adopting->asked->sync != SYNC_NONE))
            result = SHARD_COULD_NOT;
    }
    int reason = errno;
    free(path);
    errno = reason;
    return result == SHARD_MENDED ? publish(directory, temporary, name) : result;
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

static int adopt_all(struct adopting *adopting, DIR *stream)
{
    char name[SHARD_NAME_SIZE];
    int64_t id;
    int directory = dirfd(stream);
    const struct dirent *entry;
    while (errno = 0, entry = readdir(stream)) {
        if (!is_left(adopting->format, directory, entry->d_name, name, &id))
            continue;
        enum shard_mended mended = adopt(adopting, directory, entry->d_name, name, id);
        if (mended == SHARD_COULD_NOT)
            return -1;
        if (mended == SHARD_DIFFERS)
            unlinkat(directory, entry->d_name, 0);
    }
    return errno ? -1 : 0;
}

int shards_adopt(const struct shard_format *format, const struct sink_options *asked,
                 const struct journal_told *told, int directory, struct failure *failure)
{
    struct adopting adopting = {format, asked, told, NULL, NULL, 0};
    DIR *stream = directory_list(directory, ".");
    int result = -1;
    adopting.hashes = calloc(told->count + 1, sizeof *adopting.hashes);
    adopting.found = calloc(told->count + 1, sizeof *adopting.found);
    if (stream && adopting.hashes && adopting.found)
        result = adopt_all(&adopting, stream);
    int reason = errno;
    if (stream)
        closedir(stream);
    free(adopting.hashes);
    free(adopting.found);
    if (result == 0)
        return 0;
    failure_errno(failure, "plan", "cannot complete a shard that a run which was killed has left",
                  reason);
    return reason == ENOMEM ? EXIT_MEMORY : EXIT_IO;
}
