/* --help out of the option table, and the kernel's parameters as text for the record. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "drivers/options/table.h"

enum { LEFT = 30, WIDTH = 96 };

/* One option: its name in a left column, its help wrapped in a right one. */
static void print_entry(FILE *out, const char *left, const char *help)
{
    int used = fprintf(out, "  %s", left);
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

/* snprintf() at the end of a text that has `size` bytes; what does not fit is an error of ours. */
__attribute__((format(printf, 3, 4))) static int append(char *text, size_t size, const char *format,
                                                        ...)
{
    size_t used = strlen(text);
    va_list list;
    va_start(list, format);
    int length = vsnprintf(text + used, size - used, format, list);
    va_end(list);
    return length < 0 || (size_t)length >= size - used ? -1 : 0;
}

static void join_choices(const char *const *choices, char *text, size_t size)
{
    for (int i = 0; choices[i]; ++i)
        append(text, size, "%s%s", i ? "|" : "", choices[i]);
}

static void print_param(FILE *out, const struct param *p)
{
    char left[128] = "--", help[256] = "";
    append(left, sizeof left, "%s", p->name);
    append(help, sizeof help, "%s", p->help);
    switch (p->kind) {
    case PARAM_FLAG:
        break;
    case PARAM_COLOUR:
        return; /* it is the harness's option */
    case PARAM_SIZE:
        append(left, sizeof left, " WxH|Wx|xH|N%%");
        append(help, sizeof help, " (default %gx%g)", p->initial[0], p->initial[1]);
        break;
    case PARAM_CHOICE:
        append(left, sizeof left, " ");
        join_choices(p->choices, left, sizeof left);
        append(help, sizeof help, " (default %s)", p->choices[(int)p->initial[0]]);
        break;
    case PARAM_NUMBER:
    case PARAM_WHOLE:
        append(left, sizeof left, " N");
        append(help, sizeof help, " (default %g)", p->initial[0]);
        break;
    }
    print_entry(out, left, help);
}

static void print_option(FILE *out, const struct option_entry *e)
{
    char left[128] = "", help[256] = "";
    if (e->letter)
        append(left, sizeof left, "-%c, ", e->letter);
    append(left, sizeof left, "--%s", e->name);
    if (e->argument)
        append(left, sizeof left, " %s", e->argument);
    append(help, sizeof help, "%s", e->help);
    if (e->choices) {
        append(left, sizeof left, " ");
        join_choices(e->choices, left, sizeof left);
        if (e->initial >= 0)
            append(help, sizeof help, " (default %s)", e->choices[(int)e->initial]);
    } else if ((e->kind == OPTION_WHOLE || e->kind == OPTION_LARGE || e->kind == OPTION_SECONDS) &&
               e->initial > 0) {
        append(help, sizeof help, " (default %.15g)", e->initial);
    }
    print_entry(out, left, help);
}

void options_help(FILE *out, const struct kernel *kernel, const struct model *model)
{
    const char *launcher = model->launcher ? "mpirun -n RANKS " : "";
    struct table table;
    fprintf(out,
            "Usage: %s%s_%s [options] [--] [FILE|DIRECTORY]...\n\n"
            "%s: %s.\nModel: %s.\n\n"
            "With --output it processes the images once and writes the results; without, it\n"
            "measures: it repeats the work, checks the result, and records the times.\n",
            launcher, kernel->name, model->name, kernel->name, kernel->summary, model->summary);
    if (kernel->params)
        fprintf(out, "\nKernel:\n");
    for (const struct param *p = kernel->params; p && p->name; ++p)
        print_param(out, p);
    table_make(&table, kernel, model);
    for (int i = 0; i < table.count; ++i)
        if (table_applies(&table.line[i]))
            print_option(out, table.line[i].entry);
        else if (table.line[i].entry->kind == OPTION_HEADING)
            fprintf(out, "\n%s:\n", table.line[i].entry->name);
    fprintf(out,
            "\nExit status: 0 done; 3 some images failed; 64 wrong usage; 65 all images failed;\n"
            "66 no input; 70 a defect of ours; 71 out of memory; 73 cannot create an output;\n"
            "74 input or output error; 75 stopped, the same command again does the rest;\n"
            "77 no permission; 78 a program or library is not as needed.\n");
}

static int describe_size(char *text, size_t size, double width, double height)
{
    int result = 0;
    if (width < 0)
        return append(text, size, "%g%%", -width);
    if (width > 0)
        result = append(text, size, "%g", width);
    result |= append(text, size, "x");
    return height > 0 ? result | append(text, size, "%g", height) : result;
}

static int describe_value(const struct param *p, const double *value, char *text, size_t size)
{
    int result = append(text, size, "%s%s=", text[0] ? " " : "", p->name);
    if (p->kind == PARAM_SIZE)
        return result | describe_size(text, size, value[0], value[1]);
    if (p->kind == PARAM_CHOICE)
        return result | append(text, size, "%s", p->choices[(int)value[0]]);
    if (p->kind == PARAM_COLOUR)
        return result | append(text, size, "%08x", (unsigned)value[0]);
    return result | append(text, size, "%.17g", value[0]);
}

int options_describe_params(const struct kernel *kernel, const double *value, char *text,
                            size_t size)
{
    int result = 0, count = 0;
    text[0] = '\0';
    while (kernel->params && kernel->params[count].name)
        ++count;
    for (int i = 0; i < count; ++i) {
        const struct param *p = &kernel->params[i];
        bool later = i >= count - kernel->params_later;
        if (!later || value[p->index] != p->initial[0])
            result |= describe_value(p, value + p->index, text, size);
    }
    return result ? -1 : 0;
}
