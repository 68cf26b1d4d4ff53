/* Where the workers of all processes run. Each process sends its workers' masks to rank 0, which
 * judges host by host: only it sees which workers share a host. */
#include "placement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct seat {
    char host[64];
    int usable; /* CPUs of the process, by mask and quota */
    struct place place;
};

static void sit(void *context, int unit, int worker)
{
    (void)worker;
    struct seat *seats = context;
    node_where(&seats[unit].place);
}

/* One unit on each worker: a static block of as many units as there are workers. */
static void find_seats(struct team *team, const char *host, struct seat *seats)
{
    struct schedule within = team->within;
    team->within.kind = SCHEDULE_BLOCK;
    team_loop(team, (struct span){0, team->threads}, sit, seats);
    team->within = within;
    for (int w = 0; w < team->threads; ++w) {
        snprintf(seats[w].host, sizeof seats[w].host, "%s", host);
        seats[w].usable = node_usable_cpus();
    }
}

static int usable_cpus(const struct place *places, int workers, int quota)
{
    int cpus = 0;
    for (int c = 0; c < NODE_CPUS_MAX; ++c)
        for (int w = 0; w < workers; ++w)
            if (places[w].mask[c / 64] >> c % 64 & 1) {
                ++cpus;
                break;
            }
    return cpus < quota ? cpus : quota;
}

/* A process's usable CPUs are fewer than its mask's only where a quota says so. */
static int quota_of(const struct seat *seat)
{
    return seat->usable < seat->place.mask_cpus ? seat->usable : NODE_CPUS_MAX;
}

static void judge_host(struct placement *p, const struct seat *seats, int count,
                       const struct seat *first, struct place *places)
{
    int workers = 0, quota = NODE_CPUS_MAX;
    for (int i = 0; i < count; ++i)
        if (strcmp(seats[i].host, first->host) == 0) {
            places[workers++] = seats[i].place;
            quota = quota_of(&seats[i]) < quota ? quota_of(&seats[i]) : quota;
        }
    int cpus = usable_cpus(places, workers, quota);
    if (workers > cpus) {
        p->oversubscribed = true;
        snprintf(
            p->problem, sizeof p->problem,
            "oversubscribed: %d workers on %.63s may use %d CPUs; take fewer ranks or threads, "
            "or bind to more cores",
            workers, first->host, cpus);
    } else if (!node_places_fit(places, workers)) {
        p->binding_ok = false;
        snprintf(p->problem, sizeof p->problem,
                 "wrong binding: workers on %.63s share a CPU while others are free; try mpirun "
                 "--map-by slot:PE=THREADS --bind-to core",
                 first->host);
    }
}

static bool is_first_of_host(const struct seat *seats, int i)
{
    for (int k = 0; k < i; ++k)
        if (strcmp(seats[k].host, seats[i].host) == 0)
            return false;
    return true;
}

static void judge(struct placement *p, const struct seat *seats, int count, struct place *places)
{
    p->nodes = 0;
    p->binding_ok = true;
    for (int i = 0; i < count; ++i)
        if (is_first_of_host(seats, i)) {
            ++p->nodes;
            judge_host(p, seats, count, &seats[i], places);
        }
}

/* How many processes share this host, and which of them comes first: from all host names. */
static int find_neighbours(struct placement *p, struct team *team)
{
    size_t size = sizeof p->host;
    char *hosts = calloc((size_t)team->ranks, size);
    if (team_total(team, !hosts)) {
        free(hosts);
        return -1;
    }
    team_collect(team, p->host, size, hosts);
    team_broadcast(team, hosts, (size_t)team->ranks * size);
    int first = -1;
    p->local_ranks = 0;
    for (int r = 0; r < team->ranks; ++r)
        if (strcmp(hosts + (size_t)r * size, p->host) == 0) {
            first = first < 0 ? r : first;
            ++p->local_ranks;
        }
    p->first_local = first == team->rank;
    free(hosts);
    return 0;
}

int placement_find(struct placement *placement, struct team *team)
{
    *placement = (struct placement){.binding_ok = true};
    if (gethostname(placement->host, sizeof placement->host - 1))
        snprintf(placement->host, sizeof placement->host, "unknown");
    if (find_neighbours(placement, team))
        return -1;
    int count = team->ranks * team->threads;
    size_t mine = (size_t)team->threads, all = team->rank == 0 ? (size_t)count : 1;
    struct seat *seats = calloc(mine, sizeof *seats);
    struct seat *everyone = calloc(all, sizeof *everyone);
    struct place *places = calloc(all, sizeof *places);
    int failed = team_total(team, !seats || !everyone || !places) != 0;
    if (!failed) {
        find_seats(team, placement->host, seats);
        team_collect(team, seats, mine * sizeof *seats, everyone);
        struct placement found = *placement;
        if (team->rank == 0)
            judge(&found, everyone, count, places);
        team_broadcast(team, &found, sizeof found);
        placement->nodes = found.nodes;
        placement->oversubscribed = found.oversubscribed;
        placement->binding_ok = found.binding_ok;
        memcpy(placement->problem, found.problem, sizeof placement->problem);
    }
    free(seats);
    free(everyone);
    free(places);
    return failed ? -1 : 0;
}
