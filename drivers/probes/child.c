/* A child process whose lines are read. */
#include "drivers/probes/child.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drivers/common/timer.h"

enum { CANNOT_START = 127 };

/* The child's side: its descriptors, and that it does not outlive us. */
static void child_set_up(int out, int errors, pid_t parent)
{
    int empty = open("/dev/null", O_RDONLY);
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent || dup2(empty, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 ||
        dup2(errors, STDERR_FILENO) < 0)
        _exit(CANNOT_START);
    close(empty);
    close(out);
}

/* In the parent 1 and in the child 0; -1: neither, with errno. */
static int child_make(struct child *child)
{
    int ends[2];
    const pid_t parent = getpid();
    *child = (struct child){.errors = tmpfile()};
    if (!child->errors)
        return -1;
    if (pipe(ends) < 0) {
        fclose(child->errors);
        return -1;
    }
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fflush(stdout); /* or both would print what is still in its buffer */
    child->pid = fork();
    if (child->pid == 0) {
        close(ends[0]);
        child_set_up(ends[1], fileno(child->errors), parent);
        return 0;
    }
    int error = errno;
    close(ends[1]);
    if (child->pid > 0) {
        child->out = ends[0];
        return 1;
    }
    close(ends[0]);
    fclose(child->errors);
    errno = error;
    return -1;
}

int child_start(struct child *child, char *const *argv)
{
    int made = child_make(child);
    if (made == 0) {
        execvp(argv[0], argv);
        dprintf(STDERR_FILENO, "%s: %s\n", argv[0], strerror(errno));
        _exit(CANNOT_START);
    }
    return made > 0 ? 0 : -1;
}

int child_call(struct child *child, child_fn *function, void *context)
{
    int made = child_make(child);
    if (made == 0)
        _exit(function(context));
    return made > 0 ? 0 : -1;
}

/* A line that has come already. */
static bool take_line(struct child *child, char *line, size_t size)
{
    char *end = memchr(child->text, '\n', child->used);
    bool full = !end && child->used == sizeof child->text;
    if (!end && !full)
        return false;
    size_t length = end ? (size_t)(end - child->text) : child->used;
    size_t gone = length + (end ? 1 : 0);
    size_t kept = length < size ? length : size - 1;
    memcpy(line, child->text, kept);
    line[kept] = '\0';
    child->used -= gone;
    memmove(child->text, child->text + gone, child->used);
    return true;
}

int child_line(struct child *child, double seconds, char *line, size_t size)
{
    for (double end = timer_now() + seconds;;) {
        if (take_line(child, line, size))
            return 1;
        double left = end - timer_now();
        struct pollfd there = {.fd = child->out, .events = POLLIN};
        int ready = poll(&there, 1, left > 0 ? (int)(1e3 * left) + 1 : 0);
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0)
            return 0;
        ssize_t got = read(child->out, child->text + child->used, sizeof child->text - child->used);
        if (got <= 0)
            return -1;
        child->used += (size_t)got;
    }
}

/* Whether it ends by itself within so many seconds. */
static bool ends_within(const struct child *child, double seconds, int *status)
{
    const struct timespec millisecond = {0, 1000000};
    for (double end = timer_now() + seconds;;) {
        if (waitpid(child->pid, status, WNOHANG) == child->pid)
            return true;
        if (timer_now() >= end)
            return false;
        nanosleep(&millisecond, NULL);
    }
}

/* The first line in which there is a word. */
static void first_words(FILE *errors, char *why, size_t size)
{
    char line[256];
    why[0] = '\0';
    rewind(errors);
    while (!why[0] && fgets(line, sizeof line, errors)) {
        line[strcspn(line, "\n")] = '\0';
        for (const char *c = line; *c && !why[0]; ++c)
            if (isalpha((unsigned char)*c))
                snprintf(why, size, "%s", line);
    }
}

int child_end(struct child *child, double seconds, bool now, char *why, size_t size)
{
    int status = 0;
    if (now || !ends_within(child, seconds, &status)) {
        kill(child->pid, SIGTERM); /* a launcher then ends what it has launched */
        if (!ends_within(child, 5, &status)) {
            kill(-child->pid, SIGKILL);
            waitpid(child->pid, &status, 0);
        }
    }
    kill(-child->pid, SIGKILL); /* whom it left behind */
    close(child->out);
    first_words(child->errors, why, size);
    fclose(child->errors);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

bool child_beside(const char *name, char *path, size_t size)
{
    char own[4096];
    ssize_t length = readlink("/proc/self/exe", own, sizeof own - 1);
    own[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(own, '/');
    if (!slash)
        return false;
    *slash = '\0';
    int used = snprintf(path, size, "%s/%s", own, name);
    return used > 0 && (size_t)used < size && access(path, X_OK) == 0;
}
