/* Whether the machine kept its speed while a study was measured, by the witnesses of its runs.
 *
 * One witness is half a millisecond of work on memory, which others of a shared host may delay by a
 * half, though a kernel's iterations next to it take what they always do. So single runs do not
 * count, but repetitions, of which all cells were measured in turn. Within a cell, whose runs have
 * equal workers at equal places, a run has a rank; a repetition has the mean rank of its runs. On a
 * steady machine any run of a cell could have been any other of it: ranks are shuffled within their
 * cells, and where the means differ so much in at most one of 20 shuffles, chance does not make it.
 * That holds 5 % for any number of cells, slices and repetitions, and for every distribution (it is
 * Friedman's test for several runs of each: Mack and Skillings, 1980). Times would tell one great
 * step of few runs more often than ranks do, but where witnesses have long tails they tell a drift
 * half as often. How much the speed changed is told by the medians of repetitions, of the runs'
 * times over the median of their cell. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/verdict_facts.h"
#include "analysis/memory.h"
#include "drivers/common/statistics.h"

/* Enough shuffles to tell 5 %. They end when it is sure that chance does as much, but not before
 * SHUFFLES_LEAST, which show whether so few runs can tell anything. Sums in another order are equal
 * within `slack`. */
enum { SHUFFLES = 999, SHUFFLES_LEAST = 199 };
static const double level = 0.05, slack = 1e-9;

struct told_speed {
    const struct repetition *repetition;
    double log;   /* seconds of the witness, over those that its cell has */
    double rank;  /* in its cell, -1/2 .. 1/2, equal ones in the middle of theirs */
    size_t first; /* of its cell, among all that were told */
    size_t group; /* the number of its repetition */
};

struct groups {
    size_t count;
    double *sizes, *sums; /* [count]: runs; their ranks, as find_contrast() added them */
    double low, high;     /* the least and the greatest of their medians */
};

static int compare_logs(const void *left, const void *right)
{
    const double a = ((const struct told_speed *)left)->log;
    const double b = ((const struct told_speed *)right)->log;
    return (a > b) - (a < b);
}

static int compare_repetitions(const void *left, const void *right)
{
    const struct repetition *a = (*(struct told_speed *const *)left)->repetition;
    const struct repetition *b = (*(struct told_speed *const *)right)->repetition;
    int order = strcmp(a->job, b->job);
    order = order != 0 ? order : (a->turn > b->turn) - (a->turn < b->turn);
    return order != 0 ? order : (a->round > b->round) - (a->round < b->round);
}

/* Appends those of the cell; a single repetition has nothing to be compared with. Returns how many
 * there are then. */
static size_t hear_cell(const struct cell *cell, struct told_speed *told, size_t first)
{
    size_t end = first, run = 0;
    if (cell->used_count < 2)
        return first;
    for (size_t i = 0; i < cell->used_count; ++i)
        for (const size_t next = run + cell->repetitions[i].launches; run < next; ++run)
            if (!isnan(cell->runs[run]->witness))
                told[end++] = (struct told_speed){
                    .repetition = &cell->repetitions[i],
                    .log = log(cell->runs[run]->witness),
                    .first = first,
                };
    if (end - first < 2)
        return first;
    qsort(told + first, end - first, sizeof *told, compare_logs);
    const double usual =
        (told[(first + end - 1) / 2].log + told[(first + end) / 2].log) / 2; /* the median */
    for (size_t begin = first, after; begin < end; begin = after) {
        for (after = begin; after < end && compare_logs(&told[begin], &told[after]) == 0; ++after)
            ;
        const double middle = (double)(begin + after - 2 * first + 1) / 2;
        for (size_t i = begin; i < after; ++i)
            told[i].rank = middle / (double)(end - first + 1) - 0.5;
    }
    for (size_t i = first; i < end; ++i)
        told[i].log -= usual;
    return end;
}

/* Numbers the repetitions of told[count]; `sizes` and `sums` have room for `count`. */
static void find_groups(struct told_speed *told, size_t count, struct groups *groups)
{
    struct told_speed **order = memory_array(count, sizeof(struct told_speed *));
    double *values = memory_array(count, sizeof *values);
    groups->count = 0;
    groups->low = INFINITY;
    groups->high = -INFINITY;
    for (size_t i = 0; i < count; ++i)
        order[i] = &told[i];
    qsort(order, count, sizeof *order, compare_repetitions);
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin; end < count && compare_repetitions(&order[begin], &order[end]) == 0;
             ++end) {
            order[end]->group = groups->count;
            values[end - begin] = order[end]->log;
        }
        const double middle = statistics_median_known(values, end - begin);
        groups->low = fmin(groups->low, middle);
        groups->high = fmax(groups->high, middle);
        groups->sizes[groups->count++] = (double)(end - begin);
    }
    free(order);
    free(values);
}

/* How much the mean ranks of repetitions differ: the sum of their squares, by the runs of each. */
static double find_contrast(const struct told_speed *told, const double *ranks, size_t count,
                            struct groups *groups)
{
    double contrast = 0;
    memset(groups->sums, 0, groups->count * sizeof *groups->sums);
    for (size_t i = 0; i < count; ++i)
        groups->sums[told[i].group] += ranks[i];
    for (size_t i = 0; i < groups->count; ++i)
        contrast += groups->sums[i] * groups->sums[i] / groups->sizes[i];
    return contrast;
}

/* Within each cell, by splitmix64: the same everywhere, always. */
static void shuffle(const struct told_speed *told, double *ranks, size_t count, uint64_t *state)
{
    for (size_t i = 0; i < count; ++i) {
        uint64_t mixed = *state += UINT64_C(0x9E3779B97F4A7C15);
        mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
        mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94D049BB133111EB);
        const size_t other = told[i].first + (mixed ^ (mixed >> 31)) % (i - told[i].first + 1);
        const double rank = ranks[i];
        ranks[i] = ranks[other];
        ranks[other] = rank;
    }
}

/* What chance makes of told[count]: 1: as much as this; 0: not so much; NaN: so few runs that not
 * even the greatest difference would be rare. `ranks` has room for `count`. */
static double ask_chance(const struct told_speed *told, size_t count, struct groups *groups,
                         double *ranks)
{
    uint64_t state = 1;
    for (size_t i = 0; i < count; ++i)
        ranks[i] = told[i].rank;
    const double found = find_contrast(told, ranks, count, groups);
    double greatest = found;
    size_t made = 1, as_great = 1, reached = 1; /* what was found is one of them */
    while (made <= SHUFFLES && (made <= SHUFFLES_LEAST || reached <= level * (SHUFFLES + 1))) {
        shuffle(told, ranks, count, &state);
        const double contrast = find_contrast(told, ranks, count, groups);
        ++made;
        reached += contrast >= found * (1 - slack) ? 1 : 0;
        if (contrast > greatest * (1 + slack))
            greatest = contrast, as_great = 0;
        as_great += contrast >= greatest * (1 - slack) ? 1 : 0;
    }
    if ((double)as_great > level * (double)made)
        return NAN;
    return (double)reached > level * (double)made ? 1 : 0;
}

/* Where repetitions hardly differ the machine was steady, be they ever so few: chance would only
 * have added to that. */
static double find_change(struct told_speed *told, size_t count)
{
    double *room = memory_array(3 * count, sizeof *room);
    struct groups groups = {.sizes = room, .sums = room + count};
    find_groups(told, count, &groups);
    const double change = exp(groups.low - groups.high);
    const double chance = ask_chance(told, count, &groups, room + 2 * count);
    free(room);
    if (chance == 0)
        return change;
    return chance == 1 || change >= verdict_steady ? 1 : NAN;
}

double verdict_find_speed(const struct cells *cells, const struct study *study)
{
    double speed = NAN;
    size_t room = 0, count = 0;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i)
        room += cells->cells[i].used_runs;
    struct told_speed *told = memory_array(room, sizeof *told);
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &cells->cells[i];
        if (!cell_is_clean(cell))
            continue;
        if (cell->repetitions[0].round >= 0)
            count = hear_cell(cell, told, count);
        else
            speed = fmin(speed, cell->speed); /* measured whenever: nothing to compare it with */
    }
    if (count > 0)
        speed = fmin(speed, find_change(told, count));
    free(told);
    return speed;
}
