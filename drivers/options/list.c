/* All options of a program in one list, out of the kernel's parameters and the table. */
#include "drivers/options/list.h"

#include <assert.h>

#include "drivers/common/number.h"

static struct command_option *add(struct options_list *list, const struct table_line *line,
                                  const struct param *param)
{
    assert(list->count < COMMAND_OPTIONS_MAX);
    list->line[list->count] = line;
    list->param[list->count] = param;
    struct command_option *option = &list->option[list->count++];
    *option = (struct command_option){.heading = !line && !param};
    return option;
}

/* Where the text of the last option's initial value goes. */
static char *initial_text(struct options_list *list)
{
    return list->initial[list->count - 1];
}

static void add_param(struct options_list *list, const struct param *p)
{
    struct command_option *option = add(list, NULL, p);
    char *text = initial_text(list);
    option->name = p->name;
    option->help = p->help;
    switch (p->kind) {
    case PARAM_FLAG:
    case PARAM_COLOUR:
        return;
    case PARAM_SIZE:
        option->value = "WxH|Wx|xH|N%";
        snprintf(text, OPTIONS_LIST_INITIAL, "%sx%s", number_exact(p->initial[0]).text,
                 number_exact(p->initial[1]).text);
        break;
    case PARAM_CHOICE:
        option->choices = p->choices;
        snprintf(text, OPTIONS_LIST_INITIAL, "%s", p->choices[(int)p->initial[0]]);
        break;
    case PARAM_NUMBER:
    case PARAM_WHOLE:
        option->value = "N";
        snprintf(text, OPTIONS_LIST_INITIAL, "%s", number_exact(p->initial[0]).text);
        break;
    }
    option->initial = text;
}

static void add_line(struct options_list *list, const struct table_line *line)
{
    const struct option_entry *e = line->entry;
    struct command_option *option = add(list, line, NULL);
    char *text = initial_text(list);
    const bool is_number =
        e->kind == OPTION_WHOLE || e->kind == OPTION_LARGE || e->kind == OPTION_SECONDS;
    *option = (struct command_option){.name = e->name,
                                      .value = e->choices ? NULL : e->argument,
                                      .help = e->help,
                                      .choices = e->choices,
                                      .letter = e->letter,
                                      .heading = e->kind == OPTION_HEADING,
                                      .hidden = line->why_not};
    if (e->choices && e->initial >= 0)
        snprintf(text, OPTIONS_LIST_INITIAL, "%s", e->choices[(int)e->initial]);
    else if (is_number && e->initial > 0)
        snprintf(text, OPTIONS_LIST_INITIAL, "%s", number_exact(e->initial).text);
    else
        return;
    option->initial = text;
}

void options_list_make(struct options_list *list, const struct kernel *kernel,
                       const struct model *model)
{
    list->count = 0;
    table_make(&list->table, kernel, model);
    if (kernel->params)
        add(list, NULL, NULL)->name = "Kernel";
    for (const struct param *p = kernel->params; p && p->name; ++p)
        if (p->kind != PARAM_COLOUR) /* which is among the harness's */
            add_param(list, p);
    for (int i = 0; i < list->table.count; ++i)
        add_line(list, &list->table.line[i]);
}
