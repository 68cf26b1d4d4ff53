/* What a run would take as input, printed in its place. */
#ifndef PARALLAX_RUN_INPUT_LIST_H
#define PARALLAX_RUN_INPUT_LIST_H

#include "drivers/options/options.h"

/* Prints the path of each input on standard output, in the order of the list: one a line, or each
 * with a NUL byte behind it where --null is given; an archive's members and URLs as messages call
 * them. What cannot be looked at is named on standard error. On rank 0 alone; no other process is
 * asked for anything. Options must be settled, and SIGPIPE ignored: who reads no further is
 * content. An exit code: 3 where something could not be looked at, 66 where there is nothing. */
int input_list_print(struct team *team, const struct kernel *kernel, const struct options *options);

#endif
