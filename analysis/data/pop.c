/* Where the time of a cell goes: POP efficiencies, and who is slower than the others. */
#include "analysis/data/pop.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/data/model_kind.h"
#include "analysis/data/pop_rows.h"
#include "analysis/memory.h"
#include "analysis/numbers/difference.h"
#include "analysis/numbers/holm.h"

const char *const pop_place_names[POP_PLACE_KINDS] = {"rank", "thread", "node"};

/* A place stands out if its mean is beyond the others' by Holm over the places of its kind, by more
 * than this, and by more than so many standard deviations of the others' means where there are as
 * many of them. */
static const double NOTEWORTHY = 0.02, DEVIATIONS = 3;
enum { OTHERS_MIN = 3 };

static bool is_shared(const struct cell *cell)
{
    const struct run_row *row = cell->runs[0]->row;
    return row->ranks > 1 && row->threads > 1;
}

static const char *find_missing(const struct pop_rows *rows, size_t count)
{
    size_t idle = 0, iterations = 0;
    for (size_t i = 0; i < count; ++i) {
        idle += rows->repetitions[i].idle;
        iterations += rows->repetitions[i].iterations;
        if (rows->repetitions[i].iterations == 0 && rows->repetitions[i].idle == 0)
            return "not all of its workers' rows are there";
    }
    if (idle > 0)
        return iterations == 0 ? "no time in a kernel or a codec: nothing useful was done"
                               : "iterations in which nothing useful was done";
    return NULL;
}

static void fill_values(struct pop_cell *pop, const struct pop_rows *rows)
{
    double *values = memory_array(pop->repetitions, sizeof *values), useful = 0, had_cpu = 0;
    for (int q = 0; q < POP_QUANTITIES; ++q) {
        for (size_t i = 0; i < pop->repetitions; ++i)
            values[i] = exp(rows->repetitions[i].logs[q]);
        if (q < POP_MPI_LB || is_shared(pop->cell))
            pop->values[q] = pop_mean(values, pop->repetitions);
    }
    for (size_t i = 0; i < pop->repetitions; ++i) {
        useful += rows->repetitions[i].useful_s;
        had_cpu += rows->repetitions[i].had_cpu_s;
    }
    pop->cpu_share = had_cpu / useful;
    free(values);
}

/* Means and tests of one kind's places, over repetitions: logs[repetition][place], NaN: not there.
 */
struct places {
    double *logs;
    size_t count, repetitions;
};

static struct difference mean_of(const struct places *places, size_t place, double *room)
{
    size_t known = 0;
    for (size_t i = 0; i < places->repetitions; ++i)
        if (isfinite(places->logs[i * places->count + place]))
            room[known++] = places->logs[i * places->count + place];
    return known > 0 ? difference_mean(room, known) : (struct difference){NAN, NAN, 0};
}

static bool is_beyond_others(const struct difference *means, size_t count, size_t place)
{
    double sum = 0, squares = 0;
    size_t others = 0;
    for (size_t i = 0; i < count; ++i)
        if (i != place && isfinite(means[i].value)) {
            sum += means[i].value;
            ++others;
        }
    const double mean = sum / (double)others;
    for (size_t i = 0; i < count; ++i)
        if (i != place && isfinite(means[i].value))
            squares += pow(means[i].value - mean, 2);
    return others < OTHERS_MIN ||
           means[place].value - mean > DEVIATIONS * sqrt(squares / ((double)others - 1));
}

static void judge_places(const struct places *places, struct interval *ratios, bool *beyond)
{
    double *room = memory_array(places->repetitions, sizeof *room);
    double *probabilities = memory_array(places->count, sizeof *probabilities);
    struct difference *means = memory_array(places->count, sizeof *means);
    for (size_t i = 0; i < places->count; ++i) {
        means[i] = mean_of(places, i, room);
        const bool enough = means[i].degrees >= ESTIMATE_RUNS_MIN - 1;
        probabilities[i] = enough ? difference_probability(means[i]) : 1;
        ratios[i] = difference_ratio(means[i]);
        if (!enough)
            ratios[i].low = ratios[i].high = NAN;
    }
    holm_reject(probabilities, places->count, DIFFERENCE_ALPHA, beyond);
    for (size_t i = 0; i < places->count; ++i)
        beyond[i] = beyond[i] && means[i].value > log1p(NOTEWORTHY) &&
                    is_beyond_others(means, places->count, i);
    free(room);
    free(probabilities);
    free(means);
}

/* Useful time of each place over the mean of the others', a worker or, `paced`, a unit. */
static void compare_places(const struct pop_rows *rows, size_t repetitions, size_t first,
                           size_t count, bool paced, struct interval *ratios, bool *beyond)
{
    struct places places = {memory_array(repetitions * count, sizeof(double)), count, repetitions};
    for (size_t i = 0; i < repetitions; ++i) {
        const struct pop_share *shares = rows->shares + i * rows->place_count + first;
        double useful = 0, parts = 0;
        for (size_t k = 0; k < count; ++k) {
            useful += shares[k].useful_s;
            parts += paced ? shares[k].units : shares[k].workers;
        }
        for (size_t k = 0; k < count; ++k) {
            const double own = paced ? shares[k].units : shares[k].workers;
            const double rest = (useful - shares[k].useful_s) / (parts - own);
            places.logs[i * count + k] = log(shares[k].useful_s / own / rest);
        }
    }
    judge_places(&places, ratios, beyond);
    free(places.logs);
}

static void fill_places(struct pop_cell *pop, const struct pop_rows *rows, size_t first,
                        size_t count)
{
    struct interval *ratios = memory_array(count, sizeof *ratios);
    bool *beyond = memory_array(count, sizeof *beyond);
    for (int paced = 0; paced < 2 && count > 0; ++paced) {
        compare_places(rows, pop->repetitions, first, count, paced, ratios, beyond);
        for (size_t i = 0; i < count; ++i) {
            struct pop_place *place = &pop->places[first + i];
            *(paced ? &place->pace : &place->load) = ratios[i];
            *(paced ? &place->slower : &place->longer) = beyond[i];
        }
    }
    free(ratios);
    free(beyond);
}

/* log_useful or p T of each repetition, of weak studies a worker's. */
static void fill_logs(const struct cell *cell, const struct pop_rows *rows, bool weak, bool wall,
                      double *logs)
{
    const double share = log((double)cell->workers);
    for (size_t i = 0; i < cell->used_count; ++i)
        logs[i] = (wall ? rows->repetitions[i].log_wall + share : rows->repetitions[i].log_useful) -
                  (weak ? share : 0);
}

static void compare_with_base(struct pop_cell *pop, const struct pop_rows *rows,
                              const struct pop_cell *base, const struct pop_rows *base_rows,
                              bool weak)
{
    const struct cell *cell = pop->cell;
    pop->base_efficiency = base->values[POP_PE].value;
    pop->scaling = (struct interval){1, NAN, NAN};
    pop->global = pop->values[POP_PE];
    if (base == pop)
        return;
    double *above = memory_array(base->repetitions, sizeof *above);
    double *below = memory_array(pop->repetitions, sizeof *below);
    fill_logs(base->cell, base_rows, weak, false, above);
    const struct repeated left = {base->cell->repetitions, above, base->repetitions};
    const struct repeated right = {cell->repetitions, below, pop->repetitions};
    fill_logs(cell, rows, weak, false, below);
    pop->scaling = repetitions_ratio(&left, &right);
    fill_logs(cell, rows, weak, true, below);
    pop->global = repetitions_ratio(&left, &right);
    free(above);
    free(below);
}

static void start_cell(struct pop_cell *pop, const struct cell *cell, struct pop_rows *rows)
{
    const struct interval none = {NAN, NAN, NAN};
    *pop = (struct pop_cell){.cell = cell, .repetitions = cell->used_count};
    pop->scaling = pop->global = none;
    pop->base_efficiency = pop->cpu_share = NAN;
    for (int q = 0; q < POP_QUANTITIES; ++q)
        pop->values[q] = none;
    pop_rows_read(rows, cell);
    pop->places = rows->places;
    pop->missing = find_missing(rows, pop->repetitions);
    if (pop->missing)
        return;
    fill_values(pop, rows);
    pop->place_count = rows->place_count;
    fill_places(pop, rows, 0, rows->numbered);
    fill_places(pop, rows, rows->numbered, rows->place_count - rows->numbered);
}

void pop_build(struct pop_set *set, const struct cells *cells)
{
    *set = (struct pop_set){.all = cells};
    set->cells = memory_array(cells->cell_count, sizeof set->cells[0]);
    struct pop_rows *rows = memory_array(cells->cell_count, sizeof *rows);
    for (size_t i = 0; i < cells->cell_count; ++i)
        if (cells->cells[i].usable) {
            start_cell(&set->cells[set->count], &cells->cells[i], &rows[set->count]);
            ++set->count;
        }
    for (size_t i = 0; i < set->count; ++i) {
        struct pop_cell *pop = &set->cells[i];
        const struct pop_cell *base = pop->cell->base ? pop_find(set, pop->cell->base) : NULL;
        if (!pop->missing && base && !base->missing)
            compare_with_base(pop, &rows[i], base, &rows[base - set->cells],
                              cells->studies[pop->cell->study].weak);
    }
    for (size_t i = 0; i < set->count; ++i)
        pop_rows_free(&rows[i]);
    free(rows);
}

void pop_free(struct pop_set *set)
{
    for (size_t i = 0; i < set->count; ++i)
        free(set->cells[i].places);
    free(set->cells);
    *set = (struct pop_set){0};
}

const struct pop_cell *pop_find(const struct pop_set *set, const struct cell *cell)
{
    size_t low = 0, high = set->count; /* in the order of the cells */
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (set->cells[middle].cell < cell)
            low = middle + 1;
        else
            high = middle;
    }
    return low < set->count && set->cells[low].cell == cell ? &set->cells[low] : NULL;
}
