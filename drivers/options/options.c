/* The command line: parsing by the table in table.c and the kernel's own parameters. */
#include "drivers/options/options.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "drivers/options/list.h"
#include "drivers/options/set.h"

enum { VARIABLE = 64 };

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

/* What an option is given. OPTIONS_SAY: nothing else matters any more. */
static enum options_result take(struct options *options, const struct options_list *list, int at,
                                const char *value, char *message)
{
    const struct table_line *line = list->line[at];
    if (!line)
        return set_param(options->value, list->param[at], value, message);
    if (line->entry->kind != OPTION_SPECIAL)
        return set_entry(options, line, value, message);
    options->say = (int)line->entry->initial;
    return options->say == SAY_DESCRIPTION ? OPTIONS_RUN : OPTIONS_SAY; /* that heeds other words */
}

/* PARALLAX_NO_ENLARGE for "no-enlarge". */
static void name_variable(const char *option, char variable[static VARIABLE])
{
    int length = snprintf(variable, VARIABLE, "PARALLAX_%s", option);
    assert(length < VARIABLE);
    for (char *c = variable; *c; ++c)
        *c = (char)(*c == '-' ? '_' : toupper((unsigned char)*c));
}

static bool is_word(const char *value, const char *const *words)
{
    while (*words && strcasecmp(value, *words) != 0)
        ++words;
    return *words;
}

/* An option's default, if the environment has one. */
static enum options_result take_default(struct options *options, const struct options_list *list,
                                        int at, const struct model *model, char *message)
{
    static const char *const yes[] = {"1", "yes", "on", "true", NULL};
    static const char *const no[] = {"0", "no", "off", "false", NULL};
    const struct command_option *option = &list->option[at];
    const struct table_line *line = list->line[at];
    char variable[VARIABLE], wrong[OPTIONS_MESSAGE];
    if (option->heading || option->hidden || (line && line->entry->kind == OPTION_SPECIAL))
        return OPTIONS_RUN;
    if (strcmp(option->name, "threads") == 0 && !model->threads)
        return OPTIONS_RUN; /* it is there to be refused */
    name_variable(option->name, variable);
    const char *value = getenv(variable), *taken = value;
    if (!value || !*value)
        return OPTIONS_RUN;
    if (strcmp(command_kind(option), "flag") == 0) {
        if (is_word(value, no))
            return OPTIONS_RUN;
        if (!is_word(value, yes)) {
            snprintf(message, OPTIONS_MESSAGE, "%s: '%.80s' is not yes or no", variable, value);
            return OPTIONS_WRONG;
        }
        taken = NULL;
    }
    enum options_result result = take(options, list, at, taken, wrong);
    const size_t used = strlen(options->defaults), left = sizeof options->defaults - used;
    const int length =
        snprintf(options->defaults + used, left, "%s%s=%s", used ? " " : "", variable, value);
    if (result == OPTIONS_WRONG)
        snprintf(message, OPTIONS_MESSAGE, "%.180s (%s)", wrong, variable);
    if (result == OPTIONS_RUN && (size_t)length >= left) {
        snprintf(message, OPTIONS_MESSAGE, "%s: too much text in defaults", variable);
        return OPTIONS_WRONG;
    }
    return result;
}

enum options_result options_parse(struct options *options, const struct kernel *kernel,
                                  const struct model *model, int argc, char **argv, char *message)
{
    struct options_list list;
    const char *value;
    options_list_make(&list, kernel, model);
    set_initial(options, &list.table, kernel);
    for (int at = 0; at < list.count; ++at) {
        enum options_result result = take_default(options, &list, at, model, message);
        if (result != OPTIONS_RUN)
            return result;
    }
    command_begin();
    for (int at; (at = command_next(list.option, list.count, argc, argv, &value, message)) !=
                 COMMAND_END;) {
        enum options_result result =
            at == COMMAND_WRONG ? OPTIONS_WRONG : take(options, &list, at, value, message);
        if (result != OPTIONS_RUN)
            return result;
    }
    options->input.operands = argv + command_operands();
    options->input.operand_count = argc - command_operands();
    for (const struct param *p = kernel->params; p && p->name; ++p)
        if (p->kind == PARAM_COLOUR)
            options->value[p->index] = options->codec.encode.background;
    if (options_find_work(options, kernel, &list.table)) {
        snprintf(message, OPTIONS_MESSAGE, "out of memory");
        return OPTIONS_WRONG;
    }
    return options->say ? OPTIONS_SAY : OPTIONS_RUN;
}
