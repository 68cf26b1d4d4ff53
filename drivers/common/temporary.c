/* Files while they are written: under a hidden name that says by whom, then under their own. */
#include "drivers/common/temporary.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "drivers/common/rename_new.h"

enum { HOST_SIZE = 65, OLD_SECONDS = 24 * 60 * 60 };

static const char mark[] = ".parallax-", suffix[] = ".tmp";
static atomic_uint serial; /* of the names that this process has made */

/* Who writes a file. */
struct owner {
    char host[HOST_SIZE];
    uint64_t space; /* of process ids: containers may share a machine's name */
    long process;
    uint64_t start; /* in clock ticks since the machine's; 0: not known */
};

/* When a process began, since numbers are used again; 0: not known, or no such process. */
static uint64_t start_of(long process)
{
    char path[64], line[1024] = "";
    uint64_t start = 0;
    snprintf(path, sizeof path, "/proc/%ld/stat", process);
    FILE *file = fopen(path, "r");
    if (!file)
        return 0;
    if (!fgets(line, sizeof line, file))
        line[0] = '\0';
    fclose(file);
    char *at = strrchr(line, ')');   /* the second field, which may hold anything, ends here */
    if (at && at[1] && at[2] == 'Z') /* it has ended, and nobody has asked how: not the same */
        return UINT64_MAX;
    for (int field = 2; at && field < 22; ++field)
        at = strchr(at + 1, ' ');
    if (at)
        start = strtoull(at + 1, NULL, 10);
    return start;
}

static void find_place(struct owner *owner)
{
    struct stat status;
    char host[256] = "";
    if (gethostname(host, sizeof host - 1))
        host[0] = '\0';
    snprintf(owner->host, sizeof owner->host, "%.64s", host);
    for (char *c = owner->host; *c; ++c) /* so that dashes separate */
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.", *c))
            *c = '_';
    owner->space = stat("/proc/self/ns/pid", &status) == 0 ? (uint64_t)status.st_ino : 0;
}

/* This process. Each thread asks once, which takes six system calls, and again in a process that
 * was forked since. */
static const struct owner *find_mine(void)
{
    static _Thread_local struct owner mine;
    long process = (long)getpid();
    if (mine.process != process) {
        find_place(&mine);
        mine.start = start_of(process);
        mine.process = process;
    }
    return &mine;
}

void temporary_name(char name[TEMPORARY_SIZE], const char *stem)
{
    const struct owner *mine = find_mine();
    char tail[TEMPORARY_SIZE];
    snprintf(tail, sizeof tail, "%s%s-%" PRIu64 "-%ld-%" PRIu64 "-%u%s", mark, mine->host,
             mine->space, mine->process, mine->start, atomic_fetch_add(&serial, 1), suffix);
    bool fits = strlen(stem) + strlen(tail) + 2 <= TEMPORARY_SIZE;
    int cut = fits ? (int)strlen(stem) : 0;
    snprintf(name, TEMPORARY_SIZE, "%s%.*s%.150s", cut ? "." : "", cut, stem, tail);
}

/* Without printf(), which takes longer than all else that a file costs this process itself. */
void temporary_name_next(char name[TEMPORARY_SIZE])
{
    char digits[16], *at = digits + sizeof digits, *number = strrchr(name, '-') + 1;
    unsigned next = atomic_fetch_add(&serial, 1);
    do
        *--at = (char)('0' + next % 10);
    while (next /= 10);
    size_t length = (size_t)(digits + sizeof digits - at);
    if (number + length + sizeof suffix > name + TEMPORARY_SIZE) { /* a stem of full length */
        temporary_name(name, "");
        return;
    }
    memcpy(number, at, length);
    memcpy(number + length, suffix, sizeof suffix);
}

/* Reads what temporary_name() wrote. */
static bool parse(const char *name, struct owner *owner)
{
    const char *at = NULL;
    for (const char *next = strstr(name, mark); next; next = strstr(next + 1, mark))
        at = next;
    unsigned number;
    int end = 0;
    return at && *name == '.' &&
           sscanf(at + strlen(mark), "%64[^-]-%" SCNu64 "-%ld-%" SCNu64 "-%u%n", owner->host,
                  &owner->space, &owner->process, &owner->start, &number, &end) == 5 &&
           strcmp(at + strlen(mark) + end, suffix) == 0;
}

bool temporary_is_for(const char *name, const char *stem)
{
    struct owner owner;
    size_t length = strlen(stem);
    return name[0] == '.' && strncmp(name + 1, stem, length) == 0 &&
           strncmp(name + 1 + length, mark, strlen(mark)) == 0 && parse(name, &owner);
}

static bool is_gone(const struct owner *owner)
{
    if (kill((pid_t)owner->process, 0) && errno == ESRCH)
        return true;
    uint64_t start = start_of(owner->process);
    return start && owner->start && start != owner->start;
}

bool temporary_is_abandoned(int directory, const char *name)
{
    struct owner owner, mine;
    struct stat status;
    if (!parse(name, &owner) || owner.process <= 0 || owner.process > INT32_MAX ||
        fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) || !S_ISREG(status.st_mode))
        return false;
    find_place(&mine);
    if (strcmp(owner.host, mine.host) == 0 && owner.space == mine.space)
        return is_gone(&owner);
    return difftime(time(NULL), status.st_mtime) > OLD_SECONDS;
}

void temporary_sweep(int directory)
{
    int again = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = again < 0 ? NULL : fdopendir(again);
    if (!stream) {
        if (again >= 0)
            close(again);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(stream));)
        if (temporary_is_abandoned(again, entry->d_name))
            unlinkat(again, entry->d_name, 0);
    closedir(stream);
}

static bool has_name(int directory, const char *name, const struct stat *ours)
{
    struct stat status;
    return fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
           status.st_dev == ours->st_dev && status.st_ino == ours->st_ino;
}

/* Without links: look first, and accept the short moment between the two calls. */
static int look_and_rename(int directory, const char *temporary, const char *name)
{
    struct stat status;
    if (fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW))
        return renameat(directory, temporary, directory, name);
    errno = EEXIST;
    return -1;
}

static bool cannot(int reason)
{
    return reason == EPERM || reason == ENOTSUP || reason == EOPNOTSUPP || reason == ENOSYS ||
           reason == EINVAL || reason == EMLINK;
}

/* A link beside the temporary name, which is one name too many: no reason to fail. */
static int link_and_unlink(int directory, const char *temporary, const char *name)
{
    if (linkat(directory, temporary, directory, name, 0))
        return -1;
    unlinkat(directory, temporary, 0);
    return 0;
}

/* By what the file system can: the first that it has is one call. What it has not is not tried for
 * every file. */
static int rename_if_free(int directory, const char *temporary, const char *name)
{
    static atomic_bool no_rename;
    if (!atomic_load(&no_rename)) {
        int result = rename_new(directory, temporary, name);
        if (result == 0 || !cannot(errno))
            return result;
        atomic_store(&no_rename, true);
    }
    int result = link_and_unlink(directory, temporary, name);
    return result && cannot(errno) ? look_and_rename(directory, temporary, name) : result;
}

int temporary_publish_known(int directory, const char *temporary, const struct stat *ours,
                            const char *name, bool replace)
{
    int result = replace ? renameat(directory, temporary, directory, name)
                         : rename_if_free(directory, temporary, name);
    int reason = errno;
    if (result && (reason == EEXIST || reason == ENOENT) && has_name(directory, name, ours)) {
        unlinkat(directory, temporary, 0);
        return 0;
    }
    errno = reason;
    return result;
}

int temporary_publish(int directory, const char *temporary, const char *name, bool replace)
{
    struct stat ours;
    if (fstatat(directory, temporary, &ours, AT_SYMLINK_NOFOLLOW))
        return -1;
    return temporary_publish_known(directory, temporary, &ours, name, replace);
}

void temporary_take_over(int file, const struct stat *old)
{
    struct stat now;
    if (fstat(file, &now))
        return;
    if ((now.st_uid != old->st_uid || now.st_gid != old->st_gid) &&
        fchown(file, old->st_uid, old->st_gid))
        errno = 0; /* who may not give files away keeps them */
    (void)fchmod(file, old->st_mode & 0777);
}
