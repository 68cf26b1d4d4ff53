/* When the workers of one iteration did their units. */
#include <math.h>
#include <stdlib.h>

#include "analysis/draw/colour.h"
#include "analysis/draw/panel.h"
#include "analysis/draw/rows.h"
#include "analysis/memory.h"
#include "analysis/text.h"

static const double half = 0.4; /* of a row, of which one is 1 high */

static bool has_spans(const struct run *run)
{
    return run->span_count > 0 && !isnan(runs_wall(run, run->spans[0]->iteration));
}

/* The curve's cell of the most workers of which there are spans: a clean one if there is. */
static const struct cell *choose(const struct cells *cells, const struct curve *curve)
{
    const struct cell *flagged = NULL;
    if (panel_is_ceiling(cells, curve))
        return NULL;
    for (size_t i = curve->first + curve->count; i-- > curve->first;) {
        const struct cell *cell = &cells->cells[i];
        if (cell->workers < 2 || cell->workers > ROWS_MAX || !rows_run(cell, has_spans))
            continue;
        if (cell_is_clean(cell))
            return cell;
        flagged = flagged ? flagged : cell;
    }
    return flagged;
}

static bool has_some(const struct cells *cells, const struct study *study)
{
    for (size_t i = study->first; i < study->first + study->count; ++i)
        if (choose(cells, &cells->curves[i]))
            return true;
    return false;
}

/* The workers of the cells that are shown. */
struct lot {
    const struct cell *cells[ROWS_MAX];
    const struct run *runs[ROWS_MAX]; /* of each cell */
    size_t first[ROWS_MAX];           /* row of each cell */
    char (*labels)[ROWS_LABEL];
    double *places; /* of each row */
    size_t count, rows;
    double longest; /* time of an iteration, in seconds */
};

static double wall_of(const struct run *run)
{
    return runs_wall(run, run->spans[0]->iteration);
}

static void add_cell(struct lot *lot, const struct cells *cells, const struct cell *cell)
{
    const struct run *run = rows_run(cell, has_spans);
    char label[ROWS_LABEL];
    rows_label(cells, cell, label);
    lot->cells[lot->count] = cell;
    lot->runs[lot->count] = run;
    lot->first[lot->count] = lot->rows;
    for (int i = 0; i < cell->workers; ++i) {
        const double last = lot->rows > 0 ? lot->places[lot->rows - 1] : -1;
        lot->places[lot->rows] = last + (i == 0 && lot->rows > 0 ? 1.8 : 1);
        text_append(lot->labels[lot->rows++], ROWS_LABEL, "%.22s%sr%d t%d", i == 0 ? label : "",
                    i == 0 ? " " : "", i / run->row->threads, i % run->row->threads);
    }
    ++lot->count;
    lot->longest = fmax(lot->longest, wall_of(run));
}

/* The row of a span's worker, as places[] has it; NaN: a damaged file's, of no worker. */
static double place_of(const struct lot *lot, size_t index, const struct span_row *span)
{
    const int threads = lot->runs[index]->row->threads, worker = span->rank * threads;
    const bool is_there = span->thread >= 0 && span->thread < threads && span->rank >= 0 &&
                          span->rank < lot->runs[index]->row->ranks;
    return is_there ? lot->places[lot->first[index] + (size_t)(worker + span->thread)] : NAN;
}

/* Every second span of each worker, as neighbours are to differ: `odd` 0 or 1. */
static int write_spans(const struct lot *lot, size_t index, int odd, double scale,
                       struct plot *plot)
{
    const struct run *run = lot->runs[index];
    double last = NAN;
    int turn = 0;
    bool empty = true;
    fputs("# spans: left right below above\n", plot->data);
    for (size_t i = 0; i < run->span_count; ++i) {
        const struct span_row *span = run->spans[i];
        const double place = place_of(lot, index, span), length = span->end_s - span->begin_s;
        const double share = length > 0 ? fmin(fmax(span->busy_s / length, 0), 1) : 1;
        turn = place == last ? !turn : 0;
        last = place;
        if (turn != odd || isnan(place))
            continue;
        fprintf(plot->data, "%.9g %.9g %.6g %.6g\n", span->begin_s * scale, span->end_s * scale,
                place + half, place + half - 2 * half * share);
        empty = false;
    }
    return plot_block(plot, empty, 4);
}

/* The ground that each row stands on; the ends of the iterations. */
static int write_grounds(const struct lot *lot, double scale, struct plot *plot)
{
    fputs("# rows: x y\n", plot->data);
    for (size_t c = 0; c < lot->count; ++c)
        for (int i = 0; i < lot->cells[c]->workers; ++i) {
            const double y = lot->places[lot->first[c] + (size_t)i] + half;
            fprintf(plot->data, "0 %.6g\n%.9g %.6g\n\n", y, wall_of(lot->runs[c]) * scale, y);
        }
    fputc('\n', plot->data);
    return plot->blocks++;
}

static int write_ends(const struct lot *lot, double scale, struct plot *plot)
{
    fputs("# ends of the iterations: x y\n", plot->data);
    for (size_t c = 0; c < lot->count; ++c) {
        const double top = lot->places[lot->first[c]], x = wall_of(lot->runs[c]) * scale;
        fprintf(plot->data, "%.9g %.6g\n%.9g %.6g\n\n", x, top - half, x,
                top + lot->cells[c]->workers - 1 + half);
    }
    fputc('\n', plot->data);
    return plot->blocks++;
}

static void tell(const struct lot *lot, size_t index, struct plot *plot)
{
    const struct run *run = lot->runs[index];
    const int workers = lot->cells[index]->workers;
    const double wall = wall_of(run);
    double *busy = memory_array((size_t)workers, sizeof *busy);
    double *end = memory_array((size_t)workers, sizeof *end);
    double least = INFINITY, most = 0, first = INFINITY;
    long long together = 1;
    for (size_t i = 0; i < run->span_count; ++i) {
        const struct span_row *span = run->spans[i];
        if (isnan(place_of(lot, index, span)))
            continue;
        const int worker = span->rank * run->row->threads + span->thread;
        busy[worker] += span->busy_s;
        end[worker] = span->end_s;
        together = span->units > together ? span->units : together;
    }
    for (int i = 0; i < workers; ++i) {
        least = fmin(least, busy[i]);
        most = fmax(most, busy[i]);
        first = fmin(first, end[i]);
    }
    fprintf(plot->alt,
            "%.22s took %.3g ms, its workers were busy %.0f to %.0f %% of it, the first to be done "
            "was so after %.0f %%, up to %lld unit%s in a box; ",
            lot->labels[lot->first[index]], 1e3 * wall, 100 * least / wall, 100 * most / wall,
            100 * first / wall, together, together == 1 ? "" : "s");
    free(busy);
    free(end);
}

static void plot_boxes(const struct lot *lot, const struct cells *cells, int (*blocks)[2],
                       struct plot *plot)
{
    for (size_t c = 0; c < lot->count; ++c) {
        char light[COLOUR_SIZE], dark[COLOUR_SIZE];
        colour_of_curve(cells, lot->cells[c]->curve, false, light);
        colour_of_curve(cells, lot->cells[c]->curve, true, dark);
        plot_colour(plot, "c", c, light, dark);
    }
    fputs("plot NaN notitle", plot->script);
    for (size_t c = 0; c < lot->count; ++c)
        for (int odd = 0; odd < 2; ++odd)
            fprintf(
                plot->script,
                ", \\\n '%s.dat' index %d using (($1+$2)/2):(($3+$4)/2):1:2:3:4 with boxxyerror "
                "fc rgb c%zu fs %s noborder notitle",
                plot->stem, blocks[c][odd], c, odd ? "transparent solid 0.55" : "solid 1");
}

static void draw_lot(const struct lot *lot, const struct cells *cells, struct plot *plot)
{
    const double scale = lot->longest < 1 ? 1e3 : 1;
    int blocks[ROWS_MAX][2];
    for (size_t c = 0; c < lot->count; ++c)
        for (int odd = 0; odd < 2; ++odd)
            blocks[c][odd] = write_spans(lot, c, odd, scale, plot);
    const int grounds = write_grounds(lot, scale, plot), ends = write_ends(lot, scale, plot);
    plot_set(plot, "xlabel", lot->longest < 1 ? "ms from the barrier on" : "s from the barrier on");
    const int height = rows_axis(plot, lot->labels, lot->places, lot->rows);
    fprintf(plot->script, "set xrange [0:%.6g]\n", 1.02 * lot->longest * scale);
    plot_begin(plot, height + plot_key(plot, 1, 30));
    plot_boxes(lot, cells, blocks, plot);
    fprintf(plot->script,
            ", \\\n '%s.dat' index %d with lines lc rgb soft lw 1 notitle"
            ", \\\n '%s.dat' index %d with lines lc rgb ink lw 2 title "
            "'T, the time of the iteration'\n",
            plot->stem, grounds, plot->stem, ends);
}

static void draw(const struct cells *cells, const struct study *study, struct plot *plot)
{
    struct lot lot = {.labels = memory_array(ROWS_MAX, sizeof *lot.labels),
                      .places = memory_array(ROWS_MAX, sizeof *lot.places)};
    fprintf(plot->alt, "%s: ", plot->title);
    for (size_t i = study->first; i < study->first + study->count; ++i) {
        const struct cell *cell = choose(cells, &cells->curves[i]);
        if (cell && lot.rows + (size_t)cell->workers <= ROWS_MAX) {
            add_cell(&lot, cells, cell);
            tell(&lot, lot.count - 1, plot);
        }
    }
    draw_lot(&lot, cells, plot);
    fputs("The last iteration of each model's largest cell, in a run of about its time: a row for "
          "every worker (rank, thread), a box from the begin of a unit to its end, in two shades "
          "by turns. Of more than 64 units of a worker several that followed each other share a "
          "box. A box is as high as the worker was busy in it; blank: it waited for others. Each "
          "process's clock starts at the barrier, and no two are compared.",
          plot->caption);
    free(lot.labels);
    free(lot.places);
}

const struct panel panel_timeline = {
    "timeline", NULL, "Worker timeline of one iteration", NULL, has_some, draw,
};
