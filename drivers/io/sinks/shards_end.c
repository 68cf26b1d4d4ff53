/* Results in large files: one begins, what is in it is noted, it ends, or is lost. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/common/size.h"
#include "drivers/common/timer.h"
#include "drivers/io/sinks/shards.h"

enum { NOTED_MAX = 64 }; /* results that are settled at a time */

/* As outputs that are files: the disk may be a slow one. */
static const double WAIT = 0.2, WAIT_FOLD = 20;

/* By its name the next run knows it. Where the file system's times are whole seconds, two that are
 * begun in one second are to differ. */
int shards_start(struct shards *shards, struct failure *failure)
{
    static const int64_t second = 1000000000, day = 86400;
    const struct shard_format *format = shards->format;
    char name[SHARD_NAME_SIZE];
    struct stat status;
    for (;; ++shards->next) {
        shards_name(name, shards->asked->rank, shards->next, format->extension);
        if (faccessat(shards->directory, name, F_OK, AT_EACCESS))
            break;
    }
    temporary_name(shards->temporary, name);
    if (format->begin(shards->state, shards, failure))
        return -1;
    if (fstatat(shards->directory, shards->temporary, &status, AT_SYMLINK_NOFOLLOW)) {
        failure_errno(failure, "write", "a shard is gone", errno);
        format->abandon(shards->state);
        return -1;
    }
    shards->time = journal_input_of(&status).mtime;
    if (shards->time % second == 0)
        shards->time -= second * (((int64_t)getpid() * 64 + shards->next) % day);
    shards->filling = true;
    return 0;
}

/* Those pending from `first` on are lost. */
static void lose(struct shards *shards, size_t first)
{
    size_t more = shards->pending_count - first, count = shards->lost_count + more;
    struct shard_pending *lost = realloc(shards->lost, size_product(count + 1, sizeof *lost));
    if (lost) { /* else they stay counted as done, and are made anew by the next run */
        memcpy(lost + shards->lost_count, shards->pending + first, more * sizeof *lost);
        shards->lost = lost;
        shards->lost_count = count;
    }
    for (size_t i = first; i < shards->pending_count; ++i)
        shards->places[shards->pending[i].item] = (struct shard_place){0, 0, 0};
    shards->pending_count = first;
}

/* `count` of those that are not noted yet, at most NOTED_MAX; as journal_append(). */
static int note(struct shards *shards, int count, bool sync)
{
    struct journal_entry entries[NOTED_MAX];
    struct failure none;
    int64_t stored[2];
    int named = 0;
    shards_stored(stored, shards->asked->rank, shards->next, shards->time);
    for (; named < count; ++named) {
        const struct shard_pending *pending = &shards->pending[shards->noted + (size_t)named];
        char *key = shards_key(shards, pending->item, &none);
        if (!key)
            break;
        entries[named] = (struct journal_entry){.key = key,
                                                .input = pending->input,
                                                .params = shards->asked->params,
                                                .bytes = pending->hash,
                                                .stored = {stored[0], stored[1]}};
    }
    int result =
        named < count ? JOURNAL_NONE_TOLD : journal_append(shards->journal, entries, count, sync);
    int reason = named < count ? ENOMEM : errno;
    while (named > 0)
        free((char *)entries[--named].key);
    errno = reason;
    return result;
}

/* All at once, or, where a full disk has no room for all their lines, as many as it has. */
static int note_all(struct shards *shards)
{
    const bool sync = shards->asked->sync != SYNC_NONE;
    int count = (int)(shards->pending_count - shards->noted), one = 0;
    int result = note(shards, count, sync);
    if (result == 0)
        shards->noted += (size_t)count;
    for (int i = 0; result == JOURNAL_NONE_TOLD && one == 0 && i < count; ++i)
        if ((one = note(shards, 1, sync)) == 0)
            ++shards->noted;
    return one == JOURNAL_NOT_KNOWN ? one : result;
}

/* What the journal does not tell of is taken out again. */
static int cut(struct shards *shards)
{
    const struct shard_pending *last = shards->pending + shards->noted;
    if (shards->format->cut(shards->state, shards->noted,
                            shards->noted ? &shards->places[last[-1].item] : NULL))
        return -1;
    lose(shards, shards->noted);
    return 0;
}

static int settle_file(struct shards *shards)
{
    struct failure *failure = &shards->failure;
    if (shards->format->settle(shards->state, failure))
        return -1;
    if (shards->asked->sync == SYNC_NONE)
        return 0;
    int file = openat(shards->directory, shards->temporary, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    int result = file < 0 || fdatasync(file)
                     ? failure_errno(failure, "write", "cannot write to the shard", errno)
                     : 0;
    if (file >= 0)
        close(file);
    return result;
}

static bool is_due(const struct shards *shards)
{
    double wait = WAIT_FOLD * shards->took > WAIT ? WAIT_FOLD * shards->took : WAIT;
    return shards->asked->sync == SYNC_FILE || shards->pending_count - shards->noted == NOTED_MAX ||
           timer_now() - shards->since >= wait;
}

int shards_settle(struct shards *shards, bool now)
{
    double began = timer_now();
    if (shards->broken)
        return -1;
    if (shards->noted == shards->pending_count || !(now || is_due(shards)))
        return 0;
    int result = JOURNAL_NOT_KNOWN;
    if (settle_file(shards) == 0 && (result = note_all(shards)) != 0)
        failure_errno(&shards->failure, "write", "cannot note what is in a shard", errno);
    if (result == JOURNAL_NONE_TOLD)
        result = cut(shards);
    shards->broken = result;
    shards->took = timer_now() - began;
    return result ? -1 : 0;
}

static int publish(struct shards *shards)
{
    char name[SHARD_NAME_SIZE];
    int *numbers =
        realloc(shards->numbers, size_product((size_t)shards->count + 1, sizeof *shards->numbers));
    if (!numbers) {
        errno = ENOMEM;
        return -1;
    }
    shards->numbers = numbers;
    shards_name(name, shards->asked->rank, shards->next, shards->format->extension);
    if (shards_date(shards->directory, shards->temporary, shards->time,
                    shards->asked->sync != SYNC_NONE) ||
        temporary_publish(shards->directory, shards->temporary, name, false))
        return -1;
    numbers[shards->count++] = shards->next;
    return 0;
}

void shards_end(struct shards *shards)
{
    const struct shard_format *format = shards->format;
    struct failure *failure = &shards->failure;
    int result = shards_settle(shards, true);
    bool named = false;
    if (result == 0 && shards->pending_count)
        result = format->end(shards->state, failure);
    if (result || !shards->pending_count)
        format->abandon(shards->state);
    else if (!(named = publish(shards) == 0))
        failure_errno(failure, "write", "a shard cannot get its name", errno);
    if (!named) {
        unlinkat(shards->directory, shards->temporary, 0);
        lose(shards, 0);
    }
    shards->pending_count = shards->noted = 0;
    shards->filling = shards->broken = false;
    ++shards->next;
}
