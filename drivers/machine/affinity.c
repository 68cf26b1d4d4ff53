/* Where threads and pages are: Linux's own calls, which POSIX does not have. */
#define _GNU_SOURCE
#include <sched.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "drivers/machine/affinity.h"
#include "drivers/machine/machine.h"

static int bits_count(const uint64_t *mask)
{
    int count = 0;
    for (int i = 0; i < MACHINE_CPUS_MAX / 64; ++i)
        count += __builtin_popcountll(mask[i]);
    return count;
}

void affinity_where(struct place *place)
{
    cpu_set_t set;
    *place = (struct place){.cpu = sched_getcpu()};
    place->numa = machine_numa_of_cpu(place->cpu);
    if (sched_getaffinity(0, sizeof set, &set) < 0)
        return;
    for (size_t cpu = 0; cpu < MACHINE_CPUS_MAX; ++cpu)
        if (CPU_ISSET(cpu, &set))
            place->mask[cpu / 64] |= UINT64_C(1) << (cpu % 64);
    place->mask_cpus = bits_count(place->mask);
}

int affinity_cpus(bool starter)
{
    cpu_set_t mine, starters, both;
    int count = 0;
    CPU_ZERO(&mine);
    if (sched_getaffinity(0, sizeof mine, &mine) < 0)
        return 0;
    if (!starter || getppid() <= 0 || sched_getaffinity(getppid(), sizeof starters, &starters) < 0)
        starters = mine;
    CPU_OR(&both, &mine, &starters);
    for (size_t cpu = 0; cpu < MACHINE_CPUS_MAX; ++cpu)
        count += CPU_ISSET(cpu, &both) ? 1 : 0;
    return count;
}

/* The first CPU of its core in the set. */
static bool leads_core(const cpu_set_t *set, int cpu)
{
    for (int lower = 0; lower < cpu; ++lower)
        if (CPU_ISSET((size_t)lower, set) && machine_core_of_cpu(lower) >= 0 &&
            machine_core_of_cpu(lower) == machine_core_of_cpu(cpu))
            return false;
    return true;
}

/* The number-th CPU of the set, the first ones of cores before all others; -1: there is none. */
static int cpu_number(const cpu_set_t *set, int number)
{
    for (int others = 0; others < 2; ++others)
        for (int cpu = 0; cpu < MACHINE_CPUS_MAX; ++cpu)
            if (CPU_ISSET((size_t)cpu, set) && leads_core(set, cpu) == !others && number-- == 0)
                return cpu;
    return -1;
}

static cpu_set_t all; /* that this process could use at first */

void affinity_start(void)
{
    if (sched_getaffinity(0, sizeof all, &all) < 0)
        CPU_ZERO(&all);
}

void affinity_bind_other(int process, int worker, int workers)
{
    cpu_set_t mine = all;
    int cores = 0;
    for (int cpu = 0; cpu < MACHINE_CPUS_MAX; ++cpu)
        cores += CPU_ISSET((size_t)cpu, &all) && leads_core(&all, cpu);
    int first = cpu_number(&all, worker), core = machine_core_of_cpu(first);
    if (workers <= CPU_COUNT(&all))
        CPU_ZERO(&mine);
    for (int cpu = 0; cpu < MACHINE_CPUS_MAX; ++cpu)
        if (CPU_ISSET((size_t)cpu, &all) &&
            (cpu == first || (workers <= cores && core >= 0 && machine_core_of_cpu(cpu) == core)))
            CPU_SET((size_t)cpu, &mine);
    if (CPU_COUNT(&mine) > 0)
        sched_setaffinity(process, sizeof mine, &mine);
}

void affinity_bind(int worker, int workers)
{
    affinity_bind_other(0, worker, workers);
}

static void bind_thread(void *context, int unit, int worker)
{
    const struct team *team = context;
    (void)unit;
    affinity_bind(worker, team->threads);
}

void affinity_bind_threads(struct team *team)
{
    if (team->model->binds)
        team_each_worker(team, bind_thread, team);
}

int affinity_numa_of_memory(const void *address)
{
    uintptr_t page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
    const void *page = (const char *)address - (uintptr_t)address % page_size;
    int numa = -1;
    /* No target nodes: tells where the page is, and moves nothing. */
    if (syscall(SYS_move_pages, 0, 1UL, &page, NULL, &numa, 0) != 0)
        return -1;
    return numa < 0 ? -1 : numa;
}

static bool mask_within(const uint64_t *inner, const uint64_t *outer)
{
    for (int i = 0; i < MACHINE_CPUS_MAX / 64; ++i)
        if (inner[i] & ~outer[i])
            return false;
    return true;
}

bool affinity_fits(const struct place *places, int workers)
{
    for (int i = 0; i < workers; ++i) {
        int within = 0;
        for (int j = 0; j < workers; ++j)
            within += mask_within(places[j].mask, places[i].mask);
        if (within > bits_count(places[i].mask))
            return false;
    }
    return true;
}
