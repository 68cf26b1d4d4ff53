/* All options of a program as the common parser takes them. */
#ifndef PARALLAX_OPTIONS_LIST_H
#define PARALLAX_OPTIONS_LIST_H

#include "drivers/common/command.h"
#include "drivers/options/table.h"

enum { OPTIONS_LIST_INITIAL = 64 };

/* The kernel's parameters, then the table. What the program does not take is hidden, and there to
 * be refused with the reason. Texts point into the list itself: it is not to be copied. */
struct options_list {
    struct table table;
    struct command_option option[COMMAND_OPTIONS_MAX];
    const struct table_line *line[COMMAND_OPTIONS_MAX]; /* that an option is; or */
    const struct param *param[COMMAND_OPTIONS_MAX]; /* … which parameter; both NULL: heading */
    char initial[COMMAND_OPTIONS_MAX][OPTIONS_LIST_INITIAL];
    int count;
};

void options_list_make(struct options_list *list, const struct kernel *kernel,
                       const struct model *model);

#endif
