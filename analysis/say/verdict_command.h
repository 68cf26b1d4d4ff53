/* Commands that a user can type: how to work as a cell did, and how to measure again. */
#ifndef PARALLAX_SAY_VERDICT_COMMAND_H
#define PARALLAX_SAY_VERDICT_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/data/verdict_facts.h"

/* "mpirun -n 2 --map-by slot:PE=4 resize_hybrid --threads 4": launcher, binding, program, workers,
 * and how work was dealt, if the user said it; `whole`: also the parameters of the kernel that the
 * user gave. Words that a shell would not take as they are, are left out. */
void verdict_command(const struct cell *cell, bool whole, char *buffer, size_t size);

/* Whether what measured all of the studies is known, and a shell takes it as it is. */
bool verdict_has_command(const struct verdict_facts *facts);

/* What measures the study again: the command that did, if that is known, else a sweep of the same
 * kernel and cores; `whole`: with the options that say what work it was, of several studies those
 * in which they are alike. `weak`: a weak study. */
void verdict_command_again(const struct verdict_facts *facts, bool weak, bool whole, char *buffer,
                           size_t size);

#endif
