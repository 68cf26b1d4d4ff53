/* How far every cell is from the machine's roofs. */
#include "analysis/say/rooflines.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/data/names.h"
#include "analysis/memory.h"
#include "analysis/say/json_interval.h"
#include "analysis/say/json_studies.h"
#include "analysis/text.h"
#include "drivers/common/grid.h"
#include "drivers/common/number.h"

enum { WIDTH = 98, TEXT = 1024, CELL = 96 };
static const double GIGA = 1e9;

static const struct grid_column columns[] = {
    {"workers", GRID_MARKS, 0}, {"op/byte", GRID_MARKS, 2}, {"Gop/s", GRID_MARKS, 3},
    {"GB/s", GRID_MARKS, 0},    {"stream", GRID_MARKS, 1},  {"% of it", GRID_MARKS, 0},
};

enum { COLUMN_COUNT = sizeof columns / sizeof *columns };

static const char *text_of(const void *from, size_t line, size_t column)
{
    return ((const char(*)[COLUMN_COUNT][CELL])from)[line][column];
}

static void fill_rate(struct interval rate, char *text)
{
    char value[32], interval[64];
    text_number(value, sizeof value, rate.value / GIGA, 3);
    text_interval(interval, sizeof interval, rate.low / GIGA, rate.high / GIGA, 3);
    snprintf(text, CELL, "%s %s", value, interval);
}

static void fill_line(const struct roofline_set *set, const struct roofline_point *point,
                      char (*line)[CELL])
{
    names_layout(set->all, point->cell, line[0], CELL);
    text_number(line[1], CELL, point->intensity, 3);
    fill_rate(point->operation_rate, line[2]);
    fill_rate(point->byte_rate, line[3]);
    text_number(line[4], CELL, point->stream_rate / GIGA, 3);
    text_number(line[5], CELL, 100 * point->byte_rate.value / point->stream_rate, 2);
    text_append(line[5], CELL, "%s", cell_is_clean(point->cell) ? "" : "  *");
}

/* The points of a curve from set->points[first] on that have a position. Returns how many points,
 * of whatever kind, it has. */
static size_t write_curve(const struct roofline_set *set, size_t first, FILE *out)
{
    const size_t curve = set->points[first].cell->curve;
    char(*lines)[COLUMN_COUNT][CELL] = memory_array(set->count - first + 1, sizeof *lines);
    struct grid grid = {columns, COLUMN_COUNT, 1, text_of, lines, 2, {0}};
    size_t end = first;
    for (size_t i = 0; i < COLUMN_COUNT; ++i)
        snprintf(lines[0][i], CELL, "%s", columns[i].name);
    for (; end < set->count && set->points[end].cell->curve == curve; ++end)
        if (!set->points[end].missing)
            fill_line(set, &set->points[end], lines[grid.line_count++]);
    if (grid.line_count > 1) {
        text_say(out, 0, "%s", set->all->curves[curve].name);
        grid_print(&grid, "--json has", out);
    }
    free(lines);
    return end - first;
}

/* An image's work, which all cells of a study have in common but for weak ones of a split. */
static void write_title(const struct study *study, const struct roofline_point *point, FILE *out)
{
    text_wrap(out, study->title, WIDTH, "");
    if (!point->missing)
        text_say(out, 2, "One image: %s Mop at least, %s MB moved at least.",
                 number_short(point->operations / 1e6, 4).text,
                 number_short(point->bytes / 1e6, 4).text);
}

void rooflines_write_text(const struct roofline_set *set, FILE *out)
{
    size_t last_study = SIZE_MAX;
    for (size_t i = 0; i < set->count; i += write_curve(set, i, out)) {
        const struct roofline_point *point = &set->points[i];
        if (point->cell->study == last_study)
            continue;
        last_study = point->cell->study;
        fputs(i > 0 ? "\n" : "", out);
        write_title(&set->all->studies[last_study], point, out);
        if (point->missing)
            text_say(out, 2, "No position: %s.", point->missing);
    }
    fputc('\n', out);
    text_wrap(
        out,
        "While in the kernel, all workers together; operations and bytes by the kernel's own "
        "count of what it must do at least, each byte once. stream: GB/s that all workers read "
        "together in the speed witness (8 MiB each, from the last cache or from memory). "
        "Kernels near 100 % of it are bound by memory; far below, by arithmetic, whose peak is "
        "not measured here: see check_kernel --bench. *: not a clean cell.",
        WIDTH, "");
}

static void put_point(struct json *json, const struct roofline_set *set,
                      const struct roofline_point *point)
{
    json_studies_cell(json, set->all, point->cell);
    if (point->missing)
        json_text(json, "missing", point->missing);
    json_number(json, "operations_per_image", point->operations);
    json_number(json, "bytes_per_image", point->bytes);
    json_number(json, "operations_per_byte", point->intensity);
    json_interval(json, "operations_per_s", point->operation_rate);
    json_interval(json, "bytes_per_s", point->byte_rate);
    json_number(json, "stream_bytes_per_s", point->stream_rate);
    json_number(json, "peak_operations_per_s", point->peak_rate);
    json_number(json, "roof_operations_per_s", point->roof);
    json_number(json, "share_of_roof", point->share);
    json_close(json, '}');
}

void rooflines_write_json(const struct roofline_set *set, FILE *out)
{
    struct json json = {.out = out};
    json_studies_begin(&json, "parallax-roofline-1", set->all);
    for (size_t i = 0; i < set->count; ++i)
        put_point(&json, set, &set->points[i]);
    json_studies_end(&json);
}
