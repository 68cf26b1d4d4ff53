/* Can a run's workers have done their units when its spans say so? */
#ifndef PARALLAX_DATA_CHECK_SPANS_H
#define PARALLAX_DATA_CHECK_SPANS_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/data/runs.h"

/* Returns false with the first fault in message[size]. */
bool check_spans(const struct run *run, char *message, size_t size);

#endif
