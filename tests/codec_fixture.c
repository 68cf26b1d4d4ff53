/* Images to encode, and what tests of codecs ask of the result. */
#include "codec_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/io/sources/synthetic.h"

const struct decode_options codec_fixture_strict = {.max_pixels = 1 << 28};
const struct decode_options codec_fixture_lenient = {.max_pixels = 1 << 28,
                                                     .allow_truncated = true};

static const struct shape shape_max = {SIDE_MAX, SIDE_MAX, CHANNELS_MAX};

struct image codec_fixture_image(int width, int height, int channels)
{
    struct image image = {0};
    struct shape shape = {width, height, channels};
    assert_int_equal(image_allocate(&image, shape, area_whole(shape)), 0);
    synthetic_fill(&image, 1, 0);
    return image;
}

struct bytes codec_fixture_encode(const struct codec *codec, const struct image *image)
{
    struct bytes bytes = {0};
    struct failure failure;
    assert_int_equal(codec->encode(image, 90, &bytes, &failure), 0);
    assert_true(codec->sniff(bytes.data, bytes.size));
    return bytes;
}

struct image codec_fixture_decode(const struct codec *codec, const struct bytes *bytes,
                                  const struct decode_options *options)
{
    struct image image = {0};
    struct shape shape;
    struct failure failure = {.message = ""};
    if (codec->inspect(bytes, options, &shape, &failure) ||
        codec->decode(bytes, options, shape_max, &image, &failure))
        fail_msg("%s", failure.message);
    assert_true(shape_equal(shape, image.shape));
    assert_true(area_contains(image.held, area_whole(shape)));
    return image;
}

void codec_fixture_fails(const struct codec *codec, const struct bytes *bytes, const char *code,
                         bool header)
{
    struct image image = {0};
    struct shape shape;
    struct failure failure = {.message = ""};
    assert_int_equal(codec->decode(bytes, &codec_fixture_strict, shape_max, &image, &failure), -1);
    assert_string_equal(failure.code, code);
    assert_string_equal(failure.stage, "decode");
    assert_true(strlen(failure.message) > 10);
    assert_int_equal(codec->inspect(bytes, &codec_fixture_strict, &shape, &failure),
                     header ? -1 : 0);
    assert_string_equal(failure.code, code);
    image_free(&image);
}

int codec_fixture_difference(const struct image *a, const struct image *b)
{
    if (!shape_equal(a->shape, b->shape))
        return 256;
    int largest = 0;
    for (int y = 0; y < a->shape.height; ++y)
        for (size_t i = 0; i < image_row_bytes(a); ++i) {
            int difference = abs(image_row(a, y)[i] - image_row(b, y)[i]);
            largest = difference > largest ? difference : largest;
        }
    return largest;
}

void codec_fixture_truncate(const struct codec *codec, const struct bytes *bytes, size_t step)
{
    int failed = 0, grey = 0;
    size_t headers = bytes->size / 4 < 100 ? bytes->size / 4 : 100;
    for (size_t size = bytes->size - 1; size; size = size > headers + step ? size - step
                                                     : size > headers      ? headers
                                                                           : size - 1) {
        struct bytes part = {malloc(size), size, size}; /* its end is guarded by a sanitizer */
        assert_non_null(part.data);
        memcpy(part.data, bytes->data, size);
        struct image image = {0};
        struct failure failure;
        if (codec->sniff(part.data, size)) {
            assert_int_equal(
                codec->decode(&part, &codec_fixture_strict, shape_max, &image, &failure), -1);
            assert_string_equal(failure.code, "truncated");
            ++failed;
            grey += codec->decode(&part, &codec_fixture_lenient, shape_max, &image, &failure) == 0;
        }
        image_free(&image);
        bytes_free(&part);
    }
    assert_true(failed > 10 && grey > 10 && failed > grey);
}

void codec_fixture_lossless(const struct codec *codec)
{
    const int sides[] = {1, 2, 7, 64, 131};
    for (int channels = 1; channels <= CHANNELS_MAX; ++channels)
        for (int w = 0; w < 5; ++w)
            for (int h = 0; h < 5; ++h) {
                struct image image = codec_fixture_image(sides[w], sides[h], channels);
                struct bytes bytes = codec_fixture_encode(codec, &image);
                struct image back = codec_fixture_decode(codec, &bytes, &codec_fixture_strict);
                assert_int_equal(codec_fixture_difference(&image, &back), 0);
                image_free(&image);
                image_free(&back);
                bytes_free(&bytes);
            }
}
