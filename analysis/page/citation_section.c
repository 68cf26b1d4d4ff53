/* How to cite Parallax, and these results. */
#include <stdio.h>
#include <string.h>

#include "analysis/page/html.h"
#include "analysis/page/sections.h"

/* The last date of the runs: of what is cited. */
static const char *last_date(const struct results *results)
{
    const char *last = "";
    for (size_t i = 0; i < results->run_count; ++i)
        last = strcmp(results->runs[i].created, last) > 0 ? results->runs[i].created : last;
    return last;
}

void citation_section(const struct page *page, FILE *out)
{
    const char *date = last_date(page->results);
    fputs("<section id=\"cite\">\n<h2>How to cite</h2>\n<p>The Parallax authors: <cite>Parallax: "
          "image kernels under threads, processes and both, measured</cite>. Version ",
          out);
    html_text(out, PARALLAX_VERSION);
    fputs(", software, BSD-3-Clause.</p>\n<pre>@software{parallax,\n"
          "  author  = {{The Parallax authors}},\n"
          "  title   = {Parallax: image kernels under threads, processes and both, measured},\n"
          "  version = {",
          out);
    html_text(out, PARALLAX_VERSION);
    fputs("},\n  year    = {", out);
    html_format(out, "%.4s", date);
    fputs("},\n  license = {BSD-3-Clause}\n}</pre>\n<p>Of the results say machine, compiler and "
          "revision as above, the number of repetitions R of every cell, and keep the HDF5 file",
          out);
    if (page->data_file) {
        fputs(" (", out);
        html_link(out, page->data_file, page->data_file);
        fputs(")", out);
    }
    fputs(": it holds every iteration, and <code>parallax report</code> makes this page of it "
          "again.</p>\n</section>\n",
          out);
}
