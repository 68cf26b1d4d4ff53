/* The roofline: operations a second over operations a byte, below what memory allows. */
#include <math.h>
#include <stdlib.h>

#include "analysis/draw/colour.h"
#include "analysis/draw/panel.h"
#include "analysis/memory.h"
#include "analysis/text.h"

struct position {
    double intensity, rate; /* operations a byte, 10^9 operations a second */
    double bandwidth;       /* GB/s that its workers' memory gave beside the work; NaN: unknown */
};

/* Workers times the median rate of their fixed stream through memory. */
static double bandwidth_of(const struct cell *cell)
{
    size_t rows = 0, count = 0;
    for (size_t i = 0; i < cell->used_runs; ++i)
        rows += cell->runs[i]->worker_count;
    double *seconds = memory_array(rows, sizeof *seconds);
    for (size_t i = 0; i < cell->used_runs; ++i)
        for (size_t k = 0; k < cell->runs[i]->worker_count; ++k) {
            const double stream = cell->runs[i]->workers[k]->probe_stream_s;
            if (stream > 0) /* not NaN */
                seconds[count++] = stream;
        }
    statistics_sort(seconds, count);
    const double median = count > 0 ? seconds[count / 2] : NAN;
    free(seconds);
    return cell->workers * RECORD_STREAM_BYTES / median / 1e9;
}

static bool find_position(const struct cell *cell, struct position *position)
{
    const struct run_row *row = cell->runs[0]->row;
    if (!cell->usable || !(row->operations > 0) || !(row->compulsory_bytes > 0))
        return false;
    *position = (struct position){row->operations / row->compulsory_bytes,
                                  row->operations / cell->time.value / 1e9, bandwidth_of(cell)};
    return true;
}

static bool has_some(const struct cells *cells, const struct study *study)
{
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        struct position position;
        if (find_position(&cells->cells[i], &position) && !isnan(position.bandwidth))
            return true;
    }
    return false;
}

struct frame {
    double left, right, low, high;
};

static void stretch(struct frame *frame, const struct position *position)
{
    frame->left = fmin(frame->left, position->intensity / 6);
    frame->right = fmax(frame->right, position->intensity * 6);
    frame->low = fmin(frame->low, position->rate / 2.5);
    frame->high = fmax(frame->high, position->rate * 2.5);
    if (!isnan(position->bandwidth))
        frame->high = fmax(frame->high, 1.6 * position->bandwidth * position->intensity);
}

/* The roof of the fewest workers and that of the most, from the best that any cell saw. */
static void write_roofs(const struct cells *cells, const struct study *study, struct plot *plot)
{
    int fewest = 0, most = 0;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const int workers = cells->cells[i].workers;
        struct position position;
        if (!find_position(&cells->cells[i], &position) || isnan(position.bandwidth))
            continue;
        fewest = fewest == 0 || workers < fewest ? workers : fewest;
        most = workers > most ? workers : most;
    }
    for (int end = 0; end < (most > fewest ? 2 : 1); ++end) {
        const int workers = end == 0 ? fewest : most;
        double best = 0;
        for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
            struct position position;
            if (cells->cells[i].workers == workers && find_position(&cells->cells[i], &position))
                best = fmax(best, position.bandwidth); /* passes over NaN */
        }
        fprintf(plot->script,
                "%s %.6g*x with lines lc rgb %s lw 1.5 dt %d title 'memory, p = %d: %.3g GB/s'",
                end == 0 ? "plot" : ", \\\n", best, end == 0 ? "soft" : "ink", end == 0 ? 2 : 1,
                workers, best);
        fprintf(plot->alt, "%sMemory gives %.3g GB/s to %d worker%s", end > 0 ? ". " : "", best,
                workers, workers == 1 ? "" : "s");
    }
}

static void write_curve(const struct cells *cells, size_t index, size_t place, struct plot *plot)
{
    const struct curve *curve = &cells->curves[index];
    const struct position *last = NULL;
    struct position position;
    fprintf(plot->data, "# %s: intensity rate workers\n", curve->name);
    for (size_t i = curve->first; i < curve->first + curve->count; ++i)
        if (find_position(&cells->cells[i], &position)) {
            /* All do the same work: beside each other, or they would cover each other. */
            fprintf(plot->data, "%.6g %.6g %d\n",
                    position.intensity * exp(0.06 * (double)place - 0.12), position.rate,
                    cells->cells[i].workers);
            last = &position;
        }
    const int block = plot_block(plot, !last, 3);
    if (!last)
        return;
    fprintf(plot->script,
            ", \\\n '%s.dat' index %d using 1:2 with linespoints lc rgb c%zu lw 0.8 dt "
            "3 pt 7 ps 0.8 title ",
            plot->stem, block, place);
    text_gnuplot(plot->script, curve->name);
    fprintf(plot->alt, "; %s reaches %.3g billion operations a second with %d workers", curve->name,
            last->rate, cells->cells[curve->first + curve->count - 1].workers);
}

static void draw(const struct cells *cells, const struct study *study, struct plot *plot)
{
    struct frame frame = {INFINITY, 0, INFINITY, 0};
    size_t longest = 28;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        struct position position;
        if (find_position(&cells->cells[i], &position))
            stretch(&frame, &position);
    }
    for (size_t i = study->first; i < study->first + study->count; ++i) {
        char light[COLOUR_SIZE], dark[COLOUR_SIZE];
        colour_of_curve(cells, i, false, light);
        colour_of_curve(cells, i, true, dark);
        plot_colour(plot, "c", i - study->first, light, dark);
    }
    fprintf(plot->script,
            "set logscale xy\nset xrange [%.6g:%.6g]\nset yrange [%.6g:%.6g]\nset format '%%g'\n",
            frame.left, frame.right, frame.low, frame.high);
    plot_set(plot, "xlabel", "operations per byte of compulsory traffic");
    plot_set(plot, "ylabel", "10^9 operations a second");
    plot_begin(plot, 390 + plot_key(plot, study->count + 2, longest));
    write_roofs(cells, study, plot);
    for (size_t i = 0; i < study->count; ++i)
        write_curve(cells, study->first + i, i, plot);
    fputs(".", plot->alt);
    fputc('\n', plot->script);
    fputs(
        "Operations and bytes are the kernel's own count, at least; the roofs are what the "
        "workers' "
        "streams through memory gave in the same runs, reading. How many operations a CPU could do "
        "was not measured here: see check_kernel --bench. Points of several models stand a little "
        "apart.",
        plot->caption);
}

const struct panel panel_roofline = {
    "roofline", NULL, "Roofline", NULL, has_some, draw,
};
