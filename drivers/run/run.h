/* One run, between team_start() and team_stop(). */
#ifndef PARALLAX_RUN_H
#define PARALLAX_RUN_H

#include "drivers/run/measure.h"

/* Does what the options say, writes the results file, prints the summary. Collective; options must
 * be settled. An exit code that all processes share. */
int run_program(struct team *team, const struct kernel *kernel, const struct options *options,
                int argc, char **argv);

/* The same without a results file or a word, for programs that run many jobs: fills *m, and *wrong
 * with the number of units that verification found different. The caller frees with measure_free().
 */
int run_silently(struct team *team, const struct kernel *kernel, const struct options *options,
                 struct measurement *m, int64_t *wrong);

/* Prints "<program>: <message>" on rank 0's standard error; returns `code`. */
int run_complain(const struct team *team, const struct kernel *kernel, int code,
                 const char *message);

#endif
