/* The options of a command line: explained to people, described to programs. */
#include <string.h>

#include "drivers/common/command.h"

enum { LEFT = 30, WIDTH = 96, TEXT = 512 };

/* `help` wrapped in a right column; `used` characters stand in the left one already. */
static void print_wrapped(FILE *out, int used, const char *help)
{
    int column = used;
    if (used > LEFT - 2) {
        fputc('\n', out);
        column = 0;
    }
    fprintf(out, "%*s", LEFT - column, "");
    column = LEFT;
    while (*help) {
        size_t word = strcspn(help, " ");
        if (column + 1 + (int)word > WIDTH) {
            fprintf(out, "\n%*s", LEFT, "");
            column = LEFT;
        }
        column += fprintf(out, "%s%.*s", column > LEFT ? " " : "", (int)word, help);
        help += word + (help[word] == ' ');
    }
    fputc('\n', out);
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
    int used = fprintf(out, "  %s--%s%s%s", letter, option->name, *value ? " " : "", value);
    print_wrapped(out, used, help);
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
