/* What is told of images that were done all the same. */
#ifndef PARALLAX_RUN_NOTES_H
#define PARALLAX_RUN_NOTES_H

#include <stdio.h>

#include "drivers/job/job.h"

/* Says on `words` (NULL: nothing) of each kind how many images of all processes there are,
 * counts[NOTES], with an example. Nothing for none. Collective. */
void notes_print(struct job *job, const int64_t *counts, FILE *words);

#endif
