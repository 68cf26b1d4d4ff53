/* Journals of processes that are gone become one file, with one entry for each key. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "drivers/io/file.h"
#include "drivers/io/journal/entry.h"
#include "drivers/io/journal/place.h"
#include "drivers/io/journal/told.h"

/* Merging writes all of the base again: worth it for a quarter of its size, or for so many files.
 */
enum { WORTH = 4, FILES_MAX = 64 };

static const char merged[] = "merge"; /* the new base before it has its name */

struct merging {
    struct journal_told *told;
    FILE *out;
};

/* The last entry of its key once; and what was noted since all was read. */
static int keep_line(void *context, const char *text, size_t length)
{
    struct merging *merging = context;
    struct journal_fact fact, *last;
    if (!entry_parse(text, length, &fact))
        return 0;
    last = told_find(merging->told, fact.key);
    if (last && (fact.at < last->at || (fact.at == last->at && last->merged)))
        return 0;
    if (last && fact.at == last->at)
        last->merged = true;
    return fwrite(text, 1, length, merging->out) < length || putc('\n', merging->out) == EOF ? -1
                                                                                             : 0;
}

/* Files that are to be merged, beside the base. */
struct parts {
    char (*name)[TEMPORARY_SIZE];
    int count;
    off_t size, base;
};

struct words {
    char text[JOURNAL_WORDS];
    bool any;
};

static int find_parts(DIR *stream, struct parts *parts)
{
    struct stat status;
    int directory = dirfd(stream);
    for (const struct dirent *entry; (entry = readdir(stream));) {
        enum place_kind kind = place_kind_of(directory, entry->d_name);
        if (temporary_is_for(entry->d_name, merged) &&
            temporary_is_abandoned(directory, entry->d_name))
            unlinkat(directory, entry->d_name, 0);
        if (kind == PLACE_NOTHING || kind == PLACE_GROWS ||
            strlen(entry->d_name) >= TEMPORARY_SIZE ||
            fstatat(directory, entry->d_name, &status, AT_SYMLINK_NOFOLLOW))
            continue;
        if (kind == PLACE_IS_BASE) {
            parts->base = status.st_size;
            continue;
        }
        void *larger = realloc(parts->name, ((size_t)parts->count + 1) * sizeof *parts->name);
        if (!larger)
            return -1;
        parts->name = larger;
        strcpy(parts->name[parts->count++], entry->d_name);
        parts->size += status.st_size;
    }
    return 0;
}

static bool is_worth(const struct parts *parts)
{
    return parts->count &&
           (parts->size > parts->base / WORTH || parts->count > FILES_MAX || !parts->base);
}

/* What a file says that it is of, as long as all have said the same. */
static int agree_on_words(void *context, const char *text, size_t length)
{
    struct words *words = context;
    bool same =
        !words->any || (strlen(words->text) == length && !memcmp(words->text, text, length));
    words->any = true;
    words->text[0] = '\0';
    if (same && length < sizeof words->text) {
        memcpy(words->text, text, length);
        words->text[length] = '\0';
    }
    return 0;
}

static int end_at_once(void *context, const char *text, size_t length)
{
    (void)context;
    (void)text;
    (void)length;
    return -1;
}

/* The words of all files that are merged, which need not be those of who merges them; none where
 * they are of different work, so that nobody's entries are called somebody else's. */
static struct words words_of(int directory, const struct parts *parts)
{
    struct words words = {0};
    if (parts->base)
        (void)place_read(directory, PLACE_BASE, agree_on_words, end_at_once, &words);
    for (int i = 0; i < parts->count; ++i)
        (void)place_read(directory, parts->name[i], agree_on_words, end_at_once, &words);
    return words;
}

static int write_merged(int directory, int file, const struct parts *parts, struct merging *merging)
{
    struct bytes head = {0};
    const struct words words = words_of(directory, parts);
    merging->out = fdopen(file, "w");
    if (!merging->out) {
        close(file);
        return -1;
    }
    int result = place_head(&head, words.text);
    if (result == 0 && fwrite(head.data, 1, head.size, merging->out) < head.size)
        result = -1;
    if (result == 0 && parts->base)
        result = place_read(directory, PLACE_BASE, NULL, keep_line, merging);
    for (int i = 0; i < parts->count && result == 0; ++i)
        result = place_read(directory, parts->name[i], NULL, keep_line, merging);
    if (result == 0)
        result = fflush(merging->out) || fsync(file);
    bytes_free(&head);
    return fclose(merging->out) || result ? -1 : 0;
}

/* A file that is alone becomes the base as it is: what was synced of it stays synced. */
static bool takes_its_place(int directory, const struct parts *parts)
{
    return !parts->base && parts->count == 1 &&
           renameat(directory, parts->name[0], directory, PLACE_BASE) == 0;
}

static void merge(int directory, const struct parts *parts, struct journal_told *told)
{
    struct merging merging = {.told = told};
    char name[TEMPORARY_SIZE];
    temporary_name(name, merged);
    int file = openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0)
        return;
    for (size_t i = 0; i < told->count; ++i)
        told->facts[i].merged = false;
    if (write_merged(directory, file, parts, &merging) ||
        temporary_publish(directory, name, PLACE_BASE, true)) {
        unlinkat(directory, name, 0);
        return;
    }
    for (int i = 0; i < parts->count; ++i)
        unlinkat(directory, parts->name[i], 0);
}

void journal_compact(const char *directory, const char *place, const char *work)
{
    struct parts parts = {0};
    struct journal_told told = {0};
    struct failure none;
    int fd = file_enter(directory, place, 0, false);
    int lock =
        fd < 0 ? -1 : openat(fd, PLACE_LOCK, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    DIR *stream = lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0 ? fdopendir(fd) : NULL;
    if (stream) {
        if (find_parts(stream, &parts) == 0 && is_worth(&parts) && !takes_its_place(fd, &parts) &&
            journal_read(&told, directory, place, work, &none) == 0)
            merge(fd, &parts, &told);
        closedir(stream);
    } else if (fd >= 0) {
        close(fd);
    }
    if (lock >= 0)
        close(lock);
    journal_free(&told);
    free(parts.name);
}
