/* Unit tests of reading JPEG's coefficients: what the library makes of a file, sound or not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/io/codecs/jpeg_reader.h"
#include "tests/fixtures/codec_fixture.h"

/* How a file is coded. */
struct coding {
    int width, height, colours, across, down, quality, restart, noise;
    bool optimized;
};

static const struct coding codings[] = {
    {160, 120, 3, 2, 2, 85, 0, 0, false},  {161, 47, 3, 2, 1, 92, 0, 9, false},
    {64, 64, 3, 1, 1, 100, 0, 255, false}, {97, 130, 3, 1, 2, 50, 3, 40, true},
    {200, 99, 1, 1, 1, 75, 7, 20, false},  {90, 70, 4, 1, 1, 90, 0, 60, true},
    {640, 480, 3, 1, 1, 60, 0, 30, true},  {640, 480, 3, 2, 2, 100, 40, 200, false},
};

static uint32_t draw(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static struct bytes encode(const struct coding *coding)
{
    struct jpeg_error_mgr errors;
    struct jpeg_compress_struct jpeg = {.err = jpeg_std_error(&errors)};
    unsigned char *data = NULL;
    unsigned long size = 0;
    uint32_t seed = 1;
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &data, &size);
    jpeg.image_width = (JDIMENSION)coding->width;
    jpeg.image_height = (JDIMENSION)coding->height;
    jpeg.input_components = coding->colours;
    jpeg.in_color_space = coding->colours == 1   ? JCS_GRAYSCALE
                          : coding->colours == 3 ? JCS_RGB
                                                 : JCS_CMYK;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, coding->quality, TRUE);
    jpeg.comp_info[0].h_samp_factor = coding->across;
    jpeg.comp_info[0].v_samp_factor = coding->down;
    jpeg.restart_interval = (unsigned)coding->restart;
    jpeg.optimize_coding = coding->optimized;
    jpeg_start_compress(&jpeg, TRUE);
    int samples = coding->width * coding->colours;
    uint8_t *row = malloc((size_t)samples);
    assert_non_null(row);
    for (int y = 0; y < coding->height; ++y) {
        for (int i = 0; i < samples; ++i)
            row[i] = (uint8_t)(y + i / 3 + (int)(draw(&seed) % (uint32_t)(coding->noise + 1)));
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    free(row);
    struct bytes bytes = {0};
    assert_int_equal(bytes_append(&bytes, data, size), 0);
    free(data);
    return bytes;
}

/* Decodes so that sides are at least 1 / `part` of the whole, `library`: as the library does it
 * alone; a few rows at a time. Whether it gave up is in *gave_up. */
static int decode(const struct bytes *bytes, const struct decode_options *options, int part,
                  bool library, struct image *image, bool *gave_up, struct failure *failure)
{
    static struct jpeg_reader reader;
    struct codec_facts facts;
    struct codec_rows rows;
    memset(&reader, 0, sizeof reader);
    *gave_up = false;
    int result = jpeg_reader_open(&reader, bytes, options, &facts, failure);
    if (result == 0) {
        struct shape enough = {facts.shape.width / part, facts.shape.height / part, 3};
        reader.library = library;
        result = jpeg_reader_start(&reader, enough, &rows, failure);
    }
    if (result == 0) {
        assert_int_equal(image_allocate(image, rows.shape, area_whole(rows.shape)), 0);
        image_fill(image, 0);
    }
    for (int y = 0, next; result == 0 && y < rows.shape.height; y = next) {
        next = y + 5 < rows.shape.height ? y + 5 : rows.shape.height;
        result = jpeg_reader_rows(&reader, (struct range){y, next}, image, failure);
        *gave_up = reader.library;
    }
    jpeg_reader_close(&reader);
    return result;
}

/* Both ways must come to the same end. Returns whether the library had to help. */
static bool compare(const struct bytes *bytes, const struct decode_options *options, int part)
{
    struct image image[2] = {{.capacity = 0}};
    struct failure failure[2];
    bool gave_up, alone;
    int result = decode(bytes, options, part, false, &image[0], &gave_up, &failure[0]);
    assert_int_equal(decode(bytes, options, part, true, &image[1], &alone, &failure[1]), result);
    if (result)
        assert_string_equal(failure[0].code, failure[1].code);
    else
        assert_int_equal(codec_fixture_difference(&image[0], &image[1]), 0);
    image_free(&image[0]);
    image_free(&image[1]);
    return gave_up;
}

static void sound_files_are_read_without_help(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof codings / sizeof *codings; ++i) {
        struct bytes bytes = encode(&codings[i]);
        for (int part = 1; part <= 8; part *= 2)
            assert_false(compare(&bytes, &codec_fixture_strict, part));
        bytes_free(&bytes);
    }
}

static size_t data_begin(const struct bytes *bytes)
{
    for (size_t i = 0; i + 1 < bytes->size; ++i)
        if (bytes->data[i] == 0xff && bytes->data[i + 1] == 0xda)
            return i + 2;
    fail_msg("no scan");
    return 0;
}

/* A byte of the coded data becomes another, is taken out or is doubled; or the file ends there. */
static void damage(struct bytes *bytes, uint32_t *seed)
{
    size_t begin = data_begin(bytes), size = bytes->size;
    if (begin == size)
        return;
    size_t at = begin + draw(seed) % (size - begin);
    uint32_t what = draw(seed) % 8;
    if (what == 0)
        bytes->size = at;
    else if (what == 1)
        memmove(bytes->data + at, bytes->data + at + 1, --bytes->size - at);
    else if (what == 2) {
        uint8_t doubled = bytes->data[at];
        assert_int_equal(bytes_append(bytes, &doubled, 1), 0);
        memmove(bytes->data + at + 1, bytes->data + at, size - at);
    } else if (what == 3)
        bytes->data[at] = 0xff;
    else
        bytes->data[at] ^= (uint8_t)(1u << draw(seed) % 8);
}

static void damaged_files_become_what_the_library_makes_of_them(void **state)
{
    (void)state;
    enum { EACH = 120, COUNT = 6 }; /* of the small ones */
    uint32_t seed = 1;
    int helped = 0;
    for (int i = 0; i < COUNT * EACH; ++i) {
        struct bytes bytes = encode(&codings[i % COUNT]);
        for (uint32_t n = draw(&seed) % 3 + 1; n > 0; --n)
            damage(&bytes, &seed);
        const struct decode_options *options =
            i / COUNT % 2 ? &codec_fixture_tolerant : &codec_fixture_strict;
        helped += compare(&bytes, options, 1 << i / COUNT % 4);
        bytes_free(&bytes);
    }
    assert_true(helped > COUNT * EACH / 8); /* else nothing was shown */
}

/* Whether it takes over from the library as the file stands open. */
static bool takes(struct jpeg_decompress_struct *jpeg)
{
    static struct jpeg_coefficients own;
    struct jpeg_entropy_decoder *library = jpeg->entropy;
    jpeg_coefficients_take(&own, jpeg);
    bool taken = jpeg->entropy != library;
    jpeg->entropy = library;
    return taken;
}

/* As libjpeg-turbo 3 leaves them open. */
static void lossless_files_and_those_without_tables_are_left_to_the_library(void **state)
{
    (void)state;
    struct bytes bytes = encode(&codings[0]);
    struct jpeg_error_mgr errors;
    struct jpeg_decompress_struct jpeg = {.err = jpeg_std_error(&errors)};
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, bytes.data, bytes.size);
    jpeg_read_header(&jpeg, TRUE);
    jpeg_start_decompress(&jpeg);
    assert_true(takes(&jpeg));
    jpeg.Ss = 1; /* a predictor */
    jpeg.Se = 0;
    assert_false(takes(&jpeg));
    jpeg.Ss = 0;
    jpeg.Se = DCTSIZE2 - 1;
    JHUFF_TBL **tables[] = {jpeg.dc_huff_tbl_ptrs, jpeg.ac_huff_tbl_ptrs};
    for (int i = 0; i < 4; ++i) {
        JHUFF_TBL **place = &tables[i / 2][i % 2], *table = *place;
        *place = NULL;
        assert_false(takes(&jpeg));
        *place = table;
    }
    assert_true(takes(&jpeg));
    jpeg_destroy_decompress(&jpeg);
    bytes_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound_files_are_read_without_help),
        cmocka_unit_test(damaged_files_become_what_the_library_makes_of_them),
        cmocka_unit_test(lossless_files_and_those_without_tables_are_left_to_the_library),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
