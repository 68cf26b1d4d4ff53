/* A table for people that fits the terminal. */
#include "drivers/common/grid.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "drivers/common/terminal.h"
#include "drivers/common/utf8.h"
#include "drivers/common/wrap.h"

enum { GAP = 2, WORDS_LEAST = 6, WORDS_SHARE = 4 };

static const char ELLIPSIS[] = "\xE2\x80\xA6";

static const char *text_of(const struct grid *grid, size_t line, size_t column)
{
    return grid->text(grid->from, line, column);
}

static int width_of(const struct grid *grid, size_t line, size_t column)
{
    return utf8_columns(text_of(grid, line, column), SIZE_MAX);
}

static int room_taken(const struct grid *grid)
{
    int taken = grid->indent, shown = 0;
    for (size_t column = 0; column < grid->column_count; ++column)
        if (grid->widths[column] > 0) {
            taken += grid->widths[column];
            ++shown;
        }
    return taken + (shown > 1 ? GAP * (shown - 1) : 0);
}

/* Would two lines that follow each other and differ there look alike? */
static bool is_ambiguous(const struct grid *grid, size_t column, int width)
{
    for (size_t line = 2; line < grid->line_count; ++line) {
        const char *before = text_of(grid, line - 1, column), *text = text_of(grid, line, column);
        const size_t bytes = utf8_within(before, width - 1);
        if (strcmp(before, text) != 0 && width_of(grid, line, column) > width &&
            width_of(grid, line - 1, column) > width && strncmp(before, text, bytes) == 0)
            return true;
    }
    return false;
}

/* Makes columns of words narrower, none below `least`, until there is room. */
static void shorten(struct grid *grid, int room, int least)
{
    for (size_t column = 0; column < grid->column_count; ++column)
        while (grid->columns[column].kind == GRID_WORDS && grid->widths[column] > least &&
               room_taken(grid) > room && !is_ambiguous(grid, column, grid->widths[column] - 1))
            --grid->widths[column];
}

/* Leaves out the column that is to go first. False: all that are left stay. */
static bool leave_out(struct grid *grid)
{
    size_t first = grid->column_count;
    for (size_t column = 0; column < grid->column_count; ++column)
        if (grid->columns[column].gives_way > 0 && grid->widths[column] > 0 &&
            (first == grid->column_count ||
             grid->columns[column].gives_way < grid->columns[first].gives_way))
            first = column;
    if (first == grid->column_count)
        return false;
    grid->widths[first] = 0;
    return true;
}

void grid_fit(struct grid *grid, FILE *out)
{
    const int room = terminal_columns(out);
    for (size_t column = 0; column < grid->column_count; ++column) {
        grid->widths[column] = 0;
        for (size_t line = 0; line < grid->line_count; ++line) {
            const int width = width_of(grid, line, column);
            grid->widths[column] = width > grid->widths[column] ? width : grid->widths[column];
        }
    }
    shorten(grid, room, room / WORDS_SHARE > WORDS_LEAST ? room / WORDS_SHARE : WORDS_LEAST);
    while (room_taken(grid) > room && leave_out(grid))
        continue;
    shorten(grid, room, WORDS_LEAST);
}

/* `missing`: the columns of blanks that have to stand before it, which are printed with it. */
static void print_cell(const struct grid *grid, size_t line, size_t column, int *missing, FILE *out)
{
    const char *text = text_of(grid, line, column);
    const int width = grid->widths[column], needed = width_of(grid, line, column);
    const bool cut = needed > width && grid->columns[column].kind == GRID_WORDS;
    const size_t bytes = cut ? utf8_within(text, width - 1) : strlen(text);
    const int shown = cut ? utf8_columns(text, bytes) + 1 : needed;
    const bool right = grid->columns[column].kind == GRID_NUMBERS;
    const int blanks = width > shown ? width - shown : 0;
    *missing += right ? blanks : 0;
    if (shown > 0) {
        fprintf(out, "%*s%.*s%s", *missing, "", (int)bytes, text, cut ? ELLIPSIS : "");
        *missing = 0;
    }
    *missing += GAP + (right ? 0 : blanks);
}

void grid_line(const struct grid *grid, size_t line, FILE *out)
{
    int missing = grid->indent;
    for (size_t column = 0; column < grid->column_count; ++column)
        if (grid->widths[column] > 0)
            print_cell(grid, line, column, &missing, out);
    fputc('\n', out);
}

void grid_left_out(const struct grid *grid, const char *else_where, FILE *out)
{
    char text[512] = "";
    size_t used = 0;
    for (size_t column = 0; column < grid->column_count; ++column) {
        bool there = false;
        for (size_t line = 1; line < grid->line_count && !there; ++line)
            there = text_of(grid, line, column)[0] != '\0';
        if (grid->widths[column] == 0 && there && used < sizeof text)
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%s",
                                     used == 0 ? "no room for " : ", ", grid->columns[column].name);
    }
    if (used == 0)
        return;
    if (used < sizeof text)
        snprintf(text + used, sizeof text - used, ": a wider terminal shows more, %s all",
                 else_where);
    fputs("  ", out);
    wrap_print(out, text, terminal_columns(out), 2, 2);
}

void grid_print(struct grid *grid, const char *else_where, FILE *out)
{
    grid_fit(grid, out);
    for (size_t line = 0; line < grid->line_count; ++line)
        grid_line(grid, line, out);
    grid_left_out(grid, else_where, out);
}
