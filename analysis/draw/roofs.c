/* Pictures of rooflines. */
#include "analysis/draw/roofs.h"

#include <math.h>

#include "analysis/data/roofline.h"
#include "analysis/draw/colour.h"
#include "analysis/draw/plot.h"
#include "analysis/text.h"
#include "drivers/common/exit_code.h"

/* The points of one study that have a place in its picture. */
struct chart {
    const struct roofline_set *set;
    const struct study *study;
    size_t index;
    double left, right, low, high;
    int fewest, most; /* workers */
};

static bool is_shown(const struct chart *chart, const struct roofline_point *point)
{
    return point->cell->study == chart->index && !point->missing && !isnan(point->stream_rate);
}

static bool fill(struct chart *chart)
{
    chart->left = chart->low = INFINITY;
    for (size_t i = 0; i < chart->set->count; ++i) {
        const struct roofline_point *point = &chart->set->points[i];
        if (!is_shown(chart, point))
            continue;
        const int workers = point->cell->workers;
        chart->fewest = chart->fewest == 0 || workers < chart->fewest ? workers : chart->fewest;
        chart->most = workers > chart->most ? workers : chart->most;
        chart->left = fmin(chart->left, point->intensity / 6);
        chart->right = fmax(chart->right, point->intensity * 6);
        chart->low = fmin(chart->low, point->operation_rate.value / 2.5e9);
        chart->high = fmax(chart->high, point->operation_rate.value * 2.5e-9);
        chart->high = fmax(chart->high, 1.6e-9 * point->stream_rate * point->intensity);
    }
    return chart->most > 0;
}

/* The best that a cell of so many workers saw: bytes a second, or operations; 0: nothing. */
static double best_of(const struct chart *chart, int workers, bool of_memory)
{
    double best = 0;
    for (size_t i = 0; i < chart->set->count; ++i) {
        const struct roofline_point *point = &chart->set->points[i];
        if (is_shown(chart, point) && point->cell->workers == workers)
            best = fmax(best, of_memory ? point->stream_rate : point->peak_rate); /* NaN passes */
    }
    return best;
}

/* Of the fewest workers and of the most; and the arithmetic peak, where it was measured. */
static void write_roofs(const struct chart *chart, struct plot *plot)
{
    for (int end = 0; end < (chart->most > chart->fewest ? 2 : 1); ++end) {
        const int workers = end == 0 ? chart->fewest : chart->most;
        const double bytes = best_of(chart, workers, true) / 1e9;
        fprintf(plot->script,
                "%s %.6g*x with lines lc rgb %s lw 1.5 dt %d title 'memory, p = %d: %.3g GB/s'",
                end == 0 ? "plot" : ", \\\n", bytes, end == 0 ? "soft" : "ink", end == 0 ? 2 : 1,
                workers, bytes);
        fprintf(plot->alt, "%semory gives %.3g GB/s to %d worker%s", end > 0 ? "; m" : "M", bytes,
                workers, workers == 1 ? "" : "s");
    }
    const double peak = best_of(chart, chart->most, false) / 1e9;
    if (peak > 0)
        fprintf(plot->script,
                ", \\\n %.6g with lines lc rgb ink lw 1.5 title 'arithmetic: %.3g Gop/s'", peak,
                peak);
}

static void write_curve(const struct chart *chart, size_t place, struct plot *plot)
{
    const size_t index = chart->study->first + place;
    const char *name = chart->set->all->curves[index].name;
    const struct roofline_point *last = NULL;
    for (size_t i = 0; i < chart->set->count; ++i) {
        const struct roofline_point *point = &chart->set->points[i];
        if (!is_shown(chart, point) || point->cell->curve != index)
            continue;
        if (!last)
            fprintf(plot->data, "# %s: intensity rate workers\n", name);
        /* All do the same work: beside each other, or they would cover each other. */
        const double shift = 0.25 * ((double)place / (double)chart->study->count - 0.5);
        fprintf(plot->data, "%.6g %.6g %d\n", point->intensity * exp(shift),
                point->operation_rate.value / 1e9, point->cell->workers);
        last = point;
    }
    if (!last)
        return;
    fprintf(plot->script,
            ", \\\n '%s.dat' index %d using 1:2 with linespoints lc rgb c%zu lw 0.8 dt 3 pt 7 ps "
            "0.8 title ",
            plot->stem, plot_block(plot, false, 3), place);
    text_gnuplot(plot->script, name);
    fprintf(plot->alt, "; %s does %.3g billion operations a second with %d worker%s, %.0f %% of ",
            name, last->operation_rate.value / 1e9, last->cell->workers,
            last->cell->workers == 1 ? "" : "s", 100 * last->share);
    fputs("its roof", plot->alt);
}

static void draw(const struct chart *chart, struct plot *plot)
{
    for (size_t i = 0; i < chart->study->count; ++i) {
        char light[COLOUR_SIZE], dark[COLOUR_SIZE];
        colour_of_curve(chart->set->all, chart->study->first + i, false, light);
        colour_of_curve(chart->set->all, chart->study->first + i, true, dark);
        plot_colour(plot, "c", i, light, dark);
    }
    fprintf(plot->script,
            "set logscale xy 2\nset xrange [%.6g:%.6g]\nset yrange [%.6g:%.6g]\nset format '%%g'\n",
            chart->left, chart->right, chart->low, chart->high);
    plot_set(plot, "xlabel", "operations per byte of compulsory traffic");
    plot_set(plot, "ylabel", "10^9 operations a second");
    plot_begin(plot, 400 + plot_key(plot, chart->study->count + 3, 28));
    write_roofs(chart, plot);
    for (size_t i = 0; i < chart->study->count; ++i)
        write_curve(chart, i, plot);
    fputs("\n", plot->script);
    fputs(".", plot->alt);
    fputs(
        "While the workers are in the kernel, by its own count of operations and bytes, each byte "
        "once. The roofs are what the workers' streams through memory gave in the same runs; the "
        "last cache may hold some of it. check_kernel --bench measures arithmetic peaks. Models "
        "stand a little apart.",
        plot->caption);
}

static int write_study(struct pictures *pictures, struct chart *chart, const char *directory)
{
    char name[PICTURES_STEM];
    struct plot plot;
    if (!fill(chart))
        return EXIT_OK;
    struct picture *picture = pictures_add(pictures, "Roofline", (int)chart->index);
    pictures_study_name(chart->set->all, chart->index, name);
    snprintf(picture->stem, sizeof picture->stem, "%.60s-roofline", name);
    const int code = pictures_open(picture, &plot, chart->study->title, directory);
    if (code != EXIT_OK)
        return code;
    draw(chart, &plot);
    return pictures_close(&plot);
}

int roofs_write(struct pictures *pictures, const struct cells *cells, const char *directory)
{
    struct roofline_set set;
    int code = EXIT_OK;
    roofline_build(&set, cells);
    for (size_t i = 0; i < cells->study_count && code == EXIT_OK; ++i) {
        struct chart chart = {.set = &set, .study = &cells->studies[i], .index = i};
        code = write_study(pictures, &chart, directory);
    }
    roofline_free(&set);
    return code;
}
