/* PNG through libpng: everything becomes 8 bits a sample, 1 to 4 channels. Colour spaces, gamma and
 * all texts are ignored; checksums of what pixels depend on are not. */
#include "drivers/io/codecs/codec.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <png.h>

#include "drivers/io/codecs/png_chunks.h"
#include "drivers/io/codecs/png_writer.h"

enum { LIBRARY_ROWS = 4 };

/* An open file. libpng reports an error through a function that must not
 * return: calls into it stand in `steps` functions below the setjmp() of stream_run(), which has no
 * variables to lose. */
struct stream {
    jmp_buf jump;
    png_structp png;
    png_infop info;
    struct failure *failure;
    struct png_chunks chunks;
    const struct decode_options *options;
    struct shape shape;
    int passes;        /* over the image: 7 if it is interlaced, else 1 */
    struct range rows; /* to read into `image` */
    const struct image *image;
    bool in_rows, complete, lost; /* lost: what follows is grey; complete: what failed is behind the
                                     last row */
};

static _Noreturn void stream_fail(struct stream *stream, const char *code, const char *message)
{
    failure_set(stream->failure, "decode", code, "%s", message);
    longjmp(stream->jump, 1);
}

static _Noreturn void on_error(png_structp png, png_const_charp message)
{
    struct stream *stream = png_get_error_ptr(png);
    /* Behind the last row only the checksum over all of them says something of pixels. */
    stream->complete = stream->chunks.behind && !strstr(message, "data check");
    if (strstr(message, "memory"))
        stream_fail(stream, "memory", message);
    if (stream->chunks.ended)
        stream_fail(stream, "truncated",
                    stream->in_rows ? "the file ends before the image does: copy it again, or "
                                      "accept a grey rest with --allow-truncated"
                                    : "the file ends inside its header: copy it again");
    const char *cure = ": copy it again, or accept what is left of it with --allow-damaged";
    failure_set(stream->failure, "decode", "corrupt", "%s%s", message,
                stream->in_rows || strstr(message, "CRC") ? cure : "");
    longjmp(stream->jump, 1);
}

static void on_warning(png_structp png, png_const_charp message)
{
    (void)png, (void)message;
}

static int stream_run(struct stream *stream, void (*steps)(struct stream *))
{
    if (setjmp(stream->jump))
        return -1;
    steps(stream);
    return 0;
}

/* libpng looks for the end of the data when it has given the last row, of the last of 7 passes. */
static bool rows_are_done(const struct stream *stream)
{
    png_uint_32 row = png_get_current_row_number(stream->png);
    return stream->in_rows && (row >= (png_uint_32)stream->shape.height ||
                               png_get_current_pass_number(stream->png) == 7);
}

static void on_read(png_structp png, png_bytep data, size_t size)
{
    struct stream *stream = png_get_io_ptr(png);
    stream->chunks.rows_done = rows_are_done(stream);
    png_chunks_read(&stream->chunks, data, size);
    if (stream->chunks.cut)
        png_set_crc_action(png, PNG_CRC_QUIET_USE, PNG_CRC_NO_CHANGE);
}

static int channels_of(const struct stream *stream)
{
    bool alpha = png_get_valid(stream->png, stream->info, PNG_INFO_tRNS) != 0 ||
                 png_get_color_type(stream->png, stream->info) & PNG_COLOR_MASK_ALPHA;
    bool colour = png_get_color_type(stream->png, stream->info) & PNG_COLOR_MASK_COLOR;
    return (colour ? 3 : 1) + alpha;
}

static void header_steps(struct stream *stream)
{
    png_structp png = stream->png;
    png_set_read_fn(png, stream, on_read);
    int wrong = stream->options->allow_damaged ? PNG_CRC_QUIET_USE : PNG_CRC_ERROR_QUIT;
    png_set_crc_action(png, wrong, wrong);
    if (stream->options->allow_damaged) /* else zlib keeps back the row that ends with it */
        png_set_option(png, PNG_IGNORE_ADLER32, PNG_OPTION_ON);
    png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX); /* codec_check_size() is ours */
    png_read_info(png, stream->info);
    png_uint_32 width = png_get_image_width(png, stream->info);
    png_uint_32 height = png_get_image_height(png, stream->info);
    if (codec_check_size(width, height, stream->options, stream->failure))
        longjmp(stream->jump, 1);
    stream->shape = (struct shape){(int)width, (int)height, channels_of(stream)};
}

static void start_steps(struct stream *stream)
{
    png_structp png = stream->png;
    png_set_expand(png); /* palette, 1, 2 and 4 bits, transparent colour */
    png_set_scale_16(png);
    stream->passes = png_set_interlace_handling(png);
    png_read_update_info(png, stream->info);
    if (png_get_rowbytes(png, stream->info) !=
        (size_t)stream->shape.width * (size_t)shape_pixel_bytes(stream->shape))
        stream_fail(stream, "unsupported", "an unusual combination of colour type and depth");
}

/* Each pass needs all rows of the image, so that several are read at once. */
static void rows_steps(struct stream *stream)
{
    stream->in_rows = true;
    for (int pass = 0; pass < stream->passes; ++pass)
        for (int y = stream->rows.begin; y < stream->rows.end; ++y)
            png_read_row(stream->png, image_row(stream->image, y), NULL);
    if (stream->rows.end == stream->shape.height)
        png_read_end(stream->png, NULL); /* the checksum of the last rows */
}

static int png_open(void *state, const struct bytes *in, const struct decode_options *options,
                    struct codec_facts *facts, struct failure *failure)
{
    struct stream *stream = state;
    stream->options = options;
    stream->failure = failure;
    png_chunks_start(&stream->chunks, in);
    stream->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, stream, on_error, on_warning);
    stream->info = stream->png ? png_create_info_struct(stream->png) : NULL;
    if (!stream->info)
        return failure_set(failure, "decode", "memory", "no memory for libpng");
    if (stream_run(stream, header_steps))
        return -1;
    facts->shape = stream->shape;
    facts->in_rows = png_get_interlace_type(stream->png, stream->info) == PNG_INTERLACE_NONE;
    return 0;
}

/* Whether the rows before this failure, and grey ones, will do. */
static bool is_allowed(const struct decode_options *options, const char *code)
{
    return (options->allow_truncated && strcmp(code, "truncated") == 0) ||
           (options->allow_damaged && strcmp(code, "corrupt") == 0);
}

static int png_start(void *state, struct shape enough, struct codec_rows *rows,
                     struct failure *failure)
{
    (void)enough; /* PNG cannot shrink while decoding */
    struct stream *stream = state;
    stream->failure = failure;
    if (stream_run(stream, start_steps))
        return -1;
    rows->shape = stream->shape;
    rows->bytes = LIBRARY_ROWS * (double)png_get_rowbytes(stream->png, stream->info);
    return 0;
}

static int png_rows(void *state, struct range rows, const struct image *image,
                    struct failure *failure)
{
    struct stream *stream = state;
    bool grey = stream->options->allow_truncated || stream->options->allow_damaged;
    stream->rows = rows;
    stream->image = image;
    stream->failure = failure;
    for (int y = rows.begin; grey && y < rows.end; ++y)
        memset(image_row(image, y), 128, image_row_bytes(image));
    if (stream->lost || stream_run(stream, rows_steps) == 0 || stream->complete)
        return 0;
    stream->lost = is_allowed(stream->options, failure->code);
    return stream->lost ? 0 : -1;
}

static int png_decode(void *state, struct shape enough, struct image *image,
                      struct failure *failure)
{
    struct stream *stream = state;
    struct codec_rows rows;
    struct area all = area_whole(stream->shape);
    if (png_start(state, enough, &rows, failure) ||
        codec_check_memory((double)image_bytes(rows.shape, all) + rows.bytes, stream->options,
                           failure))
        return -1;
    if (image_allocate(image, rows.shape, all))
        return failure_set(failure, "decode", "memory", "no memory for its pixels");
    return png_rows(state, all.rows, image, failure);
}

static void png_close(void *state)
{
    struct stream *stream = state;
    png_destroy_read_struct(&stream->png, &stream->info, NULL);
}

static void png_metadata(void *state, const struct bytes *in, unsigned wanted,
                         struct metadata *metadata)
{
    (void)state;
    metadata_of_png(in, wanted, metadata);
}

static bool png_sniff(const uint8_t *data, size_t size)
{
    return size >= 8 && memcmp(data, "\x89PNG\r\n\x1a\n", 8) == 0;
}

static void png_version(char *text, size_t size)
{
    snprintf(text, size, "libpng %s", png_get_libpng_ver(NULL));
}

static const char *const png_extensions[] = {"png", NULL};

const struct codec codec_png = {
    .name = "png",
    .revision = 4,
    .extensions = png_extensions,
    .side_max = SIDE_MAX,
    .version = png_version,
    .sniff = png_sniff,
    .writes_orientation = true,
    .writes_exif = true,
    .writes_icc = true,
    .writes_xmp = true,
    .state_size = sizeof(struct stream),
    .open = png_open,
    .metadata = png_metadata,
    .decode = png_decode,
    .start = png_start,
    .rows = png_rows,
    .close = png_close,
    .encode = png_writer_encode,
};
