/* What the variants of resize share: the tables of a plan. resize.c has the definition. */
#ifndef PARALLAX_RESIZE_H
#define PARALLAX_RESIZE_H

#include "kernels/kernel.h"
#include "kernels/shared/filter.h"

/* Places of the parameters in plan.value. */
enum resize_value {
    RESIZE_WIDTH,
    RESIZE_HEIGHT,
    RESIZE_FILTER,
    RESIZE_FIT,
    RESIZE_NO_ENLARGE,
    RESIZE_GRAVITY,
    RESIZE_BACKGROUND
};

enum resize_fit { FIT_CONTAIN, FIT_COVER, FIT_FILL, FIT_PAD, FIT_OUTSIDE };

extern const char *const resize_fit_names[], *const resize_gravity_names[];
extern const char *const resize_fit_words[]; /* struct param's words */

/* What becomes of an image: the result's size; where in it the image stands; and the part of the
 * image, in its own pixels, that is shown there. */
struct resize_geometry {
    int width, height;
    int column, row, columns, rows;
    double left, top, shown_width, shown_height;
};

/* For an image of width x height. */
struct resize_geometry resize_fit(const double *value, int width, int height);

struct resize_tables {
    struct filter_axis x, y;
    struct shape shown;   /* of the image in the result, */
    int column, row;      /* where it stands there; the rest is background */
    bool nearest;         /* copy, no arithmetic */
    bool vertical_first;  /* the order of the axes, which decides the bits */
    struct range columns; /* of the source, that x reads */
};

/* Bytes of one row of 16-bit intermediates, a multiple of 64. */
static inline size_t resize_row_bytes(int pixels, int channels)
{
    size_t bytes = (size_t)pixels * (size_t)channels * sizeof(int16_t);
    return (bytes + 63) & ~(size_t)63;
}

/* Bytes of a row for the x axis in plain C: behind the columns that x reads, a window of zeros. */
static inline size_t resize_line_bytes(const struct resize_tables *t, int channels)
{
    return resize_row_bytes(range_count(t->columns) * channels + t->x.taps, 1);
}

/* Source row y from the first column that x reads. */
static inline const uint8_t *resize_source_row(const struct plan *plan, const struct image *src,
                                               int y)
{
    const struct resize_tables *tables = plan->tables;
    return image_row(src, y) + (ptrdiff_t)(tables->columns.begin - src->held.columns.begin) *
                                   shape_pixel_bytes(src->shape);
}

/* Tells the caches, where the compiler can, what will be read soon. */
static inline void resize_expect(const void *place)
{
#ifdef __GNUC__
    __builtin_prefetch(place);
#else
    (void)place;
#endif
}

kernel_fn resize_rows_c; /* plain C, the reference */

/* resize_pad.c: of rows of the result, those of the shown image, in its own numbers. */
struct range resize_shown_rows(const struct resize_tables *tables, struct range rows);

/* resize_pad.c: what the functions below do for the shown part, and background beside it. */
kernel_fn resize_padded_c, resize_padded_vector;
int resize_padded_avx2(struct plan *plan);
int resize_padded_avx512(struct plan *plan);
int resize_padded_neon(struct plan *plan);

/* resize_nearest.c: rows of nearest, in plain C. */
void resize_nearest(const struct plan *plan, const struct image *src, struct image *dst,
                    struct range rows);

/* resize_avx2.c; resize_avx512.c, with VNNI and VBMI: see resize_vector.h. */
int resize_prepare_avx2(struct plan *plan);
int resize_prepare_avx512(struct plan *plan);
int resize_prepare_neon(struct plan *plan); /* resize_neon.c */
void resize_unprepare_vector(struct plan *plan);
kernel_fn resize_rows_vector;

#endif
