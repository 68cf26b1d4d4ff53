/* The table as GitHub's Markdown. */
#include <string.h>

#include "analysis/say/exports.h"
#include "analysis/say/footer.h"
#include "analysis/say/table_line.h"
#include "analysis/text.h"
#include "drivers/common/exit_code.h"
#include "drivers/common/utf8.h"

/* Text of a file: nothing in it is markup. */
static void put_text(FILE *out, const char *text)
{
    for (int skipped; *text != '\0'; text += skipped) {
        const int length = utf8_shown(text, &skipped);
        if (strchr("\\`*_[]<>|~&#", *text))
            fputc('\\', out);
        fwrite(length > 0 ? text : "?", 1, length > 0 ? (size_t)length : 1, out);
    }
}

static void put_line(const struct table_line *line, bool has_ceiling, FILE *out)
{
    for (int column = 0; column < LINE_COUNT; ++column) {
        if (column == LINE_CEILING && !has_ceiling)
            continue;
        fputs("| ", out);
        if (column == LINE_MODEL || column == LINE_LAYOUT)
            put_text(out, line->text[column]);
        else
            fputs(line->text[column], out);
        fputc(' ', out);
    }
}

static void put_header(struct table_line *line, bool has_ceiling, FILE *out)
{
    snprintf(line->text[LINE_FLAGS], sizeof line->text[LINE_FLAGS], "flags");
    put_line(line, has_ceiling, out);
    fputs("| valid |\n", out);
    for (int column = 0; column < LINE_COUNT; ++column)
        if (column != LINE_CEILING || has_ceiling)
            fputs(column == LINE_MODEL || column == LINE_FLAGS ? "|---" : "|---:", out);
    fputs("|---|\n", out);
}

static bool has_ceiling(const struct cells *cells, const struct study *study)
{
    for (size_t i = study->first_cell; i < study->first_cell + study->cell_count; ++i)
        if (cells->cells[i].ceiling)
            return true;
    return false;
}

static void write_study(const struct cells *cells, const struct study *study, FILE *out)
{
    const bool ceiling = has_ceiling(cells, study);
    const struct table_unit unit = table_unit_of(cells, study);
    struct table_line line;
    fputs("### ", out);
    put_text(out, study->title);
    fputs("\n\n", out);
    table_header(&line, unit, study->weak);
    put_header(&line, ceiling, out);
    for (size_t i = 0; i < study->cell_count; ++i) {
        const struct cell *cell = &cells->cells[study->first_cell + i];
        table_fill(&line, cells, cell, unit);
        put_line(&line, ceiling, out);
        fprintf(out, "| %s |\n", cell->usable ? "yes" : "no");
    }
    fputs("\n```text\n", out);
    footer_notes(cells, study, FOOTER_WIDTH, out);
    footer_reasons(cells, study, FOOTER_WIDTH, out);
    fputs("```\n\n", out);
}

void exports_markdown_write(const struct cells *cells, const struct files *files, FILE *out)
{
    bool all = true;
    for (size_t i = 0; i < cells->study_count; ++i)
        write_study(cells, &cells->studies[i], out);
    fputs("```text\n", out);
    footer_legend(cells, FOOTER_WIDTH, out);
    fputs("```\n", out);
    for (size_t i = 0; i < files->count; ++i) {
        if (files->outcomes[i].code == EXIT_OK)
            continue;
        fputs(all ? "\nNot in these tables, since they could not be read:\n\n- " : "- ", out);
        put_text(out, files->outcomes[i].message);
        fputc('\n', out);
        all = false;
    }
}
