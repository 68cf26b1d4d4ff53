/* Who works in place is alone there. */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"
#include "drivers/io/file.h"
#include "drivers/io/sinks/journal.h"

/* Held by rank 0 while its job works. */
static struct {
    int directory, file; /* 0: none */
} lock;

/* 1: held; 0: by somebody else; -1: it has just been removed by its holder. */
static int take(int file)
{
    struct stat status;
    if (flock(file, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK)
        return 0;
    return fstat(file, &status) == 0 && status.st_nlink == 0 ? -1 : 1;
}

int journal_lock(const struct sink_options *options, struct failure *failure)
{
    int held = -1;
    for (int tries = 0; tries < 10 && held < 0; ++tries) {
        int directory = file_enter(options->directory, JOURNAL_PLACE, 0, true);
        int file = directory < 0
                       ? -1
                       : openat(directory, JOURNAL_LOCK, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        held = file < 0 ? 1 : take(file); /* what cannot be opened will be complained of later */
        if (held > 0 && file >= 0) {
            lock.directory = directory;
            lock.file = file;
            return 0;
        }
        if (file >= 0)
            close(file);
        if (directory >= 0)
            close(directory);
    }
    if (held > 0)
        return 0;
    failure_set(failure, "plan", "exists",
                "--in-place: another job works here; when it has come to its end, all is done");
    return EXIT_CREATE;
}

void journal_unlock(void)
{
    struct stat status;
    if (lock.file <= 0)
        return;
    if (fstat(lock.file, &status) == 0 && status.st_nlink > 0) {
        int parent = openat(lock.directory, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        unlinkat(lock.directory, JOURNAL_LOCK, 0);
        if (parent >= 0) {
            unlinkat(parent, JOURNAL_PLACE, AT_REMOVEDIR); /* unless it says what is done */
            close(parent);
        }
    }
    close(lock.file);
    close(lock.directory);
    lock.file = lock.directory = 0;
}
