/* The report as one page. */
#include "analysis/page/page.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/memory.h"
#include "analysis/page/html.h"
#include "analysis/page/sections.h"
#include "analysis/say/table.h"

char *section_capture(const struct page *page, void (*write)(const struct page *page, FILE *out))
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        memory_end();
    write(page, out);
    if (fclose(out) != 0)
        memory_end();
    return text;
}

void section_study(const struct page *page, size_t study, const char *what, FILE *out)
{
    char name[PICTURES_STEM];
    pictures_study_name(page->cells, study, name);
    fprintf(out, "<h3 id=\"%s-%s\">", what, name); /* a file's name: nothing to be escaped */
    html_text(out, name);
    fputs("</h3>\n<p class=\"about\">", out);
    html_text(out, page->cells->studies[study].title);
    fputs("</p>\n", out);
}

void section_lines(const char *text, const char *kind, FILE *out)
{
    if (text[0] == '\0')
        return;
    fprintf(out, "<ul class=\"%s\">\n", kind);
    while (*text != '\0') {
        const size_t length = strcspn(text, "\n");
        char *line = memory_array(length + 1, 1);
        memcpy(line, text, length);
        fputs("<li>", out);
        html_text(out, line + strspn(line, " "));
        fputs("</li>\n", out);
        free(line);
        text += length + (text[length] == '\n' ? 1 : 0);
    }
    fputs("</ul>\n", out);
}

static void write_head(FILE *out)
{
    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
          "<meta name=\"color-scheme\" content=\"light dark\">\n"
          "<meta name=\"referrer\" content=\"no-referrer\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src "
          "data:; style-src 'unsafe-inline'\">\n"
          "<title>Parallax report</title>\n<style>\n",
          out);
    for (size_t i = 0; style_sheet[i]; ++i)
        fputs(style_sheet[i], out);
    fputs("</style>\n</head>\n<body>\n<main>\n", out);
}

static void write_title(const struct page *page, FILE *out)
{
    const struct cells *cells = page->cells;
    size_t runs = 0;
    for (size_t i = 0; i < cells->cell_count; ++i)
        runs += cells->cells[i].run_count;
    fputs("<header>\n<h1>Parallax report</h1>\n<p class=\"about\">", out);
    const char *last = "";
    for (size_t i = 0; i < cells->study_count; ++i) {
        const char *kernel = cells->studies[i].run->row->kernel;
        if (strcmp(kernel, last) != 0)
            html_format(out, "%s%s", last[0] != '\0' ? ", " : "", kernel);
        last = kernel;
    }
    html_format(out, ": %zu run%s in %zu cell%s of %zu stud%s", runs, runs == 1 ? "" : "s",
                cells->cell_count, cells->cell_count == 1 ? "" : "s", cells->study_count,
                cells->study_count == 1 ? "y" : "ies");
    fputs(".</p>\n</header>\n", out);
}

static void write_download(const struct page *page, const struct table_format *format,
                           const char *type, FILE *out)
{
    char *text = NULL;
    size_t size = 0;
    FILE *table = open_memstream(&text, &size);
    if (!table)
        memory_end();
    format->write(page->cells, table);
    if (fclose(table) != 0)
        memory_end();
    fprintf(out, "<a download=\"table.%s\" href=\"", format->extension);
    html_data(out, type, text, size);
    fprintf(out, "\">%s</a>\n",
            strcmp(format->name, "csv") == 0 ? "Table as CSV" : "Table as JSON");
    free(text);
}

static void write_navigation(const struct page *page, FILE *out)
{
    fprintf(out, "<nav aria-label=\"Contents\">\n%s",
            page->findings ? "<a href=\"#claims\">Claims</a>\n" : "");
    fputs("<a href=\"#table\">Table</a>\n"
          "<a href=\"#plots\">Plots</a>\n<a href=\"#reasons\">What does not count</a>\n"
          "<a href=\"#origin\">Where it comes from</a>\n<a href=\"#cite\">How to cite</a>\n</nav>\n"
          "<p class=\"downloads\">",
          out);
    write_download(page, &table_csv, "text/csv", out);
    write_download(page, &table_json, "application/json", out);
    if (page->data_file)
        html_link(out, page->data_file, "All runs as HDF5");
    fputs("</p>\n", out);
}

void page_write(const struct page *page, FILE *out)
{
    write_head(out);
    write_title(page, out);
    if (page->findings) { /* they were the question; each of their experiments has a verdict */
        write_navigation(page, out);
        claims_section(page, out);
        verdict_section(page, out);
    } else {
        verdict_section(page, out);
        write_navigation(page, out);
    }
    tables_section(page, out);
    pictures_section(page, out);
    reasons_section(page, out);
    origin_section(page, out);
    citation_section(page, out);
    fputs("</main>\n</body>\n</html>\n", out);
}
