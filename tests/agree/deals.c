/* The counters that ranks deal from, one phase after another. It includes the file under test,
 * whose state is nobody else's business. Usage: deals, started on two ranks or more. */
#include "drivers/models/ranks_deal.c"

#include <stdio.h>

enum { UNITS = 7, PHASES = 3000 };

static struct team team;
static int bad;

/* Counts what is wrong on any rank. */
static void expect(bool right, const char *what, int number)
{
    if (team_total(&team, !right) == 0)
        return;
    ++bad;
    if (team.rank == 0)
        fprintf(stderr, "%s: phase %d\n", what, number);
}

/* One phase: whether every unit came to one rank. */
static bool deals_all(void)
{
    uint64_t seen[UNITS] = {0};
    struct span span;
    bool right = true;
    for (int turn = 0; ranks_next(&team, UNITS, turn, &span); ++turn)
        for (int unit = span.begin; unit < span.end; ++unit)
            ++seen[unit];
    ranks_sum(&team, seen, UNITS);
    for (int unit = 0; unit < UNITS; ++unit)
        right = right && seen[unit] == 1;
    return right;
}

/* The next counter follows from the present one alone: three phases from each of the three show all
 * that a run of any length can do. A number of the phase would overflow in a long one. */
static void H15_counters_go_round(void)
{
    for (int first = 0; first < COUNTERS; ++first) {
        expect(deal.slot == first, "another counter is in use", first);
        for (int phase = 0; phase < COUNTERS; ++phase) {
            int before = deal.slot;
            expect(deals_all(), "not every unit was dealt once", phase);
            expect(deal.slot == (before + 1) % COUNTERS, "the counters do not take turns", phase);
        }
        expect(deals_all(), "not every unit was dealt once", first);
    }
}

int main(int argc, char **argv)
{
    const struct model model = {.name = "deals", .processes = true, .sum = ranks_sum};
    team = (struct team){.model = &model, .between = {SCHEDULE_DYNAMIC, 1}};
    ranks_start(&team, &(struct wish){.ranks = -1, .threads = -1}, &argc, &argv);
    if (deals_all() && team.deal != DEAL_COUNTER) {
        if (team.rank == 0)
            printf("SKIPPED: no one-sided windows here\n");
        ranks_stop(&team);
        return 77;
    }
    expect(deal.slot == 1, "the first phase did not take a counter", 0);
    for (int phase = 1; phase < COUNTERS; ++phase)
        expect(deals_all(), "not every unit was dealt once", phase);
    H15_counters_go_round();
    for (int phase = 0; phase < PHASES; ++phase)
        expect(deals_all(), "not every unit was dealt once", phase);
    if (team.rank == 0)
        printf("%d phases of %d units on %d ranks, %d bad\n", PHASES, UNITS, team.ranks, bad);
    ranks_stop(&team);
    return bad > 0;
}
