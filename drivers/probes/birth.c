/* Making a worker that does nothing, and waiting until it is gone. */
#define _GNU_SOURCE /* MAP_ANONYMOUS */
#include "drivers/probes/birth.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drivers/common/number.h"
#include "drivers/common/timer.h"

extern char **environ;

static char *const nothing[] = {(char *)"/bin/true", NULL};
static char *const python[] = {(char *)"python3", (char *)"-c", (char *)"pass", NULL};

static double fail(char *why, const char *what, int error)
{
    snprintf(why, REPEAT_WHY, "%s: %s", what, strerror(error));
    return NAN;
}

/* Waits for a child that was made `before`. */
static double wait_for(pid_t child, double before, const char *what, char *why)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    double seconds = timer_now() - before;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return seconds;
    snprintf(why, REPEAT_WHY, "%s cannot be run here", what);
    return NAN;
}

static void *do_nothing(void *context)
{
    return context;
}

double birth_thread(void *context, char *why)
{
    pthread_t thread;
    double before = timer_now();
    int error = pthread_create(&thread, NULL, do_nothing, context);
    if (error)
        return fail(why, "thread", error);
    pthread_join(thread, NULL);
    return timer_now() - before;
}

double birth_fork(void *context, char *why)
{
    (void)context;
    double before = timer_now();
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    return child < 0 ? fail(why, "fork", errno) : wait_for(child, before, "fork", why);
}

double birth_exec(void *context, char *why)
{
    (void)context;
    double before = timer_now();
    pid_t child = fork();
    if (child == 0) {
        execv(nothing[0], nothing);
        _exit(127);
    }
    return child < 0 ? fail(why, "fork", errno) : wait_for(child, before, nothing[0], why);
}

static double spawn(char *const *argv, char *why)
{
    pid_t child;
    double before = timer_now();
    int error = posix_spawnp(&child, argv[0], NULL, NULL, argv, environ);
    return error ? fail(why, argv[0], error) : wait_for(child, before, argv[0], why);
}

double birth_spawn(void *context, char *why)
{
    (void)context;
    return spawn(nothing, why);
}

double birth_python(void *context, char *why)
{
    (void)context;
    return spawn(python, why);
}

/* A number of bytes behind `word` in a file, in units of `unit`; infinite: it is not there. */
static double bytes_in(const char *path, const char *word, double unit)
{
    char line[128];
    double value = INFINITY, found;
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, word, strlen(word)) == 0 &&
            sscanf(line + strlen(word), "%lf", &found) == 1)
            value = found * unit;
    if (file)
        fclose(file);
    return value;
}

/* What the machine and the control group leave. */
static double bytes_left(void)
{
    double used = bytes_in("/sys/fs/cgroup/memory.current", "", 1);
    double limit = bytes_in("/sys/fs/cgroup/memory.max", "", 1);
    double older = bytes_in("/sys/fs/cgroup/memory/memory.limit_in_bytes", "", 1);
    double group = isfinite(used) ? limit - used : older;
    return fmin(bytes_in("/proc/meminfo", "MemAvailable:", 1024), group);
}

void *birth_touch(size_t bytes, char *why)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    double left = bytes_left();
    if ((double)bytes * 1.25 > left) { /* the page tables, twice, and others */
        snprintf(why, REPEAT_WHY, "not enough memory: %s GiB are free, a quarter more is needed",
                 number_short(left / (1 << 30), 3).text);
        return NULL;
    }
    uint8_t *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        fail(why, "mmap", errno);
        return NULL;
    }
    for (size_t at = 0; at < bytes; at += page)
        memory[at] = 1;
    return memory;
}

void birth_free(void *memory, size_t bytes)
{
    munmap(memory, bytes);
}
