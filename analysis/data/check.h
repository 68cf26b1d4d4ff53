/* Is this a valid results file? */
#ifndef PARALLAX_DATA_CHECK_H
#define PARALLAX_DATA_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/data/runs.h"

/* Looks for what a results file must not contain. Returns true and a summary ("1 run, 23 samples,
 * …, complete"), or false and the first fault, in message. `runs` is built from `results`. */
bool check_results(const struct results *results, const struct runs *runs, char *message,
                   size_t size);

#endif
