/* The command line: parsing by the table in table.c and the kernel's own parameters. */
#include "drivers/options/options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/options/set.h"

/* Codes that getopt_long() returns: an entry's place in the table, or a kernel parameter's. */
enum { ENTRY = 1000, PARAM = 2000, LONG_MAX_COUNT = 128 };

/* getopt's tables out of ours. */
static void make_getopt(const struct table *table, const struct kernel *kernel,
                        struct option *longs, char *shorts)
{
    int count = 0;
    *shorts++ = ':'; /* getopt stays silent and tells a missing value from an unknown option */
    for (int i = 0; i < table->count; ++i) {
        const struct option_entry *e = table->line[i].entry;
        if (e->kind == OPTION_HEADING)
            continue;
        bool bare = e->kind == OPTION_FLAG || e->kind == OPTION_SPECIAL;
        longs[count++] =
            (struct option){e->name, bare ? no_argument : required_argument, NULL, ENTRY + i};
        if (e->letter)
            *shorts++ = (char)e->letter;
    }
    *shorts = '\0';
    for (int i = 0; kernel->params && kernel->params[i].name; ++i)
        if (kernel->params[i].kind != PARAM_COLOUR)
            longs[count++] = (struct option){
                kernel->params[i].name,
                kernel->params[i].kind == PARAM_FLAG ? no_argument : required_argument, NULL,
                PARAM + i};
    longs[count] = (struct option){NULL, 0, NULL, 0};
}

static void set_initial(struct options *options, const struct table *table,
                        const struct kernel *kernel)
{
    *options = (struct options){.seed = 1, .max_errors = -1, .max_errors_percent = -1};
    for (int i = 0; i < table->count; ++i) {
        const struct option_entry *e = table->line[i].entry;
        void *member = (char *)options + table->line[i].offset;
        if (e->kind == OPTION_WHOLE || e->kind == OPTION_CHOICE || e->kind == OPTION_ITERATIONS)
            *(int *)member = (int)e->initial;
        else if (e->kind == OPTION_LARGE)
            *(int64_t *)member = (int64_t)e->initial;
        else if (e->kind == OPTION_COLOUR)
            *(uint32_t *)member = (uint32_t)e->initial;
        else if (e->kind == OPTION_SECONDS)
            *(double *)member = e->initial;
        else if (e->kind == OPTION_SHAPES)
            *(struct source_shapes *)member = (struct source_shapes){1, {{1920, 1280, 3}}};
    }
    kernel_initial_values(kernel, options->value);
}

static int entry_of_letter(const struct table *table, int letter)
{
    int i = 0;
    while (table->line[i].entry->letter != letter)
        ++i; /* getopt knows no other letters */
    return ENTRY + i;
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
    struct table table;
    table_make(&table, kernel, model);
    set_initial(options, &table, kernel);
    make_getopt(&table, kernel, longs, shorts);
    optind = 0; /* GNU: start anew, also when called again */
    for (int code; (code = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
        if (code == '?' || code == ':')
            return wrong_option(message, argv[optind - 1], code);
        if (code < ENTRY)
            code = entry_of_letter(&table, code);
        const struct table_line *line = &table.line[code < PARAM ? code - ENTRY : 0];
        if (line->entry->kind == OPTION_SPECIAL) {
            options->say = (int)line->entry->initial;
            if (options->say != SAY_DESCRIPTION) /* that one heeds the other words */
                return OPTIONS_SAY;
            continue;
        }
        enum options_result result =
            code >= PARAM
                ? set_param(options->value, &kernel->params[code - PARAM], optarg, message)
                : set_entry(options, line, optarg, message);
        if (result != OPTIONS_RUN)
            return result;
    }
    options->input.operands = argv + optind;
    options->input.operand_count = argc - optind;
    for (const struct param *p = kernel->params; p && p->name; ++p)
        if (p->kind == PARAM_COLOUR)
            options->value[p->index] = options->codec.encode.background;
    if (options_find_work(options, kernel, &table)) {
        snprintf(message, OPTIONS_MESSAGE, "out of memory");
        return OPTIONS_WRONG;
    }
    return options->say ? OPTIONS_SAY : OPTIONS_RUN;
}
