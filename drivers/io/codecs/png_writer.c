/* Writing PNG: straight into the buffer that goes to the file. */
#include "drivers/io/codecs/png_writer.h"

#include <assert.h>
#include <setjmp.h>
#include <string.h>

#include <png.h>
#include <zlib.h>

/* A photograph at levels 1, 2, 3, 4, 6 and with Up alone: 119, 108, 76, 61, 27 MB of pixels a
 * second and 0.346, 0.335, 0.318, 0.302, 0.285 of its size. The choice of a filter per row
 * (libpng's default) halves the speed and gains nothing below level 4. */
enum { COMPRESSION_LEVEL = 2 };

/* libpng reports an error through a function that must not return: calls into it stand in
 * write_steps(), below the setjmp() of writer_run(), which has no variables to lose. */
struct writer {
    jmp_buf jump;
    png_structp png;
    png_infop info;
    struct failure *failure;
    const struct image *image;
    const struct encode_options *options;
    struct bytes icc; /* the profile's chunk */
    struct bytes *out;
};

static _Noreturn void writer_fail(struct writer *writer, const char *code, const char *message)
{
    failure_set(writer->failure, "encode", code, "%s", message);
    longjmp(writer->jump, 1);
}

static _Noreturn void on_error(png_structp png, png_const_charp message)
{
    writer_fail(png_get_error_ptr(png), strstr(message, "memory") ? "memory" : "corrupt", message);
}

static void on_warning(png_structp png, png_const_charp message)
{
    (void)png, (void)message;
}

static void on_write(png_structp png, png_bytep data, size_t size)
{
    struct writer *writer = png_get_io_ptr(png);
    if (bytes_append(writer->out, data, size))
        writer_fail(writer, "memory", "no memory for the PNG file");
}

static void on_flush(png_structp png)
{
    (void)png;
}

/* As they are: libpng has opinions on profiles, and would leave some out. */
static void write_metadata(struct writer *writer)
{
    static const uint8_t head[] = {'i', 'c', 'c', 0, 0}; /* a name; the only method there is */
    /* A name, not packed, and neither a language nor a name in it. */
    static const uint8_t text[] = "XML:com.adobe.xmp\0\0\0\0";
    struct bytes_part icc = writer->options->icc, exif = writer->options->exif;
    struct bytes_part xmp = writer->options->xmp;
    if (icc.size) {
        uLongf size = compressBound((uLong)icc.size);
        if (bytes_append(&writer->icc, head, sizeof head) ||
            bytes_reserve(&writer->icc, sizeof head + size) ||
            compress(writer->icc.data + sizeof head, &size, icc.data, (uLong)icc.size) != Z_OK)
            writer_fail(writer, "memory", "no memory for the colour profile");
        png_write_chunk(writer->png, (png_const_bytep) "iCCP", writer->icc.data,
                        sizeof head + size);
    }
    if (exif.size)
        png_write_chunk(writer->png, (png_const_bytep) "eXIf", exif.data, exif.size);
    if (xmp.size) {
        png_write_chunk_start(writer->png, (png_const_bytep) "iTXt",
                              (png_uint_32)(sizeof text + xmp.size));
        png_write_chunk_data(writer->png, text, sizeof text);
        png_write_chunk_data(writer->png, xmp.data, xmp.size);
        png_write_chunk_end(writer->png);
    }
}

static void write_steps(struct writer *writer)
{
    static const int types[] = {0, PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA,
                                PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
    struct shape shape = writer->image->shape;
    png_structp png = writer->png;
    png_set_write_fn(png, writer, on_write, on_flush);
    png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_IHDR(png, writer->info, (png_uint_32)shape.width, (png_uint_32)shape.height, 8,
                 types[shape.channels], PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(png, COMPRESSION_LEVEL);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
    png_write_info(png, writer->info);
    write_metadata(writer);
    for (int y = 0; y < shape.height; ++y)
        png_write_row(png, image_row(writer->image, y));
    png_write_end(png, NULL);
}

static int writer_run(struct writer *writer)
{
    if (setjmp(writer->jump))
        return -1;
    write_steps(writer);
    return 0;
}

int png_writer_encode(const struct image *image, const struct encode_options *options,
                      struct bytes *out, struct failure *failure)
{
    assert(area_contains(image->held, area_whole(image->shape)));
    struct writer writer = {.image = image, .options = options, .out = out, .failure = failure};
    out->size = 0;
    writer.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &writer, on_error, on_warning);
    writer.info = writer.png ? png_create_info_struct(writer.png) : NULL;
    int result = writer.info ? writer_run(&writer)
                             : failure_set(failure, "encode", "memory", "no memory for libpng");
    png_destroy_write_struct(&writer.png, &writer.info);
    bytes_free(&writer.icc);
    return result;
}
