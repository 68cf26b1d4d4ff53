/* A process's own file of the journal: lines are appended, and nothing else. */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "drivers/common/temporary.h"
#include "drivers/io/bytes.h"
#include "drivers/io/file.h"
#include "drivers/io/journal/entry.h"
#include "drivers/io/journal/place.h"

struct journal {
    int directory, file;
    char name[TEMPORARY_SIZE];
    atomic_bool told; /* there are entries */
};

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* In one call of write(), so that threads and torn ends do not mix lines. */
static int write_once(int file, const struct bytes *text)
{
    ssize_t written;
    do
        written = write(file, text->data, text->size);
    while (written < 0 && errno == EINTR);
    if (written >= 0 && (size_t)written < text->size) {
        errno = ENOSPC;
        (void)!write(file, "\n", 1); /* what comes next begins a line */
    }
    return written == (ssize_t)text->size ? 0 : -1;
}

static int begin(struct journal *journal, const char *work)
{
    struct bytes head = {0};
    int result = place_head(&head, work) || write_once(journal->file, &head);
    bytes_free(&head);
    return result ? -1 : 0;
}

struct journal *journal_open(const char *directory, const char *place, const char *work,
                             struct failure *failure)
{
    struct journal *journal = malloc(sizeof *journal);
    if (!journal) {
        failure_set(failure, "write", "memory", "out of memory for the journal");
        return NULL;
    }
    *journal = (struct journal){.directory = file_enter(directory, place, 0, true), .file = -1};
    temporary_name(journal->name, PLACE_PART);
    if (journal->directory >= 0)
        journal->file = openat(journal->directory, journal->name,
                               O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0666);
    if (journal->file < 0 || begin(journal, work)) {
        failure_errno(failure, "write", "cannot note what is done below .parallax", errno);
        journal_close(journal);
        return NULL;
    }
    return journal;
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
        result = write_once(journal->file, &text);
    }
    if (result == 0 && sync)
        result = fdatasync(journal->file);
    int reason = errno;
    bytes_free(&text);
    errno = reason;
    return result ? -1 : 0;
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
    free(journal);
}
