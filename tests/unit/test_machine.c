/* This machine: what is found out is plausible, piled-up workers are noticed. */
#define _GNU_SOURCE /* sched_setaffinity */
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "drivers/machine/affinity.h"
#include "drivers/machine/machine.h"

static int begin(void **state)
{
    (void)state;
    machine_start();
    return 0;
}

static int end(void **state)
{
    (void)state;
    machine_stop();
    return 0;
}

static void the_node_is_described(void **state)
{
    (void)state;
    struct node_row row = {.run = "a run", .ranks = 7};
    char host[64] = "";
    machine_describe(&row);
    gethostname(host, sizeof host - 1);
    assert_string_equal(row.node, host);
    assert_non_null(strstr(row.kernel, "Linux "));
    assert_true(row.os[0] != '\0' && row.os[0] != '"');
    assert_true(row.cpu_model[0] != '\0' && row.governor[0] != '\0');
    assert_true(row.cpus >= 1 && row.cores >= 1 && row.sockets >= 1);
    assert_true(row.smt >= 1 && row.smt * row.cores >= row.cpus);
    assert_true(row.usable_cpus >= 1 && row.usable_cpus <= row.cpus);
    assert_true(row.memory_bytes > 1 << 24);
    assert_true(row.load >= 0);
    assert_string_equal(row.run, "a run"); /* the caller's */
    assert_int_equal(row.ranks, 7);
}

static void a_thread_is_where_its_mask_allows(void **state)
{
    (void)state;
    struct place place;
    affinity_where(&place);
    assert_in_range(place.cpu, 0, MACHINE_CPUS_MAX - 1);
    assert_true(place.mask[place.cpu / 64] >> (place.cpu % 64) & 1);
    assert_true(place.mask_cpus >= 1);
    assert_int_equal(place.numa, machine_numa_of_cpu(place.cpu));
}

static void a_bound_thread_has_a_mask_of_one(void **state)
{
    (void)state;
    cpu_set_t before, one;
    struct place place;
    assert_int_equal(sched_getaffinity(0, sizeof before, &before), 0);
    size_t cpu = 0;
    while (!CPU_ISSET(cpu, &before))
        ++cpu;
    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    assert_int_equal(sched_setaffinity(0, sizeof one, &one), 0);
    affinity_where(&place);
    assert_int_equal(sched_setaffinity(0, sizeof before, &before), 0);
    assert_int_equal(place.mask_cpus, 1);
    assert_int_equal(place.cpu, cpu);
    assert_int_equal(place.mask[cpu / 64], UINT64_C(1) << (cpu % 64));
}

static void who_is_bound_is_not_taken_for_all_of_a_launch(void **state)
{
    (void)state;
    cpu_set_t before, one;
    int all = machine_usable_cpus();
    assert_int_equal(sched_getaffinity(0, sizeof before, &before), 0);
    size_t cpu = 0;
    while (!CPU_ISSET(cpu, &before))
        ++cpu;
    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    assert_int_equal(sched_setaffinity(0, sizeof one, &one), 0);
    machine_start();
    assert_int_equal(machine_usable_cpus(), 1);
    setenv("OMP_PROC_BIND", "close", 1); /* whoever started us is not bound */
    machine_start();
    assert_int_equal(machine_usable_cpus(), all);
    setenv("PARALLAX_CPUS", "1", 1);
    machine_start();
    assert_int_equal(machine_usable_cpus(), 1);
    unsetenv("PARALLAX_CPUS");
    unsetenv("OMP_PROC_BIND");
    assert_int_equal(sched_setaffinity(0, sizeof before, &before), 0);
}

static void the_numa_node_of_a_cpu_that_is_not_there_is_unknown(void **state)
{
    (void)state;
    assert_int_equal(machine_numa_of_cpu(-1), -1);
    assert_int_equal(machine_numa_of_cpu(MACHINE_CPUS_MAX), -1);
}

static void touched_memory_lies_on_a_node_or_nowhere_known(void **state)
{
    (void)state;
    char *memory = malloc(1 << 20);
    memset(memory, 1, 1 << 20);
    int numa = affinity_numa_of_memory(memory + 12345);
    assert_true(numa >= -1 && numa < 1024);
    free(memory);
    assert_int_equal(affinity_numa_of_memory(NULL), -1); /* nothing is mapped there */
}

static void peak_memory_grows_with_what_is_touched(void **state)
{
    (void)state;
    enum { SIZE = 48 << 20, PAGE = 4096 };
    int64_t before = machine_peak_memory();
    volatile char *memory = malloc(SIZE); /* volatile: or the compiler does without */
    for (size_t i = 0; i < SIZE; i += PAGE)
        memory[i] = 1;
    assert_true(machine_peak_memory() >= SIZE);
    assert_true(machine_peak_memory() >= before);
    free((void *)memory);
}

/* Places with the first 64 CPUs as masks. */
static bool fit(int workers, const uint64_t *masks)
{
    struct place places[8];
    memset(places, 0, sizeof places);
    for (int i = 0; i < workers; ++i)
        places[i].mask[0] = masks[i];
    return affinity_fits(places, workers);
}

static void workers_with_room_fit(void **state)
{
    (void)state;
    assert_true(fit(0, NULL));
    assert_true(fit(2, (const uint64_t[]){1, 2}));             /* each bound to its own */
    assert_true(fit(4, (const uint64_t[]){15, 15, 15, 15}));   /* unbound on four */
    assert_true(fit(4, (const uint64_t[]){3, 3, 12, 12}));     /* two sockets */
    assert_true(fit(4, (const uint64_t[]){1, 15, 15, 15}));    /* one bound, the rest not */
    assert_true(fit(3, (const uint64_t[]){1, 3, UINT64_MAX})); /* nested */
}

static void piled_up_workers_do_not_fit(void **state)
{
    (void)state;
    assert_false(fit(2, (const uint64_t[]){4, 4}));               /* on one core */
    assert_false(fit(5, (const uint64_t[]){15, 15, 15, 15, 15})); /* five on four */
    assert_false(fit(3, (const uint64_t[]){3, 3, 3}));            /* three on a socket of two */
    assert_false(fit(3, (const uint64_t[]){1, 3, 3}));            /* the socket's CPU is taken */
    assert_false(fit(4, (const uint64_t[]){1, 2, 3, UINT64_MAX}));
    assert_false(fit(1, (const uint64_t[]){0})); /* unknown */
}

static void cpus_beyond_the_first_word_count(void **state)
{
    (void)state;
    struct place places[2];
    memset(places, 0, sizeof places);
    places[0].mask[15] = UINT64_C(1) << 63;
    places[1].mask[15] = UINT64_C(1) << 63;
    assert_false(affinity_fits(places, 2));
    places[1].mask[14] = 1;
    assert_true(affinity_fits(places, 2));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_node_is_described),
        TEST(a_thread_is_where_its_mask_allows),
        TEST(a_bound_thread_has_a_mask_of_one),
        TEST(who_is_bound_is_not_taken_for_all_of_a_launch),
        TEST(the_numa_node_of_a_cpu_that_is_not_there_is_unknown),
        TEST(touched_memory_lies_on_a_node_or_nowhere_known),
        TEST(peak_memory_grows_with_what_is_touched),
        cmocka_unit_test(workers_with_room_fit),
        cmocka_unit_test(piled_up_workers_do_not_fit),
        cmocka_unit_test(cpus_beyond_the_first_word_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
