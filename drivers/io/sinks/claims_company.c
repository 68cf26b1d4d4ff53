/* Jobs that work on one directory at the same time: whether there is more than one. */
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/directory.h"
#include "drivers/common/temporary.h"
#include "drivers/common/timer.h"
#include "drivers/io/file.h"
#include "drivers/io/sinks/claims.h"

static const double LOOK = 0.2; /* seconds from one look to the next */

/* Whether a job may run that is not `owner`: one of another machine, whose file says for how long
 * it has run and not whether it still does, counts however old it is, since that costs looks only.
 */
static bool find_other(int place, const char *owner)
{
    DIR *stream = directory_list(place, ".");
    bool found = !stream;
    for (const struct dirent *entry; !found && (entry = readdir(stream));)
        found = temporary_is_for(entry->d_name, CLAIMS_JOB) && strcmp(entry->d_name, owner) != 0 &&
                !temporary_is_gone(place, entry->d_name);
    if (stream)
        closedir(stream);
    return found;
}

bool claims_others(const char *directory)
{
    int place = file_enter(directory, JOURNAL_PLACE, 0, false);
    bool others = place >= 0 && find_other(place, "");
    if (place >= 0)
        close(place);
    return others;
}

/* A job that begins or ends changes when the place was changed; NFS asks the server when it is
 * opened. Times count in ticks: once more after the last change. */
static bool look(struct claims *claims)
{
    struct stat status;
    int anew = openat(claims->place, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool known = anew >= 0 && fstat(anew, &status) == 0;
    if (anew >= 0)
        close(anew);
    if (!known)
        return true;
    long long changed = journal_input_of(&status).mtime;
    bool same = changed == atomic_exchange(&claims->changed, changed);
    bool was_calm = atomic_exchange(&claims->calm, same);
    return !(same && was_calm) && find_other(claims->place, claims->owner);
}

bool claims_company(struct claims *claims)
{
    if (!*claims->owner || atomic_load(&claims->company))
        return true;
    double now = timer_now(), next = atomic_load(&claims->next);
    if (now < next || !atomic_compare_exchange_strong(&claims->next, &next, now + LOOK))
        return false;
    if (!look(claims))
        return false;
    atomic_store(&claims->company, true);
    return true;
}
