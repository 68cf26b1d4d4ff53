/* Making the children, and what their parent does: pass signals on, wait, leave with a code. */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drivers/common/exit_code.h"
#include "drivers/models/processes.h"
#include "drivers/models/processes_shared.h"

/* --- Waiting */

void processes_wait(atomic_uint *round, unsigned seen)
{
    enum { LOOKS = 200 }; /* some microseconds: a system call costs as much */
    for (int i = 0; i < LOOKS; ++i)
        if (atomic_load_explicit(round, memory_order_acquire) != seen)
            return;
    while (atomic_load_explicit(round, memory_order_acquire) == seen)
        syscall(SYS_futex, round, FUTEX_WAIT, seen, NULL, NULL, 0);
}

void processes_wake(atomic_uint *round)
{
    atomic_fetch_add(round, 1);
    syscall(SYS_futex, round, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

/* --- The parent */

struct children {
    const char *model;
    int count, alive;
    pid_t *pid; /* [count], in the order of ranks; 0: has ended */
    int code;   /* of rank 0 */
};

static void signal_all(const struct children *children, int number)
{
    for (int r = 0; r < children->count; ++r)
        if (children->pid[r] > 0)
            kill(children->pid[r], number);
}

/* The others would wait for it for ever. */
_Noreturn static void end_job(const struct children *children, int rank, pid_t pid, int status)
{
    if (WIFSIGNALED(status))
        fprintf(stderr, "%s: the job ends: rank %d (process %ld) was ended by signal %d (%s)\n",
                children->model, rank, (long)pid, WTERMSIG(status), strsignal(WTERMSIG(status)));
    else
        fprintf(stderr, "%s: the job ends: rank %d (process %ld) left before the end, code %d\n",
                children->model, rank, (long)pid, WEXITSTATUS(status));
    signal_all(children, SIGKILL);
    while (wait(NULL) > 0 || errno == EINTR)
        continue;
    _exit(WIFEXITED(status) && WEXITSTATUS(status) ? WEXITSTATUS(status) : EXIT_BUG);
}

static void take_ends(struct children *children)
{
    pid_t pid;
    int status;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        int rank = 0;
        while (rank < children->count && children->pid[rank] != pid)
            ++rank;
        if (rank == children->count)
            continue; /* not one of ours */
        children->pid[rank] = 0;
        --children->alive;
        int ended = children->count - children->alive;
        if (!WIFEXITED(status) || atomic_load(&processes_shared->left) < ended)
            end_job(children, rank, pid, status);
        if (rank == 0)
            children->code = WEXITSTATUS(status);
    }
}

/* Signals are held back since before the children were made: none is lost. */
_Noreturn static void supervise(struct children *children, const sigset_t *waited)
{
    while (children->alive > 0) {
        int number = sigwaitinfo(waited, NULL);
        if (number == SIGCHLD)
            take_ends(children);
        else if (number > 0)
            signal_all(children, number);
    }
    _exit(children->code);
}

/* --- The children */

/* The CPUs of our mask. */
static int cpus_usable(void)
{
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

_Noreturn static void refuse_memory(const struct team *team)
{
    fprintf(stderr, "%s: no memory for %d processes: %s\n", team->model->name, team->ranks,
            strerror(errno));
    exit(EXIT_MEMORY);
}

_Noreturn static void refuse_process(const struct children *children, int rank, int ranks)
{
    fprintf(stderr, "%s: process %d of %d cannot be made: %s; fewer --ranks may do\n",
            children->model, rank + 1, ranks, strerror(errno));
    signal_all(children, SIGKILL);
    exit(EXIT_CONFIG);
}

/* A child whose parent is killed stops as if it had been told to. */
static void child_begin(struct team *team, int rank, long parent)
{
    team->rank = rank;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        _exit(EXIT_STOPPED);
}

/* What the children are to share. Returns the file of it, for programs that are started anew. */
static int make_shared(struct team *team, const struct wish *wish, struct children *children)
{
    int file = -1;
    children->pid = calloc((size_t)team->ranks, sizeof *children->pid);
    if (!children->pid || (wish->start == START_SPAWN && (file = processes_file(team)) < 0) ||
        processes_map(team, file))
        refuse_memory(team);
    if (team->model->tally_add && processes_tally_make())
        refuse_memory(team);
    if (team->model->place)
        processes_make_arena(team, file);
    if (team->model->deliver && processes_open_pipes(team)) {
        fprintf(stderr, "%s: no pipes for %d processes: %s; fewer --ranks may do\n",
                team->model->name, team->ranks, strerror(errno));
        exit(EXIT_CONFIG);
    }
    return file;
}

/* Returns in the children only. */
static void make_children(struct team *team, const struct wish *wish, char **argv,
                          const sigset_t *waited)
{
    const pid_t parent = getpid();
    struct children children = {.model = team->model->name};
    sigset_t held;
    int file = make_shared(team, wish, &children);
    sigprocmask(SIG_BLOCK, waited, &held);
    for (int rank = 0; rank < team->ranks; ++rank) {
        pid_t child = fork();
        if (child == 0) {
            free(children.pid);
            sigprocmask(SIG_SETMASK, &held, NULL);
            if (wish->start == START_SPAWN) {
                processes_spawn(team, rank, parent, file, argv);
                fprintf(stderr, "%s: the program cannot be started anew: %s; --start fork may do\n",
                        team->model->name, strerror(errno));
                _exit(EXIT_CONFIG);
            }
            child_begin(team, rank, parent);
            return;
        }
        if (child < 0)
            refuse_process(&children, rank, team->ranks);
        children.pid[rank] = child;
        children.count = ++children.alive;
    }
    supervise(&children, waited);
}

void processes_start(struct team *team, const struct wish *wish, int *argc, char ***argv)
{
    (void)argc;
    long parent;
    int file;
    sigset_t waited;
    if (processes_spawned(team, &parent, &file)) {
        if (processes_map(team, file))
            refuse_memory(team);
        child_begin(team, team->rank, parent);
        return;
    }
    team->ranks = wish->ranks > 0 ? wish->ranks : cpus_usable();
    sigemptyset(&waited);
    sigaddset(&waited, SIGCHLD);
    sigaddset(&waited, SIGINT);
    sigaddset(&waited, SIGTERM);
    sigaddset(&waited, SIGUSR1);
    make_children(team, wish, *argv, &waited);
}

void processes_stop(struct team *team)
{
    processes_barrier(team);
    atomic_fetch_add(&processes_shared->left, 1);
}
