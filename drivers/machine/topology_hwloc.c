/* The machine's shape from hwloc. */
#include <hwloc.h>

#include "drivers/machine/topology.h"

static int count(hwloc_topology_t topology, hwloc_obj_type_t type)
{
    int number = hwloc_get_nbobjs_by_type(topology, type);
    return number > 0 ? number : 0;
}

static void numa_load(hwloc_topology_t from, struct topology *topology)
{
    for (hwloc_obj_t node = NULL;
         (node = hwloc_get_next_obj_by_type(from, HWLOC_OBJ_NUMANODE, node));) {
        for (int cpu = hwloc_bitmap_first(node->cpuset); cpu >= 0 && cpu < MACHINE_CPUS_MAX;
             cpu = hwloc_bitmap_next(node->cpuset, cpu))
            /* The first one named is the nearest: others may be memory without CPUs of its own. */
            if (topology->numa_of_cpu[cpu] < 0)
                topology->numa_of_cpu[cpu] = (int16_t)node->os_index;
    }
}

void topology_load(struct topology *topology)
{
    hwloc_topology_t from;
    if (hwloc_topology_init(&from) < 0)
        return;
    /* All of the machine, not only what our control group leaves. */
    hwloc_topology_set_flags(from, HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED);
    if (hwloc_topology_load(from) == 0) {
        topology->sockets = count(from, HWLOC_OBJ_PACKAGE);
        topology->cores = count(from, HWLOC_OBJ_CORE);
        topology->numa_nodes = count(from, HWLOC_OBJ_NUMANODE);
        for (hwloc_obj_t core = NULL;
             (core = hwloc_get_next_obj_by_type(from, HWLOC_OBJ_CORE, core));) {
            int threads = hwloc_bitmap_weight(core->cpuset);
            topology->smt = threads > topology->smt ? threads : topology->smt;
            int first = hwloc_bitmap_first(core->cpuset);
            for (int cpu = first; cpu >= 0 && cpu < MACHINE_CPUS_MAX;
                 cpu = hwloc_bitmap_next(core->cpuset, cpu))
                topology->core_of_cpu[cpu] = (int16_t)first;
        }
        numa_load(from, topology);
    }
    hwloc_topology_destroy(from);
}
