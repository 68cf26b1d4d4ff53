/* Pictures of POP efficiencies. */
#include "analysis/draw/pops.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/data/pop.h"
#include "analysis/draw/rows.h"
#include "analysis/memory.h"
#include "drivers/common/exit_code.h"

enum { SCALING = POP_QUANTITIES, GLOBAL, COLUMNS };

enum { MANY = 24 }; /* rows; of more the curves' last */

/* What is drawn of one study. */
struct chart {
    const struct pop_cell *cells[ROWS_MAX];
    size_t count;
    bool shown[COLUMNS];
};

static double value_of(const struct pop_cell *cell, int column)
{
    return column == SCALING  ? cell->scaling.value
           : column == GLOBAL ? cell->global.value
                              : cell->values[column].value;
}

static const char *name_of(int column)
{
    return column == SCALING      ? "Comp_Scal"
           : column == GLOBAL     ? "GE"
           : column == POP_COMM_E ? "Comm_E"
                                  : pop_names[column];
}

/* In two lines where it has two parts: columns are narrow. */
static void write_name(int column, FILE *script)
{
    fputc('"', script);
    for (const char *c = name_of(column); *c != '\0'; ++c)
        fprintf(script, "%.*s%s", *c == '_' ? 0 : 1, c, *c == '_' ? "\\n" : "");
    fputc('"', script);
}

static bool has_several(const struct cell *cell)
{
    return cell->usable && cell->workers > 1;
}

static void fill(struct chart *chart, const struct pop_set *set, const struct study *study)
{
    const struct cell *list[ROWS_MAX];
    const size_t count = rows_choose(set->all, study, has_several, list);
    *chart = (struct chart){.count = 0};
    for (size_t i = 0; i < count; ++i) {
        const struct pop_cell *cell = pop_find(set, list[i]);
        const bool is_last = i + 1 == count || list[i + 1]->curve != list[i]->curve;
        if (!cell || cell->missing || (count > MANY && !is_last))
            continue;
        chart->cells[chart->count++] = cell;
        for (int column = 0; column < COLUMNS; ++column)
            chart->shown[column] = chart->shown[column] || !isnan(value_of(cell, column));
    }
}

static void write_columns(const struct chart *chart, struct plot *plot)
{
    const char *comma = "";
    int place = 0;
    fputs("set xtics scale 0 rotate by 0 font ',11' (", plot->script);
    for (int column = 0; column < COLUMNS; ++column)
        if (chart->shown[column]) {
            fputs(comma, plot->script);
            write_name(column, plot->script);
            fprintf(plot->script, " %d", place++);
            comma = ", ";
        }
    fprintf(plot->script,
            ")\nset xrange [-0.5:%.1f]\nunset key\nset border 0\nunset grid\n"
            "set palette defined (0 '#8c2981', 0.5 '#de4968', 0.8 '#fe9f6d', 1 '#fcfdbf')\n"
            "set cbrange [0.4:1]\nunset colorbox\n",
            place - 0.5);
}

/* Lines "place column value"; the number in each field is in the script. */
static void write_fields(const struct chart *chart, const double *places, struct plot *plot)
{
    fputs("# place column value\n", plot->data);
    for (size_t i = 0; i < chart->count; ++i) {
        int place = 0;
        for (int column = 0; column < COLUMNS; ++column) {
            const double value = value_of(chart->cells[i], column);
            if (!isnan(value)) {
                fprintf(plot->data, "%.6g %d %.6g\n", places[i], place, value);
                fprintf(plot->script,
                        "set label '%.2f' at %d, %.6g center front font ',11' textcolor rgb '%s'\n",
                        value, place, places[i], value > 0.7 ? "#101418" : "#ffffff");
            }
            place += chart->shown[column] ? 1 : 0;
        }
    }
    plot_block(plot, false, 3);
}

static void describe(const struct chart *chart, const struct pop_set *set, struct plot *plot)
{
    fprintf(plot->alt, "%s, at the most workers of each: ", plot->title);
    for (size_t i = 0; i < chart->count; ++i) {
        const struct pop_cell *cell = chart->cells[i];
        char label[ROWS_LABEL];
        if (i + 1 < chart->count && chart->cells[i + 1]->cell->curve == cell->cell->curve)
            continue;
        rows_label(set->all, cell->cell, label);
        fprintf(plot->alt, "%s: parallel efficiency %.2f, load balance %.2f, communication %.2f; ",
                label, cell->values[POP_PE].value, cell->values[POP_LB].value,
                cell->values[POP_COMM_E].value);
    }
    for (int column = 0; column < POP_QUANTITIES; ++column)
        if (chart->shown[column])
            fprintf(plot->caption, "%s%s: %s", column > 0 ? "; " : "", pop_names[column],
                    pop_meanings[column]);
    fputs("; CompScal: useful time of the baseline over that of all workers; GE: PE x CompScal.",
          plot->caption);
}

static void draw(const struct chart *chart, const struct pop_set *set, struct plot *plot)
{
    const struct cell *list[ROWS_MAX];
    double places[ROWS_MAX];
    char(*labels)[ROWS_LABEL] = memory_array(chart->count, sizeof *labels);
    for (size_t i = 0; i < chart->count; ++i) {
        list[i] = chart->cells[i]->cell;
        rows_label(set->all, list[i], labels[i]);
    }
    rows_places(list, chart->count, places);
    const int height = rows_axis(plot, labels, places, chart->count);
    write_columns(chart, plot);
    write_fields(chart, places, plot);
    plot->key = 16; /* names of two lines */
    plot_begin(plot, height);
    fprintf(plot->script,
            "plot '%s.dat' index 0 using 2:1:($2-0.48):($2+0.48):($1-0.46):($1+0.46):3 with "
            "boxxyerror lc palette fs solid 1 noborder notitle\n",
            plot->stem);
    describe(chart, set, plot);
    free(labels);
}

static int write_study(struct pictures *pictures, const struct pop_set *set, size_t index,
                       const char *directory)
{
    const struct study *study = &set->all->studies[index];
    char name[PICTURES_STEM];
    struct chart chart;
    struct plot plot;
    fill(&chart, set, study);
    if (chart.count == 0)
        return EXIT_OK;
    struct picture *picture = pictures_add(pictures, "POP efficiencies", (int)index);
    pictures_study_name(set->all, index, name);
    snprintf(picture->stem, sizeof picture->stem, "%.60s-pop", name);
    const int code = pictures_open(picture, &plot, study->title, directory);
    if (code != EXIT_OK)
        return code;
    draw(&chart, set, &plot);
    return pictures_close(&plot);
}

int pops_write(struct pictures *pictures, const struct cells *cells, const char *directory)
{
    struct pop_set set;
    int code = EXIT_OK;
    pop_build(&set, cells);
    for (size_t i = 0; i < cells->study_count && code == EXIT_OK; ++i)
        code = write_study(pictures, &set, i, directory);
    pop_free(&set);
    return code;
}
