/* The journal of work in place: who works is alone there, and its end is an end. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "drivers/common/directory.h"
#include "drivers/common/exit_code.h"
#include "drivers/io/file.h"
#include "drivers/io/journal/place.h"

#define DONE "in-place.done" /* complete */
#define FRESH                                                                                      \
    "in-place.new" /* of a job that has not been accepted yet, and is to forget all else */

static const char lock_name[] = "in-place.lock", works[] = "in-place";

static int held = -1; /* the lock file, while its job works */

int journal_lock(const char *directory, struct failure *failure)
{
    int place = file_enter(directory, JOURNAL_PLACE, 0, true);
    int file = place < 0 ? -1 : openat(place, lock_name, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (place >= 0)
        close(place);
    if (file < 0) /* it will be complained of where the journal is opened */
        return 0;
    if (flock(file, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK) {
        close(file);
        failure_set(failure, "plan", "exists",
                    "--in-place: another job works here; when it has come to its end, all is done");
        return EXIT_CREATE;
    }
    held = file;
    return 0;
}

void journal_unlock(void)
{
    if (held >= 0)
        close(held);
    held = -1;
}

/* With all files that the journal may have there. */
static void remove_place(int parent, const char *name)
{
    DIR *stream = directory_list(parent, name);
    for (const struct dirent *entry; stream && (entry = readdir(stream));)
        if (place_kind_of(dirfd(stream), entry->d_name) != PLACE_NOTHING ||
            strcmp(entry->d_name, PLACE_LOCK) == 0)
            unlinkat(dirfd(stream), entry->d_name, 0);
    if (stream)
        closedir(stream);
    unlinkat(parent, name, AT_REMOVEDIR);
}

void journal_complete(const char *directory)
{
    int place = file_enter(directory, JOURNAL_PLACE, 0, false);
    if (place < 0)
        return;
    if (faccessat(place, works, F_OK, 0) == 0) {
        remove_place(place, DONE);
        (void)renameat(place, works, place, DONE);
    }
    close(place);
}

const char *journal_start(const char *directory, bool again, bool fresh)
{
    int place = file_enter(directory, JOURNAL_PLACE, 0, false);
    bool reopens = place >= 0 && again && !fresh && faccessat(place, works, F_OK, 0) != 0 &&
                   faccessat(place, DONE, F_OK, 0) == 0;
    if (place >= 0 && fresh) /* of a job that was killed before it was accepted */
        remove_place(place, FRESH);
    if (place >= 0)
        close(place);
    return fresh ? JOURNAL_PLACE "/" FRESH : reopens ? JOURNAL_PLACE "/" DONE : JOURNAL_IN_PLACE;
}

int journal_accept(const char *directory, const char *place)
{
    if (strcmp(place, JOURNAL_IN_PLACE) == 0)
        return 0;
    if (strcmp(place, JOURNAL_PLACE "/" FRESH) == 0)
        journal_complete(directory); /* which forgets */
    int parent = file_enter(directory, JOURNAL_PLACE, 0, false);
    if (parent < 0)
        return -1;
    int result = renameat(parent, strrchr(place, '/') + 1, parent, works), reason = errno;
    if (result == 0)
        remove_place(parent, DONE);
    close(parent);
    errno = reason;
    return result;
}

void journal_leave(const char *directory, const char *place)
{
    int parent = file_enter(directory, JOURNAL_PLACE, 0, false);
    if (parent < 0)
        return;
    (void)unlinkat(parent, strrchr(place, '/') + 1, AT_REMOVEDIR);
    (void)unlinkat(parent, works, AT_REMOVEDIR);
    close(parent);
}
