/* Sentences broken into lines that fit. */
#include "drivers/common/wrap.h"

#include <string.h>

#include "drivers/common/terminal.h"
#include "drivers/common/utf8.h"

static void print(FILE *out, const char *text, size_t bytes, int width, int used, int indent)
{
    int column = used;
    for (size_t at = 0; at < bytes;) {
        const int blanks = (int)strspn(text + at, " ");
        const size_t word = at + (size_t)blanks;
        at = word + strcspn(text + word, " ");
        at = at < bytes ? at : bytes;
        if (word >= at)
            break;
        const int columns = utf8_columns(text + word, at - word);
        const bool breaks = column > used && column + blanks + columns > width;
        if (breaks)
            fputc('\n', out);
        const int before = breaks ? indent : column > used ? blanks : 0;
        fprintf(out, "%*s%.*s", before, "", (int)(at - word), text + word);
        column = (breaks ? 0 : column) + before + columns;
        used = breaks ? -1 : used;
    }
    fputc('\n', out);
}

void wrap_print(FILE *out, const char *text, int width, int used, int indent)
{
    print(out, text, strlen(text), width, used, indent);
}

void wrap_lines(FILE *out, const char *lines, int indent)
{
    const int width = terminal_columns(out);
    for (size_t length; *lines != '\0'; lines += length + (lines[length] == '\n')) {
        length = strcspn(lines, "\n");
        const int blanks = (int)strspn(lines, " ");
        if (utf8_columns(lines, length) <= width) {
            fprintf(out, "%.*s\n", (int)length, lines);
            continue;
        }
        fprintf(out, "%*s", blanks, "");
        print(out, lines + blanks, length - (size_t)blanks, width, blanks, blanks + indent);
    }
}
