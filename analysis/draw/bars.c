/* Where the time goes: stacked bars of mean seconds per worker and iteration. */
#include <math.h>
#include <string.h>

#include "analysis/draw/panels.h"
#include "analysis/draw/plot.h"
#include "analysis/text.h"

static const char *const colours[STAGE_COUNT] = {
    [STAGE_PLAN] = "#F0E442",   [STAGE_READ] = "#56B4E9", [STAGE_DECODE] = "#009E73",
    [STAGE_KERNEL] = "#0072B2", [STAGE_HASH] = "#CC79A7", [STAGE_ENCODE] = "#E69F00",
    [STAGE_WRITE] = "#000000",  [STAGE_COMM] = "#D55E00", [STAGE_WAIT] = "#999999",
    [STAGE_OTHER] = "#DDDDDD",
};

#define GAP 0.8 /* between curves, in bars */

static bool is_drawn(const struct cell *cell)
{
    return !isnan(cell->stages[STAGE_KERNEL]);
}

/* Bars of one curve side by side, a gap between curves. Data: place, then the heights at which
 * each stage ends, in seconds. */
static double write_curve(const struct cells *cells, const struct curve *curve, double place,
                          bool *first_tic, const struct plot *plot)
{
    const double begin = place;
    for (size_t i = curve->first; i < curve->first + curve->count; ++i) {
        const struct cell *cell = &cells->cells[i];
        if (!is_drawn(cell))
            continue;
        double top = 0;
        fprintf(plot->data, "%g", place);
        for (int stage = 0; stage < STAGE_COUNT; ++stage) {
            top += cell->stages[stage];
            fprintf(plot->data, " %.9g", top);
        }
        fprintf(plot->data, " # %s, %d workers\n", curve->name, cell->workers);
        fprintf(plot->script, "%s'%d%s%s' %g", *first_tic ? "" : ", ", cell->workers,
                cell_is_clean(cell) ? "" : "*", cell_fell_back(cell) ? "+" : "", place);
        *first_tic = false;
        place += 1;
    }
    return place > begin ? place + GAP : place;
}

enum { CROWDED = 6 }; /* with more curves their names are small */

/* The curve's name below the numbers of workers, a line for each word: bars are narrow. */
static int write_name(const struct plot *plot, const char *name, double begin, double end,
                      bool small)
{
    int lines = 0;
    fputs("set label ", plot->script);
    while (*name != '\0') {
        char word[sizeof((struct curve *)0)->name];
        const size_t end_of_word = strcspn(name, " /");
        const size_t length = end_of_word + (name[end_of_word] == '/');
        snprintf(word, sizeof word, "%.*s", (int)length, name);
        fputs(lines > 0 ? ".\"\\n\"." : "", plot->script);
        text_gnuplot(plot->script, word);
        name += length + strspn(name + length, " ");
        ++lines;
    }
    fprintf(plot->script, " at %g, graph -0.125 center%s\n", (begin + end) / 2,
            small ? " font ',9'" : "");
    return lines;
}

static double highest_total(const struct cells *cells, const struct study *study)
{
    double highest = 0;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        double total = 0;
        for (int stage = 0; stage < STAGE_COUNT; ++stage)
            total += cells->cells[i].stages[stage];
        highest = fmax(highest, total);
    }
    return highest;
}

static double stage_sum(const struct cells *cells, const struct study *study, int stage)
{
    double sum = 0;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i)
        sum += is_drawn(&cells->cells[i]) ? cells->cells[i].stages[stage] : 0;
    return sum;
}

/* From the highest top to the lowest: each box hides the part of the one before that lies below
 * its own top. */
static void write_boxes(const struct cells *cells, const struct study *study, double per_second,
                        const struct plot *plot)
{
    const char *before = "plot";
    for (int stage = STAGE_COUNT - 1; stage >= 0; --stage) {
        if (stage_sum(cells, study, stage) > 0) {
            fprintf(plot->script, "%s '%s.dat' using 1:($%d*%g) with boxes fc rgb '%s' title '%s'",
                    before, plot->stem, stage + 2, per_second, colours[stage], stage_names[stage]);
            before = ", \\\n";
        }
    }
    fputc('\n', plot->script);
}

/* Returns how many lines the longest name takes. */
static int write_names(const struct cells *cells, const struct study *study,
                       const struct plot *plot)
{
    double place = 0;
    int most = 1;
    for (size_t i = study->first; i < study->first + study->count; ++i) {
        const struct curve *curve = &cells->curves[i];
        double bars = 0;
        for (size_t j = curve->first; j < curve->first + curve->count; ++j)
            bars += is_drawn(&cells->cells[j]) ? 1 : 0;
        if (bars > 0) {
            const int lines =
                write_name(plot, curve->name, place, place + bars - 1, study->count > CROWDED);
            most = lines > most ? lines : most;
            place += bars + GAP;
        }
    }
    return most;
}

void bars_write(const struct cells *cells, const struct study *study, const struct plot *plot)
{
    const double highest = highest_total(cells, study);
    const double per_second = highest < 1 ? 1e3 : 1;
    double place = 0;
    bool first_tic = true;
    fputs("set style fill solid 1 noborder\nset boxwidth 0.85\nset grid noxtics\n"
          "set key noreverse noinvert\nset xtics scale 0 (",
          plot->script);
    for (size_t i = study->first; i < study->first + study->count; ++i)
        place = write_curve(cells, &cells->curves[i], place, &first_tic, plot);
    fputs(")\n", plot->script);
    const int lines = write_names(cells, study, plot);
    fprintf(plot->script, "set xrange [-0.9:%g]\nset yrange [0:%.6g]\nset bmargin %d\n",
            place - GAP - 0.1, 1.05 * highest * per_second, 4 + lines);
    plot_set(plot, "xlabel", "workers p, by model");
    fprintf(plot->script, "set xlabel offset 0,%.1f\n", -0.2 - lines);
    plot_set(plot, "ylabel",
             per_second > 1 ? "ms per worker and iteration" : "s per worker and iteration");
    write_boxes(cells, study, per_second, plot);
}
