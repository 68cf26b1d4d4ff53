/* What the journals of all processes tell: the last entry of each key. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/size.h"
#include "drivers/io/file.h"
#include "drivers/io/journal/entry.h"
#include "drivers/io/journal/place.h"
#include "drivers/io/journal/told.h"

enum { FIRST = 1024, TRIES = 100 }; /* of a reading that a merge came in between */

/* Where the fact of a key is, or would be: a slot that points to it, or an empty one. */
static uint32_t *slot_of(const struct journal_told *told, uint64_t key)
{
    size_t mask = told->slot_count - 1, at = (size_t)key & mask;
    while (told->slots[at] && told->facts[told->slots[at] - 1].key != key)
        at = (at + 1) & mask;
    return &told->slots[at];
}

/* At least a quarter of the slots stay empty. */
static int grow_slots(struct journal_told *told)
{
    size_t count = told->slot_count ? 2 * told->slot_count : 2 * FIRST;
    uint32_t *slots = calloc(count, sizeof *slots);
    if (!slots)
        return -1;
    free(told->slots);
    told->slots = slots;
    told->slot_count = count;
    for (size_t i = 0; i < told->count; ++i)
        *slot_of(told, told->facts[i].key) = (uint32_t)(i + 1);
    return 0;
}

static int make_room(struct journal_told *told)
{
    if (told->count >= UINT32_MAX - 1)
        return -1;
    if (told->count == told->capacity) {
        size_t capacity = told->capacity ? told->capacity + told->capacity / 2 : FIRST;
        struct journal_fact *facts =
            realloc(told->facts, size_product(capacity, sizeof *told->facts));
        if (!facts)
            return -1;
        told->facts = facts;
        told->capacity = capacity;
    }
    return told->count >= told->slot_count / 4 * 3 ? grow_slots(told) : 0;
}

static int add_fact(struct journal_told *told, const struct journal_fact *fact)
{
    if (make_room(told)) {
        errno = ENOMEM;
        return -1;
    }
    uint32_t *slot = slot_of(told, fact->key);
    if (!*slot) {
        told->facts[told->count] = *fact;
        *slot = (uint32_t)++told->count;
    } else if (told->facts[*slot - 1].at <= fact->at) {
        told->facts[*slot - 1] = *fact;
    }
    return 0;
}

struct journal_fact *told_find(const struct journal_told *told, uint64_t key)
{
    uint32_t *slot = told->count ? slot_of(told, key) : NULL;
    return slot && *slot ? &told->facts[*slot - 1] : NULL;
}

const struct journal_fact *journal_find(const struct journal_told *told, const char *key)
{
    return told->count ? told_find(told, entry_key(key)) : NULL;
}

enum journal_verdict journal_judge(const struct journal_fact *fact, struct journal_input input,
                                   uint64_t params)
{
    if (!fact)
        return JOURNAL_UNTOLD;
    if (fact->params != params || fact->input != entry_input(input))
        return JOURNAL_OTHER;
    return fact->status == JOURNAL_DONE ? JOURNAL_SAME : JOURNAL_SAME_FAILED;
}

void journal_free(struct journal_told *told)
{
    free(told->facts);
    free(told->slots);
    *told = (struct journal_told){0};
}

struct reading {
    struct journal_told *told;
    const char *work, *without; /* without: a file that is passed over; "" */
};

static int take_head(void *context, const char *text, size_t length)
{
    const struct reading *reading = context;
    struct journal_told *told = reading->told;
    if (length == strlen(reading->work) && memcmp(text, reading->work, length) == 0)
        return 0;
    size_t fits = length < sizeof told->work - 1 ? length : sizeof told->work - 1;
    memcpy(told->work, text, fits);
    told->work[fits] = '\0';
    return 0;
}

static int take_line(void *context, const char *text, size_t length)
{
    const struct reading *reading = context;
    struct journal_fact fact;
    return entry_parse(text, length, &fact) ? add_fact(reading->told, &fact) : 0;
}

/* All files that there are; *again: one of them has been merged meanwhile. */
static int read_all(struct reading *reading, DIR *stream, bool *again)
{
    int directory = dirfd(stream);
    struct stat before = {0}, after = {0};
    (void)fstatat(directory, PLACE_BASE, &before, AT_SYMLINK_NOFOLLOW);
    rewinddir(stream);
    *again = false;
    errno = 0;
    for (const struct dirent *entry; (entry = readdir(stream)); errno = 0) {
        if (strcmp(entry->d_name, reading->without) == 0 ||
            place_kind_of(directory, entry->d_name) == PLACE_NOTHING ||
            place_read(directory, entry->d_name, take_head, take_line, reading) == 0)
            continue;
        if (errno != ENOENT && errno != ESTALE) /* as NFS says of what another node removed */
            return -1;
        *again = true;
    }
    if (errno)
        return -1;
    (void)fstatat(directory, PLACE_BASE, &after, AT_SYMLINK_NOFOLLOW);
    *again = *again || before.st_ino != after.st_ino || before.st_size != after.st_size;
    return 0;
}

static int cannot(int error, struct failure *failure)
{
    if (error == ENOTSUP) {
        failure_set(failure, "plan", "unsupported",
                    "the journal below .parallax is of a newer version of these programs");
        return EXIT_CREATE;
    }
    failure_errno(failure, "plan", "cannot read the journal below .parallax", error);
    return error == ENOMEM ? EXIT_MEMORY : EXIT_IO;
}

static int read_place(struct reading *reading, const char *directory, const char *place,
                      struct failure *failure)
{
    *reading->told = (struct journal_told){0};
    int fd = file_enter(directory, place, 0, false);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR || errno == ESTALE ? 0 : cannot(errno, failure);
    DIR *stream = fdopendir(fd);
    if (!stream) {
        close(fd);
        return cannot(ENOMEM, failure);
    }
    int result = 0;
    bool again = true;
    for (int tries = 0; result == 0 && again && tries < TRIES; ++tries)
        result = read_all(reading, stream, &again);
    int reason = errno;
    closedir(stream);
    return result ? cannot(reason, failure) : 0;
}

int journal_read(struct journal_told *told, const char *directory, const char *place,
                 const char *work, struct failure *failure)
{
    struct reading reading = {told, work, ""};
    return read_place(&reading, directory, place, failure);
}

int journal_read_others(struct journal_told *told, const char *directory, const char *place,
                        const char *work, struct journal *journal, struct failure *failure)
{
    char own[TEMPORARY_SIZE];
    struct reading reading = {told, work, own};
    place_of(journal, own);
    return read_place(&reading, directory, place, failure);
}
