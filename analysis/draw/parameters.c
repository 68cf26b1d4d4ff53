/* Pictures over parameters of the work, one for each table over them. */
#include "analysis/draw/parameters.h"

#include <math.h>
#include <string.h>

#include "analysis/data/axes_points.h"
#include "analysis/draw/colour.h"
#include "analysis/draw/plot.h"
#include "analysis/text.h"
#include "drivers/common/exit_code.h"
#include "drivers/common/number.h"
#include "drivers/common/utf8.h"

/* Letters of labels, of all (in a font of SMALL where they are more than ROOMY) and of one. */
enum { LETTERS = 66, LETTERS_LEAST = 4, ROOMY = 40, SMALL = 12 };

/* Of the largest over the smallest; of the axis; times a value, as far as its interval counts. */
static const double log_from = 8, apart = 0.06, beyond = 3;

/* Of series of values: shapes tell what colours do. Those of curves have their model's colour. */
static const char *const colours[AXES_SERIES_MAX][2] = {
    {"#0a66b7", "#6cb6ff"}, {"#a04a00", "#f0a860"}, {"#1a7f37", "#57ab5a"}, {"#8250df", "#b392f0"},
    {"#bf3989", "#f778ba"}, {"#59636e", "#a0a8b1"}, {"#7d6200", "#d4b106"}, {"#0b7a75", "#4fd1c5"},
};
static const int shapes[AXES_SERIES_MAX] = {7, 5, 9, 11, 13, 15, 2, 1};

struct ranges {
    double left, right, low, high;
    bool log_x, log_y;
};

static struct interval rate_of(const struct cell *cell)
{
    struct interval rate = cell->image_rate;
    rate.low = isnan(rate.low) ? rate.value : rate.low;
    rate.high = isnan(rate.high) ? rate.value : rate.high;
    return rate;
}

static struct ranges find_ranges(const struct axes_points *points)
{
    struct ranges r = {
        points->places[0].x, points->places[points->place_count - 1].x, INFINITY, 0, false, false};
    for (size_t i = 0; i < points->series_count; ++i)
        for (size_t k = 0; k < points->series[i].count; ++k) {
            const struct interval rate = rate_of(points->series[i].points[k].cell);
            r.low = fmin(r.low, fmax(rate.low, rate.value / beyond));
            r.high = fmax(r.high, fmin(rate.high, rate.value * beyond));
        }
    r.log_x = points->is_number && r.left > 0 && r.right >= log_from * r.left;
    r.log_y = r.high >= log_from * r.low;
    return r;
}

/* Series that share a place stand a little apart. */
static double x_of(const struct axes_points *points, const struct ranges *r, size_t place,
                   size_t series)
{
    const double x = points->places[place].x, last = fmax(1, (double)points->series_count - 1);
    const double shift = 2 * (double)series / last - (points->series_count > 1);
    if (!points->is_number)
        return x + 0.25 * shift;
    return r->log_x ? x * exp(0.006 * shift * log(r->right / r->left))
                    : x + 0.006 * shift * (r->right - r->left);
}

/* Numbers that would cover the one before have none; long names are cut. */
static void write_labels(const struct axes_points *points, const struct ranges *r,
                         const struct plot *plot)
{
    const size_t letters = LETTERS / points->place_count;
    size_t all = 0;
    for (size_t i = 0; i < points->place_count; ++i)
        all += strlen(points->places[i].text);
    if (all > ROOMY)
        fprintf(plot->script, "set xtics font ',%d'\n", SMALL);
    fputs("set xtics (", plot->script);
    double last = -INFINITY;
    for (size_t i = 0; i < points->place_count; ++i) {
        const char *text = points->places[i].text;
        const double x = points->places[i].x;
        const double at = r->log_x ? log(x / r->left) / log(r->right / r->left)
                                   : (x - r->left) / (r->right - r->left);
        char label[AXES_TEXT + sizeof "…"];
        if (points->is_number && at - last < apart + 0.013 * (double)strlen(text))
            continue;
        const bool cut = !points->is_number && letters > LETTERS_LEAST && strlen(text) > letters;
        const size_t bytes = cut ? utf8_within(text, (int)letters - 1) : strlen(text);
        snprintf(label, sizeof label, "%.*s%s", (int)bytes, text, cut ? "…" : "");
        fputs(last >= 0 ? ", " : "", plot->script);
        text_gnuplot_tic(plot->script, label);
        fprintf(plot->script, " %.9g", x);
        last = at;
    }
    fputs(")\n", plot->script);
}

static void write_axes(const struct axes_points *points, const struct ranges *r,
                       const struct plot *plot)
{
    const double margin = !points->is_number ? 0.5 : 0.06 * (r->right - r->left);
    const double factor = r->log_x ? exp(0.06 * log(r->right / r->left)) : 1;
    if (r->log_x)
        fprintf(plot->script, "set logscale x\nset xrange [%.9g:%.9g]\n", r->left / factor,
                r->right * factor);
    else
        fprintf(plot->script, "set xrange [%.9g:%.9g]\n", r->left - margin, r->right + margin);
    if (r->log_y)
        fprintf(plot->script, "set logscale y\nset yrange [%.9g:%.9g]\nset format y '%%g'\n",
                r->low / 1.3, r->high * 1.3);
    else
        fprintf(plot->script, "set yrange [0:%.9g]\n", 1.15 * r->high);
    write_labels(points, r, plot);
    plot_set(plot, "ylabel", "images/s");
}

/* The items of the "plot" command for a block; of numbers with a line through what is clean. */
static void plot_points(const struct axes_points *points, size_t index, bool clean,
                        const char *name, int block, struct plot *plot)
{
    const int filled = shapes[index], hollow = filled > 3 ? filled - 1 : 3;
    if (points->is_number && clean)
        fprintf(plot->script,
                ", \\\n '%s.dat' index %d using 1:2 with lines lc rgb s%zu lw 1.3 dt 3 notitle",
                plot->stem, block, index);
    fprintf(plot->script,
            ", \\\n '%s.dat' index %d using 1:2:3:4 with yerrorbars lc rgb s%zu lw 1.6 pt %d ps "
            "0.9 title ",
            plot->stem, block, index, clean ? filled : hollow);
    text_gnuplot(plot->script, name);
}

/* Clean points and flagged ones, each a block. */
static void write_series(const struct axes_points *points, const struct ranges *r, size_t index,
                         struct plot *plot)
{
    const struct axes_series *series = &points->series[index];
    bool named = false;
    for (int clean = 1; clean >= 0; --clean) {
        size_t count = 0;
        fprintf(plot->data, "# %s%s: x images/s low high\n", series->name,
                clean ? "" : ", flagged");
        for (size_t i = 0; i < series->count; ++i) {
            const struct axes_point *point = &series->points[i];
            const struct interval rate = rate_of(point->cell);
            if (cell_is_clean(point->cell) != (clean == 1))
                continue;
            fprintf(plot->data, "%.9g %.9g %.9g %.9g\n", x_of(points, r, point->place, index),
                    rate.value, rate.low, rate.high);
            ++count;
        }
        const int block = plot_block(plot, count == 0, 4);
        if (count == 0)
            continue;
        plot_points(points, index, clean == 1, named ? "" : series->name, block, plot);
        named = true;
    }
}

static void describe(const struct axes_points *points, const struct axes *axes, struct plot *plot)
{
    fprintf(plot->alt, "Images a second by %s.", axes->names[points->axis]);
    for (size_t i = 0; i < points->series_count; ++i) {
        const struct axes_series *series = &points->series[i];
        fprintf(plot->alt, " %s:", series->name);
        for (size_t k = 0; k < series->count; ++k)
            fprintf(plot->alt, "%s %s %s", k > 0 ? "," : "",
                    points->places[series->points[k].place].text,
                    number_short(rate_of(series->points[k].cell).value, 3).text);
        fputc('.', plot->alt);
    }
    fprintf(plot->caption,
            "Each point is the fastest number of workers of %s. Bars: 95 %% CI; hollow: flagged.",
            axes->count == 1 ? "a model" : "all models");
    if (points->left_out > 0)
        fputs(" Not all combinations are shown: the table has them.", plot->caption);
}

static void draw(const struct axes_points *points, const struct axes *axes,
                 const struct cells *cells, struct plot *plot)
{
    const struct ranges r = find_ranges(points);
    size_t longest = 0;
    for (size_t i = 0; i < points->series_count; ++i) {
        const struct axes_series *series = &points->series[i];
        char light[COLOUR_SIZE], dark[COLOUR_SIZE];
        longest = strlen(series->name) > longest ? strlen(series->name) : longest;
        if (series->curve == SIZE_MAX) {
            plot_colour(plot, "s", i, colours[i][0], colours[i][1]);
            continue;
        }
        colour_of_curve(cells, series->curve, false, light);
        colour_of_curve(cells, series->curve, true, dark);
        plot_colour(plot, "s", i, light, dark);
    }
    write_axes(points, &r, plot);
    plot_set(plot, "xlabel", axes->names[points->axis]);
    describe(points, axes, plot);
    plot_begin(plot, 390 + plot_key(plot, points->series_count, longest));
    fputs("plot NaN notitle", plot->script);
    for (size_t i = 0; i < points->series_count; ++i)
        write_series(points, &r, i, plot);
    fputc('\n', plot->script);
}

static int write_group(struct pictures *pictures, const struct axes *axes,
                       const struct cells *cells, size_t number, const char *directory)
{
    const struct study *study = &cells->studies[axes->studies[0]];
    struct axes_points points;
    struct plot plot;
    char title[64] = "Images/s by ", stem[PICTURES_STEM], about[640];
    axes_points_make(&points, axes, cells);
    if (points.series_count == 0) {
        axes_points_free(&points);
        return EXIT_OK;
    }
    text_append(title, sizeof title, "%s", axes->names[points.axis]);
    for (size_t i = 0, named = 0; i < axes->count; ++i)
        if (i != points.axis && named++ < 2)
            text_append(title, sizeof title, "%s%.12s", named == 1 ? ", for each " : " and ",
                        axes->names[i]);
    struct picture *picture = pictures_add(pictures, title, PICTURES_PARAMETERS);
    snprintf(stem, sizeof stem, "%.20s-%.10s-by-%.30s", study->run->row->kernel,
             study->run->row->study, axes->names[points.axis]);
    if (number > 0)
        text_append(stem, sizeof stem, "-%zu", number + 1);
    text_file_name(picture->stem, sizeof picture->stem, stem);
    snprintf(about, sizeof about, "%.40s, %s, on %.200s", study->run->row->kernel,
             study->weak ? "weak scaling" : "the same work for all", study->run->machine);
    int code = pictures_open(picture, &plot, about, directory);
    if (code == EXIT_OK) {
        draw(&points, axes, cells, &plot);
        code = pictures_close(&plot);
    }
    axes_points_free(&points);
    return code;
}

int parameters_write(struct pictures *pictures, const struct cells *cells, const char *directory)
{
    size_t count;
    int code = EXIT_OK;
    struct axes *axes = axes_find(cells, &count);
    for (size_t i = 0; i < count && code == EXIT_OK; ++i)
        code = write_group(pictures, &axes[i], cells, i, directory);
    axes_free(axes, count);
    return code;
}
