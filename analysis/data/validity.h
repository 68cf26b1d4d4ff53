/* Whether a run's time counts, and why not. */
#ifndef PARALLAX_DATA_VALIDITY_H
#define PARALLAX_DATA_VALIDITY_H

#include "analysis/data/runs.h"

/* Sets usable, oversubscribed, wrongly_bound and reason of every run: first each by itself, then
 * the runs of one work key by their checksums. Where these disagree none of them counts, unless
 * serial runs of the same work decide: then those that equal the serial ones do. */
void validity_judge(struct runs *runs);

#endif
