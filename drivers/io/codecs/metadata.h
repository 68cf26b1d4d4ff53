/* What a file says about its picture besides the pixels: which way up it is, what its colours mean.
 * Found by walking over the file's parts, with none of a format's libraries: bounded by the file's
 * length, and what is damaged or too large is passed over, since no pixel depends on it. */
#ifndef PARALLAX_IO_CODECS_METADATA_H
#define PARALLAX_IO_CODECS_METADATA_H

#include <stdbool.h>

#include "drivers/io/codecs/exif.h"

/* Largest metadata of one picture that are written, and largest profile that is taken, in bytes. */
enum { METADATA_EXIF_MAX = 65527, METADATA_XMP_MAX = 65502, METADATA_ICC_MAX = 1 << 22 };

/* What is looked for besides the orientation. */
enum metadata_wanted { METADATA_WANT_ICC = 1, METADATA_WANT_EXIF = 2, METADATA_WANT_XMP = 4 };

/* What a format without a profile may say of its colours; each number times 100,000. */
struct colour_space {
    uint32_t gamma;           /* samples are light to this power; 0: not said */
    uint32_t chromaticity[8]; /* x and y of white, red, green, blue; white x = 0: not said */
    bool standard;            /* it is sRGB, whatever else is said */
};

/* Parts are of the file, or `own`. Zeroed: nothing is said. */
struct metadata {
    enum orientation orientation; /* where it is not EXIF that says it; else 0 */
    struct bytes_part exif;       /* from its byte order mark on */
    struct bytes_part icc;        /* its first bytes are those of a profile */
    struct bytes_part xmp;
    struct colour_space colours;
    const char *ignored; /* what was found and not taken, and why; NULL: all was */
    struct bytes own, own_exif, own_xmp;
};

/* Of a JPEG, PNG or WebP file, which begins with its signature. `wanted`: of enum metadata_wanted,
 * added up. Frees what *metadata held. */
void metadata_of_jpeg(const struct bytes *in, unsigned wanted, struct metadata *metadata);
void metadata_of_png(const struct bytes *in, unsigned wanted, struct metadata *metadata);
void metadata_of_webp(const struct bytes *in, unsigned wanted, struct metadata *metadata);

/* Which way up the picture is, by whatever says it; upright where nothing does. */
enum orientation metadata_orientation(const struct metadata *metadata);

/* Frees what is its own, and forgets the rest. */
void metadata_free(struct metadata *metadata);

/* Whether these are a profile's bytes: its length, which is `size`, and its signature. */
bool metadata_is_profile(const uint8_t *icc, size_t size);

/* Whether a profile is one of such colours: of grey for 1 and 2 channels, of RGB for 3 and 4. */
bool metadata_profile_fits(struct bytes_part icc, int channels);

/* Whether a profile is one of four inks. */
bool metadata_profile_is_of_inks(struct bytes_part icc);

/* Takes a copy of a profile that was found, unless it is none. */
void metadata_take_profile(struct metadata *metadata, const void *icc, size_t size);

/* Takes EXIF that was found, or XMP, unless there is some. */
void metadata_take_exif(struct metadata *metadata, struct bytes_part exif);
void metadata_take_xmp(struct metadata *metadata, struct bytes_part xmp);

#endif
