/* The machine's shape as /sys tells it. */
#include "drivers/machine/topology.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/fixtures/scratch.h"

static struct topology load(void)
{
    struct topology topology = {0};
    for (int i = 0; i < MACHINE_CPUS_MAX; ++i)
        topology.numa_of_cpu[i] = topology.core_of_cpu[i] = -1;
    topology_below(scratch_path(), &topology);
    return topology;
}

static void put_cpu(int cpu, int socket, int core)
{
    char path[96], text[16];
    snprintf(path, sizeof path, "sys/devices/system/cpu/cpu%d/topology/physical_package_id", cpu);
    snprintf(text, sizeof text, "%d\n", socket);
    scratch_file(path, text);
    snprintf(path, sizeof path, "sys/devices/system/cpu/cpu%d/topology/core_id", cpu);
    snprintf(text, sizeof text, "%d\n", core);
    scratch_file(path, text);
}

/* Two sockets, whose cores have the same numbers, of two hardware threads each; CPU 6 is off. */
static void put_machine(void)
{
    scratch_file("sys/devices/system/cpu/present", "0-7\n");
    for (int cpu = 0; cpu < 8; ++cpu)
        if (cpu != 6)
            put_cpu(cpu, cpu / 2 % 2, cpu % 2);
}

static void sockets_cores_and_their_threads_are_counted(void **state)
{
    (void)state;
    put_machine();
    const struct topology topology = load();
    assert_int_equal(topology.sockets, 2);
    assert_int_equal(topology.cores, 4);
    assert_int_equal(topology.smt, 2);
    assert_int_equal(topology.core_of_cpu[5], 1);
    assert_int_equal(topology.core_of_cpu[7], 3);
    assert_int_equal(topology.core_of_cpu[6], -1);
}

static void memory_nodes_need_not_be_numbered_in_turn(void **state)
{
    (void)state;
    put_machine();
    scratch_file("sys/devices/system/node/online", "0,8\n");
    scratch_file("sys/devices/system/node/node0/cpulist", "0-1,4-5\n");
    scratch_file("sys/devices/system/node/node8/cpulist", "2-3,7\n");
    const struct topology topology = load();
    assert_int_equal(topology.numa_nodes, 2);
    assert_int_equal(topology.numa_of_cpu[4], 0);
    assert_int_equal(topology.numa_of_cpu[7], 8);
    assert_int_equal(topology.numa_of_cpu[6], -1);
}

static void a_machine_that_tells_of_no_node_has_one(void **state)
{
    (void)state;
    put_machine();
    const struct topology topology = load();
    assert_int_equal(topology.numa_nodes, 1);
    assert_int_equal(topology.numa_of_cpu[0], 0);
    assert_int_equal(topology.numa_of_cpu[7], 0);
}

static void without_sys_nothing_is_known(void **state)
{
    (void)state;
    const struct topology topology = load();
    assert_int_equal(topology.sockets + topology.cores + topology.smt + topology.numa_nodes, 0);
    assert_int_equal(topology.numa_of_cpu[0], -1);
}

#define SCRATCH(name) cmocka_unit_test_setup_teardown(name, scratch_enter, scratch_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH(sockets_cores_and_their_threads_are_counted),
        SCRATCH(memory_nodes_need_not_be_numbered_in_turn),
        SCRATCH(a_machine_that_tells_of_no_node_has_one),
        SCRATCH(without_sys_nothing_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
