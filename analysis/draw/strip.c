/* How far repetitions lie apart: a dot for each, by cell. */
#include <math.h>
#include <stdlib.h>

#include "analysis/draw/colour.h"
#include "analysis/draw/panel.h"
#include "analysis/draw/rows.h"
#include "analysis/memory.h"

#define WIDEST 1.6 /* of the axis: a factor from the cell's mean */

static bool has_time(const struct cell *cell)
{
    return cell->usable && cell->used_count > 1;
}

static bool has_some(const struct cells *cells, const struct study *study)
{
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i)
        if (has_time(&cells->cells[i]))
            return true;
    return false;
}

/* The largest factor between a repetition and its cell's mean, as far as it sets the scale. */
static double find_edge(const struct cell *const *list, size_t count)
{
    double edge = 1.02;
    for (size_t i = 0; i < count; ++i)
        for (size_t k = 0; k < list[i]->used_count; ++k)
            edge = fmax(edge, exp(fabs(list[i]->logs[k] - log(list[i]->time.value))));
    return fmin(1 + 1.15 * (edge - 1), WIDEST);
}

struct dots {
    struct plot *plot;
    double edge;
    int block;
};

static void write_dot(struct dots *dots, double place, double ratio, FILE *cut, size_t *cuts)
{
    if (ratio <= dots->edge && ratio >= 1 / dots->edge) {
        fprintf(dots->plot->data, "%.6g %.9g\n", place, ratio);
        return;
    }
    fprintf(cut, "%.6g %.9g # %.9g\n", place, ratio > 1 ? dots->edge : 1 / dots->edge, ratio);
    ++*cuts;
}

/* One block of a curve's dots, filled or hollow, and one of those beyond the edges. */
static void write_curve(struct dots *dots, const struct cell *const *list, const double *places,
                        size_t count, size_t colour, bool hollow)
{
    struct plot *plot = dots->plot;
    char *text = NULL;
    size_t size = 0, written = 0, cuts = 0;
    FILE *cut = open_memstream(&text, &size);
    for (size_t i = 0; i < count && cut; ++i) {
        const struct cell *cell = list[i];
        for (size_t k = 0; k < cell->used_count && cell_is_clean(cell) != hollow; ++k, ++written)
            write_dot(dots, places[i], exp(cell->logs[k]) / cell->time.value, cut, &cuts);
        for (size_t k = cell->used_runs; k < cell->run_count && hollow; ++k) {
            const double median = cell->runs[k]->median.value;
            if (isnan(median))
                continue;
            write_dot(dots, places[i], median / cell->time.value, cut, &cuts);
            ++written;
        }
    }
    if (cut)
        fclose(cut);
    if (written > 0) {
        const int block = plot_block(plot, written == cuts, 2);
        fprintf(plot->script,
                ", \\\n '%s.dat' index %d using 2:1 with points lc rgb c%zu lw 1.2 pt %d ps 0.8 "
                "notitle",
                plot->stem, block, colour, hollow ? 6 : 7);
    }
    if (cuts > 0) {
        fputs(text, plot->data);
        fprintf(plot->script,
                ", \\\n '%s.dat' index %d using 2:1 with points lc rgb c%zu pt 2 ps 0.8 notitle",
                plot->stem, plot_block(plot, false, 2), colour);
    }
    free(text);
}

static void describe(const struct cells *cells, const struct cell *const *list, size_t count,
                     struct plot *plot)
{
    const struct cell *widest = NULL;
    double most = 0;
    for (size_t i = 0; i < count; ++i) {
        double low = INFINITY, high = -INFINITY;
        for (size_t k = 0; k < list[i]->used_count; ++k) {
            low = fmin(low, list[i]->logs[k]);
            high = fmax(high, list[i]->logs[k]);
        }
        widest = high - low > most ? list[i] : widest;
        most = fmax(most, high - low);
    }
    char label[ROWS_LABEL] = "none";
    if (widest)
        rows_label(cells, widest, label);
    fprintf(
        plot->alt,
        "%s of %zu cells, each against its cell's mean. The widest is %s: its slowest took %.2f "
        "times as long as its fastest.",
        plot->title, count, label, exp(most));
    fputs("Every dot is a repetition, as a multiple of its cell's mean time. Hollow: of a cell "
          "that is "
          "flagged, or a run that does not count. A cross at the border: further out.",
          plot->caption);
}

static void draw(const struct cells *cells, const struct study *study, struct plot *plot)
{
    const struct cell *list[ROWS_MAX];
    const size_t count = rows_choose(cells, study, has_time, list);
    char(*labels)[ROWS_LABEL] = memory_array(count, sizeof *labels);
    double places[ROWS_MAX];
    struct dots dots = {.plot = plot, .edge = find_edge(list, count)};
    rows_places(list, count, places);
    for (size_t i = 0; i < count; ++i)
        rows_label(cells, list[i], labels[i]);
    const int height = rows_axis(plot, labels, places, count);
    for (size_t i = study->first; i < study->first + study->count; ++i) {
        char light[COLOUR_SIZE], dark[COLOUR_SIZE];
        colour_of_curve(cells, i, false, light);
        colour_of_curve(cells, i, true, dark);
        plot_colour(plot, "c", i - study->first, light, dark);
    }
    plot_set(plot, "xlabel", "time / mean of its cell");
    fprintf(plot->script, "set logscale x\nset xrange [%.6g:%.6g]\nset xtics (", 1 / dots.edge,
            dots.edge);
    const double step = dots.edge < 1.035  ? 0.01
                        : dots.edge < 1.07 ? 0.02
                        : dots.edge < 1.16 ? 0.05
                        : dots.edge < 1.35 ? 0.1
                                           : 0.2;
    for (int i = -4; i <= 4; ++i)
        fprintf(plot->script, "%s'%.2f' %.2f", i > -4 ? ", " : "", 1 + i * step, 1 + i * step);
    fputs(")\nunset key\n", plot->script);
    plot_begin(plot, height);
    fputs("set arrow from 1, graph 0 to 1, graph 1 nohead lc rgb soft lw 1.2 dt 2\n"
          "plot NaN notitle",
          plot->script);
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin; end < count && list[end]->curve == list[begin]->curve; ++end)
            ;
        const size_t colour = list[begin]->curve - study->first;
        write_curve(&dots, list + begin, places + begin, end - begin, colour, false);
        write_curve(&dots, list + begin, places + begin, end - begin, colour, true);
    }
    fputc('\n', plot->script);
    describe(cells, list, count, plot);
    free(labels);
}

const struct panel panel_strip = {
    "repetitions", NULL, "Repetitions", NULL, has_some, draw,
};
