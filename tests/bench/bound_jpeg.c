/* Shrinking one JPEG in memory by the least work: decode it at the smallest scale of 1/8, 1/4, 1/2
 * that is at least twice the target (or all of it), pick the nearest pixels, encode them. */
#include "tests/bench/bound_jpeg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

unsigned char *bound_grow(unsigned char *memory, size_t *size, size_t wanted)
{
    if (wanted <= *size)
        return memory;
    free(memory);
    *size = wanted + wanted / 2;
    memory = malloc(*size);
    if (!memory)
        abort();
    return memory;
}

/* The target's size within the box, for a picture of width x height. */
static void fit(const struct bound_target *asked, unsigned width, unsigned height,
                unsigned target[2])
{
    double x = (double)asked->width / width, y = (double)asked->height / height;
    double scale = x < y ? x : y;
    target[0] = (unsigned)(width * scale + 0.5), target[1] = (unsigned)(height * scale + 0.5);
    target[0] += !target[0], target[1] += !target[1];
}

static void decode(struct bound_buffers *buffers, size_t size, const struct bound_target *asked,
                   unsigned source[2], unsigned target[2])
{
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr manager;
    jpeg.err = jpeg_std_error(&manager);
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, buffers->file, size);
    jpeg_read_header(&jpeg, TRUE);
    fit(asked, jpeg.image_width, jpeg.image_height, target);
    jpeg.out_color_space = JCS_RGB;
    jpeg.scale_denom = 8;
    jpeg.scale_num = asked->full ? 8 : 1;
    while (jpeg.scale_num < 8 && (jpeg.image_width * jpeg.scale_num / 8 < 2 * target[0] ||
                                  jpeg.image_height * jpeg.scale_num / 8 < 2 * target[1]))
        jpeg.scale_num *= 2;
    jpeg_start_decompress(&jpeg);
    size_t stride = 3 * (size_t)jpeg.output_width;
    buffers->pixels =
        bound_grow(buffers->pixels, &buffers->pixels_size, stride * jpeg.output_height);
    while (jpeg.output_scanline < jpeg.output_height) {
        JSAMPROW row = buffers->pixels + stride * jpeg.output_scanline;
        jpeg_read_scanlines(&jpeg, &row, 1);
    }
    source[0] = jpeg.output_width, source[1] = jpeg.output_height;
    jpeg_destroy_decompress(&jpeg);
}

static void pick(struct bound_buffers *buffers, const unsigned source[2], const unsigned target[2])
{
    size_t wanted = 3 * (size_t)target[0] * target[1];
    buffers->picked = bound_grow(buffers->picked, &buffers->picked_size, wanted);
    unsigned char *out = buffers->picked;
    for (size_t y = 0; y < target[1]; ++y) {
        size_t row = (2 * y + 1) * source[1] / (2 * target[1]);
        for (size_t x = 0; x < target[0]; ++x, out += 3) {
            size_t column = (2 * x + 1) * source[0] / (2 * target[0]);
            memcpy(out, buffers->pixels + 3 * (row * source[0] + column), 3);
        }
    }
}

static unsigned long encode(struct bound_buffers *buffers, int quality, const unsigned target[2])
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr manager;
    unsigned long size = buffers->encoded_size;
    unsigned char *memory = buffers->encoded;
    jpeg.err = jpeg_std_error(&manager);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &memory, &size);
    jpeg.image_width = target[0], jpeg.image_height = target[1];
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, quality, TRUE);
    jpeg_start_compress(&jpeg, TRUE);
    while (jpeg.next_scanline < jpeg.image_height) {
        JSAMPROW row = buffers->picked + 3 * (size_t)target[0] * jpeg.next_scanline;
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    if (memory != buffers->encoded) { /* the library took a larger one */
        free(buffers->encoded);
        buffers->encoded = memory;
        buffers->encoded_size = size;
    }
    return size;
}

unsigned long bound_shrink(struct bound_buffers *buffers, size_t size,
                           const struct bound_target *asked)
{
    unsigned source[2], target[2];
    decode(buffers, size, asked, source, target);
    pick(buffers, source, target);
    return encode(buffers, asked->quality, target);
}
