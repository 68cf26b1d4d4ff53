/* The axes of curves over workers: no wide interval sets their scale. */
#include <math.h>

#include "analysis/draw/curves.h"
#include "analysis/draw/panel.h"

static void add(struct curves *curves, double low, double high)
{
    curves->low = fmin(curves->low, low);
    curves->high = fmax(curves->high, high);
}

static void choose_unit(struct curves *curves, double smallest)
{
    curves->unit = smallest < 1e-3 ? "us" : smallest < 1 ? "ms" : "s";
    curves->per_second = smallest < 1e-3 ? 1e6 : smallest < 1 ? 1e3 : 1;
}

void curves_find_range(struct curves *curves)
{
    const struct study *study = curves->study;
    double smallest = INFINITY;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i)
        smallest = fmin(smallest, curves->cells->cells[i].time.value); /* passes over NaN */
    choose_unit(curves, smallest);
    curves->left = curves->low = INFINITY;
    curves->right = curves->high = 0;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &curves->cells->cells[i];
        const struct interval value = curves_value(curves, cell);
        if (isnan(value.value))
            continue;
        curves->left = fmin(curves->left, cell->workers);
        curves->right = fmax(curves->right, cell->workers);
        add(curves, isnan(value.low) ? value.value : fmax(value.low, value.value / 1.5),
            isnan(value.low) ? value.value : fmin(value.high, value.value * 1.5));
    }
    if (curves->of == CURVES_SPEEDUP)
        add(curves, 1, curves->lowest ? curves->right / curves->lowest->workers : 1);
    else if (curves->of == CURVES_TIME && curves->base && !study->weak)
        add(curves,
            curves_height(curves, curves->base, 1,
                          curves->base->time.value * curves->base->workers / curves->right),
            0);
    const double margin = 0.05 * log2(curves->right / curves->left) + 0.05;
    curves->left *= exp2(-margin);
    curves->right *= exp2(margin);
    if (curves->of == CURVES_EFFICIENCY) {
        curves->low = 0;
        curves->high = fmax(1.12, 1.05 * curves->high);
    } else {
        curves->low /= 1.15;
        curves->high *= 1.15;
    }
}

/* The numbers of workers that were measured, but for those that would cover the one before. */
static void write_workers(const struct curves *curves)
{
    const struct study *study = curves->study;
    const double gap = 0.045 * log2(curves->right / curves->left);
    const char *comma = "";
    double last = -1;
    fputs("set xtics (", curves->plot->script);
    for (int p = (int)ceil(curves->left); p <= curves->right; ++p) {
        bool there = false;
        for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i)
            there = there || (curves->cells->cells[i].workers == p &&
                              !isnan(curves_value(curves, &curves->cells->cells[i]).value));
        if (there && log2(p) - last >= gap) {
            fprintf(curves->plot->script, "%s'%d' %d", comma, p, p);
            comma = ", ";
            last = log2(p);
        }
    }
    fputs(")\n", curves->plot->script);
}

/* 1, 2, 5, 10, … or, where that gives few, more between them. */
static void write_heights(const struct curves *curves)
{
    static const double coarse[] = {1, 2, 5}, middle[] = {1, 2, 3, 4, 6, 8},
                        fine[] = {1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9};
    const double range = curves->high / curves->low;
    const double *steps = range < 6 ? fine : range < 50 ? middle : coarse;
    const size_t count = range < 6 ? 11 : range < 50 ? 6 : 3;
    const char *comma = "";
    fputs("set ytics (", curves->plot->script);
    for (double power = pow(10, floor(log10(curves->low))); power <= curves->high; power *= 10)
        for (size_t i = 0; i < count; ++i) {
            const double height = power * steps[i];
            if (height < curves->low || height > curves->high)
                continue;
            fprintf(curves->plot->script, "%s'%.6g' %.6g", comma, height, height);
            comma = ", ";
        }
    fputs(")\n", curves->plot->script);
}

void curves_write_axes(const struct curves *curves)
{
    static const char *const labels[][3] = {
        {"speedup S = T(1)/T(p)", "efficiency E = S/p", "time T of an iteration"},
        {"scaled speedup p T(1)/T(p)", "weak efficiency T(1)/T(p)", "time T of an iteration"}};
    const bool no_first = curves->base && curves->base->workers > 1;
    char label[96];
    snprintf(label, sizeof label, "%s%s%s",
             no_first && !curves->study->weak && curves->of == CURVES_SPEEDUP
                 ? "speedup S = T(p0)/T(p)"
                 : labels[curves->study->weak][curves->of],
             curves->of == CURVES_TIME ? ", " : "", curves->of == CURVES_TIME ? curves->unit : "");
    plot_set(curves->plot, "xlabel", "workers p (ranks x threads)");
    plot_set(curves->plot, "ylabel", label);
    fprintf(curves->plot->script, "set logscale x 2\nset xrange [%.6g:%.6g]\n", curves->left,
            curves->right);
    write_workers(curves);
    fprintf(curves->plot->script, "set yrange [%.6g:%.6g]\n", curves->low, curves->high);
    if (curves->of == CURVES_EFFICIENCY) {
        fputs("set ytics 0.2\n", curves->plot->script);
        return;
    }
    fputs("set logscale y\n", curves->plot->script);
    write_heights(curves);
}
