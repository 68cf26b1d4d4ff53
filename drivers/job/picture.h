/* A picture between its file and the kernel, and between the kernel and its output: turned the
 * right way up, in colours that are known, with what is said about it. */
#ifndef PARALLAX_JOB_PICTURE_H
#define PARALLAX_JOB_PICTURE_H

#include <stdio.h>

#include "drivers/io/codecs/reader.h"
#include "drivers/io/colour.h"

/* Of one worker, used again for each file; zeroed: none is open. */
struct picture {
    struct metadata metadata; /* of the file in hand, where parts of them lie */
    enum orientation turn;    /* what is to be done with the stored pixels */
    bool inks;                /* to be decoded as inks, since a profile says what they look like */
    bool converted;           /* to sRGB: a profile would be wrong */
    bool converts;            /* rows are to be converted: picture_start() */
    const char *passed_over;  /* what was asked for and cannot be done; NULL: nothing */
    struct image stored;      /* the pixels before they are turned, where that needs a place */
    struct bytes exif, icc, xmp; /* for the output */
    struct colour colour;
};

/* Reads what the open `file`, which stays until the next call, says of its picture; `facts` are
 * what opening it told. `writes`: the result will be encoded. */
void picture_open(struct picture *picture, const struct codec_options *options, bool writes,
                  const struct codec_facts *facts, struct reader *reader, const struct bytes *file);

/* Whether the picture's rows are the stored ones in their order, each of which can be finished for
 * itself: they may be mirrored, and converted to sRGB. */
bool picture_comes_in_rows(const struct picture *picture);

/* Of such a picture, which is decoded in rows of so many channels: makes ready to finish them. 0,
 * or -1 with *failure. `options`: those that it was opened with. */
int picture_start(struct picture *picture, const struct decode_options *options, int channels,
                  struct failure *failure);

/* After it: makes the picture's rows of decoded ones, which the image holds whole. */
void picture_finish_rows(struct picture *picture, const struct image *image, struct range rows);

/* Where the file is to be decoded into so that the picture comes to be in *image. */
struct image *picture_place(struct picture *picture, struct image *image);

/* Makes *image of what was decoded into picture_place(): turned, and converted if that is asked
 * for. `options`: those that it was opened with. 0, or -1 with *failure. */
int picture_finish(struct picture *picture, const struct decode_options *options,
                   struct image *image, struct failure *failure);

/* Adds to *encode what goes with a result of this shape into a file of `format`. */
void picture_embed(struct picture *picture, const struct codec_options *options,
                   const struct codec *format, struct shape shape, struct encode_options *encode);

void picture_free(struct picture *picture);

/* Writes to `key` what of the options decides a picture's pixels, where it is not as initially. */
void picture_identify(const struct codec_options *options, FILE *key);

#endif
