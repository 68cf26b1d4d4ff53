/* Whether a run's time counts, and why not. */
#ifndef PARALLAX_DATA_VALIDITY_H
#define PARALLAX_DATA_VALIDITY_H

#include "analysis/data/runs.h"

/* Sets usable, oversubscribed, wrongly_bound and reason of every run: first each by itself, then
 * the runs of one work key by their checksums. Where these disagree none of them counts, unless
 * runs of the same work decide: the serial ones (those that were verified whole, if there are any),
 * or else, of those that were verified whole, the ones of the fewest processes. If they agree, all
 * that equal them count. */
void validity_judge(struct runs *runs);

#endif
