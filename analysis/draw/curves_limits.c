/* What curves over workers are held against: the ideal, the machine's ceiling, fitted laws. */
#include <math.h>

#include "analysis/data/curve_fits.h"
#include "analysis/draw/curves.h"
#include "analysis/draw/panel.h"
#include "analysis/text.h"

enum { STEPS = 48 };

void curves_item(const struct curves *curves, int block, const char *using)
{
    fprintf(curves->plot->script, ", \\\n '%s.dat' index %d using %s", curves->plot->stem, block,
            using);
}

static double place(double from, double to, int step)
{
    return from * pow(to / from, step / (double)STEPS);
}

/* The time that an ideal machine needs, of the baseline's. */
static double ideal(const struct curves *curves, double p, double time)
{
    return curves->study->weak ? time : time * curves->lowest->workers / p;
}

static void write_ideal(const struct curves *curves)
{
    const struct cell *base = curves->lowest;
    const struct interval time = base->time;
    const bool band = curves->base && base->interval == INTERVAL_ACROSS;
    FILE *data = curves->plot->data;
    fputs("# ideal: workers value low high\n", data);
    for (int step = 0; step <= STEPS; ++step) {
        const double p = place(curves->left, curves->right, step);
        fprintf(data, "%.6g %.9g", p, curves_height(curves, base, p, ideal(curves, p, time.value)));
        /* Were the baseline's time another one, all points would move along with it; in a picture
         * of times, the ideal. */
        const bool inverse = curves->of != CURVES_TIME;
        const double low = inverse ? time.value * time.value / time.low : time.low;
        const double high = inverse ? time.value * time.value / time.high : time.high;
        const double first = curves_height(curves, base, p, ideal(curves, p, low));
        const double second = curves_height(curves, base, p, ideal(curves, p, high));
        fprintf(data, " %.9g %.9g\n", fmin(fmax(first, curves->low), curves->high),
                fmin(fmax(second, curves->low), curves->high));
    }
    const int block = plot_block(curves->plot, false, 4);
    if (band) {
        curves_item(curves, block, "1:3:4");
        fputs(" with filledcurves fc rgb soft fs transparent solid 0.18 noborder title "
              "'95 % CI of the baseline'",
              curves->plot->script);
    }
    curves_item(curves, block, "1:2");
    fputs(" with lines lc rgb soft lw 1.2 dt 2 title 'ideal'", curves->plot->script);
}

/* By what any cell of as many workers reaches of it. */
static void write_ceiling(const struct curves *curves)
{
    const struct study *study = curves->study;
    FILE *data = curves->plot->data;
    int last = 0;
    size_t count = 0;
    fputs("# the machine's ceiling: workers value\n", data);
    for (;;) {
        const struct cell *next = NULL;
        for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
            const struct cell *cell = &curves->cells->cells[i];
            if (cell->ceiling && cell->workers > last && (!next || cell->workers < next->workers) &&
                !isnan(cell->ceiling_efficiency.value))
                next = cell;
        }
        if (!next)
            break;
        fprintf(data, "%d %.9g\n", next->workers,
                curves_height(curves, next->base, next->workers,
                              next->time.value * next->ceiling_efficiency.value));
        last = next->workers;
        ++count;
    }
    const int block = plot_block(curves->plot, count == 0, 2);
    if (count == 0)
        return;
    curves_item(curves, block, "1:2");
    fprintf(curves->plot->script,
            " with %s lc rgb ink lw 1.4 dt (8,4) pt 4 ps 0.7 title \"machine's ceiling\"",
            count > CURVES_FEW ? "linespoints" : "points");
}

void curves_write_limits(struct curves *curves)
{
    /* Of several bases each curve has its own ideal of times. */
    if (curves->lowest && (curves->base || curves->of != CURVES_TIME))
        write_ideal(curves);
    if (curves->base)
        write_ceiling(curves);
}

/* The law with the fewest parameters that fits; NULL: none does. */
static const struct fit *choose(const struct curve_fits *fits)
{
    for (size_t i = 0; i < fits->law_count; ++i)
        if (fits->laws[i].state == FIT_DONE)
            return &fits->laws[i];
    return NULL;
}

static void write_law(struct curves *curves, size_t index)
{
    const struct curve *curve = &curves->cells->curves[curves->study->first + index];
    struct curve_fits fits;
    curve_fits_make(&fits, curves->cells, curve);
    const struct fit *fit = choose(&fits);
    const struct cell *base = fit ? fits.cells[0]->base : NULL;
    if (fit && (base || curves->of == CURVES_TIME)) {
        fprintf(curves->plot->data, "# %s of %s: workers value\n", fit->law->name, curve->name);
        for (int step = 0; step <= STEPS; ++step) {
            const double p = place(fits.points[0].workers, (double)fits.largest, step);
            fprintf(curves->plot->data, "%.6g %.9g\n", p,
                    curves_height(curves, base, p, fit_time(fit, p).value));
        }
        curves_item(curves, plot_block(curves->plot, false, 2), "1:2");
        fprintf(curves->plot->script, " with lines lc rgb c%zu lw 1.8 notitle", index);
        fprintf(curves->plot->caption, "%s%s: %s",
                curves->fit_count > 0 ? "; "
                                      : " Lines: laws that fit, drawn to the largest p that was "
                                        "measured (",
                curve->name, fit->law->name);
        curves->fitted[index] = true;
        ++curves->fit_count;
    }
    curve_fits_free(&fits);
}

void curves_write_laws(struct curves *curves)
{
    for (size_t i = 0; i < curves->study->count; ++i)
        if (curves_has(curves, &curves->cells->curves[curves->study->first + i]))
            write_law(curves, i);
    if (curves->fit_count > 0)
        fputs("). Dotted lines only join points.", curves->plot->caption);
}
