/* The table for people. */
#include "analysis/say/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/fields.h"
#include "analysis/data/names.h"
#include "analysis/memory.h"
#include "analysis/say/footer.h"
#include "analysis/text.h"

enum {
    COLUMN_MODEL,
    COLUMN_LAYOUT,
    COLUMN_WORKERS,
    COLUMN_RUNS,
    COLUMN_TIME,
    COLUMN_TIME_INTERVAL,
    COLUMN_IMAGES,
    COLUMN_PIXELS,
    COLUMN_SPEEDUP,
    COLUMN_SPEEDUP_INTERVAL,
    COLUMN_EFFICIENCY,
    COLUMN_CEILING,
    COLUMN_FRACTION,
    COLUMN_FLAGS,
    COLUMN_COUNT
};

struct line {
    char text[COLUMN_COUNT][48];
};

/* One unit for a study, so that its times can be compared at a glance. */
struct unit {
    const char *name;
    double per_second;
};

static struct unit choose_unit(const struct cells *cells, const struct study *study)
{
    double smallest = INFINITY;
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        smallest = fmin(smallest, cells->cells[i].time.value); /* fmin() passes over NaN */
    }
    if (smallest < 1e-3)
        return (struct unit){"us", 1e6};
    return smallest < 1 ? (struct unit){"ms", 1e3} : (struct unit){"s", 1};
}

static void fill_header(struct line *line, struct unit unit, bool weak)
{
    const char *const names[COLUMN_COUNT] = {
        "model",    "layout", "p",       "R", "time", "95 % CI", "images/s",
        "Mpixel/s", "S",      "95 % CI", "E", "E_c",  "e",       "",
    };
    for (int column = 0; column < COLUMN_COUNT; ++column)
        snprintf(line->text[column], sizeof line->text[column], "%s", names[column]);
    snprintf(line->text[COLUMN_TIME], sizeof line->text[0], "T/%s", unit.name);
    if (weak) {
        snprintf(line->text[COLUMN_SPEEDUP], sizeof line->text[0], "p E_w");
        snprintf(line->text[COLUMN_EFFICIENCY], sizeof line->text[0], "E_w");
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

static void fill_line(struct line *line, const struct cells *cells, const struct cell *cell,
                      struct unit unit)
{
    const size_t size = sizeof line->text[0];
    const struct interval time = estimate_scale(cell->time, unit.per_second);
    snprintf(line->text[COLUMN_MODEL], size, "%.40s", cells->curves[cell->curve].name);
    names_layout(cells, cell, line->text[COLUMN_LAYOUT], size);
    snprintf(line->text[COLUMN_WORKERS], size, "%d", cell->workers);
    snprintf(line->text[COLUMN_RUNS], size, "%zu", cell->used_count);
    text_number(line->text[COLUMN_TIME], size, time.value, 4);
    text_interval(line->text[COLUMN_TIME_INTERVAL], size, time.low, time.high, 4);
    text_number(line->text[COLUMN_IMAGES], size, cell->image_rate.value, 4);
    text_number(line->text[COLUMN_PIXELS], size, cell->pixel_rate.value / 1e6, 4);
    text_number(line->text[COLUMN_SPEEDUP], size, cell->speedup.value, 3);
    text_interval(line->text[COLUMN_SPEEDUP_INTERVAL], size, cell->speedup.low, cell->speedup.high,
                  3);
    text_number(line->text[COLUMN_EFFICIENCY], size, cell->efficiency.value, 3);
    text_number(line->text[COLUMN_CEILING], size, cell->ceiling_efficiency.value, 3);
    text_number(line->text[COLUMN_FRACTION], size, cell->karp_flatt.value, 2);
    fill_flags(line->text[COLUMN_FLAGS], size, cell);
}

static void print_lines(const struct line *lines, size_t count, bool has_ceiling, FILE *out)
{
    int width[COLUMN_COUNT] = {0};
    for (size_t i = 0; i < count; ++i) {
        for (int column = 0; column < COLUMN_COUNT; ++column) {
            const int length = (int)strlen(lines[i].text[column]);
            width[column] = length > width[column] ? length : width[column];
        }
    }
    for (size_t i = 0; i < count; ++i) {
        fprintf(out, "%-*s", width[COLUMN_MODEL], lines[i].text[COLUMN_MODEL]);
        for (int column = COLUMN_MODEL + 1; column < COLUMN_FLAGS; ++column)
            if (column != COLUMN_CEILING || has_ceiling)
                fprintf(out, "  %*s", width[column], lines[i].text[column]);
        const char *flags = lines[i].text[COLUMN_FLAGS];
        fprintf(out, "%s%s\n", flags[0] != '\0' ? "  " : "", flags);
    }
}

static void write_study(const struct cells *cells, const struct study *study, FILE *out)
{
    struct line *lines = memory_array(study->cell_count + 1, sizeof *lines);
    const struct unit unit = choose_unit(cells, study);
    fill_header(&lines[0], unit, study->weak);
    bool has_ceiling = false;
    for (size_t i = 0; i < study->cell_count; ++i) {
        const struct cell *cell = &cells->cells[study->first_cell + i];
        fill_line(&lines[i + 1], cells, cell, unit);
        has_ceiling = has_ceiling || cell->ceiling;
    }
    text_wrap(out, study->title, 110, "");
    print_lines(lines, study->cell_count + 1, has_ceiling, out);
    free(lines);
    footer_write(cells, study, out);
}

static void write_table(const struct cells *cells, FILE *out)
{
    for (size_t i = 0; i < cells->study_count; ++i) {
        if (i > 0)
            fputc('\n', out);
        write_study(cells, &cells->studies[i], out);
    }
    footer_legend(cells, out);
}

const struct table_format table_text = {"text", "txt", write_table};
