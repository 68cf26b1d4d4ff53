/* The program around a kernel and a model. */
#ifndef PARALLAX_HARNESS_H
#define PARALLAX_HARNESS_H

#include "drivers/options/options.h"

/* What main() does: parses, runs, records, says. Returns the exit code, which all processes share.
 */
int harness_main(const struct program *program, int argc, char **argv);

#endif
