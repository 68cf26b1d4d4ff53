/* The command line: parsing by the table in table.c and the kernel's own parameters. */
#include "drivers/options/options.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/options/list.h"
#include "drivers/options/set.h"

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

enum options_result options_parse(struct options *options, const struct kernel *kernel,
                                  const struct model *model, int argc, char **argv, char *message)
{
    struct options_list list;
    const char *value;
    options_list_make(&list, kernel, model);
    set_initial(options, &list.table, kernel);
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
