/* A table over parameters: a line for each study of those that differ in parameters of the work. */
#include "analysis/say/overview.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/data/verdict_facts.h"
#include "analysis/memory.h"
#include "analysis/say/table_line.h"
#include "analysis/say/verdict_line.h"
#include "analysis/text.h"
#include "drivers/common/grid.h"
#include "drivers/common/terminal.h"

/* One unit for all of them. */
static struct table_unit unit_of(const struct axes *axes, const struct cells *cells)
{
    struct table_unit unit = table_unit_of(cells, &cells->studies[axes->studies[0]]);
    for (size_t i = 1; i < axes->study_count; ++i) {
        const struct table_unit other = table_unit_of(cells, &cells->studies[axes->studies[i]]);
        unit = other.per_second > unit.per_second ? other : unit;
    }
    return unit;
}

static void fill_header(char (*line)[OVERVIEW_TEXT], const struct axes *axes,
                        struct table_unit unit, bool weak)
{
    const char *const names[] = {"take", "T", "95 % CI", "images/s", "S", "95 % CI", "trust"};
    for (size_t i = 0; i < axes->count; ++i)
        snprintf(line[i], OVERVIEW_TEXT, "%s", axes->names[i]);
    for (size_t i = 0; i < sizeof names / sizeof *names; ++i)
        snprintf(line[axes->count + i], OVERVIEW_TEXT, "%s", names[i]);
    snprintf(line[axes->count + 1], OVERVIEW_TEXT, "T/%s", unit.name);
    if (weak)
        snprintf(line[axes->count + 4], OVERVIEW_TEXT, "p E_w");
}

static void fill_line(char (*line)[OVERVIEW_TEXT], const struct axes *axes,
                      const struct cells *cells, size_t study, struct table_unit unit)
{
    static const char *const without[] = {[VERDICT_FEW_RUNS] = "no answer: few runs",
                                          [VERDICT_DISTURBED] = "no answer: disturbed",
                                          [VERDICT_UNPLACED] = "no answer: no free cores",
                                          [VERDICT_INVALID] = "no answer: invalid",
                                          [VERDICT_ANSWER] = "",
                                          [VERDICT_ONE_WAY] = ""};
    struct verdict_facts facts;
    verdict_gather(&facts, cells, &cells->studies[study], cells->study_count);
    for (size_t i = 0; i < axes->count; ++i)
        axes_value(axes, i, &cells->studies[study], line[i]);
    line += axes->count;
    for (size_t i = 1; i < 6; ++i)
        snprintf(line[i], OVERVIEW_TEXT, "-");
    snprintf(line[0], OVERVIEW_TEXT, "%s", without[facts.kind]);
    snprintf(line[6], OVERVIEW_TEXT, "%s", verdict_trusts[facts.trust]);
    if (facts.kind != VERDICT_ANSWER && facts.kind != VERDICT_ONE_WAY)
        return;
    struct table_line cell;
    table_fill(&cell, cells, facts.chosen, unit);
    snprintf(line[0], OVERVIEW_TEXT, "%.40s %.20s", cell.text[LINE_MODEL], cell.text[LINE_LAYOUT]);
    const int columns[] = {LINE_TIME, LINE_TIME_INTERVAL, LINE_IMAGES, LINE_SPEEDUP,
                           LINE_SPEEDUP_INTERVAL};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; ++i)
        snprintf(line[i + 1], OVERVIEW_TEXT, "%s", cell.text[columns[i]]);
}

void overview_make(struct overview *overview, const struct axes *axes, const struct cells *cells)
{
    const struct table_unit unit = unit_of(axes, cells);
    overview->columns = axes->count + 7;
    overview->count = axes->study_count + 1;
    overview->lines = memory_array(overview->count, sizeof *overview->lines);
    fill_header(overview->lines[0], axes, unit, cells->studies[axes->studies[0]].weak);
    for (size_t i = 0; i < axes->study_count; ++i)
        fill_line(overview->lines[i + 1], axes, cells, axes->studies[i], unit);
}

void overview_free(struct overview *overview)
{
    free(overview->lines);
}

void overview_title(const struct axes *axes, const struct cells *cells, char *buffer, size_t size)
{
    const struct run_row *row = cells->studies[axes->studies[0]].run->row;
    char kernel[AXES_TEXT];
    text_plain(kernel, sizeof kernel, row->kernel);
    snprintf(buffer, size, "%s, %s by", kernel,
             cells->studies[axes->studies[0]].weak ? "weak scaling,"
             : strcmp(row->study, "strong") == 0   ? "strong scaling,"
                                                   : "single runs,");
    for (size_t i = 0; i < axes->count; ++i)
        text_append(buffer, size, "%s %s",
                    i == 0                ? ""
                    : i + 1 < axes->count ? ","
                                          : " and",
                    axes->names[i]);
}

static const char *text_of(const void *from, size_t line, size_t column)
{
    const struct overview *overview = from;
    return overview->lines[line][column];
}

static void write_group(const struct axes *axes, const struct cells *cells, FILE *out)
{
    static const struct grid_column behind[] = {
        {"take", GRID_WORDS, 0},       {"T", GRID_NUMBERS, 5}, {"the CI of T", GRID_NUMBERS, 3},
        {"images/s", GRID_NUMBERS, 1}, {"S", GRID_NUMBERS, 6}, {"the CI of S", GRID_NUMBERS, 4},
        {"trust", GRID_WORDS, 2}};
    struct overview overview;
    struct grid_column columns[OVERVIEW_COLUMNS];
    char title[AXES_TEXT * (AXES_MAX + 2)];
    for (size_t i = 0; i < axes->count; ++i)
        columns[i] = (struct grid_column){axes->names[i], GRID_WORDS, 0};
    memcpy(columns + axes->count, behind, sizeof behind);
    overview_make(&overview, axes, cells);
    overview_title(axes, cells, title, sizeof title);
    text_wrap(out, title, TERMINAL_ENDLESS, "");
    struct grid grid = {columns, overview.columns, overview.count, text_of, &overview, 0, {0}};
    grid_print(&grid, "--csv and --json have", out);
    fputc('\n', out);
    overview_free(&overview);
}

void overview_write(const struct cells *cells, FILE *out)
{
    size_t count;
    struct axes *axes = axes_find(cells, &count);
    for (size_t i = 0; i < count; ++i)
        write_group(&axes[i], cells, out);
    axes_free(axes, count);
}
