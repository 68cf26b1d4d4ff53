/* The points of curves over workers, with their bars. */
#include <math.h>

#include "analysis/draw/curves.h"
#include "analysis/draw/panel.h"
#include "analysis/text.h"

enum block { BLOCK_CLEAN, BLOCK_FLAGGED, BLOCK_FELL_BACK, BLOCK_ALL };

static bool is_in_block(const struct curves *curves, const struct cell *cell, enum block block)
{
    if (isnan(curves_value(curves, cell).value))
        return false;
    if (block == BLOCK_FELL_BACK)
        return cell_fell_back(cell);
    return block == BLOCK_ALL || cell_is_clean(cell) == (block == BLOCK_CLEAN);
}

/* Returns the block, or -1: there is no such point. */
static int write_block(const struct curves *curves, const struct curve *curve, enum block block)
{
    static const char *const names[] = {"clean", "flagged", "dealt otherwise than asked", "all"};
    FILE *data = curves->plot->data;
    size_t count = 0;
    for (size_t i = curve->first; i < curve->first + curve->count; ++i) {
        const struct cell *cell = &curves->cells->cells[i];
        const struct interval value = curves_value(curves, cell);
        if (!is_in_block(curves, cell, block))
            continue;
        if (count++ == 0)
            fprintf(data, "# %s, %s: workers value low high runs\n", curve->name, names[block]);
        const bool has_bar = !isnan(value.low);
        fprintf(data, "%d %.9g %.9g %.9g %zu\n", cell->workers, value.value,
                has_bar ? fmax(value.low, curves->low) : value.value,
                has_bar ? fmin(value.high, curves->high) : value.value, cell->used_count);
    }
    return count > 0 ? plot_block(curves->plot, false, 5) : -1;
}

/* Bars that leave the picture, as arrows at its border. Returns the block, or -1: none does. */
static int write_cuts(const struct curves *curves, const struct curve *curve, bool above)
{
    size_t count = 0;
    for (size_t i = curve->first; i < curve->first + curve->count; ++i) {
        const struct interval value = curves_value(curves, &curves->cells->cells[i]);
        if (isnan(value.low) || (above ? value.high <= curves->high : value.low >= curves->low))
            continue;
        fprintf(curves->plot->data, "%d %.9g # goes on to %.9g\n", curves->cells->cells[i].workers,
                above ? curves->high : curves->low, above ? value.high : value.low);
        ++count;
    }
    return count > 0 ? plot_block(curves->plot, false, 2) : -1;
}

/* gnuplot's point types: a filled shape and, one below, the same hollow. */
static int filled_shape(size_t curve)
{
    static const int shapes[] = {7, 5, 9, 11, 13, 15};
    return shapes[curve % (sizeof shapes / sizeof shapes[0])];
}

static void write_joint(const struct curves *curves, size_t index, const char *using)
{
    const struct curve *curve = &curves->cells->curves[curves->study->first + index];
    curves_item(curves, write_block(curves, curve, BLOCK_ALL), using);
    fprintf(curves->plot->script, " with lines lc rgb c%zu lw 1.2 dt 3 notitle", index);
}

static void write_curve(const struct curves *curves, size_t index)
{
    const struct curve *curve = &curves->cells->curves[curves->study->first + index];
    FILE *script = curves->plot->script;
    const int clean = write_block(curves, curve, BLOCK_CLEAN);
    const int flagged = write_block(curves, curve, BLOCK_FLAGGED);
    const int crossed = write_block(curves, curve, BLOCK_FELL_BACK);
    char using[64], two[32];
    /* Moved apart by a little, so that the bars of equal p do not cover each other. */
    const size_t count = curves->study->count;
    const double middle = (double)(count - 1) / 2;
    const double shift = 1 + fmin(0.02, 0.2 / (double)count) * ((double)index - middle);
    snprintf(using, sizeof using, "($1*%.4f):2:3:4", shift);
    snprintf(two, sizeof two, "($1*%.4f):2", shift);
    if (curves_places(curves, curve) > CURVES_FEW && !curves->fitted[index])
        write_joint(curves, index, two);
    for (int i = 0; i < 2; ++i) {
        const int block = i == 0 ? clean : flagged;
        if (block < 0)
            continue;
        curves_item(curves, block, using);
        fprintf(script, " with yerrorbars lc rgb c%zu lw 1.3 pt %d ps 0.9 title ", index,
                filled_shape(index) - i);
        text_gnuplot(script, i == 1 && clean >= 0 ? "" : curve->name);
    }
    if (crossed >= 0) {
        curves_item(curves, crossed, two);
        fputs(" with points lc rgb ink lw 1.6 pt 2 ps 1.5 notitle", script);
    }
    for (int above = 0; above < 2; ++above) {
        const int cut = write_cuts(curves, curve, above == 1);
        if (cut < 0)
            continue;
        curves_item(curves, cut, two);
        fprintf(script, " with points lc rgb c%zu pt %d ps 0.8 notitle", index, above ? 9 : 11);
    }
}

void curves_write_points(struct curves *curves)
{
    for (size_t i = 0; i < curves->study->count; ++i)
        if (curves_has(curves, &curves->cells->curves[curves->study->first + i]))
            write_curve(curves, i);
}
