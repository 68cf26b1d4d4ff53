/* --help out of the option table, and the kernel's parameters as text: for the record, for keys. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/number.h"
#include "drivers/common/terminal.h"
#include "drivers/common/wrap.h"
#include "drivers/options/list.h"

enum { HELP_WORDS = 512, WIDTH = 88, USAGE = 4 };

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

void options_help(FILE *out, const struct kernel *kernel, const struct model *model)
{
    const char *launcher = model->launcher ? "mpirun -n RANKS " : "";
    struct options_list list;
    char usage[HELP_WORDS];
    const int width = terminal_fit(out, WIDTH);
    snprintf(usage, sizeof usage, "Usage: %s%s_%s [options] [--] [FILE|DIRECTORY]...", launcher,
             kernel->name, model->name);
    wrap_print(out, usage, width, 0, USAGE);
    snprintf(usage, sizeof usage, "%s: %s.", kernel->name, kernel->summary);
    fputc('\n', out);
    wrap_print(out, usage, width, 0, 0);
    snprintf(usage, sizeof usage, "Model: %s.\n", model->summary);
    wrap_print(out, usage, width, 0, 0);
    wrap_print(out,
               "With --output it processes the images once and writes the results; without, it "
               "measures: it repeats the work, checks the result, and records the times.",
               width, 0, 0);
    options_list_make(&list, kernel, model);
    command_print(out, list.option, list.count);
    fputc('\n', out);
    wrap_print(
        out,
        "What the command line does not say is taken from the environment, PARALLAX_SIZE for "
        "--size; yes or no where an option has no value.",
        width, 0, 0);
    fputc('\n', out);
    wrap_print(out,
               "Exit status: 0 done; 3 some images failed; 64 wrong usage; 65 all images failed; "
               "66 no input; 70 a defect of ours; 71 out of memory; 73 cannot create an output; "
               "74 input or output error; 75 stopped, the same command again does the rest; "
               "77 no permission; 78 a program or library is not as needed.",
               width, 0, 0);
}

/* How a number is written. */
typedef struct number number_fn(double value);

/* As keys have had them from the beginning: what is hashed does not change with what is read. */
static struct number number_of_key(double value)
{
    struct number number;
    snprintf(number.text, sizeof number.text, "%.17g", value);
    return number;
}

/* Of sizes, which had six digits at first (1e+06), where these say which it is: what else they said
 * was said of several. */
static struct number number_of_size_key(double value)
{
    struct number number;
    snprintf(number.text, sizeof number.text, "%g", value);
    const double read = strtod(number.text, NULL);
    return read < value || read > value ? number_exact(value) : number;
}

/* How parameters are written. */
struct numbers {
    number_fn *size, *other;
};
static const struct numbers to_be_read = {number_exact, number_exact},
                            to_be_hashed = {number_of_size_key, number_of_key};

static int describe_size(char *text, size_t size, number_fn *number, double width, double height)
{
    int result = 0;
    if (width < 0)
        return append(text, size, "%s%%", number(-width).text);
    if (width > 0)
        result = append(text, size, "%s", number(width).text);
    result |= append(text, size, "x");
    return height > 0 ? result | append(text, size, "%s", number(height).text) : result;
}

static int describe_value(const struct param *p, const double *value, const struct numbers *numbers,
                          char *text, size_t size)
{
    int result = append(text, size, "%s%s=", text[0] ? " " : "", p->name);
    if (p->kind == PARAM_SIZE)
        return result | describe_size(text, size, numbers->size, value[0], value[1]);
    if (p->kind == PARAM_CHOICE)
        return result | append(text, size, "%s", p->choices[(int)value[0]]);
    if (p->kind == PARAM_COLOUR)
        return result | append(text, size, "%08x", (unsigned)value[0]);
    return result | append(text, size, "%s", numbers->other(value[0]).text);
}

static int describe(const struct kernel *kernel, const double *value, const struct numbers *numbers,
                    char *text, size_t size)
{
    int result = 0, count = 0;
    text[0] = '\0';
    while (kernel->params && kernel->params[count].name)
        ++count;
    for (int i = 0; i < count; ++i) {
        const struct param *p = &kernel->params[i];
        bool later = i >= count - kernel->params_later;
        if (!later || value[p->index] != p->initial[0])
            result |= describe_value(p, value + p->index, numbers, text, size);
    }
    return result ? -1 : 0;
}

int options_describe_params(const struct kernel *kernel, const double *value, char *text,
                            size_t size)
{
    return describe(kernel, value, &to_be_read, text, size);
}

int options_key_params(const struct kernel *kernel, const double *value, char *text, size_t size)
{
    return describe(kernel, value, &to_be_hashed, text, size);
}
