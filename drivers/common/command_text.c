/* The options of a command line: explained to people, described to programs. */
#include <string.h>

#include "drivers/common/command.h"
#include "drivers/common/terminal.h"
#include "drivers/common/utf8.h"
#include "drivers/common/wrap.h"

enum { LEFT = 30, LEFT_NARROW = 6, WIDTH = 96, NARROW = 60, TEXT = 512 };

/* `help` in a right column; `used` characters stand in the left one already. */
static void print_help(FILE *out, int used, const char *help)
{
    const int width = terminal_fit(out, WIDTH), left = width < NARROW ? LEFT_NARROW : LEFT;
    if (used > left - 2) {
        fputc('\n', out);
        used = 0;
    }
    fprintf(out, "%*s", left - used, "");
    wrap_print(out, help, width, left, left);
}

void command_value(const struct command_option *option, char *text, size_t size)
{
    snprintf(text, size, "%s", option->value ? option->value : "");
    for (int i = 0; option->choices && option->choices[i]; ++i) {
        size_t used = strlen(text);
        snprintf(text + used, size - used, "%s%s", i ? "|" : "", option->choices[i]);
    }
}

void command_help(const struct command_option *option, char *text, size_t size)
{
    if (option->initial)
        snprintf(text, size, "%s (default %s)", option->help, option->initial);
    else
        snprintf(text, size, "%s", option->help);
}

const char *command_kind(const struct command_option *option)
{
    if (option->choices)
        return "choice";
    if (!option->value)
        return "flag";
    if (strcmp(option->value, "FILE") == 0)
        return "file";
    return strncmp(option->value, "DIR", 3) == 0 ? "directory" : "value";
}

/* A value's word, or its choices, broken behind a | where there is no room. Returns the columns
 * that its last line has taken. */
static int print_value(FILE *out, int used, const char *value)
{
    const int room = terminal_columns(out);
    for (size_t length; *value; value += length) {
        length = strcspn(value, "|");
        length += value[length] == '|';
        const int columns = utf8_columns(value, length);
        if (used + columns > room)
            used = fprintf(out, "\n%*s", LEFT_NARROW, "") - 1;
        fprintf(out, "%.*s", (int)length, value);
        used += columns;
    }
    return used;
}

static void print(FILE *out, const struct command_option *option)
{
    char value[TEXT], help[TEXT], letter[8] = "";
    if (option->heading)
        fprintf(out, "\n%s:\n", option->name);
    if (option->heading || option->hidden)
        return;
    command_value(option, value, sizeof value);
    command_help(option, help, sizeof help);
    if (option->letter)
        snprintf(letter, sizeof letter, "-%c, ", option->letter);
    int used = fprintf(out, "  %s--%s%s", letter, option->name, *value ? " " : "");
    used = print_value(out, used, value);
    print_help(out, used, help);
}

static void describe(FILE *out, const struct command_option *option)
{
    char value[TEXT], help[TEXT];
    if (option->heading)
        fprintf(out, "group=%s\n", option->name);
    if (option->heading || option->hidden)
        return;
    command_value(option, value, sizeof value);
    command_help(option, help, sizeof help);
    fprintf(out, "option=%s %c %s %s\t%s\n", option->name, option->letter ? option->letter : '-',
            command_kind(option), *value ? value : "-", help);
}

void command_print(FILE *out, const struct command_option *list, int count)
{
    for (int i = 0; i < count; ++i)
        print(out, &list[i]);
}

void command_describe(FILE *out, const struct command_option *list, int count)
{
    for (int i = 0; i < count; ++i)
        describe(out, &list[i]);
}
