/* Where the workers of all processes run. Everybody's masks go to every process; the first one on
 * each machine judges it, for it knows its topology, and rank 0 puts the verdicts together. */
#include "drivers/machine/placement.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/common/number.h"
#include "drivers/machine/binding.h"
#include "drivers/machine/quota.h"

struct seat {
    char machine[64];
    int worker_number; /* who sat here: another one, where a team is smaller than asked for */
    double quota;      /* CPUs that the processes of quota_group may use together; NaN: no quota */
    uint64_t quota_group;
    struct bound_worker worker;
};

static void sit(void *context, int unit, int worker)
{
    struct seat *seats = context;
    seats[unit].worker_number = worker;
    affinity_where(&seats[unit].worker.place);
}

static void find_seats(struct placement *p, struct team *team, struct seat *seats)
{
    int started = 0;
    affinity_bind_threads(team);
    team_each_worker(team, sit, seats);
    for (int w = 0; w < team->threads; ++w) {
        memcpy(seats[w].machine, p->machine, sizeof seats[w].machine);
        seats[w].quota = p->quota;
        seats[w].quota_group = p->quota_group;
        seats[w].worker.rank = team->rank;
        started = seats[w].worker_number >= started ? seats[w].worker_number + 1 : started;
    }
    p->missing_threads = team->threads - started;
    if (p->missing_threads)
        snprintf(p->problem, sizeof p->problem,
                 "only %d of %d threads of rank %d on %.63s work: OMP_THREAD_LIMIT or the system "
                 "allows no more; raise the limit, or give --threads %d",
                 started, team->threads, team->rank, p->host, started);
}

/* The CPUs that any of the workers may use. */
static int usable_cpus(const struct bound_worker *workers, int count)
{
    int cpus = 0;
    for (int cpu = 0; cpu < MACHINE_CPUS_MAX; ++cpu)
        for (int w = 0; w < count; ++w)
            if (workers[w].place.mask[cpu / 64] >> (cpu % 64) & 1) {
                ++cpus;
                break;
            }
    return cpus;
}

/* Workers that share a quota that leaves them less than a CPU each. */
static void judge_quota(struct placement *p, const struct seat *seats, int count)
{
    for (int i = 0; i < count && !p->oversubscribed; ++i) {
        int sharing = 0;
        if (strcmp(seats[i].machine, p->machine) != 0 || isnan(seats[i].quota))
            continue;
        for (int k = 0; k < count; ++k)
            sharing += strcmp(seats[k].machine, p->machine) == 0 &&
                       seats[k].quota_group == seats[i].quota_group;
        p->oversubscribed = sharing > floor(seats[i].quota);
        if (p->oversubscribed)
            snprintf(p->problem, sizeof p->problem,
                     "oversubscribed: %d worker%s on %.63s share%s a quota of %s CPUs (control "
                     "group); take fewer ranks or threads",
                     sharing, sharing == 1 ? "" : "s", p->host, sharing == 1 ? "s" : "",
                     number_exact(seats[i].quota).text);
    }
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
    int here = 0, online = (int)sysconf(_SC_NPROCESSORS_ONLN);
    for (int i = 0; i < count; ++i)
        if (strcmp(seats[i].machine, p->machine) == 0)
            workers[here++] = seats[i].worker;
    int cpus = usable_cpus(workers, here);
    p->oversubscribed = here > cpus;
    if (p->oversubscribed && here <= online)
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
        judge_quota(p, seats, count);
    if (!p->oversubscribed)
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

/* Threads that nobody asked for are as many as the quota leaves a CPU for, the same number in every
 * process. */
static void fit_threads(struct team *team, const struct placement *all)
{
    int fit = team->threads;
    for (int r = 0; r < team->ranks; ++r) {
        int sharing = 0;
        for (int k = 0; k < team->ranks; ++k)
            sharing += strcmp(all[r].machine, all[k].machine) == 0 &&
                       all[r].quota_group == all[k].quota_group;
        if (all[r].quota / sharing < fit) /* false for NaN */
            fit = (int)(all[r].quota / sharing);
    }
    if (!team->threads_wished)
        team->threads = fit > 1 ? fit : 1;
}

/* The first problem that any machine has, and whether any has one of each kind; on every process.
 */
static void put_together(struct placement *p, struct team *team, struct placement *all)
{
    uint64_t counts[4] = {p->first_local, p->oversubscribed, !p->binding_ok,
                          (uint64_t)p->missing_threads};
    team_sum(team, counts, 4);
    team_collect(team, p, sizeof *p, all);
    char problem[sizeof p->problem] = "";
    int missing = 0; /* the worst of problems */
    for (int r = 0; team->rank == 0 && r < team->ranks; ++r)
        if (!problem[0] || (all[r].missing_threads && !missing)) {
            memcpy(problem, all[r].problem, sizeof problem);
            missing = all[r].missing_threads;
        }
    team_broadcast(team, problem, sizeof problem);
    memcpy(p->problem, problem, sizeof problem);
    p->nodes = (int)counts[0];
    p->oversubscribed = counts[1] > 0;
    p->binding_ok = counts[2] == 0;
    p->missing_threads = (int)counts[3];
}

/* Who else there is, before the workers are asked: how many of them there are depends on it. */
static struct placement *meet(struct placement *p, struct team *team)
{
    struct placement *all = calloc((size_t)team->ranks, sizeof *all);
    if (gethostname(p->host, sizeof p->host - 1))
        snprintf(p->host, sizeof p->host, "unknown");
    name_machine(p);
    p->quota = quota_of_group("", &p->quota_group);
    if (team_total(team, !all)) {
        free(all);
        return NULL;
    }
    team_collect(team, p, sizeof *p, all);
    team_broadcast(team, all, (size_t)team->ranks * sizeof *all);
    find_neighbours(p, all, team->ranks, team->rank);
    fit_threads(team, all);
    return all;
}

int placement_find(struct placement *placement, struct team *team)
{
    *placement = (struct placement){.binding_ok = true};
    struct placement *all = meet(placement, team);
    if (!all)
        return -1;
    int count = team->ranks * team->threads;
    size_t mine = (size_t)team->threads;
    struct seat *seats = calloc(mine, sizeof *seats);
    struct seat *everyone = calloc((size_t)count, sizeof *everyone);
    struct bound_worker *workers = calloc((size_t)count, sizeof *workers);
    int failed = team_total(team, !seats || !everyone || !workers) != 0;
    if (!failed) {
        find_seats(placement, team, seats);
        team_collect(team, seats, mine * sizeof *seats, everyone);
        team_broadcast(team, everyone, (size_t)count * sizeof *everyone);
        if (placement->first_of_machine && !placement->missing_threads)
            judge_machine(placement, everyone, count, workers);
        put_together(placement, team, all);
    }
    free(seats);
    free(everyone);
    free(workers);
    free(all);
    return failed ? -1 : 0;
}
