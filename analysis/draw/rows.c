/* Pictures of horizontal rows. */
#include "analysis/draw/rows.h"

#include <math.h>
#include <string.h>

#include "analysis/data/names.h"
#include "analysis/draw/colour.h"
#include "analysis/text.h"

enum { ROW_HEIGHT = 21, ROW_LOW = 15, CROWDED = 20, FRAME = 120 };
#define GAP 0.6 /* between curves, in rows */

static bool is_end(const struct cells *cells, const struct cell *cell)
{
    const struct curve *curve = &cells->curves[cell->curve];
    const size_t index = (size_t)(cell - cells->cells);
    return index == curve->first || index == curve->first + curve->count - 1;
}

size_t rows_choose(const struct cells *cells, const struct study *study,
                   bool (*wanted)(const struct cell *cell), const struct cell *list[ROWS_MAX])
{
    size_t all = 0, count = 0;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i)
        all += wanted(&cells->cells[i]) ? 1 : 0;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &cells->cells[i];
        if (wanted(cell) && (all <= ROWS_MAX || is_end(cells, cell)) && count < ROWS_MAX)
            list[count++] = cell;
    }
    return count;
}

const struct run *rows_run(const struct cell *cell, bool (*wanted)(const struct run *run))
{
    const struct run *best = NULL;
    for (size_t i = 0; i < cell->used_runs; ++i) {
        const struct run *run = cell->runs[i];
        const double distance = fabs(log(run->median.value / cell->time.value));
        if ((!wanted || wanted(run)) &&
            (!best || distance < fabs(log(best->median.value / cell->time.value))))
            best = run;
    }
    return best;
}

void rows_label(const struct cells *cells, const struct cell *cell, char label[ROWS_LABEL])
{
    char layout[64], end[80];
    names_layout(cells, cell, layout, sizeof layout);
    snprintf(end, sizeof end, " %.14s%s%s", layout, cell_is_clean(cell) ? "" : "*",
             cell_fell_back(cell) ? "+" : "");
    const char *name = cells->curves[cell->curve].name;
    const int room = ROWS_LABEL - 1 - (int)strlen(end);
    const bool fits = (int)strlen(name) <= room;
    label[0] = '\0';
    text_append(label, ROWS_LABEL, "%.*s%s%s", fits ? room : room - 2, name, fits ? "" : "..", end);
}

void rows_places(const struct cell *const *list, size_t count, double *places)
{
    double place = 0;
    for (size_t i = 0; i < count; ++i) {
        place += i == 0 ? 0 : list[i]->curve == list[i - 1]->curve ? 1 : 1 + GAP;
        places[i] = place;
    }
}

int rows_axis(const struct plot *plot, char (*labels)[ROWS_LABEL], const double *places,
              size_t count)
{
    fprintf(plot->script, "set ytics scale 0 font ',%d' ()\n", count > CROWDED ? 12 : 15);
    for (size_t i = 0; i < count; ++i) {
        fputs("set ytics add (", plot->script);
        text_gnuplot(plot->script, labels[i]);
        fprintf(plot->script, " %.6g)\n", places[i]);
    }
    fprintf(plot->script, "set yrange [%.6g:-0.7]\nset grid noytics\nset border 1\n",
            places[count - 1] + 0.7);
    return FRAME + (int)((count > CROWDED ? ROW_LOW : ROW_HEIGHT) * (places[count - 1] + 1.4));
}

void rows_bars(const struct plot *plot, int block, const char *colour, const char *name)
{
    fprintf(plot->script,
            ", \\\n '%s.dat' index %d using 2:1:2:3:($1-0.4):($1+0.4) with boxxyerror fc rgb %s "
            "fs solid 1 noborder title ",
            plot->stem, block, colour);
    text_gnuplot(plot->script, name);
}

static double write_stage(struct plot *plot, int stage, const double *places,
                          double (*seconds)[STAGE_COUNT], const double *start, size_t count,
                          double per_second)
{
    double all = 0;
    for (size_t i = 0; i < count; ++i) {
        double left = start ? start[i] : 0;
        for (int before = 0; before < stage; ++before)
            left += seconds[i][before];
        fprintf(plot->data, "%.6g %.9g %.9g\n", places[i], left * per_second,
                (left + seconds[i][stage]) * per_second);
        all += seconds[i][stage];
    }
    return all;
}

void rows_stages(struct plot *plot, const double *places, double (*seconds)[STAGE_COUNT],
                 const double *start, size_t count, int height)
{
    double most = 0, all = 0;
    size_t shown = 0;
    int blocks[STAGE_COUNT];
    bool is_shown[STAGE_COUNT];
    for (size_t i = 0; i < count; ++i) {
        double sum = start ? start[i] : 0;
        for (int stage = 0; stage < STAGE_COUNT; ++stage)
            sum += seconds[i][stage];
        most = fmax(most, sum);
        all += sum;
    }
    const double per_second = most < 1 ? 1e3 : 1;
    for (int stage = 0; stage < STAGE_COUNT; ++stage) {
        char light[COLOUR_SIZE], dark[COLOUR_SIZE];
        colour_of_stage((enum stage)stage, false, light);
        colour_of_stage((enum stage)stage, true, dark);
        plot_colour(plot, "s", (size_t)stage, light, dark);
        fprintf(plot->data, "# %s: place left right, in %s\n", stage_names[stage],
                most < 1 ? "ms" : "s");
        is_shown[stage] =
            write_stage(plot, stage, places, seconds, start, count, per_second) > 2e-3 * all;
        blocks[stage] = plot_block(plot, false, 3);
        shown += is_shown[stage] ? 1 : 0;
    }
    const int key = plot_key(plot, shown, 6);
    fprintf(plot->script, "set xrange [0:%.6g]\n", 1.02 * most * per_second);
    plot_begin(plot, height + key);
    fputs("plot NaN notitle", plot->script);
    for (int stage = 0; stage < STAGE_COUNT; ++stage) {
        char colour[16];
        snprintf(colour, sizeof colour, "s%d", stage);
        if (is_shown[stage])
            rows_bars(plot, blocks[stage], colour, stage_names[stage]);
    }
    fputc('\n', plot->script);
}
