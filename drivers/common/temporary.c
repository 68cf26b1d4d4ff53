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

#include "drivers/common/directory.h"

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

/* Reads who has named the file, and what it is; false: it is no such file. */
static bool look(int directory, const char *name, struct owner *owner, struct stat *status)
{
    return parse(name, owner) && owner->process > 0 && owner->process <= INT32_MAX &&
           fstatat(directory, name, status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status->st_mode);
}

static bool is_here(const struct owner *owner)
{
    struct owner mine;
    find_place(&mine);
    return strcmp(owner->host, mine.host) == 0 && owner->space == mine.space;
}

bool temporary_is_abandoned(int directory, const char *name)
{
    struct owner owner;
    struct stat status;
    if (!look(directory, name, &owner, &status))
        return false;
    if (is_here(&owner))
        return is_gone(&owner);
    return difftime(time(NULL), status.st_mtime) > OLD_SECONDS;
}

bool temporary_is_gone(int directory, const char *name)
{
    struct owner owner;
    struct stat status;
    return look(directory, name, &owner, &status) && is_here(&owner) && is_gone(&owner);
}

bool temporary_sweep(int directory)
{
    DIR *stream = directory_list(directory, ".");
    bool empty = stream;
    errno = 0; /* the end is told from an error by nothing else */
    for (const struct dirent *entry; stream && (entry = readdir(stream)); errno = 0) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
            continue;
        if (!temporary_is_abandoned(directory, name) || unlinkat(directory, name, 0))
            empty = false;
    }
    empty = empty && errno == 0;
    if (stream)
        closedir(stream);
    return empty;
}
