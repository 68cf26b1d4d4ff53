/* A probe's table, whose lines are printed as they come: they are as wide as was said beforehand.
 */
#include "drivers/probes/rows.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/common/exit_code.h"
#include "drivers/common/terminal.h"
#include "drivers/common/utf8.h"
#include "drivers/common/wrap.h"

enum { HEADER, WIDEST, LINE, INDENT = 4 };

static const char *text_of(const void *from, size_t line, size_t column)
{
    const struct rows *rows = from;
    return line == HEADER   ? rows->header[column]
           : line == WIDEST ? rows->widest[column]
                            : rows->line[column];
}

void rows_begin(struct rows *rows, const char *const *names)
{
    rows->header = names;
    rows->grid = (struct grid){.columns = rows->columns,
                               .column_count = rows->count,
                               .line_count = LINE,
                               .text = text_of,
                               .from = rows};
    grid_fit(&rows->grid, stdout);
    grid_left_out(&rows->grid, "the results file has", stdout);
    grid_line(&rows->grid, HEADER, stdout);
}

void rows_print(struct rows *rows, const char *const *texts, const char *remark)
{
    char *line = NULL;
    size_t size;
    FILE *out = open_memstream(&line, &size);
    if (!out) {
        fputs("out of memory\n", stderr);
        exit(EXIT_MEMORY);
    }
    rows->line = texts;
    grid_line(&rows->grid, LINE, out);
    fclose(out);
    line[strcspn(line, "\n")] = '\0';
    const int room = terminal_columns(stdout);
    const int columns = utf8_columns(line, strlen(line)) + utf8_columns(remark, strlen(remark));
    if (remark[0] == '\0' || columns + 2 <= room) {
        printf("%s%s%s\n", line, remark[0] != '\0' ? "  " : "", remark);
    } else {
        printf("%s\n%*s", line, INDENT, "");
        wrap_print(stdout, remark, room, INDENT, INDENT);
    }
    free(line);
}
