/* Whether the workers of one host are bound as a measurement needs. */
#include "drivers/machine/binding.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS = MACHINE_CPUS_MAX / 64 };

static bool mask_has(const uint64_t *mask, int cpu)
{
    return mask[cpu / 64] >> (cpu % 64) & 1;
}

static void mask_set(uint64_t *mask, int cpu)
{
    mask[cpu / 64] |= UINT64_C(1) << (cpu % 64);
}

static int mask_count(const uint64_t *mask)
{
    int count = 0;
    for (int cpu = 0; cpu < MACHINE_CPUS_MAX; ++cpu)
        count += mask_has(mask, cpu);
    return count;
}

/* The CPUs of a mask, each by the number of its core; a CPU whose core is unknown stands for
 * itself. */
static void cores_of(const uint64_t *mask, const struct cpu_map *map, uint64_t *cores)
{
    memset(cores, 0, WORDS * sizeof *cores);
    for (int cpu = 0; cpu < MACHINE_CPUS_MAX; ++cpu)
        if (mask_has(mask, cpu))
            mask_set(cores, map->core[cpu] < 0 ? cpu : map->core[cpu]);
}

/* The cores of the host; where the topology is unknown, the CPUs of `all`. */
static int core_count(const struct cpu_map *map, const uint64_t *all)
{
    uint64_t known[WORDS] = {0};
    for (int cpu = 0; cpu < MACHINE_CPUS_MAX; ++cpu)
        if (map->core[cpu] >= 0)
            mask_set(known, map->core[cpu]);
    int count = mask_count(known);
    return count ? count : mask_count(all);
}

static void join_masks(const struct bound_worker *workers, int count, uint64_t *all)
{
    memset(all, 0, WORDS * sizeof *all);
    for (int w = 0; w < count; ++w)
        for (int i = 0; i < WORDS; ++i)
            all[i] |= workers[w].place.mask[i];
}

/* Whether some workers have fewer places than they are; then *worst is one of them. */
static bool is_crowded(const struct place *places, int count, int *worst)
{
    if (affinity_fits(places, count))
        return false;
    for (*worst = 0; *worst < count - 1; ++*worst) { /* the first one confined to the least */
        int here = mask_count(places[*worst].mask), same = 0;
        for (int w = 0; w < count; ++w)
            same += memcmp(places[w].mask, places[*worst].mask, sizeof places[w].mask) == 0;
        if (same > here)
            break;
    }
    return true;
}

/* A process's memory nodes, and the most CPUs that one of them has among `all`. */
static bool straddles(const uint64_t *mask, const uint64_t *all, int threads,
                      const struct cpu_map *map)
{
    int first = -1, room = 0;
    bool several = false;
    if (memcmp(mask, all, WORDS * sizeof *mask) == 0)
        return false; /* not bound */
    for (int cpu = 0; cpu < MACHINE_CPUS_MAX; ++cpu)
        if (mask_has(mask, cpu) && map->numa[cpu] >= 0) {
            first = first < 0 ? map->numa[cpu] : first;
            several = several || map->numa[cpu] != first;
        }
    for (int cpu = 0; cpu < MACHINE_CPUS_MAX; ++cpu)
        room += mask_has(all, cpu) && map->numa[cpu] == first;
    return several && threads <= room;
}

static bool any_straddles(const struct bound_worker *workers, int count, const uint64_t *all,
                          const struct cpu_map *map, int *worst)
{
    for (int begin = 0, end; begin < count; begin = end) {
        uint64_t mask[WORDS];
        for (end = begin + 1; end < count && workers[end].rank == workers[begin].rank;)
            ++end;
        join_masks(workers + begin, end - begin, mask);
        *worst = begin;
        if (straddles(mask, all, end - begin, map))
            return true;
    }
    return false;
}

enum binding binding_judge(const struct bound_worker *workers, int count, const struct cpu_map *map,
                           int *worst)
{
    uint64_t all[WORDS];
    struct place *places = calloc((size_t)count + 1, sizeof *places);
    enum binding result = BINDING_OK;
    *worst = 0;
    if (!places)
        return BINDING_OK; /* no judgement is no accusation */
    join_masks(workers, count, all);
    for (int w = 0; w < count; ++w)
        places[w] = workers[w].place;
    if (is_crowded(places, count, worst))
        result = BINDING_SHARES_CPU;
    for (int w = 0; w < count; ++w)
        cores_of(workers[w].place.mask, map, places[w].mask);
    if (!result && count <= core_count(map, all) && is_crowded(places, count, worst))
        result = BINDING_SHARES_CORE;
    if (!result && any_straddles(workers, count, all, map, worst))
        result = BINDING_STRADDLES;
    free(places);
    return result;
}
