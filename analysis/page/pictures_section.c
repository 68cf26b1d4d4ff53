/* The pictures, each inside the page for a light and for a dark screen. */
#include <stdlib.h>

#include "analysis/page/html.h"
#include "analysis/page/sections.h"

enum { PATH_SIZE = 4096 + PICTURES_STEM };

static void write_links(const struct picture *picture, FILE *out)
{
    static const char *const endings[][2] = {
        {".png", "PNG"}, {".svg", "SVG"}, {".pdf", "PDF"}, {".dat", "data"}, {".gp", "script"}};
    fputs("<span class=\"files\">", out);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; ++i) {
        char name[PICTURES_STEM + 8];
        snprintf(name, sizeof name, "%s%s", picture->stem, endings[i][0]);
        html_link(out, name, endings[i][1]);
        fputs(i < 4 ? "\n" : "</span>", out);
    }
}

void section_picture(const struct page *page, const struct picture *picture, FILE *out)
{
    char path[PATH_SIZE];
    fputs("<figure>\n<picture>\n<source media=\"screen and (prefers-color-scheme: dark)\" "
          "srcset=\"",
          out);
    snprintf(path, sizeof path, "%s/%s-dark.svg", page->directory, picture->stem);
    html_data_of_file(out, "image/svg+xml", path);
    fputs("\">\n<img loading=\"lazy\" src=\"", out);
    snprintf(path, sizeof path, "%s/%s.svg", page->directory, picture->stem);
    html_data_of_file(out, "image/svg+xml", path);
    fputs("\" alt=\"", out);
    html_text(out, picture->alt);
    fputs("\">\n</picture>\n<figcaption>", out);
    html_text(out, picture->caption);
    fputc('\n', out);
    write_links(picture, out);
    fputs("</figcaption>\n</figure>\n", out);
}

static void write_group(const struct page *page, int study, FILE *out)
{
    bool any = false;
    for (size_t i = 0; i < page->pictures->count; ++i) {
        const struct picture *picture = &page->pictures->list[i];
        if (picture->study != study || picture->claim != 0 || !picture->is_drawn)
            continue;
        if (!any && study < 0)
            fputs(study == PICTURES_NO_STUDY ? "<h3>Crossovers</h3>\n" : "<h3>Parameters</h3>\n",
                  out);
        else if (!any)
            section_study(page, (size_t)study, "plots", out);
        fputs(any ? "" : "<div class=\"plots\">\n", out);
        any = true;
        section_picture(page, picture, out);
    }
    fputs(any ? "</div>\n" : "", out);
}

void pictures_section(const struct page *page, FILE *out)
{
    fputs("<section id=\"plots\">\n<h2>Plots</h2>\n", out);
    if (page->pictures->count == 0)
        fputs("<p>There is nothing to draw: no cell has a time.</p>\n", out);
    else if (!page->pictures->has_gnuplot)
        fputs("<p>gnuplot was not installed where this page was made (Debian: gnuplot-nox), so it "
              "has no plots. Scripts (*.gp) and data (*.dat) lie beside it: gnuplot draws them "
              "later.</p>\n",
              out);
    write_group(page, PICTURES_PARAMETERS, out);
    for (size_t i = 0; i < page->cells->study_count; ++i)
        write_group(page, (int)i, out);
    write_group(page, PICTURES_NO_STUDY, out);
    fputs("</section>\n", out);
}
