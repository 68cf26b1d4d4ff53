/* A line of the table for people. */
#include "analysis/say/table_line.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/data/names.h"
#include "analysis/text.h"

struct table_unit table_unit_of(const struct cells *cells, const struct study *study)
{
    double smallest = INFINITY;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        smallest = fmin(smallest, cells->cells[i].time.value); /* fmin() passes over NaN */
    }
    if (smallest < 1e-3)
        return (struct table_unit){"us", 1e6};
    return smallest < 1 ? (struct table_unit){"ms", 1e3} : (struct table_unit){"s", 1};
}

void table_header(struct table_line *line, struct table_unit unit, bool weak)
{
    const char *const names[LINE_COUNT] = {
        "model",    "layout", "p",       "R", "time", "95 % CI", "images/s",
        "Mpixel/s", "S",      "95 % CI", "E", "E_c",  "e",       "",
    };
    for (int column = 0; column < LINE_COUNT; ++column)
        snprintf(line->text[column], sizeof line->text[column], "%s", names[column]);
    snprintf(line->text[LINE_TIME], sizeof line->text[0], "T/%s", unit.name);
    if (weak) {
        snprintf(line->text[LINE_SPEEDUP], sizeof line->text[0], "p E_w");
        snprintf(line->text[LINE_EFFICIENCY], sizeof line->text[0], "E_w");
    }
}

static void fill_flags(char *flags, size_t size, const struct cell *cell)
{
    flags[0] = '\0';
    const bool unverified = cell->usable && strcmp(cell->runs[0]->row->verified, "none") == 0;
    text_append(flags, size, "%s%s%s%s%s%s%s%s%s%s", cell == cell->base ? "=" : "",
                cell->oversubscribed ? "O" : "", cell->threaded ? "T" : "",
                cell->disturbed ? "C" : "", cell->wrongly_bound ? "B" : "",
                cell_fell_back(cell) ? "F" : "", cell->usable ? "" : "X", unverified ? "U" : "",
                cell->usable && cell->used_runs < cell->run_count ? "D" : "",
                cell->hosts_differ ? "V" : "");
}

void table_fill(struct table_line *line, const struct cells *cells, const struct cell *cell,
                struct table_unit unit)
{
    const size_t size = sizeof line->text[0];
    const struct interval time = estimate_scale(cell->time, unit.per_second);
    snprintf(line->text[LINE_MODEL], size, "%.40s", cells->curves[cell->curve].name);
    names_layout(cells, cell, line->text[LINE_LAYOUT], size);
    snprintf(line->text[LINE_WORKERS], size, "%d", cell->workers);
    snprintf(line->text[LINE_RUNS], size, "%zu", cell->used_count);
    text_number(line->text[LINE_TIME], size, time.value, 4);
    text_interval(line->text[LINE_TIME_INTERVAL], size, time.low, time.high, 4);
    text_number(line->text[LINE_IMAGES], size, cell->image_rate.value, 4);
    text_number(line->text[LINE_PIXELS], size, cell->pixel_rate.value / 1e6, 4);
    text_number(line->text[LINE_SPEEDUP], size, cell->speedup.value, 3);
    text_interval(line->text[LINE_SPEEDUP_INTERVAL], size, cell->speedup.low, cell->speedup.high,
                  3);
    text_number(line->text[LINE_EFFICIENCY], size, cell->efficiency.value, 3);
    text_number(line->text[LINE_CEILING], size, cell->ceiling_efficiency.value, 3);
    text_number(line->text[LINE_FRACTION], size, cell->karp_flatt.value, 2);
    fill_flags(line->text[LINE_FLAGS], size, cell);
}
