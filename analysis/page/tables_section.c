/* The table of all cells. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/page/html.h"
#include "analysis/page/sections.h"
#include "analysis/say/footer.h"
#include "analysis/say/overview.h"
#include "analysis/say/table_line.h"

static bool has_ceiling(const struct page *page, const struct study *study)
{
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i)
        if (page->cells->cells[i].ceiling)
            return true;
    return false;
}

static void write_line(const struct table_line *line, const char *kind, const char *first,
                       const char *other, bool ceiling, FILE *out)
{
    fprintf(out, "<tr%s>", kind);
    for (int column = 0; column < LINE_COUNT; ++column) {
        if (column == LINE_CEILING && !ceiling)
            continue;
        const char *tag = column == 0 ? first : other;
        fprintf(out, "<%s>", tag);
        html_text(out, column == LINE_FLAGS && line->text[column][0] == '\0' && other[1] == 'h'
                           ? "flags"
                           : line->text[column]);
        fprintf(out, "</%.2s>", tag);
    }
    fputs("</tr>\n", out);
}

static void write_notes(const struct page *page, const struct study *study, FILE *out)
{
    char *text = NULL;
    size_t size;
    FILE *notes = open_memstream(&text, &size);
    if (!notes)
        return;
    footer_notes(page->cells, study, FOOTER_NO_WIDTH, notes);
    fclose(notes);
    section_lines(text, "note", out);
    free(text);
}

static void write_study(const struct page *page, size_t index, FILE *out)
{
    const struct study *study = &page->cells->studies[index];
    const struct table_unit unit = table_unit_of(page->cells, study);
    const bool ceiling = has_ceiling(page, study);
    struct table_line line;
    section_study(page, index, "table", out);
    fputs("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">\n<table>\n"
          "<thead>\n",
          out);
    table_header(&line, unit, study->weak);
    write_line(&line, "", "th scope=\"col\"", "th scope=\"col\"", ceiling, out);
    fputs("</thead>\n<tbody>\n", out);
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i) {
        const struct cell *cell = &page->cells->cells[i];
        const bool same = i > study->first_cell && cell[-1].curve == cell->curve;
        const char *kind = cell_is_clean(cell) ? same ? " class=\"same\"" : ""
                           : same              ? " class=\"same flagged\""
                                               : " class=\"flagged\"";
        table_fill(&line, page->cells, cell, unit);
        write_line(&line, kind, "th scope=\"row\"", "td", ceiling, out);
    }
    fputs("</tbody>\n</table>\n</div>\n", out);
    write_notes(page, study, out);
}

static void write_legend(const struct page *page, FILE *out)
{
    footer_legend(page->cells, FOOTER_NO_WIDTH, out);
}

static void write_overview(const struct page *page, const struct axes *axes, FILE *out)
{
    struct overview overview;
    char title[512];
    overview_title(axes, page->cells, title, sizeof title);
    fputs("<h3>", out);
    html_text(out, title);
    fputs("</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Overview\">\n"
          "<table>\n",
          out);
    overview_make(&overview, axes, page->cells);
    for (size_t i = 0; i < overview.count; ++i) {
        fputs(i == 0 ? "<thead>\n<tr>" : i == 1 ? "<tbody>\n<tr>" : "<tr>", out);
        for (size_t column = 0; column < overview.columns; ++column) {
            const char *tag = i > 0 && column >= axes->count ? "td" : "th";
            fprintf(out, "<%s%s%s>", tag,
                    tag[1] == 'd' ? ""
                    : i == 0      ? " scope=\"col\""
                                  : " scope=\"row\"",
                    column <= axes->count ? " class=\"words\"" : ""); /* values, and what to take */
            html_text(out, overview.lines[i][column]);
            fprintf(out, "</%s>", tag);
        }
        fputs(i == 0 ? "</tr>\n</thead>\n" : "</tr>\n", out);
    }
    fputs("</tbody>\n</table>\n</div>\n", out);
    overview_free(&overview);
}

static void write_overviews(const struct page *page, FILE *out)
{
    size_t count;
    struct axes *axes = axes_find(page->cells, &count);
    for (size_t i = 0; i < count; ++i)
        write_overview(page, &axes[i], out);
    axes_free(axes, count);
}

void tables_section(const struct page *page, FILE *out)
{
    fputs("<section id=\"table\">\n<h2>Table</h2>\n", out);
    write_overviews(page, out);
    for (size_t i = 0; i < page->cells->study_count; ++i)
        write_study(page, i, out);
    char *legend = section_capture(page, write_legend);
    fputs("<h3>What the columns mean</h3>\n", out);
    section_lines(legend, "note", out);
    free(legend);
    fputs("</section>\n", out);
}
