/* Where the time of every cell goes, in words. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/model_kind.h"
#include "analysis/data/names.h"
#include "analysis/memory.h"
#include "analysis/say/pops.h"
#include "analysis/text.h"
#include "drivers/common/grid.h"

enum { WIDTH = 98, TEXT = 4096, SHOWN = 5, CELL = 64 };

/* What is below this is worth a sentence. */
static const double GOOD = 0.95;

static void say_percent(char *buffer, size_t size, struct interval value)
{
    if (isnan(value.value))
        snprintf(buffer, size, "-");
    else if (isnan(value.low))
        snprintf(buffer, size, "%.1f", 100 * value.value);
    else
        snprintf(buffer, size, "%.1f [%.0f, %.0f]", 100 * value.value, 100 * value.low,
                 100 * value.high);
}

static const struct grid_column columns[] = {
    {"workers", GRID_MARKS, 0}, {"PE", GRID_MARKS, 0},       {"LB", GRID_MARKS, 4},
    {"CommE", GRID_MARKS, 3},   {"CompScal", GRID_MARKS, 2}, {"GE", GRID_MARKS, 1},
    {"", GRID_MARKS, 0},
};

enum { COLUMN_COUNT = sizeof columns / sizeof *columns };

static const char *text_of(const void *from, size_t line, size_t column)
{
    return ((const char(*)[COLUMN_COUNT][CELL])from)[line][column];
}

static void fill_line(const struct pop_set *set, const struct pop_cell *pop, char (*line)[CELL])
{
    const struct interval shown[SHOWN] = {pop->values[POP_PE], pop->values[POP_LB],
                                          pop->values[POP_COMM_E], pop->scaling, pop->global};
    names_layout(set->all, pop->cell, line[0], CELL);
    for (size_t i = 0; i < SHOWN; ++i)
        say_percent(line[i + 1], CELL, shown[i]);
    snprintf(line[SHOWN + 1], CELL, "%s", cell_is_clean(pop->cell) ? "" : "*");
}

static void write_threads(const struct pop_cell *pop, FILE *out)
{
    char text[TEXT] = "";
    if (isnan(pop->values[POP_MPI_LB].value))
        return;
    for (int q = POP_MPI_LB; q < POP_QUANTITIES; ++q) {
        char value[CELL];
        say_percent(value, sizeof value, pop->values[q]);
        text_append(text, TEXT, "%s%s %s", q > POP_MPI_LB ? "  " : "", pop_names[q], value);
    }
    text_wrap(out, text, WIDTH, "    ");
}

/* The cells of set->cells[first], …, that have values; each with what its threads add. */
static void write_lines(const struct pop_set *set, size_t first, size_t count, FILE *out)
{
    char(*lines)[COLUMN_COUNT][CELL] = memory_array(count + 1, sizeof *lines);
    struct grid grid = {columns, COLUMN_COUNT, 1, text_of, lines, 2, {0}};
    for (size_t i = 0; i < COLUMN_COUNT; ++i)
        snprintf(lines[0][i], CELL, "%s", columns[i].name);
    for (size_t i = first; i < first + count; ++i)
        if (!set->cells[i].missing)
            fill_line(set, &set->cells[i], lines[grid.line_count++]);
    grid_fit(&grid, out);
    grid_line(&grid, 0, out);
    for (size_t i = first, line = 1; i < first + count; ++i)
        if (!set->cells[i].missing) {
            grid_line(&grid, line++, out);
            write_threads(&set->cells[i], out);
        }
    grid_left_out(&grid, "--json has", out);
    free(lines);
}

/* The factor of PE, or CompScal, that most is lost by. */
static void say_loss(const struct pop_cell *pop, const char *layout, char *text)
{
    const double balance = pop->values[POP_LB].value, communication = pop->values[POP_COMM_E].value;
    const double scaling = isnan(pop->scaling.value) ? 1 : pop->scaling.value;
    if (fmin(fmin(balance, communication), scaling) >= GOOD)
        text_append(text, TEXT, "%s: less than %.0f %% is lost by any cause.", layout,
                    100 * (1 - GOOD));
    else if (scaling <= balance && scaling <= communication)
        text_append(text, TEXT,
                    "%s: most is lost while computing: the same work takes %.2f times the time in "
                    "kernels and codecs that it takes %d worker%s. Workers share memory, caches, "
                    "cores or clock speed.",
                    layout, 1 / scaling, pop->cell->base->workers,
                    pop->cell->base->workers == 1 ? "" : "s");
    else if (balance <= communication)
        text_append(
            text, TEXT,
            "%s: most is lost by load balance: the busiest worker works %.0f %% longer than "
            "the mean of all, and the others wait for it.",
            layout, 100 * (1 / balance - 1));
    else
        text_append(text, TEXT,
                    "%s: most is lost by communication: even the busiest worker works only %.0f %% "
                    "of the time; the rest is dealing, messages, reading, forks, joins and ends.",
                    layout, 100 * communication);
}

static void name_place(const struct pop_place *place, char *buffer, size_t size)
{
    char node[64];
    text_plain(node, sizeof node, place->node);
    if (place->kind == POP_NODES)
        snprintf(buffer, size, "node %s", node);
    else
        snprintf(buffer, size, "%s %d (on %s)", pop_place_names[place->kind], place->number, node);
}

static void say_places(const struct pop_cell *pop, const char *layout, char *text)
{
    static const char *const others[] = {"the other ranks", "the other threads", "the other nodes"};
    const bool alike = pop->cell->runs[0]->row->width > 0;
    for (size_t i = 0; i < pop->place_count; ++i) {
        const struct pop_place *place = &pop->places[i];
        const struct interval more = place->slower ? place->pace : place->load;
        char name[128];
        if (!place->slower && !place->longer)
            continue;
        name_place(place, name, sizeof name);
        text_append(text, TEXT,
                    " With %s %s %s %.0f %% longer%s than %s (95 %% CI %.0f to %.0f %%)", layout,
                    name, place->slower ? "takes" : "works", 100 * (more.value - 1),
                    place->slower ? " for a unit" : "", others[place->kind], 100 * (more.low - 1),
                    100 * (more.high - 1));
        text_append(text, TEXT, "%s.",
                    !place->slower ? ": it has more work, not a slower pace"
                    : alike        ? ""
                                   : ", if its images are no larger than theirs");
    }
}

static void say_cpu(const struct pop_cell *pop, const char *layout, char *text)
{
    if (!(pop->cpu_share < QUALITY_SHARE))
        return;
    text_append(text, TEXT,
                " With %s the workers had a CPU for at most %.0f %% of the time that counts as "
                "useful here: others took it, and PE is %.0f %% at most without what they took.",
                layout, 100 * pop->cpu_share, 100 * pop->cpu_share * pop->values[POP_PE].value);
}

static bool is_said(const struct pop_cell *pop)
{
    return pop->cell->workers > 1;
}

static void write_curve(const struct pop_set *set, size_t first, size_t count, FILE *out)
{
    char text[TEXT] = "", layout[64] = "", plain[TEXT];
    const struct pop_cell *largest = NULL;
    for (size_t i = first; i < first + count; ++i) {
        const struct pop_cell *pop = &set->cells[i];
        if (!pop->missing &&
            (!largest || cell_is_clean(pop->cell) || !cell_is_clean(largest->cell)))
            largest = pop;
    }
    if (largest) {
        names_layout(set->all, largest->cell, layout, sizeof layout);
        say_loss(largest, layout, text);
    }
    write_lines(set, first, count, out);
    for (size_t i = first; i < first + count; ++i) {
        const struct pop_cell *pop = &set->cells[i];
        names_layout(set->all, pop->cell, layout, sizeof layout);
        if (pop->missing) {
            text_append(text, TEXT, " %s: no efficiencies: %s.", layout, pop->missing);
            continue;
        }
        say_places(pop, layout, text);
        say_cpu(pop, layout, text);
    }
    text_plain(plain, sizeof plain, text);
    text_wrap(out, plain, WIDTH, "  ");
}

static void write_legend(FILE *out)
{
    text_wrap(
        out,
        "In percent, with 95 % CIs across runs. u: a worker's time in kernels and codecs, T: "
        "wall time. PE = avg(u)/T, parallel efficiency, is LB times CommE. LB = avg(u)/max(u), "
        "load balance. CommE = max(u)/T. CompScal: the baseline's sum of u over this one's. GE "
        "= PE times CompScal; divided by the baseline's PE it is the efficiency. MPI_LB, "
        "MPI_CE, OMP_LB, OMP_CE: LB and CommE of ranks (time outside of MPI), and what threads "
        "add to them. *: not a clean cell, see parallax table.",
        WIDTH, "");
}

void pops_write_text(const struct pop_set *set, FILE *out)
{
    size_t last_study = SIZE_MAX, said = 0;
    for (size_t i = 0, end; i < set->count; i = end) {
        const struct cell *cell = set->cells[i].cell;
        const struct curve *curve = &set->all->curves[cell->curve];
        for (end = i + 1; end < set->count && set->cells[end].cell->curve == cell->curve;)
            ++end;
        size_t first = i;
        while (first < end && !is_said(&set->cells[first])) /* sorted by workers */
            ++first;
        if (first == end)
            continue;
        if (cell->study != last_study) {
            fputs(said > 0 ? "\n" : "", out);
            text_wrap(out, set->all->studies[cell->study].title, WIDTH, "");
        }
        text_say(out, 0, "%s", curve->name);
        write_curve(set, first, end - first, out);
        last_study = cell->study;
        ++said;
    }
    if (said == 0)
        text_say(out, 2, "No cell of several workers has a time.");
    else
        fputc('\n', out);
    if (said > 0)
        write_legend(out);
}
