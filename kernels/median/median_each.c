/* The rows of median, by the way that suits the radius. */
#include "kernels/median/median.h"

void VARIANT_NAME(median_rows)(const struct plan *plan, const struct image *src, struct image *dst,
                               const struct band *band)
{
    if (range_count(band->rows) == 0)
        return;
    int radius = (int)plan->value[MEDIAN_RADIUS];
#ifdef VARIANT_WORDS
    if (radius == 1) {
        VARIANT_NAME(median_nine)(plan, src, dst, band);
        return;
    }
#endif
    if (radius == 1)
        VARIANT_NAME(median_network)(plan, src, dst, band);
    else if (radius == MEDIAN_NETWORK_MAX)
        VARIANT_NAME(median_five)(plan, src, dst, band);
    else if (radius <= MEDIAN_MERGE_MAX)
        VARIANT_NAME(median_merge)(plan, src, dst, band);
    else
        VARIANT_NAME(median_histogram)(plan, src, dst, band);
}
