/* The machine's shape from Linux's /sys, without a library. */
#include <stdio.h>
#include <stdlib.h>

#include "drivers/machine/topology.h"

static const char cpu_root[] = "/sys/devices/system/cpu";
static const char numa_root[] = "/sys/devices/system/node";

struct core {
    int socket, number, threads, first;
};

/* The number in a file of /sys; -1: none. */
static int number_read(const char *root, int cpu, const char *name)
{
    char path[128];
    int number = -1;
    snprintf(path, sizeof path, "%s/cpu%d/topology/%s", root, cpu, name);
    FILE *file = fopen(path, "r");
    if (!file)
        return -1;
    if (fscanf(file, "%d", &number) != 1)
        number = -1;
    fclose(file);
    return number;
}

static void cores_load(struct topology *topology)
{
    struct core *cores = calloc(MACHINE_CPUS_MAX, sizeof *cores);
    for (int cpu = 0; cpu < MACHINE_CPUS_MAX && cores; ++cpu) {
        int socket = number_read(cpu_root, cpu, "physical_package_id");
        int number = number_read(cpu_root, cpu, "core_id");
        if (number < 0)
            continue; /* not there, or offline */
        int i = 0, is_new_socket = 1;
        for (; i < topology->cores; ++i) {
            is_new_socket &= cores[i].socket != socket;
            if (cores[i].socket == socket && cores[i].number == number)
                break;
        }
        if (i == topology->cores) {
            cores[topology->cores++] = (struct core){socket, number, 0, cpu};
            topology->sockets += is_new_socket;
        }
        ++cores[i].threads;
        topology->core_of_cpu[cpu] = (int16_t)cores[i].first;
        topology->smt = cores[i].threads > topology->smt ? cores[i].threads : topology->smt;
    }
    free(cores);
}

/* One NUMA node's list of CPUs, such as 0-3,8-11. */
static void numa_load(struct topology *topology, int numa)
{
    char path[128];
    int first, last, end = ',';
    snprintf(path, sizeof path, "%s/node%d/cpulist", numa_root, numa);
    FILE *file = fopen(path, "r");
    if (!file)
        return;
    ++topology->numa_nodes;
    while (end == ',' && fscanf(file, "%d", &first) == 1) {
        last = first;
        end = fgetc(file);
        if (end == '-' && fscanf(file, "%d", &last) == 1)
            end = fgetc(file);
        for (int cpu = first; cpu >= 0 && cpu <= last && cpu < MACHINE_CPUS_MAX; ++cpu)
            topology->numa_of_cpu[cpu] = (int16_t)numa;
    }
    fclose(file);
}

void topology_load(struct topology *topology)
{
    enum { NUMA_MAX = 256 };
    cores_load(topology);
    for (int numa = 0; numa < NUMA_MAX; ++numa)
        numa_load(topology, numa);
}
