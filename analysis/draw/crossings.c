/* Pictures of crossovers. */
#include "analysis/draw/crossings.h"

#include <math.h>
#include <string.h>

#include "analysis/data/comparison.h"
#include "analysis/data/model_kind.h"
#include "analysis/draw/colour.h"
#include "analysis/draw/plot.h"
#include "analysis/text.h"
#include "drivers/common/exit_code.h"

enum { MOST = 6 }; /* pictures over one thing; parallax crossover tells all */

struct edges {
    double left, right, low, high;
};

static void stretch(struct edges *edges, const struct crossover *crossover)
{
    for (size_t i = 0; i < crossover->count; ++i) {
        const double ratio = exp(crossover->points[i].ratio.value);
        edges->left = fmin(edges->left, crossover->points[i].x);
        edges->right = fmax(edges->right, crossover->points[i].x);
        edges->low = fmin(edges->low, ratio);
        edges->high = fmax(edges->high, ratio);
    }
}

/* Points that differ from 1 and the others, each a block. */
static void write_points(const struct crossover *crossover, const struct edges *edges,
                         const char *colour, int shape, const char *name, struct plot *plot)
{
    for (int differs = 1; differs >= 0; --differs) {
        size_t count = 0;
        fprintf(plot->data, "# %s, %s: x ratio low high\n", name,
                differs ? "differ from 1" : "do not differ from 1");
        for (size_t i = 0; i < crossover->count; ++i) {
            const struct crossover_point *point = &crossover->points[i];
            const struct interval ratio = difference_ratio(point->ratio);
            if (point->differs != (differs == 1))
                continue;
            fprintf(plot->data, "%.9g %.9g %.9g %.9g\n", point->x, ratio.value,
                    fmax(ratio.low, edges->low), fmin(ratio.high, edges->high));
            ++count;
        }
        const int block = plot_block(plot, count == 0, 4);
        if (count == 0)
            continue;
        fprintf(plot->script,
                ", \\\n '%s.dat' index %d using 1:2:3:4 with yerrorbars lc rgb %s lw 1.3 pt %d ps "
                "0.9 title ",
                plot->stem, block, colour, shape - 1 + differs);
        char title[64];
        snprintf(title, sizeof title, "%s%s", name, differs ? "" : ", not told apart");
        text_gnuplot(plot->script, title);
    }
}

static void write_roots(const struct crossover *crossover, const char *colour, const char *unit,
                        struct plot *plot)
{
    for (size_t i = 0; i < crossover->root_count; ++i) {
        const struct interval root = crossover->roots[i];
        fprintf(
            plot->script,
            "set object rectangle from %.9g, graph 0 to %.9g, graph 1 behind fc rgb %s fs solid "
            "0.2 noborder\nset arrow from %.9g, graph 0 to %.9g, graph 1 nohead lc rgb %s lw "
            "1.4\n",
            root.low, root.high, colour, root.value, root.value, colour);
        char text[3][32];
        text_number(text[0], sizeof text[0], root.value, 3);
        text_number(text[1], sizeof text[1], root.low, 3);
        text_number(text[2], sizeof text[2], root.high, 3);
        fprintf(plot->alt, " They cross at %s %s (95 %% set %s to %s).", text[0], unit, text[1],
                text[2]);
    }
}

static void describe(const struct comparison *comparison, struct plot *plot)
{
    static const char *const answers[CROSSOVER_ANSWERS] = {"one is faster wherever they differ",
                                                           "one crossover",
                                                           "several crossovers",
                                                           "indistinguishable",
                                                           "too few sizes",
                                                           "too few runs"};
    const struct crossover *working = &comparison->working;
    fprintf(plot->alt, "Time of %s over time of %s by %s: %s.", comparison->left, comparison->right,
            comparison->unit, answers[working->answer]);
    if (working->count > 0)
        fprintf(plot->alt, " From %.3g at the smallest to %.3g at the largest.",
                exp(working->points[0].ratio.value),
                exp(working->points[working->count - 1].ratio.value));
    fprintf(plot->caption,
            "Below 1 %s is faster, above it %s. Bars: 95 %% CI. The vertical line is where they "
            "cross, the band its 95 %% set; a crossover is claimed only between sizes that differ "
            "from 1 (filled) in different directions.",
            comparison->left, comparison->right);
}

/* The sizes that were measured, but for those that would cover the one before. */
static void write_sizes(const struct crossover *crossover, const struct edges *edges,
                        struct plot *plot)
{
    double last = 0;
    const char *comma = "";
    fputs("set xtics (", plot->script);
    for (size_t i = 0; i < crossover->count; ++i) {
        const double x = crossover->points[i].x;
        const double scale = x < 1e3 ? 1 : x < 1e6 ? 1e3 : 1e6;
        if (last > 0 && log(x / last) < 0.08 * log(edges->right / edges->left))
            continue;
        fprintf(plot->script, "%s'%.3g%s' %.9g", comma, x / scale,
                scale < 2     ? ""
                : scale < 1e6 ? "k"
                              : "M",
                x);
        comma = ", ";
        last = x;
    }
    fputs(")\n", plot->script);
}

static void draw(const struct comparison *comparison, struct plot *plot)
{
    struct edges edges = {INFINITY, 0, 1, 1};
    char label[160];
    stretch(&edges, &comparison->working);
    if (comparison->start_known)
        stretch(&edges, &comparison->starting);
    edges.low /= 1.3;
    edges.high *= 1.3;
    fprintf(plot->script,
            "set logscale xy\nset format y '%%g'\n"
            "set xrange [%.9g:%.9g]\nset yrange [%.6g:%.6g]\n",
            edges.left / 1.2, edges.right * 1.2, edges.low, edges.high);
    write_sizes(&comparison->working, &edges, plot);
    plot_set(plot, "xlabel", comparison->unit);
    snprintf(label, sizeof label, "T(%.40s) / T(%.40s)", comparison->left, comparison->right);
    plot_set(plot, "ylabel", label);
    plot_colour(plot, "w", 0, "#0a66b7", "#6cb6ff");
    plot_colour(plot, "w", 1, "#a04a00", "#f0a860");
    describe(comparison, plot);
    write_roots(&comparison->working, "w0", comparison->unit, plot);
    if (comparison->start_known)
        write_roots(&comparison->starting, "w1", comparison->unit, plot);
    plot_begin(plot, 390 + plot_key(plot, 5, 30));
    fputs("plot 1 with lines lc rgb soft lw 1.2 dt 2 title 'equally fast'", plot->script);
    write_points(&comparison->working, &edges, "w0", 7, "at work", plot);
    if (comparison->start_known)
        write_points(&comparison->starting, &edges, "w1", 5, "with start-up", plot);
    fputc('\n', plot->script);
}

static bool are_wanted(const struct series *left, const struct series *right)
{
    return left->group == right->group &&
           model_kind_of(left->cells[0]->runs[0]->row) == MODEL_PROCESSES &&
           model_kind_of(right->cells[0]->runs[0]->row) == MODEL_THREADS &&
           left->cells[0]->runs[0]->row->model_apart != 1;
}

static int write_one(struct pictures *pictures, const struct comparison *comparison,
                     const char *kernel, enum series_over over, size_t number,
                     const char *directory)
{
    char title[64], raw[128];
    struct plot plot;
    snprintf(title, sizeof title, "%.20s against %.20s by %s", comparison->left, comparison->right,
             series_over_names[over]);
    struct picture *picture = pictures_add(pictures, title, PICTURES_NO_STUDY);
    snprintf(raw, sizeof raw, "%s-crossover-%s", kernel, series_over_names[over]);
    if (number > 0)
        text_append(raw, sizeof raw, "-%zu", number + 1);
    text_file_name(picture->stem, sizeof picture->stem, raw);
    const int code = pictures_open(picture, &plot, comparison->title, directory);
    if (code != EXIT_OK)
        return code;
    draw(comparison, &plot);
    return pictures_close(&plot);
}

static int write_over(struct pictures *pictures, const struct cells *cells, enum series_over over,
                      const char *directory)
{
    struct series_set set;
    const size_t before = pictures->count;
    int code = EXIT_OK;
    series_build(&set, cells, over);
    for (size_t i = 0; i < set.count; ++i)
        for (size_t j = 0; j < set.count && code == EXIT_OK; ++j) {
            const struct series *left = &set.series[i], *right = &set.series[j];
            struct comparison comparison;
            if (!are_wanted(left, right) || pictures->count - before == MOST)
                continue;
            comparison_make(&comparison, &set, left, right);
            if (comparison.working.answer < CROSSOVER_FEW_SIZES)
                code = write_one(pictures, &comparison, left->cells[0]->runs[0]->row->kernel, over,
                                 pictures->count - before, directory);
            comparison_free(&comparison);
        }
    series_free(&set);
    return code;
}

int crossings_write(struct pictures *pictures, const struct cells *cells, const char *directory)
{
    int code = EXIT_OK;
    for (int over = 0; over < SERIES_OVERS && code == EXIT_OK; ++over)
        code = write_over(pictures, cells, (enum series_over)over, directory);
    return code;
}
