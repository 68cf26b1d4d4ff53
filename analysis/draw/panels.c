/* The pictures of one study: speedup and efficiency over workers. */
#include "analysis/draw/panels.h"

#include <math.h>
#include <string.h>

#include "analysis/draw/plot.h"
#include "analysis/text.h"

struct interval panel_value(const struct cell *cell, enum panel panel)
{
    return panel == PANEL_SPEEDUP ? cell->speedup : cell->efficiency;
}

const char *panel_name(enum panel panel, const struct study *study)
{
    switch (panel) {
    case PANEL_SPEEDUP:
        return study->weak ? "scaled-speedup" : "speedup";
    case PANEL_EFFICIENCY:
        return "efficiency";
    default:
        return "stages";
    }
}

bool panel_has_data(const struct cells *cells, const struct study *study, enum panel panel)
{
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &cells->cells[i];
        const double value =
            panel == PANEL_STAGES ? cell->stages[STAGE_KERNEL] : panel_value(cell, panel).value;
        if (!isnan(value))
            return true;
    }
    return false;
}

struct extent {
    int fewest, most; /* workers */
    double lowest, highest;
    int ideal_from; /* workers of the baseline */
    size_t fewest_runs, most_runs;
    bool intervals, hollow, fell_back;
};

static struct extent measure(const struct cells *cells, const struct study *study, enum panel panel)
{
    struct extent extent = {.fewest = 0};
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &cells->cells[i];
        const struct interval value = panel_value(cell, panel);
        if (!cell->usable || (panel != PANEL_STAGES && isnan(value.value)))
            continue;
        const bool first = extent.fewest == 0;
        const int from = cell->base ? cell->base->workers : 1;
        extent.fewest = first || cell->workers < extent.fewest ? cell->workers : extent.fewest;
        extent.most = cell->workers > extent.most ? cell->workers : extent.most;
        extent.ideal_from = first || from < extent.ideal_from ? from : extent.ideal_from;
        /* A bar may leave the picture, but not squeeze the points. */
        const bool has_interval = !isnan(value.low);
        const double low = has_interval ? fmax(value.low, value.value / 4) : value.value;
        const double high = has_interval ? fmin(value.high, value.value * 2.5) : value.value;
        extent.lowest = first ? low : fmin(extent.lowest, low);
        extent.highest = fmax(extent.highest, high);
        extent.fewest_runs =
            first || cell->used_count < extent.fewest_runs ? cell->used_count : extent.fewest_runs;
        extent.most_runs =
            cell->used_count > extent.most_runs ? cell->used_count : extent.most_runs;
        extent.intervals = extent.intervals || has_interval;
        extent.hollow = extent.hollow || !cell_is_clean(cell);
        extent.fell_back = extent.fell_back || cell_fell_back(cell);
    }
    return extent;
}

static void describe_runs(const struct extent *extent, enum panel panel, char *text, size_t size)
{
    text[0] = '\0';
    text_append(text, size, "R = %zu", extent->fewest_runs);
    if (extent->most_runs > extent->fewest_runs)
        text_append(text, size, " to %zu", extent->most_runs);
    text_append(text, size, " run%s per cell%s", extent->most_runs == 1 ? "" : "s",
                extent->fewest_runs < ESTIMATE_RUNS_FEW ? " (few runs)" : "");
    if (panel != PANEL_STAGES) {
        text_append(text, size, "%s",
                    extent->intervals ? "; bars: 95 % CI across repetitions"
                                      : "; too few runs for intervals");
    }
    if (extent->hollow) {
        text_append(text, size, "; %s: flagged O, T, C or B in the table",
                    panel == PANEL_STAGES ? "*" : "hollow");
    }
    if (extent->fell_back) {
        text_append(text, size, "; %s: dealt otherwise than asked",
                    panel == PANEL_STAGES ? "+" : "crossed");
    }
}

/* Logarithmic as the workers are: a straight line between points is then one of constant gain, and
 * the ideal is straight too. */
static void write_speedup_range(const struct plot *plot, double low, double high)
{
    fprintf(plot->script, "set logscale y 2\nset yrange [%.4g:%.4g]\nset ytics (", low, high);
    const char *comma = "";
    for (double power = exp2(floor(log2(low))); power < high; power *= 2) {
        fprintf(plot->script, "%s%g", comma, power);
        comma = ", ";
        if (high < 24) { /* few powers of 2 in sight */
            fprintf(plot->script, ", %g", 1.5 * power);
        }
    }
    fputs(")\n", plot->script);
}

static void write_axes(const struct cells *cells, const struct study *study,
                       const struct extent *extent, enum panel panel, const struct plot *plot)
{
    plot_set(plot, "xlabel", "workers p (ranks x threads)");
    fprintf(plot->script, "set logscale x 2\nset xrange [%.4g:%.4g]\nset xtics (",
            extent->fewest / 1.15, extent->most * 1.15);
    const char *comma = "";
    for (int p = extent->fewest; p <= extent->most; ++p) {
        bool there = false;
        for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i)
            there = there || (cells->cells[i].workers == p && cells->cells[i].usable);
        if (there) {
            fprintf(plot->script, "%s'%d' %d", comma, p, p);
            comma = ", ";
        }
    }
    fputs(")\n", plot->script);
    if (panel == PANEL_SPEEDUP) {
        plot_set(plot, "ylabel",
                 study->weak              ? "scaled speedup p T(1)/T(p)"
                 : extent->ideal_from > 1 ? "speedup T(p0)/T(p)"
                                          : "speedup T(1)/T(p)");
        const double ideal = (double)extent->most / extent->ideal_from;
        write_speedup_range(plot, fmin(extent->lowest, 1) / 1.2,
                            1.2 * fmax(extent->highest, ideal));
        fprintf(plot->script, "plot x/%d.0 with lines lc rgb '#888888' dt 2 title 'ideal'",
                extent->ideal_from);
    } else {
        plot_set(plot, "ylabel",
                 study->weak ? "weak efficiency T(1)/T(p)" : "parallel efficiency S/p");
        fprintf(plot->script,
                "set yrange [0:%.4g]\nplot 1 with lines lc rgb '#888888' dt 2 title 'ideal'",
                fmax(1.1, 1.05 * extent->highest));
    }
}

int panel_write(const struct cells *cells, const struct study *study, enum panel panel,
                const char *directory, const char *stem)
{
    static const char *const titles[][PANEL_COUNT] = {
        {"Speedup", "Parallel efficiency", "Where the time goes"},
        {"Scaled speedup", "Weak efficiency", "Where the time goes"},
    };
    struct plot plot;
    const int code = plot_open(&plot, directory, stem);
    if (code != 0)
        return code;
    const struct extent extent = measure(cells, study, panel);
    char runs[240];
    describe_runs(&extent, panel, runs, sizeof runs);
    plot_title(&plot, titles[study->weak][panel], study, runs);
    plot_begin(&plot);
    if (panel == PANEL_STAGES) {
        bars_write(cells, study, &plot);
    } else {
        write_axes(cells, study, &extent, panel, &plot);
        lines_write(cells, study, panel, &plot);
    }
    return plot_close(&plot);
}
