/* What studies of one kernel differ in beside their workers: the axes of a table over them. */
#ifndef PARALLAX_DATA_AXES_H
#define PARALLAX_DATA_AXES_H

#include "analysis/data/cells.h"

enum { AXES_MAX = 8, AXES_TEXT = 48 };

/* At least two studies of one kernel and kind, on one machine and by one build, and at least one
 * name of which they have different values: a parameter of the kernel, or of the work: mode,
 * variant, source, sink, cache, delay, image, images. Safe for a terminal. */
struct axes {
    char names[AXES_MAX][AXES_TEXT];
    size_t count;
    size_t *studies, study_count; /* indices, ordered by their values, numbers by size */
};

/* All there are, to be freed with axes_free(); *count of them. *cells must outlive them. */
struct axes *axes_find(const struct cells *cells, size_t *count);
void axes_free(struct axes *axes, size_t count);

/* The study's value on an axis; "-": it has none. */
void axes_value(const struct axes *axes, size_t axis, const struct study *study,
                char text[AXES_TEXT]);

/* "size=852x567 filter=box": the study's values on all axes that it is on; what its parameters are
 * where it is on none. Into buffer[size]. */
void axes_describe(const struct axes *axes, size_t count, const struct cells *cells, size_t study,
                   char *buffer, size_t size);

#endif
