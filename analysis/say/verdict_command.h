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

/* What measured all of the studies, with what makes it measure anew: directories of results of
 * their own, or more repetitions, where it is the sweep of a study file. `weak`: a weak study is
 * wanted. False, and *buffer is "": it is not known, a shell would not take it as it is, or it does
 * not measure what is missing. */
bool verdict_command_recorded(const struct verdict_facts *facts, bool weak, char *buffer,
                              size_t size);

/* A sweep of the same kernel and cores, strong or weak; `whole`: with the options that say what
 * work it was, of several studies those in which they are alike, and in capitals, as in "--size
 * SIZE", values that differ. Else it is shorter: cores are the doublings up to the most. */
void verdict_command_sweep(const struct verdict_facts *facts, bool weak, bool whole, char *buffer,
                           size_t size);

/* --- For verdict_again.c --- */

/* Whether a shell takes the words as they are, with blanks between. */
bool verdict_is_safe(const char *words);

/* Appends a kernel's or model's name; what a shell might not take becomes '_'. */
void verdict_say_name(const char *name, char *buffer, size_t size);

/* Appends, of the run's command line, the options of `names` (the last is NULL), and those
 * parameters of the kernel that `params` has. Words that are not safe are left out. */
void verdict_take_options(const struct run *run, const char *const *names, const char *params,
                          char *buffer, size_t size);

#endif
