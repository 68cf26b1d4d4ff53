/* Making what processes share, mappings and pipes, and finding it again in a program that was
 * started anew. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "drivers/models/processes_shared.h"

enum { OTHER_FILES = 256 }; /* that a process may have open, roughly */

static size_t whole_pages(size_t bytes)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    return (bytes + page - 1) / page * page;
}

static size_t shared_bytes(int ranks)
{
    return whole_pages(sizeof *processes_shared + (size_t)ranks * SLOT_BYTES +
                       sizeof(struct processes_pipes) +
                       (size_t)ranks * sizeof((struct processes_pipes *)NULL)->of[0]);
}

/* Of each rank's part, if there is room for it. Results are kept where all of them, on every rank,
 * are a quarter of the memory; buffers that have to grow leave some unused. */
static size_t part_wanted(int ranks)
{
    return whole_pages((size_t)sysconf(_SC_PHYS_PAGES) * (size_t)sysconf(_SC_PAGESIZE) /
                       (size_t)ranks);
}

static void *map(int file, size_t begin, size_t size)
{
    int kind = file < 0 ? MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE : MAP_SHARED;
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, kind, file, (off_t)begin);
    return memory == MAP_FAILED ? NULL : memory;
}

int processes_map(const struct team *team, int file)
{
    size_t ranks = (size_t)team->ranks, size = shared_bytes(team->ranks);
    processes_shared = map(file, 0, size);
    if (processes_shared && processes_shared->part_bytes > 0)
        processes_arena = map(file, size, ranks * processes_shared->part_bytes);
    return processes_shared ? 0 : -1;
}

void processes_make_arena(const struct team *team, int file)
{
    size_t ranks = (size_t)team->ranks, size = shared_bytes(team->ranks);
    size_t page = whole_pages(1), wanted = part_wanted(team->ranks), part = wanted;
    while (!(processes_arena = map(file, size, ranks * part)) && part > page)
        part = whole_pages(part / 4);
    if (processes_arena && part < wanted) { /* addresses are limited: leave some for all the rest */
        munmap(processes_arena, ranks * part);
        part = whole_pages(part / 2);
        processes_arena = map(file, size, ranks * part);
    }
    processes_shared->part_bytes = processes_arena ? part : 0;
}

int processes_file(const struct team *team)
{
    size_t size = shared_bytes(team->ranks) + (size_t)team->ranks * part_wanted(team->ranks);
    int file = memfd_create("parallax", 0);
    signal(SIGXFSZ, SIG_IGN); /* a limit on files is an error as others are */
    if (file < 0 || ftruncate(file, (off_t)size) == 0)
        return file;
    int error = errno;
    close(file);
    errno = error;
    return -1;
}

static int open_pipe(struct processes_ends *ends)
{
    int file[2];
    if (pipe(file))
        return -1;
    *ends = (struct processes_ends){file[0], file[1]};
    return 0;
}

int processes_open_pipes(const struct team *team)
{
    const int64_t token[2] = {0, 0};
    struct processes_pipes *pipes = processes_pipes(team);
    struct rlimit files;
    rlim_t wanted = (rlim_t)(4 * team->ranks + OTHER_FILES); /* every process has all of them */
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < wanted) {
        files.rlim_cur = wanted < files.rlim_max ? wanted : files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    if (open_pipe(&pipes->token) ||
        write(pipes->token.write, token, sizeof token) != (ssize_t)sizeof token)
        return -1;
    for (int r = 1; r < team->ranks; ++r)
        if (open_pipe(&pipes->of[r].down) || open_pipe(&pipes->of[r].up))
            return -1;
    return 0;
}

/* --- Starting anew */

static const char variable[] = "PARALLAX_SPAWNED";

/* What runs as this process, wherever it came from: its file may have been replaced, or be gone. */
static const char program[] = "/proc/self/exe";

void processes_spawn(const struct team *team, int rank, long parent, int file, char **argv)
{
    char text[64];
    snprintf(text, sizeof text, "%d %d %ld %d", rank, team->ranks, parent, file);
    if (setenv(variable, text, 1) == 0)
        execv(program, argv);
}

bool processes_spawned(struct team *team, long *parent, int *file)
{
    const char *text = getenv(variable);
    if (!text || sscanf(text, "%d %d %ld %d", &team->rank, &team->ranks, parent, file) != 4)
        return false;
    unsetenv(variable); /* it is not for what this process may start */
    prctl(PR_SET_NAME, program_invocation_short_name); /* else it is "exe" */
    return true;
}
