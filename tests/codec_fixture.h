/* Images to encode, and what tests of codecs ask of the result. */
#ifndef PARALLAX_CODEC_FIXTURE_H
#define PARALLAX_CODEC_FIXTURE_H

#include "drivers/io/codecs/codec.h"

/* Options that allow 2^28 pixels and no truncation. */
extern const struct decode_options codec_fixture_strict, codec_fixture_lenient;

/* A synthetic image; the caller frees it. */
struct image codec_fixture_image(int width, int height, int channels);

/* Encodes at quality 90; must not fail. The caller frees the bytes. */
struct bytes codec_fixture_encode(const struct codec *codec, const struct image *image);

/* Decodes; must not fail; inspect must agree. The caller frees the image. */
struct image codec_fixture_decode(const struct codec *codec, const struct bytes *bytes,
                                  const struct decode_options *options);

/* decode must fail with this code, stage and some message; so must inspect if `header` says so,
 * else it must not. */
void codec_fixture_fails(const struct codec *codec, const struct bytes *bytes, const char *code,
                         bool header);

/* The largest difference of two samples; 256 for unequal shapes. */
int codec_fixture_difference(const struct image *a, const struct image *b);

/* Decodes beginnings of `bytes`, `step` bytes apart (1 below 100), strictly ("truncated" each time)
 * and leniently (a picture once the header is there). */
void codec_fixture_truncate(const struct codec *codec, const struct bytes *bytes, size_t step);

/* Encodes images of odd sizes and 1 to 4 channels; all must come back exactly. */
void codec_fixture_lossless(const struct codec *codec);

#endif
