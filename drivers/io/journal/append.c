/* A process's own file of the journal: lines are appended, and nothing else. */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "drivers/common/temporary.h"
#include "drivers/io/bytes.h"
#include "drivers/io/file.h"
#include "drivers/io/journal/entry.h"
#include "drivers/io/journal/place.h"
#include "drivers/io/lock.h"

struct journal {
    int directory, file;
    struct lock *lock; /* of writing, and of the name */
    char name[TEMPORARY_SIZE], work[256];
    atomic_bool told; /* there are entries */
};

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* A part of a text was written, since the disk is full: it is taken back, if that can be. */
static int take_back(int file, ssize_t written)
{
    struct stat status;
    bool taken = fstat(file, &status) == 0 && ftruncate(file, status.st_size - written) == 0;
    if (!taken)
        (void)!write(file, "\n", 1); /* what comes next begins a line */
    errno = ENOSPC;
    return taken ? JOURNAL_NONE_TOLD : JOURNAL_NOT_KNOWN;
}

/* In one call of write(), so that threads and torn ends do not mix lines. */
static int write_once(int file, const struct bytes *text)
{
    ssize_t written;
    do
        written = write(file, text->data, text->size);
    while (written < 0 && errno == EINTR);
    if (written == (ssize_t)text->size)
        return 0;
    if (written == 0)
        errno = ENOSPC; /* it says so without an error */
    return written > 0 ? take_back(file, written) : JOURNAL_NONE_TOLD;
}

/* A new file, which begins as all do: open, and its name is the journal's. -1 with errno. */
static int begin(struct journal *journal)
{
    struct bytes head = {0};
    temporary_name(journal->name, PLACE_PART);
    int file = openat(journal->directory, journal->name,
                      O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0666);
    int result = file < 0 || place_head(&head, journal->work) || write_once(file, &head);
    int reason = errno;
    bytes_free(&head);
    if (result && file >= 0) {
        close(file);
        unlinkat(journal->directory, journal->name, 0);
    }
    errno = reason;
    return result ? -1 : file;
}

struct journal *journal_open(const char *directory, const char *place, const char *work,
                             struct failure *failure)
{
    struct journal *journal = malloc(sizeof *journal);
    if (!journal) {
        failure_set(failure, "write", "memory", "out of memory for the journal");
        return NULL;
    }
    *journal = (struct journal){
        .directory = file_enter(directory, place, 0, true), .file = -1, .lock = lock_make()};
    snprintf(journal->work, sizeof journal->work, "%s", work);
    if (journal->directory >= 0 && journal->lock)
        journal->file = begin(journal);
    if (journal->file < 0) {
        failure_errno(failure, "write", "cannot note what is done below .parallax", errno);
        journal_close(journal);
        return NULL;
    }
    return journal;
}

/* Others take who has not written for long, on another machine, for gone, and merge and remove his
 * file: what he tells from then on needs a new one. Threads may still sync the old one. */
static int renew(struct journal *journal)
{
    int file = begin(journal);
    int result = file < 0 || dup2(file, journal->file) < 0 ? -1 : 0, reason = errno;
    if (result == 0)
        (void)fcntl(journal->file, F_SETFD, FD_CLOEXEC);
    if (file >= 0)
        close(file);
    errno = reason;
    return result;
}

static int write_told(struct journal *journal, const struct bytes *text)
{
    struct stat status;
    int result = 0;
    lock_take(journal->lock);
    for (bool again = false;; again = true) {
        result = write_once(journal->file, text);
        bool gone = result                          ? errno == ESTALE
                    : fstat(journal->file, &status) ? errno == ESTALE
                                                    : !status.st_nlink;
        if (!gone)
            break;
        errno = ESTALE;
        if (again || renew(journal)) {
            result = JOURNAL_NOT_KNOWN;
            break;
        }
    }
    int reason = errno;
    lock_give(journal->lock);
    errno = reason;
    return result;
}

int journal_append(struct journal *journal, const struct journal_entry *entries, int count,
                   bool sync)
{
    struct bytes text = {0};
    int64_t time = now();
    int result = 0;
    for (int i = 0; i < count && result == 0; ++i) {
        struct journal_entry entry = entries[i];
        entry.at = entry.at ? entry.at : time;
        result = bytes_reserve(&text, text.size + ENTRY_MAX);
        if (result)
            errno = ENOMEM;
        else
            text.size += entry_print((char *)text.data + text.size, &entry);
    }
    if (result == 0 && text.size) {
        atomic_store(&journal->told, true);
        result = write_told(journal, &text);
    }
    if (result == 0 && sync && fdatasync(journal->file))
        result = JOURNAL_NOT_KNOWN;
    int reason = errno;
    bytes_free(&text);
    errno = reason;
    return result;
}

void place_of(struct journal *journal, char name[TEMPORARY_SIZE])
{
    lock_take(journal->lock);
    memcpy(name, journal->name, TEMPORARY_SIZE);
    lock_give(journal->lock);
}

void journal_close(struct journal *journal)
{
    char ended[TEMPORARY_SIZE];
    if (!journal)
        return;
    if (journal->file >= 0) {
        close(journal->file);
        place_ended(journal->name, ended);
        if (atomic_load(&journal->told))
            (void)renameat(journal->directory, journal->name, journal->directory, ended);
        else
            unlinkat(journal->directory, journal->name, 0);
    }
    if (journal->directory >= 0)
        close(journal->directory);
    lock_free(journal->lock);
    free(journal);
}
