/* The curves of speedup and efficiency: their data, and how they are drawn. */
#include <math.h>

#include "analysis/draw/panels.h"
#include "analysis/draw/plot.h"
#include "analysis/text.h"

/* Four blocks a curve, which gnuplot counts from 0: the clean points, the others, all, and those
 * of all that were dealt otherwise than asked. */
enum block { BLOCK_CLEAN, BLOCK_FLAGGED, BLOCK_ALL, BLOCK_FELL_BACK, BLOCK_COUNT };

static bool is_in_block(const struct cell *cell, enum panel panel, enum block block)
{
    if (isnan(panel_value(cell, panel).value))
        return false;
    if (block == BLOCK_FELL_BACK)
        return cell_fell_back(cell);
    return block == BLOCK_ALL || cell_is_clean(cell) == (block == BLOCK_CLEAN);
}

static size_t count_block(const struct cells *cells, const struct curve *curve, enum panel panel,
                          enum block block)
{
    size_t count = 0;
    for (size_t i = curve->first; i < curve->first + curve->count; ++i)
        count += is_in_block(&cells->cells[i], panel, block) ? 1 : 0;
    return count;
}

static void write_block(const struct cells *cells, const struct curve *curve, enum panel panel,
                        enum block block, FILE *data)
{
    static const char *const names[] = {"one CPU per worker", "flagged", "all",
                                        "dealt otherwise than asked"};
    fprintf(data, "# %s, %s: workers value low high runs\n", curve->name, names[block]);
    for (size_t i = curve->first; i < curve->first + curve->count; ++i) {
        const struct cell *cell = &cells->cells[i];
        const struct interval value = panel_value(cell, panel);
        if (is_in_block(cell, panel, block)) {
            const bool has_interval = !isnan(value.low);
            fprintf(data, "%d %.9g %.9g %.9g %zu\n", cell->workers, value.value,
                    has_interval ? value.low : value.value, has_interval ? value.high : value.value,
                    cell->used_count);
        }
    }
    /* An empty block would not count as one. */
    fputs(count_block(cells, curve, panel, block) > 0 ? "\n\n" : "NaN NaN NaN NaN 0\n\n\n", data);
}

/* gnuplot's point types: a filled shape and, one below, the same hollow. */
static int filled_shape(size_t curve)
{
    static const int shapes[] = {7, 5, 9, 13, 11, 15};
    return shapes[curve % (sizeof shapes / sizeof shapes[0])];
}

static void write_curve(const struct cells *cells, size_t index, size_t place, size_t places,
                        enum panel panel, const struct plot *plot)
{
    const struct curve *curve = &cells->curves[index];
    const char *colour = plot_curve_colour(cells, index);
    const bool has_clean = count_block(cells, curve, panel, BLOCK_CLEAN) > 0;
    const bool has_flagged = count_block(cells, curve, panel, BLOCK_FLAGGED) > 0;
    const int shape = filled_shape(place);
    /* Moved apart by a little, so that the bars of equal p do not cover each other. */
    const double shift = 1 + 0.02 * ((double)place - (double)(places - 1) / 2);
    if (has_flagged) {
        fprintf(plot->script,
                ", \\\n '%s.dat' index %zu using ($1*%.3f):2 with lines lc rgb '%s' dt 3 notitle"
                ", \\\n '%s.dat' index %zu using ($1*%.3f):2:3:4 with yerrorbars lc rgb '%s' "
                "lw 1.2 pt %d ps 1 title ",
                plot->stem, BLOCK_COUNT * place + BLOCK_ALL, shift, colour, plot->stem,
                BLOCK_COUNT * place + BLOCK_FLAGGED, shift, colour, shape - 1);
        text_gnuplot(plot->script, has_clean ? "" : curve->name);
    }
    if (has_clean) {
        fprintf(plot->script,
                ", \\\n '%s.dat' index %zu using ($1*%.3f):2:3:4 with yerrorlines lc rgb '%s' "
                "lw 1.6 pt %d ps 1 title ",
                plot->stem, BLOCK_COUNT * place + BLOCK_CLEAN, shift, colour, shape);
        text_gnuplot(plot->script, curve->name);
    }
    if (count_block(cells, curve, panel, BLOCK_FELL_BACK) > 0)
        fprintf(plot->script,
                ", \\\n '%s.dat' index %zu using ($1*%.3f):2 with points lc rgb '#000000' lw 1.6 "
                "pt 2 ps 1.6 notitle",
                plot->stem, BLOCK_COUNT * place + BLOCK_FELL_BACK, shift);
}

void lines_write(const struct cells *cells, const struct study *study, enum panel panel,
                 const struct plot *plot)
{
    for (size_t i = 0; i < study->count; ++i) {
        write_curve(cells, study->first + i, i, study->count, panel, plot);
        for (enum block block = 0; block < BLOCK_COUNT; ++block)
            write_block(cells, &cells->curves[study->first + i], panel, block, plot->data);
    }
    fputc('\n', plot->script);
}
