/* The program around a kernel and a model. */
#ifndef PARALLAX_HARNESS_H
#define PARALLAX_HARNESS_H

#include "drivers/models/model.h"
#include "kernels/kernel.h"

/* What main() does: parses, runs, records, says. Returns the exit code, which all processes share.
 */
int harness_main(const struct kernel *kernel, const struct model *model, int argc, char **argv);

#endif
