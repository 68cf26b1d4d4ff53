/* The rows of median, by the way that suits the radius. */
#include "kernels/median/median.h"

void VARIANT_NAME(median_rows)(const struct plan *plan, const struct image *src, struct image *dst,
                               struct range rows, const uint64_t *total, uint64_t *tally,
                               void *scratch)
{
    if (range_count(rows) == 0)
        return;
    int radius = (int)plan->value[MEDIAN_RADIUS];
#ifdef VARIANT_WORDS
    if (radius == 1) {
        VARIANT_NAME(median_nine)(plan, src, dst, rows, total, tally, scratch);
        return;
    }
#endif
    if (radius <= MEDIAN_NETWORK_MAX)
        VARIANT_NAME(median_network)(plan, src, dst, rows, total, tally, scratch);
    else if (radius <= MEDIAN_MERGE_MAX)
        VARIANT_NAME(median_merge)(plan, src, dst, rows, total, tally, scratch);
    else
        VARIANT_NAME(median_histogram)(plan, src, dst, rows, total, tally, scratch);
}
