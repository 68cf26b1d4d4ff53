/* How long something takes, in words. */
#ifndef PARALLAX_SAY_DURATION_H
#define PARALLAX_SAY_DURATION_H

#include <stddef.h>

#include "analysis/numbers/estimate.h"

/* Appends "12 min 4 s", as precise as anybody needs to wait. Cut to `size` with the NUL. */
void duration_say(char *text, size_t size, double seconds);

/* The same with its 95 % CI in seconds, or that there are too few runs for one. */
void duration_say_interval(char *text, size_t size, struct interval time);

#endif
