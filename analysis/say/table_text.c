/* The table for people. */
#include "analysis/say/table.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/memory.h"
#include "analysis/say/footer.h"
#include "analysis/say/table_line.h"
#include "analysis/text.h"

static void print_lines(const struct table_line *lines, size_t count, bool has_ceiling, FILE *out)
{
    int width[LINE_COUNT] = {0};
    for (size_t i = 0; i < count; ++i) {
        for (int column = 0; column < LINE_COUNT; ++column) {
            const int length = (int)strlen(lines[i].text[column]);
            width[column] = length > width[column] ? length : width[column];
        }
    }
    for (size_t i = 0; i < count; ++i) {
        fprintf(out, "%-*s", width[LINE_MODEL], lines[i].text[LINE_MODEL]);
        for (int column = LINE_MODEL + 1; column < LINE_FLAGS; ++column)
            if (column != LINE_CEILING || has_ceiling)
                fprintf(out, "  %*s", width[column], lines[i].text[column]);
        const char *flags = lines[i].text[LINE_FLAGS];
        fprintf(out, "%s%s\n", flags[0] != '\0' ? "  " : "", flags);
    }
}

static void write_study(const struct cells *cells, const struct study *study, FILE *out)
{
    struct table_line *lines = memory_array(study->cell_count + 1, sizeof *lines);
    const struct table_unit unit = table_unit_of(cells, study);
    table_header(&lines[0], unit, study->weak);
    bool has_ceiling = false;
    for (size_t i = 0; i < study->cell_count; ++i) {
        const struct cell *cell = &cells->cells[study->first_cell + i];
        table_fill(&lines[i + 1], cells, cell, unit);
        has_ceiling = has_ceiling || cell->ceiling;
    }
    text_wrap(out, study->title, 110, "");
    print_lines(lines, study->cell_count + 1, has_ceiling, out);
    free(lines);
    footer_notes(cells, study, FOOTER_WIDTH, out);
    footer_reasons(cells, study, FOOTER_WIDTH, out);
}

static void write_table(const struct cells *cells, FILE *out)
{
    for (size_t i = 0; i < cells->study_count; ++i) {
        if (i > 0)
            fputc('\n', out);
        write_study(cells, &cells->studies[i], out);
    }
    fputc('\n', out);
    footer_legend(cells, FOOTER_WIDTH, out);
}

const struct table_format table_text = {"text", "txt", write_table};
