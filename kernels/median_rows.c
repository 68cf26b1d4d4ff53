/* The rows of median, by the way that suits the radius. */
#include "median.h"

void VARIANT_NAME(median_rows)(const struct plan *plan, const struct image *src, struct image *dst,
                               struct range rows, const uint64_t *total, uint64_t *tally,
                               void *scratch)
{
    if (range_count(rows) == 0)
        return;
    if (median_has_network(plan))
        VARIANT_NAME(median_network)(plan, src, dst, rows, total, tally, scratch);
    else
        VARIANT_NAME(median_histogram)(plan, src, dst, rows, total, tally, scratch);
}
