/* What this machine is, from /proc, /sys and the topology. */
#include "drivers/machine/machine.h"
#include "drivers/machine/affinity.h"
#include "drivers/machine/quota.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "drivers/machine/topology.h"
#include "drivers/models/launch.h"

static struct topology shape;
static int allowed_cpus; /* to this launch */

static void shape_forget(void)
{
    shape = (struct topology){0};
    for (int i = 0; i < MACHINE_CPUS_MAX; ++i)
        shape.numa_of_cpu[i] = shape.core_of_cpu[i] = -1;
}

/* OpenMP's library binds the first thread before main(). */
static bool is_bound_by_others(void)
{
    static const char *const variables[] = {"OMP_PROC_BIND", "OMP_PLACES", "GOMP_CPU_AFFINITY",
                                            "KMP_AFFINITY"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; ++i)
        if (getenv(variables[i]))
            return true;
    return launch_find().by;
}

void machine_start(void)
{
    const char *told = getenv("PARALLAX_CPUS");
    char *end;
    long cpus = told ? strtol(told, &end, 10) : 0;
    shape_forget();
    topology_load(&shape);
    affinity_start();
    allowed_cpus = cpus > 0 && *end == '\0' && cpus <= MACHINE_CPUS_MAX
                       ? (int)cpus
                       : affinity_cpus(is_bound_by_others());
}

void machine_stop(void)
{
    shape_forget();
    allowed_cpus = 0;
}

int machine_core_of_cpu(int cpu)
{
    return cpu >= 0 && cpu < MACHINE_CPUS_MAX ? shape.core_of_cpu[cpu] : -1;
}

int machine_numa_of_cpu(int cpu)
{
    return cpu >= 0 && cpu < MACHINE_CPUS_MAX ? shape.numa_of_cpu[cpu] : -1;
}

int machine_cpus(void)
{
    return (int)sysconf(_SC_NPROCESSORS_ONLN);
}

int machine_cores(void)
{
    return shape.cores;
}

int machine_usable_cpus(void)
{
    int usable = allowed_cpus > 0 ? allowed_cpus : machine_cpus();
    double quota = quota_cpus();
    if (quota < usable) /* false for NaN */
        usable = (int)quota;
    return usable > 0 ? usable : 1;
}

int64_t machine_peak_memory(void)
{
    struct rusage usage;
    return getrusage(RUSAGE_SELF, &usage) < 0 ? 0 : (int64_t)usage.ru_maxrss * 1024;
}

int64_t machine_shared_out_memory(void)
{
    long long kilobytes = -1;
    char line[256];
    FILE *file = fopen("/proc/self/smaps_rollup", "r");
    while (file && kilobytes < 0 && fgets(line, sizeof line, file))
        if (sscanf(line, "Pss: %lld kB", &kilobytes) != 1)
            kilobytes = -1;
    if (file)
        fclose(file);
    return kilobytes < 0 ? -1 : (int64_t)kilobytes * 1024;
}

static void text_fit(char *field, size_t size, const char *text)
{
    if ((size_t)snprintf(field, size, "%s", text) >= size)
        memcpy(field + size - 4, "...", 4);
}

/* The value of the first line of `path` that begins with `key`, without what `strip` names around
 * it. An empty key: the first line. */
static void line_find(const char *path, const char *key, const char *strip, char *field,
                      size_t size)
{
    char line[1024];
    FILE *file = fopen(path, "r");
    text_fit(field, size, "unknown");
    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, key, strlen(key)) != 0)
            continue;
        char *value = line + strlen(key);
        value += strspn(value, strip);
        size_t length = strlen(value);
        while (length > 0 && strchr(strip, value[length - 1]))
            --length;
        value[length] = '\0';
        text_fit(field, size, value);
        break;
    }
    if (file)
        fclose(file);
}

static double load_average(void)
{
    double load = NAN;
    FILE *file = fopen("/proc/loadavg", "r");
    if (file) {
        if (fscanf(file, "%lf", &load) != 1)
            load = NAN;
        fclose(file);
    }
    return load;
}

void machine_cpu_model(char *text, size_t size)
{
    line_find("/proc/cpuinfo", "model name", " \t:\n", text, size);
}

void machine_describe(struct node_row *row)
{
    struct utsname system;
    char text[3 * sizeof system.release + 3] = "unknown";
    if (gethostname(text, sizeof text - 1) < 0)
        snprintf(text, sizeof text, "unknown");
    text_fit(row->node, sizeof row->node, text);
    machine_cpu_model(row->cpu_model, sizeof row->cpu_model);
    line_find("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "", " \n", row->governor,
              sizeof row->governor);
    line_find("/etc/os-release", "PRETTY_NAME=", "\"'\n", row->os, sizeof row->os);
    snprintf(text, sizeof text, "unknown");
    if (uname(&system) >= 0)
        snprintf(text, sizeof text, "%s %s %s", system.sysname, system.release, system.machine);
    text_fit(row->kernel, sizeof row->kernel, text);
    row->sockets = shape.sockets;
    row->cores = shape.cores;
    row->smt = shape.smt;
    row->numa_nodes = shape.numa_nodes;
    row->cpus = machine_cpus();
    row->usable_cpus = machine_usable_cpus();
    row->quota_cpus = quota_cpus();
    row->load = load_average();
    row->memory_bytes = (int64_t)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE);
}
