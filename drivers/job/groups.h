/* Units of a batch that are several images: consecutive ones, all of which the source is told of
 * before the first is read. */
#ifndef PARALLAX_JOB_GROUPS_H
#define PARALLAX_JOB_GROUPS_H

#include "drivers/models/schedule.h"

struct groups {
    int count, most; /* groups; images in the largest, 1: there are none */
    int images;
    int *begin; /* [count] the first image of each; NULL: each has `most`, but perhaps the last */
};

/* Groups of at most `most` images for so many workers, fewer where some would have none. Dealt to
 * whoever is free they shrink towards the end, down to one image, so that no worker is left with
 * many when the others have none; who has a fixed part has equal ones. 0, or -1 when out of memory.
 */
int groups_shrinking(struct groups *groups, int images, int workers, int most);
void groups_equal(struct groups *groups, int images, int workers, int most);

/* Groups of the images beside each other that have one number; those of -1 are alone. 0, or -1 when
 * out of memory. */
typedef int groups_number_fn(const void *context, int image);
int groups_together(struct groups *groups, int images, groups_number_fn *number,
                    const void *context);

struct span groups_span(const struct groups *groups, int group);

void groups_free(struct groups *groups);

#endif
