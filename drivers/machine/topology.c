/* The machine's shape from Linux's /sys. It tells of the same packages, cores and memory nodes as a
 * library for topologies would, which reads it there as well, after it has loaded plugins for
 * graphics cards: ten milliseconds of every start of a program. */
#include "drivers/machine/topology.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The first bytes of a file below `root`, as text; false: there are none. */
static bool text_read(const char *root, const char *below, char *text, size_t size)
{
    char path[512];
    snprintf(path, sizeof path, "%s%s", root, below);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    ssize_t count = read(file, text, size - 1);
    close(file);
    text[count > 0 ? count : 0] = '\0';
    return count > 0;
}

static int number_read(const char *root, int cpu, const char *name)
{
    char below[128], text[32];
    snprintf(below, sizeof below, "/sys/devices/system/cpu/cpu%d/topology/%s", cpu, name);
    return text_read(root, below, text, sizeof text) ? atoi(text) : -1;
}

typedef void number_fn(void *context, int number);

/* Calls `use` for each number below `end` of a list such as "0-3,8-11", in ascending order. */
static void list_walk(const char *text, int end, number_fn *use, void *context)
{
    for (;;) {
        char *next;
        long first = strtol(text, &next, 10), last = first;
        if (next == text)
            return;
        if (*next == '-')
            last = strtol(next + 1, &next, 10);
        for (; first >= 0 && first <= last && first < end; ++first)
            use(context, (int)first);
        if (*next != ',')
            return;
        text = next + 1;
    }
}

struct core {
    int socket, number, threads, first;
};

struct search {
    const char *root;
    struct topology *topology;
    struct core *cores; /* [topology->cores] */
    int numa;           /* the node that is looked at */
};

static void cpu_load(void *context, int cpu)
{
    struct search *search = context;
    struct topology *topology = search->topology;
    struct core *cores = search->cores;
    int socket = number_read(search->root, cpu, "physical_package_id");
    int number = number_read(search->root, cpu, "core_id");
    if (number < 0)
        return; /* offline */
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

static void cpu_set_numa(void *context, int cpu)
{
    struct search *search = context;
    search->topology->numa_of_cpu[cpu] = (int16_t)search->numa;
}

static void numa_load(void *context, int numa)
{
    struct search *search = context;
    char below[128], list[4096];
    snprintf(below, sizeof below, "/sys/devices/system/node/node%d/cpulist", numa);
    ++search->topology->numa_nodes;
    search->numa = numa;
    if (text_read(search->root, below, list, sizeof list))
        list_walk(list, MACHINE_CPUS_MAX, cpu_set_numa, search);
}

void topology_below(const char *root, struct topology *topology)
{
    enum { NUMA_MAX = 1024 };
    char cpus[4096], nodes[4096];
    struct search search = {root, topology, calloc(MACHINE_CPUS_MAX, sizeof(struct core)), 0};
    bool known = text_read(root, "/sys/devices/system/cpu/present", cpus, sizeof cpus);
    if (known && search.cores)
        list_walk(cpus, MACHINE_CPUS_MAX, cpu_load, &search);
    free(search.cores);
    if (text_read(root, "/sys/devices/system/node/online", nodes, sizeof nodes)) {
        list_walk(nodes, NUMA_MAX, numa_load, &search);
    } else if (known) { /* a kernel that knows of none: all memory is one */
        topology->numa_nodes = 1;
        list_walk(cpus, MACHINE_CPUS_MAX, cpu_set_numa, &search);
    }
}

void topology_load(struct topology *topology)
{
    topology_below("", topology);
}
