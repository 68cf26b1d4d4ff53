/* Jobs that work on one directory at the same time: who does what. */
#include "drivers/io/sinks/claims.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/directory.h"
#include "drivers/common/temporary.h"
#include "drivers/common/timer.h"
#include "drivers/io/file.h"

/* Blocks are as small as they may be without too many files. */
enum { BLOCKS_MAX = 4096, BLOCK_MIN = 16, TRIES = 3 };
enum { UNKNOWN, MINE, ANOTHERS };
static const double RENEWAL = 3600; /* seconds */

static const char below[] = "claims", stem[] = CLAIMS_JOB, claim_stem[] = "claim";

static char held[TEMPORARY_SIZE]; /* this job's file, on rank 0 */

void claims_begin(const char *directory, char *owner)
{
    int place = file_enter(directory, JOURNAL_PLACE, 0, true);
    temporary_name(held, stem);
    int file = place < 0 ? -1 : openat(place, held, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0)
        held[0] = '\0';
    memcpy(owner, held, sizeof held);
    if (file >= 0)
        close(file);
    if (place >= 0)
        close(place);
}

/* Whether the job of this name still runs, as far as can be known. */
static bool runs(int place, const char *owner)
{
    return temporary_is_for(owner, stem) && faccessat(place, owner, F_OK, 0) == 0 &&
           !temporary_is_abandoned(place, owner);
}

/* Who has claimed it; "": nobody, or he was killed while he did. */
static void read_owner(int claims, const char *name, char owner[TEMPORARY_SIZE])
{
    int file = openat(claims, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    ssize_t size = file < 0 ? 0 : read(file, owner, TEMPORARY_SIZE - 1);
    owner[size > 0 ? size : 0] = '\0';
    if (strchr(owner, '/'))
        owner[0] = '\0';
    if (file >= 0)
        close(file);
}

/* What says that jobs run which were killed. */
static void forget_killed(int place)
{
    DIR *stream = directory_list(place, ".");
    for (const struct dirent *entry; stream && (entry = readdir(stream));)
        if (temporary_is_for(entry->d_name, stem) && temporary_is_abandoned(place, entry->d_name))
            unlinkat(place, entry->d_name, 0);
    if (stream)
        closedir(stream);
}

void claims_end(const char *directory)
{
    int place = held[0] ? file_enter(directory, JOURNAL_PLACE, 0, false) : -1;
    DIR *stream = place < 0 ? NULL : directory_list(place, below);
    if (place >= 0) {
        unlinkat(place, held, 0);
        forget_killed(place);
    }
    if (stream)
        temporary_sweep(dirfd(stream));
    for (const struct dirent *entry; stream && (entry = readdir(stream));) {
        char owner[TEMPORARY_SIZE];
        if (entry->d_name[0] == '.')
            continue;
        read_owner(dirfd(stream), entry->d_name, owner);
        if (!runs(place, owner))
            unlinkat(dirfd(stream), entry->d_name, 0);
    }
    if (stream)
        closedir(stream);
    if (place >= 0) {
        unlinkat(place, below, AT_REMOVEDIR);
        close(place);
    }
    held[0] = '\0';
}

void claims_open(struct claims *claims, const struct sink_options *asked, const struct list *list,
                 const struct sink_plan *plan)
{
    const char *owner = plan->owner;
    const uint64_t work[] = {list->fingerprint, asked->params, (uint64_t)list->count};
    int blocks = list->count / BLOCKS_MAX;
    *claims = (struct claims){
        .owner = "", .place = -1, .count = list->count, .company = plan->company != 0};
    claims->size = blocks > BLOCK_MIN ? blocks : BLOCK_MIN;
    claims->work = journal_hash(work, sizeof work);
    claims->state = calloc((size_t)(list->count / claims->size) + 1, sizeof *claims->state);
    claims->place = *owner ? file_enter(asked->directory, JOURNAL_PLACE, 0, false) : -1;
    bool can = claims->state && claims->place >= 0 &&
               (mkdirat(claims->place, below, 0777) == 0 || errno == EEXIST);
    claims->owner = can ? owner : "";
    atomic_store(&claims->renewal, timer_now() + RENEWAL); /* its time is still its beginning */
}

void claims_renew(struct claims *claims)
{
    double due = atomic_load(&claims->renewal), now = *claims->owner ? timer_now() : 0;
    if (!*claims->owner || now < due ||
        !atomic_compare_exchange_strong(&claims->renewal, &due, now + RENEWAL))
        return;
    int file = openat(claims->place, claims->owner,
                      O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
    if (file >= 0) {
        (void)futimens(file, NULL);
        close(file);
    }
}

void claims_close(struct claims *claims)
{
    if (claims->state && claims->place >= 0)
        close(claims->place);
    free(claims->state);
    *claims = (struct claims){.owner = "", .place = -1};
}

int64_t claims_began(const struct claims *claims)
{
    struct stat status;
    if (!*claims->owner || fstatat(claims->place, claims->owner, &status, AT_SYMLINK_NOFOLLOW))
        return INT64_MAX;
    return journal_input_of(&status).mtime;
}

/* With its text from the beginning: others read it at any time. 0, or -1 with errno. */
static int make_claim(const struct claims *claims, const char *name)
{
    char base[TEMPORARY_SIZE], temporary[sizeof below + TEMPORARY_SIZE];
    temporary_name(base, claim_stem);
    snprintf(temporary, sizeof temporary, "%s/%s", below, base);
    int file = openat(claims->place, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0)
        return -1;
    ssize_t length = (ssize_t)strlen(claims->owner);
    int result = write(file, claims->owner, (size_t)length) == length ? 0 : -1;
    int reason = ENOSPC;
    close(file);
    if (result == 0 && temporary_publish(claims->place, temporary, name, false)) {
        reason = errno;
        result = -1;
    }
    if (result)
        unlinkat(claims->place, temporary, 0);
    errno = reason;
    return result;
}

/* MINE or ANOTHERS. Where there is no telling, it is ours: that costs work, and loses none. */
static uint8_t claim(const struct claims *claims, int block)
{
    char name[64], owner[TEMPORARY_SIZE];
    snprintf(name, sizeof name, "%s/%016" PRIx64 "-%d", below, claims->work, block);
    for (int tries = 0; tries < TRIES; ++tries) {
        if (faccessat(claims->place, name, F_OK, 0) &&
            (make_claim(claims, name) == 0 || errno != EEXIST))
            return MINE;
        read_owner(claims->place, name, owner);
        if (strcmp(owner, claims->owner) == 0)
            return MINE;
        if (!*owner || runs(claims->place, owner))
            return ANOTHERS;
        unlinkat(claims->place, name, 0); /* its job has ended */
    }
    return ANOTHERS;
}

bool claims_take(struct claims *claims, int item)
{
    if (!*claims->owner)
        return true;
    int block = item % claims->count / claims->size;
    uint8_t state = atomic_load(&claims->state[block]);
    if (state == UNKNOWN) {
        state = claim(claims, block);
        atomic_store(&claims->state[block], state);
    }
    return state == MINE;
}
