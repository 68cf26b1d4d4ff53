/* What a picture's numbers mean: conversion of its colours to sRGB. With lcms2, where it was there
 * when this was built. */
#ifndef PARALLAX_IO_COLOUR_H
#define PARALLAX_IO_COLOUR_H

#include "drivers/io/codecs/metadata.h"
#include "kernels/image.h"

/* Whether there is such a library; its version, "lcms2 2.14", or "". */
extern const bool colour_available;
void colour_version(char *text, size_t size);

/* One thread's; zeroed: nothing is held. Pictures of one camera follow each other: the conversion
 * of the last profile is kept. */
struct colour {
    void *context, *transform;
    uint64_t profile; /* a hash of it */
    int channels;
    bool inks;
    struct bytes row; /* of inks */
};

/* Loads it; before the first call of a function below, but colour_free(). 0, or -1 with *failure:
 * it is not where it was installed. Any thread. */
int colour_load(struct failure *failure);

/* Whether a file says of its colours, without a profile, what makes sense and is not as good as
 * sRGB. Needs no library. */
bool colour_is_said(const struct colour_space *said);

/* Makes ready to convert pixels of so many channels from a profile to sRGB; false: it is no profile
 * of such colours. */
bool colour_prepare(struct colour *colour, struct bytes_part icc, int channels);

/* After it: converts rows that the image holds whole; alpha stays. Relative colorimetric, with
 * black point compensation. */
void colour_convert(struct colour *colour, const struct image *image, struct range rows);

/* Makes *image, of four inks (decode_options.inks), RGB in the same memory: sRGB by their profile,
 * in the same way; false: by that of nothing, since this is no profile of inks. */
bool colour_convert_inks(struct colour *colour, struct bytes_part icc, struct image *image);

/* Makes *icc (replaced) the profile of what colour_is_said(); empty without memory. The same bytes
 * for the same words. */
void colour_profile(struct colour *colour, const struct colour_space *said, int channels,
                    struct bytes *icc);

void colour_free(struct colour *colour);

#endif
