/* Unit tests of how codec_jpeg writes: sampling, scans, background, metadata. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fixtures/codec_fixture.h"

static struct bytes encode(const struct image *image, const struct encode_options *options)
{
    struct bytes bytes = {0};
    struct failure failure;
    assert_int_equal(codec_jpeg.encode(image, options, &bytes, &failure), 0);
    return bytes;
}

/* The segment of this marker, number `which` of them; its payload. */
static struct bytes_part segment(const struct bytes *bytes, int marker, int which)
{
    for (size_t at = 2; at + 4 <= bytes->size && bytes->data[at] == 0xff;) {
        size_t size = bytes->data[at + 2] * 256u + bytes->data[at + 3];
        if (bytes->data[at + 1] == marker && which-- == 0)
            return (struct bytes_part){bytes->data + at + 4, size - 2};
        if (bytes->data[at + 1] == 0xda)
            break;
        at += 2 + size;
    }
    return (struct bytes_part){NULL, 0};
}

static void F29_chroma_is_whole_where_it_is_seen(void **state)
{
    (void)state;
    const struct {
        int chroma, quality, sampling;
    } cases[] = {{CHROMA_AUTO, 89, 0x22}, {CHROMA_AUTO, 90, 0x11}, {CHROMA_AUTO, 100, 0x11},
                 {CHROMA_444, 50, 0x11},  {CHROMA_422, 95, 0x21},  {CHROMA_420, 95, 0x22}};
    struct image image = codec_fixture_image(40, 30, 3);
    struct image grey = codec_fixture_image(40, 30, 1);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        const struct encode_options options = {.quality = cases[i].quality,
                                               .chroma = cases[i].chroma};
        struct bytes bytes = encode(&image, &options);
        assert_int_equal(segment(&bytes, 0xc0, 0).data[7], cases[i].sampling);
        bytes_free(&bytes);
        bytes = encode(&grey, &options);
        assert_int_equal(segment(&bytes, 0xc0, 0).data[7], 0x11);
        bytes_free(&bytes);
    }
    image_free(&image);
    image_free(&grey);
}

static void F29_stripes_of_colour_survive_the_highest_quality(void **state)
{
    (void)state;
    struct image image = codec_fixture_image(64, 64, 3);
    for (int y = 0; y < 64; ++y)
        for (int x = 0; x < 64; ++x) {
            const uint8_t pixel[] = {x % 2 ? 0 : 255, 0, 0};
            memcpy(image_row(&image, y) + (ptrdiff_t)3 * x, pixel, 3);
        }
    const struct encode_options options = {.quality = 100};
    struct bytes bytes = encode(&image, &options);
    struct image back = codec_fixture_decode(&codec_jpeg, &bytes, &codec_fixture_strict);
    assert_in_range(codec_fixture_difference(&image, &back), 0, 3);
    image_free(&back);
    image_free(&image);
    bytes_free(&bytes);
}

static void progressive_files_have_the_same_pixels(void **state)
{
    (void)state;
    struct image image = codec_fixture_image(70, 50, 3);
    struct encode_options options = {.quality = 80};
    struct bytes plain = encode(&image, &options);
    options.progressive = true;
    struct bytes progressive = encode(&image, &options);
    assert_int_equal(segment(&progressive, 0xc0, 0).size, 0);
    assert_int_equal(segment(&progressive, 0xc2, 0).size, 15);
    codec_fixture_same(&codec_jpeg, &plain, &progressive, &codec_fixture_strict);
    image_free(&image);
    bytes_free(&plain);
    bytes_free(&progressive);
}

/* A transparent image shows the background, a half transparent one half of it; a grey one gets
 * colours for a colour only. */
static void what_is_behind_is_seen_through(void **state)
{
    (void)state;
    for (int channels = 2; channels <= 4; channels += 2)
        for (int alpha = 0; alpha <= 255; alpha += 85) {
            struct image image = codec_fixture_image(16, 16, channels);
            image_fill(&image, 0);
            for (int y = 0; y < 16; ++y)
                for (int x = 0; x < 16; ++x)
                    image_row(&image, y)[channels * x + channels - 1] = (uint8_t)alpha;
            struct encode_options options = {.quality = 100, .background = 0xff8000ff};
            struct bytes bytes = encode(&image, &options);
            struct image back = codec_fixture_decode(&codec_jpeg, &bytes, &codec_fixture_strict);
            assert_int_equal(back.shape.channels, 3);
            const int seen = 255 - alpha, expected[] = {seen, (128 * seen + 127) / 255, 0};
            for (int c = 0; c < 3; ++c)
                assert_in_range(image_row(&back, 7)[3 * 7 + c] + 2 - expected[c], 0, 4);
            bytes_free(&bytes);
            options.background = 0x404040ff;
            bytes = encode(&image, &options);
            image_free(&back);
            back = codec_fixture_decode(&codec_jpeg, &bytes, &codec_fixture_strict);
            assert_int_equal(back.shape.channels, channels - 1);
            image_free(&back);
            image_free(&image);
            bytes_free(&bytes);
        }
}

static void metadata_are_written_whole(void **state)
{
    (void)state;
    enum { PART = 65519 };
    struct bytes icc = {0}, exif = {0};
    assert_int_equal(bytes_reserve(&icc, METADATA_ICC_MAX), 0);
    assert_int_equal(bytes_reserve(&exif, METADATA_EXIF_MAX), 0);
    for (size_t i = 0; i < METADATA_ICC_MAX; ++i)
        icc.data[i] = (uint8_t)(i * 7 + i / 256);
    memcpy(exif.data, icc.data, METADATA_EXIF_MAX);
    struct image image = codec_fixture_image(8, 8, 3);
    memcpy(icc.data + 16, "RGB ", 4);
    const size_t sizes[] = {128, PART, PART + 1, METADATA_ICC_MAX};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; ++i) {
        const struct encode_options options = {
            .quality = 80, .exif = {exif.data, METADATA_EXIF_MAX}, .icc = {icc.data, sizes[i]}};
        struct bytes bytes = encode(&image, &options);
        struct bytes_part part = segment(&bytes, 0xe1, 0);
        assert_int_equal(part.size, 6 + METADATA_EXIF_MAX);
        assert_memory_equal(part.data, "Exif\0\0", 6);
        assert_memory_equal(part.data + 6, exif.data, METADATA_EXIF_MAX);
        size_t done = 0;
        int parts = (int)((sizes[i] + PART - 1) / PART);
        for (int k = 0; (part = segment(&bytes, 0xe2, k)).size; ++k) {
            assert_memory_equal(part.data, "ICC_PROFILE\0", 12);
            assert_int_equal(part.data[12], k + 1);
            assert_int_equal(part.data[13], parts);
            assert_memory_equal(part.data + 14, icc.data + done, part.size - 14);
            done += part.size - 14;
        }
        assert_int_equal(done, sizes[i]);
        bytes_free(&bytes);
    }
    image_free(&image);
    bytes_free(&icc);
    bytes_free(&exif);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(F29_chroma_is_whole_where_it_is_seen),
        cmocka_unit_test(F29_stripes_of_colour_survive_the_highest_quality),
        cmocka_unit_test(progressive_files_have_the_same_pixels),
        cmocka_unit_test(what_is_behind_is_seen_through),
        cmocka_unit_test(metadata_are_written_whole),
    };
    return cmocka_run_group_tests_name("jpeg_writer", tests, NULL, NULL);
}
