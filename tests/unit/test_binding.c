/* Unit tests of binding.c on a machine that is made up: 2 memory nodes x 4 cores x 2 hardware
 * threads; CPU c and CPU c + 8 are one core, cores 0-3 are on node 0 and 4-7 on node 1. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "drivers/machine/binding.h"

static struct cpu_map map;

static int set_up(void **state)
{
    (void)state;
    memset(&map, -1, sizeof map);
    for (int cpu = 0; cpu < 16; ++cpu) {
        map.core[cpu] = (int16_t)(cpu % 8);
        map.numa[cpu] = (int16_t)(cpu % 8 / 4);
    }
    return 0;
}

/* A worker of `rank` that may use the CPUs whose bits are set. */
static struct bound_worker bound(int rank, uint64_t cpus)
{
    struct bound_worker worker = {.rank = rank};
    worker.place.mask[0] = cpus;
    worker.place.mask_cpus = __builtin_popcountll(cpus);
    return worker;
}

static enum binding judge(const struct bound_worker *workers, int count, int *worst)
{
    return binding_judge(workers, count, &map, worst);
}

static void a_core_for_each_is_right(void **state)
{
    (void)state;
    int worst;
    const struct bound_worker workers[] = {bound(0, 0x101), bound(0, 0x202), bound(1, 0x1010),
                                           bound(1, 0x2020)};
    assert_int_equal(judge(workers, 4, &worst), BINDING_OK);
}

static void unbound_workers_are_right(void **state)
{
    (void)state;
    int worst;
    const struct bound_worker workers[] = {bound(0, 0xFFFF), bound(0, 0xFFFF), bound(1, 0xFFFF)};
    assert_int_equal(judge(workers, 3, &worst), BINDING_OK);
}

static void threads_piled_on_one_cpu_are_found(void **state)
{
    (void)state;
    int worst;
    const struct bound_worker workers[] = {bound(0, 0x1), bound(1, 0x2), bound(1, 0x2)};
    assert_int_equal(judge(workers, 3, &worst), BINDING_SHARES_CPU);
    assert_int_equal(workers[worst].rank, 1);
}

static void two_threads_of_a_core_are_found(void **state)
{
    (void)state;
    int worst;
    const struct bound_worker workers[] = {bound(0, 0x4), bound(1, 0x1), bound(2, 0x100)};
    assert_int_equal(judge(workers, 3, &worst), BINDING_SHARES_CORE);
    assert_int_equal(workers[worst].rank, 1);
}

static void hardware_threads_are_right_when_cores_do_not_suffice(void **state)
{
    (void)state;
    int worst;
    struct bound_worker workers[16];
    for (int cpu = 0; cpu < 16; ++cpu)
        workers[cpu] = bound(cpu, UINT64_C(1) << cpu);
    assert_int_equal(judge(workers, 16, &worst), BINDING_OK);
}

static void a_process_on_two_memory_nodes_is_found(void **state)
{
    (void)state;
    int worst;
    const struct bound_worker workers[] = {bound(0, 0x1), bound(0, 0x2), bound(1, 0x8),
                                           bound(1, 0x10)};
    assert_int_equal(judge(workers, 4, &worst), BINDING_STRADDLES);
    assert_int_equal(workers[worst].rank, 1);
}

static void a_process_too_large_for_one_memory_node_may_span_two(void **state)
{
    (void)state;
    int worst;
    struct bound_worker workers[7];
    for (int cpu = 0; cpu < 6; ++cpu)
        workers[cpu] = bound(0, UINT64_C(1) << cpu);
    workers[6] = bound(1, 0x40);
    assert_int_equal(judge(workers, 7, &worst), BINDING_OK);
}

static void an_unknown_topology_accuses_nobody(void **state)
{
    (void)state;
    int worst;
    memset(&map, -1, sizeof map);
    const struct bound_worker workers[] = {bound(0, 0x1), bound(0, 0x10), bound(1, 0x100)};
    assert_int_equal(judge(workers, 3, &worst), BINDING_OK);
    set_up(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_core_for_each_is_right),
        cmocka_unit_test(unbound_workers_are_right),
        cmocka_unit_test(threads_piled_on_one_cpu_are_found),
        cmocka_unit_test(two_threads_of_a_core_are_found),
        cmocka_unit_test(hardware_threads_are_right_when_cores_do_not_suffice),
        cmocka_unit_test(a_process_on_two_memory_nodes_is_found),
        cmocka_unit_test(a_process_too_large_for_one_memory_node_may_span_two),
        cmocka_unit_test(an_unknown_topology_accuses_nobody),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
