/* What a program says at its end: words or one JSON object, on standard output. */
#ifndef PARALLAX_RUN_SUMMARY_H
#define PARALLAX_RUN_SUMMARY_H

#include "drivers/run/run_file.h"

/* Prints run, job and measurement, in words or as JSON. `verified` is what came of verification.
 */
void summary_print(FILE *out, const struct job *job, const struct run_file *run_file,
                   const struct measurement *m, const struct placement *placement,
                   const struct verified *verified, bool json);

/* What there is to say when all outputs are there already, as the options want it. */
void summary_nothing(const struct job *job);

/* On stderr: the error log could not be written; nothing more fits below the output directory. */
void summary_lost(const char *log, int error);
void summary_full(const char *directory);

#endif
