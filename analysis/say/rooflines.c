/* How far every cell is from the machine's roofs. */
#include "analysis/say/rooflines.h"

#include <math.h>
#include <string.h>

#include "analysis/data/names.h"
#include "analysis/say/json_interval.h"
#include "analysis/say/json_studies.h"
#include "analysis/text.h"

enum { WIDTH = 98, TEXT = 1024 };
static const double GIGA = 1e9;

static void write_rate(struct interval rate, FILE *out)
{
    char value[32], interval[64], both[96];
    text_number(value, sizeof value, rate.value / GIGA, 3);
    text_interval(interval, sizeof interval, rate.low / GIGA, rate.high / GIGA, 3);
    snprintf(both, sizeof both, "%s %s", value, interval);
    fprintf(out, " %-20s", both);
}

static void write_line(const struct roofline_set *set, const struct roofline_point *point,
                       FILE *out)
{
    char layout[64], intensity[32], stream[32], share[32];
    names_layout(set->all, point->cell, layout, sizeof layout);
    text_number(intensity, sizeof intensity, point->intensity, 3);
    text_number(stream, sizeof stream, point->stream_rate / GIGA, 3);
    text_number(share, sizeof share, 100 * point->byte_rate.value / point->stream_rate, 2);
    fprintf(out, "  %-10s %-8s", layout, intensity);
    write_rate(point->operation_rate, out);
    write_rate(point->byte_rate, out);
    fprintf(out, " %-8s %s%s\n", stream, share, cell_is_clean(point->cell) ? "" : "  *");
}

/* An image's work, which all cells of a study have in common but for weak ones of a split. */
static void write_title(const struct study *study, const struct roofline_point *point, FILE *out)
{
    text_wrap(out, study->title, WIDTH, "");
    if (!point->missing)
        fprintf(out, "One image: %.4g Mop at least, %.4g MB moved at least.\n",
                point->operations / 1e6, point->bytes / 1e6);
}

void rooflines_write_text(const struct roofline_set *set, FILE *out)
{
    const struct cells *all = set->all;
    size_t last_study = SIZE_MAX, last_curve = SIZE_MAX;
    for (size_t i = 0; i < set->count; ++i) {
        const struct roofline_point *point = &set->points[i];
        const struct cell *cell = point->cell;
        if (cell->study != last_study) {
            fputs(i > 0 ? "\n" : "", out);
            write_title(&all->studies[cell->study], point, out);
            if (point->missing)
                fprintf(out, "No position: %s.\n", point->missing);
        }
        if (cell->curve != last_curve && !point->missing)
            fprintf(out, "%s\n  %-10s %-8s %-20s %-20s %-8s %s\n", all->curves[cell->curve].name,
                    "workers", "op/byte", "Gop/s", "GB/s", "stream", "% of it");
        if (!point->missing)
            write_line(set, point, out);
        last_study = cell->study;
        last_curve = cell->curve;
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
