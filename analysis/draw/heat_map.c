/* Ranks by threads: the speedup of every way to divide the workers. */
#include <math.h>
#include <stdlib.h>

#include "analysis/draw/panel.h"
#include "analysis/memory.h"
#include "analysis/text.h"

enum { SIDE_MAX = 16 };

/* The fastest cell of each ranks x threads that was measured. */
struct grid {
    int ranks[SIDE_MAX], threads[SIDE_MAX]; /* ascending */
    size_t rank_count, thread_count;
    const struct cell *best[SIDE_MAX][SIDE_MAX];
    bool hybrid; /* one has several of both */
};

static bool is_wanted(const struct cells *cells, const struct cell *cell)
{
    return !isnan(cell->speedup.value) && !panel_is_ceiling(cells, &cells->curves[cell->curve]);
}

/* Where `value` stands among the sorted values, into which it is put; SIDE_MAX: no room. */
static size_t find(int *values, size_t *count, int value, bool put)
{
    size_t at = 0;
    while (at < *count && values[at] < value)
        ++at;
    if (at < *count && values[at] == value)
        return at;
    if (!put || *count == SIDE_MAX)
        return SIDE_MAX;
    for (size_t i = (*count)++; i > at; --i)
        values[i] = values[i - 1];
    values[at] = value;
    return at;
}

static void build(struct grid *grid, const struct cells *cells, const struct study *study)
{
    *grid = (struct grid){.rank_count = 0};
    for (int pass = 0; pass < 2; ++pass)
        for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
            const struct cell *cell = &cells->cells[i];
            const struct run_row *row = cell->runs[0]->row;
            if (!is_wanted(cells, cell))
                continue;
            const size_t x = find(grid->threads, &grid->thread_count, row->threads, pass == 0);
            const size_t y = find(grid->ranks, &grid->rank_count, row->ranks, pass == 0);
            grid->hybrid = grid->hybrid || (row->ranks > 1 && row->threads > 1);
            if (pass == 0 || x == SIDE_MAX || y == SIDE_MAX)
                continue;
            const struct cell **best = &grid->best[y][x];
            if (!*best || cell->speedup.value > (*best)->speedup.value)
                *best = cell;
        }
}

static bool has_some(const struct cells *cells, const struct study *study)
{
    struct grid grid;
    build(&grid, cells, study);
    return grid.hybrid && grid.rank_count > 1 && grid.thread_count > 1;
}

static void write_axis(const struct plot *plot, const char *axis, const int *values, size_t count)
{
    fprintf(plot->script, "set %stics scale 0 (", axis);
    for (size_t i = 0; i < count; ++i)
        fprintf(plot->script, "%s'%d' %zu", i > 0 ? ", " : "", values[i], i);
    fprintf(plot->script, ")\nset %srange [-0.5:%.1f]\n", axis, (double)count - 0.5);
}

/* Lines "x y S high-or-low", and a label of two lines in each field. Returns the largest S. */
static double write_fields(const struct grid *grid, struct plot *plot)
{
    double most = 0;
    for (size_t y = 0; y < grid->rank_count; ++y)
        for (size_t x = 0; x < grid->thread_count; ++x)
            most = grid->best[y][x] ? fmax(most, grid->best[y][x]->speedup.value) : most;
    fputs("# threads ranks speedup\n", plot->data);
    for (size_t y = 0; y < grid->rank_count; ++y)
        for (size_t x = 0; x < grid->thread_count; ++x) {
            const struct cell *cell = grid->best[y][x];
            if (!cell)
                continue;
            const double value = cell->speedup.value;
            char number[32];
            text_number(number, sizeof number, value, 3);
            fprintf(plot->data, "%zu %zu %.6g\n", x, y, value);
            fprintf(plot->script,
                    "set label '%s%s' at %zu, %zu center front offset 0,0.45 textcolor "
                    "rgb '%s'\nset label ",
                    number, cell_is_clean(cell) ? "" : "*", x, y,
                    value > 0.6 * most ? "#101418" : "#ffffff");
            text_gnuplot(plot->script, cell->runs[0]->row->model);
            fprintf(plot->script,
                    " at %zu, %zu center front offset 0,-0.65 font ',10' textcolor rgb '%s'\n", x,
                    y, value > 0.6 * most ? "#101418" : "#ffffff");
            fprintf(plot->alt, "%dx%d: %s; ", grid->ranks[y], grid->threads[x], number);
        }
    plot_block(plot, false, 3);
    return most;
}

static void draw(const struct cells *cells, const struct study *study, struct plot *plot)
{
    struct grid *grid = memory_array(1, sizeof *grid);
    build(grid, cells, study);
    fprintf(plot->alt, "Speedup by ranks x threads: ");
    write_axis(plot, "x", grid->threads, grid->thread_count);
    write_axis(plot, "y", grid->ranks, grid->rank_count);
    plot_set(plot, "xlabel", "threads in each rank");
    plot_set(plot, "ylabel", "ranks");
    const double most = write_fields(grid, plot);
    fprintf(plot->script,
            "set border 0\nunset grid\nunset key\nset cbtics textcolor rgb ink\n"
            "set palette defined (0 '#2c1160', 0.35 '#8c2981', 0.6 '#de4968', 0.8 '#fe9f6d', 1 "
            "'#fcfdbf')\nset cbrange [0:%.4g]\n",
            most);
    plot_set(plot, "cblabel", study->weak ? "scaled speedup" : "speedup");
    plot_begin(plot, 130 + 58 * (int)(grid->rank_count < 4 ? 4 : grid->rank_count));
    fprintf(plot->script,
            "plot '%s.dat' index 0 using 1:2:($1-0.48):($1+0.48):($2-0.46):($2+0.46):3 with "
            "boxxyerror lc palette fs solid 1 noborder notitle\n",
            plot->stem);
    fputs("The fastest of what was measured with so many ranks of so many threads, and its model. "
          "Fields that are "
          "blank were not measured; an asterisk: flagged in the table.",
          plot->caption);
    free(grid);
}

const struct panel panel_heat_map = {
    "ranks-threads", NULL, "Ranks x threads", NULL, has_some, draw,
};
