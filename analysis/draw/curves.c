/* Speedup, efficiency and time over workers. */
#include "analysis/draw/curves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/draw/colour.h"
#include "analysis/draw/panel.h"
#include "analysis/memory.h"

bool panel_is_ceiling(const struct cells *cells, const struct curve *curve)
{
    return cells->cells[curve->first].runs[0]->row->model_apart == 1;
}

struct interval curves_value(const struct curves *curves, const struct cell *cell)
{
    if (!cell->usable)
        return (struct interval){NAN, NAN, NAN};
    const bool across = cell->interval == INTERVAL_ACROSS;
    if (curves->of == CURVES_TIME) {
        struct interval time = estimate_scale(cell->time, curves->per_second);
        return across ? time : (struct interval){time.value, NAN, NAN};
    }
    struct interval value = curves->of == CURVES_SPEEDUP ? cell->speedup : cell->efficiency;
    if (curves->base) {
        const bool own = across && cell != curves->base;
        value.low = own ? value.value * cell->time.value / cell->time.high : NAN;
        value.high = own ? value.value * cell->time.value / cell->time.low : NAN;
    }
    return value;
}

double curves_height(const struct curves *curves, const struct cell *base, double p, double time)
{
    if (curves->of == CURVES_TIME)
        return time * curves->per_second;
    const double ratio = base->time.value / time, fewest = base->workers;
    if (curves->of == CURVES_SPEEDUP)
        return curves->study->weak ? ratio * p / fewest : ratio;
    return curves->study->weak ? ratio : ratio * fewest / p;
}

bool curves_has(const struct curves *curves, const struct curve *curve)
{
    return curves_places(curves, curve) > 0 &&
           (!curves->base || !panel_is_ceiling(curves->cells, curve));
}

size_t curves_places(const struct curves *curves, const struct curve *curve)
{
    size_t count = 0;
    int last = 0;
    for (size_t i = curve->first; i < curve->first + curve->count; ++i) {
        const struct cell *cell = &curves->cells->cells[i];
        if (isnan(curves_value(curves, cell).value))
            continue;
        count += cell->workers != last ? 1 : 0; /* sorted by workers */
        last = cell->workers;
    }
    return count;
}

static void find_bases(struct curves *curves)
{
    const struct study *study = curves->study;
    bool several = false;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *other = curves->cells->cells[i].base;
        several = several || (other && curves->lowest && other != curves->lowest);
        if (other && (!curves->lowest || other->workers < curves->lowest->workers))
            curves->lowest = other;
    }
    curves->base = several ? NULL : curves->lowest;
}

static void count_entries(struct curves *curves)
{
    const struct study *study = curves->study;
    const bool band = curves->base && curves->base->interval == INTERVAL_ACROSS;
    bool ceiling = false;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i)
        ceiling = ceiling || curves->cells->cells[i].ceiling;
    curves->entries = (curves->lowest ? 1U : 0U) + (band ? 1U : 0U) + (ceiling ? 1U : 0U);
    curves->longest = 20;
    for (size_t i = study->first; i < study->first + study->count; ++i) {
        const struct curve *curve = &curves->cells->curves[i];
        const size_t length = strlen(curve->name);
        if (!curves_has(curves, curve))
            continue;
        ++curves->entries;
        curves->longest = length > curves->longest ? length : curves->longest;
    }
}

static const char *quantity(const struct curves *curves)
{
    static const char *const names[][3] = {{"speedup", "efficiency", "time"},
                                           {"scaled speedup", "weak efficiency", "time"}};
    return names[curves->study->weak][curves->of];
}

static void describe(const struct curves *curves)
{
    FILE *alt = curves->plot->alt;
    const struct study *study = curves->study;
    fprintf(alt, "%s over workers, at the most workers of each: ", curves->plot->title);
    const char *comma = "";
    for (size_t i = study->first; i < study->first + study->count; ++i) {
        const struct curve *curve = &curves->cells->curves[i];
        const struct cell *last = NULL;
        for (size_t k = curve->first; k < curve->first + curve->count; ++k)
            if (!isnan(curves_value(curves, &curves->cells->cells[k]).value))
                last = &curves->cells->cells[k];
        if (!last)
            continue;
        const struct interval value = curves->of == CURVES_SPEEDUP ? last->speedup
                                      : curves->of == CURVES_EFFICIENCY
                                          ? last->efficiency
                                          : curves_value(curves, last);
        fprintf(alt, "%s%s %s %.3g%s%s", comma, curve->name, quantity(curves), value.value,
                curves->of == CURVES_TIME ? " " : "",
                curves->of == CURVES_TIME ? curves->unit : "");
        if (!isnan(value.low))
            fprintf(alt, " (95 %% CI %.3g to %.3g)", value.low, value.high);
        fprintf(alt, " with %d worker%s", last->workers, last->workers == 1 ? "" : "s");
        comma = "; ";
    }
    fputc('.', alt);
}

static void explain(const struct curves *curves)
{
    FILE *caption = curves->plot->caption;
    const struct study *study = curves->study;
    bool hollow = false, crossed = false;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &curves->cells->cells[i];
        hollow = hollow || (cell->usable && !cell_is_clean(cell));
        crossed = crossed || cell_fell_back(cell);
    }
    if (curves->base && curves->of != CURVES_TIME)
        fputs("Bars: 95 % CI of the point's own time. The band holds the uncertainty of the "
              "baseline, which moves all points together.",
              caption);
    else
        fputs("Bars: 95 % CI across repetitions.", caption);
    fputs(" An arrow at the border: the bar goes on.", caption);
    if (hollow)
        fputs(" Hollow: flagged in the table, in no fit and no verdict.", caption);
    if (crossed)
        fputs(" Crossed: dealt otherwise than asked.", caption);
}

static void draw(const struct cells *cells, const struct study *study, struct plot *plot,
                 enum curves_of of)
{
    struct curves curves = {.cells = cells, .study = study, .plot = plot, .of = of};
    find_bases(&curves);
    curves.fitted = memory_array(study->count, sizeof curves.fitted[0]);
    curves_find_range(&curves);
    count_entries(&curves);
    for (size_t i = study->first; i < study->first + study->count; ++i) {
        char light[COLOUR_SIZE], dark[COLOUR_SIZE];
        colour_of_curve(cells, i, false, light);
        colour_of_curve(cells, i, true, dark);
        plot_colour(plot, "c", i - study->first, light, dark);
    }
    const int key = plot_key(plot, curves.entries, curves.longest);
    curves_write_axes(&curves);
    describe(&curves);
    explain(&curves);
    plot_begin(plot, 400 + key);
    fputs("plot NaN notitle", plot->script);
    curves_write_limits(&curves);
    curves_write_laws(&curves);
    curves_write_points(&curves);
    fputc('\n', plot->script);
    free(curves.fitted);
}

static bool has_some(const struct cells *cells, const struct study *study, enum curves_of of)
{
    const struct curves curves = {.cells = cells, .study = study, .of = of, .per_second = 1};
    int fewest = 0, most = 0;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &cells->cells[i];
        if (isnan(curves_value(&curves, cell).value))
            continue;
        fewest = fewest == 0 || cell->workers < fewest ? cell->workers : fewest;
        most = cell->workers > most ? cell->workers : most;
    }
    return most > fewest; /* over workers: several numbers of them */
}

#define PANEL(word, index)                                                                         \
    static void draw_##word(const struct cells *cells, const struct study *study,                  \
                            struct plot *plot)                                                     \
    {                                                                                              \
        draw(cells, study, plot, index);                                                           \
    }                                                                                              \
    static bool has_##word(const struct cells *cells, const struct study *study)                   \
    {                                                                                              \
        return has_some(cells, study, index);                                                      \
    }

PANEL(speedup, CURVES_SPEEDUP)
PANEL(efficiency, CURVES_EFFICIENCY)
PANEL(time, CURVES_TIME)

const struct panel panel_speedup = {
    "speedup", "scaled-speedup", "Speedup", "Scaled speedup", has_speedup, draw_speedup,
};
const struct panel panel_efficiency = {
    "efficiency", NULL, "Parallel efficiency", "Weak efficiency", has_efficiency, draw_efficiency,
};
const struct panel panel_time = {
    "time", NULL, "Time of an iteration", NULL, has_time, draw_time,
};
