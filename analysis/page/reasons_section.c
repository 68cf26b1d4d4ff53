/* What does not count, or is flagged, and why. */
#include <stdlib.h>

#include "analysis/page/html.h"
#include "analysis/page/sections.h"
#include "analysis/say/footer.h"
#include "drivers/common/exit_code.h"

static bool write_study(const struct page *page, size_t index, FILE *out)
{
    char *text = NULL;
    size_t size = 0;
    FILE *reasons = open_memstream(&text, &size);
    if (!reasons)
        return false;
    footer_reasons(page->cells, &page->cells->studies[index], FOOTER_NO_WIDTH, reasons);
    fclose(reasons);
    const bool any = size > 0;
    if (any) {
        section_study(page, index, "reasons", out);
        section_lines(text, "plain", out);
    }
    free(text);
    return any;
}

/* Files that could not be read; false: there is none. */
static bool write_files(const struct page *page, FILE *out)
{
    const struct files *files = page->files;
    bool any = false;
    for (size_t i = 0; i < files->count && files->outcomes; ++i) {
        if (files->outcomes[i].code == EXIT_OK)
            continue;
        fputs(any ? "" : "<h3>Files that could not be read</h3>\n<ul class=\"plain\">\n", out);
        fputs("<li>", out);
        html_text(out, files->outcomes[i].message);
        fputs("</li>\n", out);
        any = true;
    }
    fputs(any ? "</ul>\n" : "", out);
    return any;
}

void reasons_section(const struct page *page, FILE *out)
{
    bool any = false;
    fputs("<section id=\"reasons\">\n<h2>What does not count, and why</h2>\n", out);
    for (size_t i = 0; i < page->cells->study_count; ++i)
        any = write_study(page, i, out) || any;
    any = write_files(page, out) || any;
    if (!any)
        fputs("<p>Every run that was found counts, and none is flagged.</p>\n", out);
    fputs("</section>\n", out);
}
