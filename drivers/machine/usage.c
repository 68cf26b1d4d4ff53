/* What a thread, a process and a machine have used of their CPUs: Linux's own calls. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "drivers/common/timer.h"
#include "drivers/machine/usage.h"

/* Documentation/scheduler/sched-stats.rst of Linux: the second number, in ns. */
static double ready_of_thread(void)
{
    char text[128];
    double ready;
    int file = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return NAN;
    ssize_t size = read(file, text, sizeof text - 1);
    close(file);
    text[size > 0 ? size : 0] = '\0';
    return sscanf(text, "%*s %lf", &ready) == 1 ? 1e-9 * ready : NAN;
}

struct usage usage_of_thread(void)
{
    struct rusage usage;
    return (struct usage){timer_thread_cpu(),
                          getrusage(RUSAGE_THREAD, &usage) < 0 ? -1 : (int64_t)usage.ru_nivcsw,
                          ready_of_thread()};
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + 1e-6 * (double)time.tv_usec;
}

double usage_of_process(void)
{
    struct rusage usage;
    return getrusage(RUSAGE_SELF, &usage) < 0
               ? NAN
               : seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

double usage_of_companions(void)
{
    const char *text = getenv("PARALLAX_COMPANIONS");
    double sum = 0;
    for (const char *end; text; text = end ? end + 1 : NULL) {
        const long process = strtol(text, NULL, 10); /* 0: no number */
        end = strchr(text, ',');
        clockid_t clock;
        struct timespec used;
        if (process > 0 && clock_getcpuclockid((pid_t)process, &clock) == 0 &&
            clock_gettime(clock, &used) == 0)
            sum += (double)used.tv_sec + 1e-9 * (double)used.tv_nsec;
    }
    return sum;
}

struct usage_machine usage_below(const char *root)
{
    struct usage_machine machine = {NAN, NAN};
    enum { USER, NICE, SYSTEM, IDLE, IOWAIT, IRQ, SOFTIRQ, STEAL, TIMES };
    double t[TIMES], tick = (double)sysconf(_SC_CLK_TCK);
    char path[256];
    snprintf(path, sizeof path, "%s/proc/stat", root);
    FILE *file = fopen(path, "r");
    if (!file)
        return machine;
    if (fscanf(file, "cpu %lf %lf %lf %lf %lf %lf %lf %lf", &t[USER], &t[NICE], &t[SYSTEM],
               &t[IDLE], &t[IOWAIT], &t[IRQ], &t[SOFTIRQ], &t[STEAL]) == TIMES) {
        machine.busy_s = (t[USER] + t[NICE] + t[SYSTEM] + t[IRQ] + t[SOFTIRQ]) / tick;
        machine.stolen_s = t[STEAL] / tick;
    }
    fclose(file);
    return machine;
}

struct usage_machine usage_of_machine(void)
{
    return usage_below("");
}
