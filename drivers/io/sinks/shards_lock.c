/* Who fills shards is alone in a directory: two jobs would both make what neither sees of the
 * other. */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"
#include "drivers/io/file.h"
#include "drivers/io/journal/journal.h"
#include "drivers/io/sinks/shards_told.h"

static int lock; /* held by rank 0 while its job works; 0: none */

int shards_lock(const char *directory, struct failure *failure)
{
    int place = file_enter(directory, JOURNAL_PLACE, 0, true);
    int file = place < 0 ? -1 : openat(place, "shards.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (place >= 0)
        close(place);
    if (file < 0)
        return 0; /* what cannot be written is complained of later */
    if (flock(file, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) {
        lock = file;
        return 0;
    }
    close(file);
    failure_set(failure, "plan", "exists",
                "another job fills shards in this directory: wait for its end, or choose another "
                "--output");
    return EXIT_CREATE;
}

void shards_unlock(void)
{
    if (lock > 0)
        close(lock);
    lock = 0;
}
