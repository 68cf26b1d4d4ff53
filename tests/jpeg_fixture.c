/* JPEG files for tests, also such as codec_jpeg would not write. */
#include "jpeg_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "codec_fixture.h"

enum { SCANS_MAX = 700 };

/* Each scan sends one more bit of one coefficient, 11 scans for each. */
static void fill_scans(jpeg_scan_info *scans, int count)
{
    scans[0] = (jpeg_scan_info){1, {0}, 0, 0, 0, 0};
    for (int i = 1; i < count; ++i) {
        int coefficient = 1 + (i - 1) / 11, low = 10 - (i - 1) % 11;
        scans[i] = (jpeg_scan_info){1, {0}, coefficient, coefficient, low < 10 ? low + 1 : 0, low};
    }
}

struct bytes jpeg_fixture_make(struct jpeg_layout layout, const uint8_t *pixel)
{
    static jpeg_scan_info scans[SCANS_MAX];
    struct jpeg_error_mgr errors;
    struct jpeg_compress_struct jpeg = {.err = jpeg_std_error(&errors)};
    unsigned char *data = NULL;
    unsigned long size = 0;
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &data, &size);
    jpeg.image_width = (JDIMENSION)layout.width;
    jpeg.image_height = (JDIMENSION)layout.height;
    jpeg.input_components = layout.components;
    jpeg.in_color_space = layout.space;
    jpeg_set_defaults(&jpeg);
    jpeg_set_colorspace(&jpeg, layout.stored);
    jpeg_set_quality(&jpeg, 100, TRUE);
    jpeg.write_Adobe_marker = layout.adobe;
    jpeg.restart_in_rows = layout.restart;
    fill_scans(scans, layout.scans);
    jpeg.scan_info = layout.scans ? scans : NULL;
    jpeg.num_scans = layout.scans;
    jpeg_start_compress(&jpeg, TRUE);
    uint8_t *row = malloc((size_t)layout.width * (size_t)layout.components);
    assert_non_null(row);
    for (int i = 0; i < layout.width * layout.components; ++i)
        row[i] = pixel[i % layout.components];
    for (int y = 0; y < layout.height; ++y)
        jpeg_write_scanlines(&jpeg, &row, 1);
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    free(row);
    struct bytes bytes = {0};
    assert_int_equal(bytes_append(&bytes, data, size), 0);
    free(data);
    return bytes;
}

struct bytes jpeg_fixture_photograph(int width, int height)
{
    struct image image = codec_fixture_image(width, height, 3);
    struct bytes bytes = codec_fixture_encode(&codec_jpeg, &image);
    image_free(&image);
    return bytes;
}

size_t jpeg_fixture_marker(const struct bytes *bytes, int marker)
{
    for (size_t i = 0; i + 1 < bytes->size; ++i)
        if (bytes->data[i] == 0xff && bytes->data[i + 1] == marker)
            return i + 1;
    fail_msg("no marker %x", (unsigned)marker);
    return 0;
}
