/* The command line: parsing by the table in table.c and the kernel's own parameters. */
#include "drivers/options/options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/options/numbers.h"
#include "drivers/options/table.h"

/* Codes that getopt_long() returns: an entry's place in the table, or a kernel parameter's. */
enum { ENTRY = 1000, PARAM = 2000, LONG_MAX_COUNT = 128 };

/* The one line that a wrong argument gets. */
static enum options_result wrong(char *message, const char *name, const char *value,
                                 const char *wanted)
{
    snprintf(message, OPTIONS_MESSAGE, "--%s: '%.80s' is not %s", name, value, wanted);
    return OPTIONS_WRONG;
}

static enum options_result wrong_range(char *message, const char *name, const char *value,
                                       const char *what, double min, double max)
{
    char wanted[96];
    snprintf(wanted, sizeof wanted, "%s from %.15g to %.15g", what, min, max);
    return wrong(message, name, value, wanted);
}

static int choice_of(const char *const *choices, const char *value)
{
    for (int i = 0; choices[i]; ++i)
        if (strcmp(choices[i], value) == 0)
            return i;
    return -1;
}

static enum options_result wrong_choice(char *message, const char *name, const char *value,
                                        const char *const *choices)
{
    char wanted[128] = "one of";
    for (int i = 0; choices[i]; ++i) {
        size_t used = strlen(wanted);
        snprintf(wanted + used, sizeof wanted - used, "%s %s", i ? "," : "", choices[i]);
    }
    return wrong(message, name, value, wanted);
}

static bool parse_errors(struct options *options, const char *value)
{
    size_t length = strlen(value);
    bool percent = length > 1 && value[length - 1] == '%';
    char number[32];
    if (length >= sizeof number)
        return false;
    memcpy(number, value, length + 1);
    if (percent)
        number[length - 1] = '\0';
    options->max_errors_percent = percent;
    int64_t whole;
    if (percent)
        return numbers_real(number, 0, 100, &options->max_errors);
    if (!numbers_whole(number, 0, 1e9, &whole))
        return false;
    options->max_errors = (double)whole;
    return true;
}

static enum options_result set_whole(int *member, const struct option_entry *e, const char *value,
                                     char *message)
{
    int64_t whole;
    if (!numbers_whole(value, e->min, e->max, &whole))
        return wrong_range(message, e->name, value, "a whole number", e->min, e->max);
    *member = (int)whole;
    return OPTIONS_RUN;
}

static enum options_result set_entry(struct options *options, const struct option_entry *e,
                                     const char *value, char *message)
{
    void *member = (char *)options + e->offset;
    switch (e->kind) {
    case OPTION_TEXT:
        if (!*value)
            return wrong(message, e->name, value, "a name");
        *(const char **)member = value;
        return OPTIONS_RUN;
    case OPTION_FLAG:
        *(int *)member = 1;
        return OPTIONS_RUN;
    case OPTION_ITERATIONS:
        if (strcmp(value, "auto") != 0)
            return set_whole(member, e, value, message);
        *(int *)member = 0;
        return OPTIONS_RUN;
    case OPTION_WHOLE:
        return set_whole(member, e, value, message);
    case OPTION_SEED:
        return numbers_seed(value, member)
                   ? OPTIONS_RUN
                   : wrong(message, e->name, value, "a whole number from 0 to 2^64 - 1");
    case OPTION_SECONDS:
        return numbers_real(value, e->min, e->max, member)
                   ? OPTIONS_RUN
                   : wrong_range(message, e->name, value, "a number", e->min, e->max);
    case OPTION_CHOICE:
        *(int *)member = choice_of(e->choices, value);
        return *(int *)member < 0 ? wrong_choice(message, e->name, value, e->choices) : OPTIONS_RUN;
    case OPTION_SHAPES:
        options->shape_count = numbers_shapes(value, SHAPES_MAX, options->shapes);
        return options->shape_count ? OPTIONS_RUN
                                    : wrong(message, e->name, value,
                                            "WxH or WxHxC, or up to 128 of them with commas");
    case OPTION_ERRORS:
        return parse_errors(options, value) ? OPTIONS_RUN
                                            : wrong(message, e->name, value, "a number or N%");
    default:
        return OPTIONS_RUN;
    }
}

static enum options_result set_param(double *values, const struct param *p, const char *value,
                                     char *message)
{
    int64_t whole;
    int width, height;
    double *slot = values + p->index;
    switch (p->kind) {
    case PARAM_FLAG:
        *slot = 1;
        return OPTIONS_RUN;
    case PARAM_SIZE:
        if (!numbers_size(value, p->min, p->max, &width, &height))
            return wrong_range(message, p->name, value, "WxH, each a whole number", p->min, p->max);
        slot[0] = width;
        slot[1] = height;
        return OPTIONS_RUN;
    case PARAM_WHOLE:
        if (!numbers_whole(value, p->min, p->max, &whole))
            return wrong_range(message, p->name, value, "a whole number", p->min, p->max);
        *slot = (double)whole;
        return OPTIONS_RUN;
    case PARAM_NUMBER:
        return numbers_real(value, p->min, p->max, slot)
                   ? OPTIONS_RUN
                   : wrong_range(message, p->name, value, "a number", p->min, p->max);
    case PARAM_CHOICE:
        break;
    }
    int choice = choice_of(p->choices, value);
    if (choice < 0)
        return wrong_choice(message, p->name, value, p->choices);
    *slot = choice;
    return OPTIONS_RUN;
}

/* getopt's tables out of ours. */
static void make_getopt(const struct kernel *kernel, const struct model *model,
                        struct option *longs, char *shorts)
{
    int count = 0;
    *shorts++ = ':'; /* getopt stays silent and tells a missing value from an unknown option */
    for (int i = 0; options_table[i].name; ++i) {
        const struct option_entry *e = &options_table[i];
        if (e->kind == OPTION_HEADING || !options_apply(e, model))
            continue;
        bool bare = e->kind == OPTION_FLAG || e->kind == OPTION_SPECIAL;
        longs[count++] =
            (struct option){e->name, bare ? no_argument : required_argument, NULL, ENTRY + i};
        if (e->letter)
            *shorts++ = (char)e->letter;
    }
    *shorts = '\0';
    for (int i = 0; kernel->params && kernel->params[i].name; ++i)
        longs[count++] =
            (struct option){kernel->params[i].name,
                            kernel->params[i].kind == PARAM_FLAG ? no_argument : required_argument,
                            NULL, PARAM + i};
    longs[count] = (struct option){NULL, 0, NULL, 0};
}

static void set_initial(struct options *options, const struct kernel *kernel)
{
    *options = (struct options){.seed = 1, .max_errors = -1, .max_errors_percent = -1};
    for (const struct option_entry *e = options_table; e->name; ++e) {
        void *member = (char *)options + e->offset;
        if (e->kind == OPTION_WHOLE || e->kind == OPTION_CHOICE || e->kind == OPTION_ITERATIONS)
            *(int *)member = (int)e->initial;
        else if (e->kind == OPTION_SECONDS)
            *(double *)member = e->initial;
    }
    options->shapes[0] = (struct shape){1920, 1280, 3};
    options->shape_count = 1;
    kernel_initial_values(kernel, options->value);
}

static int entry_of_letter(int letter)
{
    for (int i = 0; options_table[i].name; ++i)
        if (options_table[i].letter == letter)
            return ENTRY + i;
    return 0;
}

/* What getopt did not take: `given` is its word, but for letters, of which a word has several. */
static enum options_result wrong_option(char *message, const char *given, int code)
{
    char letter[] = {'-', (char)optopt, '\0'};
    const char *what = code == ':'       ? "needs a value"
                       : optopt >= ENTRY ? "has a value, but the option takes none"
                                         : "is no option; --help lists them all";
    snprintf(message, OPTIONS_MESSAGE, "%.80s %s", optopt && optopt < ENTRY ? letter : given, what);
    return OPTIONS_WRONG;
}

enum options_result options_parse(struct options *options, const struct kernel *kernel,
                                  const struct model *model, int argc, char **argv, char *message)
{
    struct option longs[LONG_MAX_COUNT];
    char shorts[LONG_MAX_COUNT];
    set_initial(options, kernel);
    make_getopt(kernel, model, longs, shorts);
    optind = 0; /* GNU: start anew, also when called again */
    for (int code; (code = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
        if (code == '?' || code == ':')
            return wrong_option(message, argv[optind - 1], code);
        if (code < ENTRY)
            code = entry_of_letter(code);
        const struct option_entry *e = &options_table[code < PARAM ? code - ENTRY : 0];
        if (e->kind == OPTION_SPECIAL) {
            options->say = (int)e->initial;
            if (options->say != SAY_DESCRIPTION) /* that one heeds the other words */
                return OPTIONS_SAY;
            continue;
        }
        enum options_result result =
            code >= PARAM
                ? set_param(options->value, &kernel->params[code - PARAM], optarg, message)
                : set_entry(options, e, optarg, message);
        if (result != OPTIONS_RUN)
            return result;
    }
    options->inputs = argv + optind;
    options->input_count = argc - optind;
    return options->say ? OPTIONS_SAY : OPTIONS_RUN;
}
