/* The verdict, first on the page: its lines with their labels. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/page/html.h"
#include "analysis/page/sections.h"
#include "analysis/say/verdict.h"

/* The length of the word in capitals that a line begins with, before blanks; 0: there is none. */
static size_t label_length(const char *line)
{
    const size_t length = strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return length > 1 && strncmp(line + length, "  ", 2) == 0 ? length : 0;
}

enum place { OUTSIDE, IN_LIST, IN_PARAGRAPH };

static enum place leave(enum place place, FILE *out)
{
    fputs(place == IN_LIST ? "</dd>\n</dl>\n" : place == IN_PARAGRAPH ? "</p>\n" : "", out);
    return OUTSIDE;
}

static enum place write_labelled(const char *line, size_t length, enum place place, FILE *out)
{
    char label[32];
    const char *text = line + length + strspn(line + length, " ");
    snprintf(label, sizeof label, "%.*s", (int)length, line);
    if (place != IN_LIST) {
        leave(place, out);
        fputs("<dl>\n", out);
    } else {
        fputs("</dd>\n", out);
    }
    fprintf(out, "<dt>%s</dt><dd%s>", label,
            strcmp(label, "ANSWER") == 0 ? " class=\"answer\"" : "");
    html_text(out, text);
    return IN_LIST;
}

/* A line with a label begins an entry, one without goes on, an empty one ends a list. */
static enum place write_line(const char *line, enum place place, FILE *out)
{
    const size_t length = label_length(line);
    if (line[strspn(line, " ")] == '\0')
        return leave(place, out);
    if (length > 0)
        return write_labelled(line, length, place, out);
    if (place == IN_LIST && line[0] != ' ')
        place = leave(place, out);
    fputs(place == OUTSIDE ? "<p class=\"of\">" : " ", out);
    html_text(out, line + strspn(line, " "));
    return place == OUTSIDE ? IN_PARAGRAPH : place;
}

static void write_verdict(const struct page *page, FILE *out)
{
    verdict_write(page->cells, out);
}

void verdict_section(const struct page *page, FILE *out)
{
    char *text = section_capture(page, write_verdict);
    enum place place = OUTSIDE;
    fputs("<section id=\"verdict\" class=\"verdict\" aria-label=\"Verdict\">\n", out);
    for (char *line = text; line;) {
        char *end = strchr(line, '\n');
        if (end)
            *end = '\0';
        place = write_line(line, place, out);
        line = end ? end + 1 : NULL;
    }
    leave(place, out);
    fputs("</section>\n", out);
    free(text);
}
