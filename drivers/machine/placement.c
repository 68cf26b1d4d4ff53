/* Where the workers of all processes run. Everybody's masks go to every process; the first one on
 * each machine judges it, for it knows its topology, and rank 0 puts the verdicts together. */
#include "drivers/machine/placement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/machine/binding.h"

struct seat {
    char machine[64];
    int usable; /* CPUs of the process, by mask and quota */
    struct bound_worker worker;
};

static void sit(void *context, int unit, int worker)
{
    (void)worker;
    struct seat *seats = context;
    affinity_where(&seats[unit].worker.place);
}

static void find_seats(struct team *team, const char *machine, struct seat *seats)
{
    team_each_worker(team, sit, seats);
    for (int w = 0; w < team->threads; ++w) {
        memcpy(seats[w].machine, machine, sizeof seats[w].machine);
        seats[w].usable = machine_usable_cpus();
        seats[w].worker.rank = team->rank;
    }
}

/* The CPUs that any of the workers may use, and no more than their quota. */
static int usable_cpus(const struct bound_worker *workers, int count, int quota)
{
    int cpus = 0;
    for (int cpu = 0; cpu < MACHINE_CPUS_MAX; ++cpu)
        for (int w = 0; w < count; ++w)
            if (workers[w].place.mask[cpu / 64] >> (cpu % 64) & 1) {
                ++cpus;
                break;
            }
    return cpus < quota ? cpus : quota;
}

/* A process's usable CPUs are fewer than its mask's only where a quota says so. */
static int quota_of(const struct seat *seat)
{
    return seat->usable < seat->worker.place.mask_cpus ? seat->usable : MACHINE_CPUS_MAX;
}

static void judge_binding(struct placement *p, const struct bound_worker *workers, int count)
{
    static struct cpu_map map;
    int worst;
    for (int cpu = 0; cpu < MACHINE_CPUS_MAX; ++cpu) {
        map.core[cpu] = (int16_t)machine_core_of_cpu(cpu);
        map.numa[cpu] = (int16_t)machine_numa_of_cpu(cpu);
    }
    enum binding binding = binding_judge(workers, count, &map, &worst);
    static const char *const what[] = {
        [BINDING_SHARES_CPU] = "shares a CPU with another worker while others are free; bind with "
                               "mpirun --map-by slot:PE=THREADS --bind-to core, and "
                               "OMP_PLACES=cores OMP_PROC_BIND=close",
        [BINDING_SHARES_CORE] = "shares a core's hardware threads with another worker while cores "
                                "are free; use OMP_PLACES=cores, srun --hint=nomultithread",
        [BINDING_STRADDLES] = "has its threads on two memory nodes though one would hold them; use "
                              "mpirun --map-by numa:PE=THREADS, srun --cpu-bind=cores",
    };
    if (binding == BINDING_OK)
        return;
    p->binding_ok = false;
    snprintf(p->problem, sizeof p->problem, "wrong binding: a worker of rank %d on %.63s %s",
             workers[worst].rank, p->host, what[binding]);
}

/* This process's machine, by the seats of all. */
static void judge_machine(struct placement *p, const struct seat *seats, int count,
                          struct bound_worker *workers)
{
    int here = 0, quota = MACHINE_CPUS_MAX;
    for (int i = 0; i < count; ++i)
        if (strcmp(seats[i].machine, p->machine) == 0) {
            workers[here++] = seats[i].worker;
            quota = quota_of(&seats[i]) < quota ? quota_of(&seats[i]) : quota;
        }
    int cpus = usable_cpus(workers, here, quota);
    int online = (int)sysconf(_SC_NPROCESSORS_ONLN);
    p->oversubscribed = here > cpus;
    if (p->oversubscribed && here <= online && here <= quota)
        snprintf(p->problem, sizeof p->problem,
                 "oversubscribed: %d workers on %.63s are bound to %d of its %d CPUs; bind each to "
                 "a core of its own: mpirun --map-by slot:PE=THREADS --bind-to core, and "
                 "OMP_PLACES=cores OMP_PROC_BIND=close",
                 here, p->host, cpus, online);
    else if (p->oversubscribed)
        snprintf(
            p->problem, sizeof p->problem,
            "oversubscribed: %d workers on %.63s may use %d CPU%s; take fewer ranks or threads",
            here, p->host, cpus, cpus == 1 ? "" : "s");
    else
        judge_binding(p, workers, here);
}

/* What tells machines apart even where one pretends to be several: the running kernel's own number.
 */
static void name_machine(struct placement *p)
{
    FILE *file = fopen("/proc/sys/kernel/random/boot_id", "r");
    if (!file || fscanf(file, "%63s", p->machine) != 1)
        memcpy(p->machine, p->host, sizeof p->machine);
    if (file)
        fclose(file);
}

/* How many processes share this host and this machine, and whether this one comes first. */
static void find_neighbours(struct placement *p, const struct placement *all, int ranks, int rank)
{
    int host = -1, machine = -1;
    for (int r = 0; r < ranks; ++r) {
        if (strcmp(all[r].host, p->host) == 0) {
            host = host < 0 ? r : host;
            ++p->local_ranks;
        }
        if (strcmp(all[r].machine, p->machine) == 0) {
            machine = machine < 0 ? r : machine;
            ++p->machine_ranks;
        }
    }
    p->first_local = host == rank;
    p->first_of_machine = machine == rank;
}

/* The first problem that any machine has, and whether any has one of each kind; on every process.
 */
static void put_together(struct placement *p, struct team *team, struct placement *all)
{
    uint64_t counts[3] = {p->first_local, p->oversubscribed, !p->binding_ok};
    team_sum(team, counts, 3);
    team_collect(team, p, sizeof *p, all);
    char problem[sizeof p->problem] = "";
    for (int r = 0; team->rank == 0 && r < team->ranks && !problem[0]; ++r)
        memcpy(problem, all[r].problem, sizeof problem);
    team_broadcast(team, problem, sizeof problem);
    memcpy(p->problem, problem, sizeof problem);
    p->nodes = (int)counts[0];
    p->oversubscribed = counts[1] > 0;
    p->binding_ok = counts[2] == 0;
}

int placement_find(struct placement *placement, struct team *team)
{
    *placement = (struct placement){.binding_ok = true};
    if (gethostname(placement->host, sizeof placement->host - 1))
        snprintf(placement->host, sizeof placement->host, "unknown");
    name_machine(placement);
    int count = team->ranks * team->threads;
    size_t mine = (size_t)team->threads;
    struct seat *seats = calloc(mine, sizeof *seats);
    struct seat *everyone = calloc((size_t)count, sizeof *everyone);
    struct bound_worker *workers = calloc((size_t)count, sizeof *workers);
    struct placement *all = calloc((size_t)team->ranks, sizeof *all);
    int failed = team_total(team, !seats || !everyone || !workers || !all) != 0;
    if (!failed) {
        team_collect(team, placement, sizeof *placement, all);
        team_broadcast(team, all, (size_t)team->ranks * sizeof *all);
        find_neighbours(placement, all, team->ranks, team->rank);
        find_seats(team, placement->machine, seats);
        team_collect(team, seats, mine * sizeof *seats, everyone);
        team_broadcast(team, everyone, (size_t)count * sizeof *everyone);
        if (placement->first_of_machine)
            judge_machine(placement, everyone, count, workers);
        put_together(placement, team, all);
    }
    free(seats);
    free(everyone);
    free(workers);
    free(all);
    return failed ? -1 : 0;
}
