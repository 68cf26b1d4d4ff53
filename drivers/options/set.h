/* The value of one option: from its text to its member. */
#ifndef PARALLAX_OPTIONS_SET_H
#define PARALLAX_OPTIONS_SET_H

#include "drivers/options/table.h"

/* Sets the member of struct options that this option is for. OPTIONS_RUN, or OPTIONS_WRONG with
 * message[OPTIONS_MESSAGE], which names the option, the value and what it should be. */
enum options_result set_entry(struct options *options, const struct table_line *line,
                              const char *value, char *message);

/* The same for a kernel's parameter, in values[PARAMS_MAX]. */
enum options_result set_param(double *values, const struct param *param, const char *value,
                              char *message);

#endif
