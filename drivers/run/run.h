/* One run, between team_start() and team_stop(). */
#ifndef PARALLAX_RUN_H
#define PARALLAX_RUN_H

#include "drivers/run/measure.h"
#include "drivers/run/run_file.h"

/* Does what the options say, writes the results file, prints the summary. Collective; options must
 * be settled. An exit code that all processes share. */
int run_program(struct team *team, const struct kernel *kernel, const struct options *options,
                int argc, char **argv);

/* The same without a results file or a word, for programs that run many jobs: fills *m, and *wrong
 * with the number of units that verification found different. The caller frees with measure_free().
 */
int run_silently(struct team *team, const struct kernel *kernel, const struct options *options,
                 struct measurement *m, int64_t *wrong);

/* The parts of it that drivers/python has in common with run_program(): a job before
 * job_prepare(); what verification and its end come to once all is measured, an exit code that all
 * processes share; the end, after the clock: failures, results file, words. Collective. */
void run_set_up(struct job *job, struct team *team, const struct kernel *kernel,
                const struct options *options, const struct placement *placement);
int run_verify(struct job *job, struct measurement *m, struct verified *verified);
int run_conclude(struct job *job, struct run_file *file, const struct measurement *m,
                 const struct placement *placement, const struct verified *verified, int code);

/* Prints "<program>: <message>" on rank 0's standard error; returns `code`. */
int run_complain(const struct team *team, const struct kernel *kernel, int code,
                 const char *message);

#endif
