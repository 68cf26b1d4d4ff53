/* The claims: verdict, sentence, what was compared, and a picture each. */
#include <stdlib.h>
#include <string.h>

#include "analysis/page/html.h"
#include "analysis/page/sections.h"

static const struct picture *picture_of(const struct page *page, int number)
{
    for (size_t i = 0; i < page->pictures->count; ++i)
        if (page->pictures->list[i].claim == number && page->pictures->list[i].is_drawn)
            return &page->pictures->list[i];
    return NULL;
}

static void write_claim(const struct page *page, const struct finding *finding, FILE *out)
{
    static const char *const verdicts[FINDING_VERDICTS] = {"holds", "does not hold", "depends",
                                                           "not decided"};
    const struct picture *picture = picture_of(page, finding->number);
    char *words = claims_words(finding);
    fprintf(out, "<article id=\"claim-%d\">\n<h3>%d. ", finding->number, finding->number);
    html_text(out, finding->sentence);
    fprintf(out, " <em>%s</em></h3>\n", verdicts[finding->verdict]);
    if (finding->experiment[0] != '\0') {
        fputs("<p class=\"about\">", out);
        html_text(out, finding->experiment);
        fputs("</p>\n", out);
    }
    fputs("<p>", out);
    html_text(out, words);
    fputs("</p>\n", out);
    if (picture)
        section_picture(page, picture, out);
    fputs("</article>\n", out);
    free(words);
}

void claims_section(const struct page *page, FILE *out)
{
    if (!page->findings)
        return;
    fputs("<section id=\"claims\">\n<h2>Claims</h2>\n<p>What a well-known article says of threads "
          "and processes, on this machine. All answers to a claim together hold with 95 %; less "
          "than 5 % is no difference.</p>\n<div class=\"plots\">\n",
          out);
    for (size_t i = 0; i < CLAIMS_MAX; ++i)
        write_claim(page, &page->findings[i], out);
    fputs("</div>\n</section>\n", out);
}
