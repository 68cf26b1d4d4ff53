/* A proportion: how often something came about in so many trials. */
#ifndef PARALLAX_NUMBERS_PROPORTION_H
#define PARALLAX_NUMBERS_PROPORTION_H

#include <stddef.h>

#include "analysis/numbers/estimate.h"

/* `hits` of `trials` >= 1 with Clopper and Pearson's interval, which holds the truth in at least
 * ESTIMATE_CONFIDENCE of all cases, also where all or none are hits. Any thread. */
struct interval proportion_interval(size_t hits, size_t trials);

#endif
