/* What a thread, a process and a machine have used of their CPUs: Linux's own calls. */
#define _GNU_SOURCE
#include <math.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "drivers/common/timer.h"
#include "drivers/machine/usage.h"

struct usage usage_of_thread(void)
{
    struct rusage usage;
    return (struct usage){timer_thread_cpu(),
                          getrusage(RUSAGE_THREAD, &usage) < 0 ? -1 : (int64_t)usage.ru_nivcsw};
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
