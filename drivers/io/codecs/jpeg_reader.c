/* Reading JPEG: scaled decoding, strict about damage. */
#include "drivers/io/codecs/jpeg_reader.h"

#include <string.h>

#include "drivers/io/codecs/inks.h"
#include "drivers/io/codecs/jpeg_entropy.h"
#include "drivers/io/codecs/jpeg_scans.h"

/* Reads the header; leaves what this library or this program cannot decode. */
static void open_steps(void *context)
{
    struct jpeg_reader *reader = context;
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    struct jpeg_guard *guard = &reader->guard;
    jpeg->client_data = guard;
    jpeg_create_decompress(jpeg);
    guard->in_header = true;
    jpeg_mem_src(jpeg, reader->in->data, reader->in->size);
    jpeg_read_header(jpeg, TRUE);
    if (guard->ended) /* the end may have been taken for a part of the header */
        jpeg_guard_fail_truncated(guard);
    guard->in_header = guard->suspect = false;
    if (jpeg->data_precision != 8)
        jpeg_guard_fail(guard, "unsupported", "other than 8 bits a sample: convert it to 8 bits");
    if (jpeg->arith_code)
        jpeg_guard_fail(guard, "unsupported", "arithmetic coding: convert it with jpegtran");
    if (jpeg->jpeg_color_space == JCS_UNKNOWN)
        jpeg_guard_fail(guard, "unsupported", "colour channels of no known meaning");
    if (codec_check_size(jpeg->image_width, jpeg->image_height, reader->options, guard->failure))
        jpeg_guard_leave(guard);
}

static bool is_four_colours(const struct jpeg_decompress_struct *jpeg)
{
    return jpeg->jpeg_color_space == JCS_CMYK || jpeg->jpeg_color_space == JCS_YCCK;
}

static int channels_of(const struct jpeg_decompress_struct *jpeg)
{
    return jpeg->jpeg_color_space == JCS_GRAYSCALE ? 1 : 3;
}

/* The DCT can reconstruct 1/8, 2/8, … of the size, but only powers of two have fast code: 3/8 takes
 * as long as 4/8, and 5/8 to 7/8 longer than all of it. */
static unsigned scale_for(struct shape enough, int64_t width, int64_t height)
{
    for (int eighths = 1; eighths < 8; eighths *= 2)
        if ((width * eighths + 7) / 8 >= enough.width &&
            (height * eighths + 7) / 8 >= enough.height)
            return (unsigned)eighths;
    return 8;
}

static void start_steps(void *context)
{
    struct jpeg_reader *reader = context;
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    jpeg_scans_check(jpeg, &reader->guard);
    jpeg->scale_num = scale_for(reader->enough, jpeg->image_width, jpeg->image_height);
    jpeg->scale_denom = 8;
    jpeg->dct_method = JDCT_ISLOW;
    jpeg->do_fancy_upsampling = TRUE;
    jpeg->out_color_space = is_four_colours(jpeg)    ? JCS_CMYK
                            : channels_of(jpeg) == 1 ? JCS_GRAYSCALE
                                                     : JCS_RGB;
    jpeg_calc_output_dimensions(jpeg);
}

/* Before the first row: of several scans, all come now. */
static void begin_rows(struct jpeg_reader *reader)
{
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    reader->data = jpeg->src->next_input_byte;
    jpeg->buffered_image = jpeg_has_multiple_scans(jpeg);
    jpeg_start_decompress(jpeg);
    if (is_four_colours(jpeg) && !reader->options->inks)
        reader->inks =
            jpeg->mem->alloc_sarray((j_common_ptr)jpeg, JPOOL_IMAGE, 4 * jpeg->output_width, 1);
    if (jpeg->buffered_image) {
        jpeg_scans_read(jpeg, &reader->guard);
        jpeg_start_output(jpeg, jpeg->input_scan_number);
    } else if (!reader->library) {
        jpeg_coefficients_take(&reader->coefficients, jpeg);
    }
}

/* Begins again, with the library reading the coefficients, at the row that was come to. */
static void begin_again(struct jpeg_reader *reader)
{
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    JDIMENSION row = jpeg->output_scanline;
    struct jpeg_error_mgr *manager = jpeg->err;
    jpeg_destroy_decompress(jpeg);
    memset(jpeg, 0, sizeof *jpeg);
    jpeg->err = manager;
    reader->library = true;
    open_steps(reader);
    start_steps(reader);
    begin_rows(reader);
    JSAMPARRAY passed =
        jpeg->mem->alloc_sarray((j_common_ptr)jpeg, JPOOL_IMAGE, 4 * jpeg->output_width, 1);
    while (jpeg->output_scanline < row)
        jpeg_read_scanlines(jpeg, passed, 1);
}

/* The next row, into the image's. Of inks 255 stands for none: so do Adobe's programs and, whether
 * they write the Adobe marker or not, nearly all others; viewers know nothing else. */
static void read_row(struct jpeg_reader *reader)
{
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    JSAMPROW row = image_row(reader->image, (int)jpeg->output_scanline);
    if (!jpeg_read_scanlines(jpeg, reader->inks ? reader->inks : &row, 1)) {
        begin_again(reader);
        jpeg_read_scanlines(jpeg, reader->inks ? reader->inks : &row, 1);
    }
    if (reader->inks)
        inks_to_light(row, reader->inks[0], (int)jpeg->output_width);
}

static void rows_steps(void *context)
{
    struct jpeg_reader *reader = context;
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    if (!reader->data)
        begin_rows(reader);
    while (jpeg->output_scanline < (JDIMENSION)reader->end)
        read_row(reader);
    if (jpeg->output_scanline == jpeg->output_height && !jpeg->buffered_image)
        jpeg_entropy_check(jpeg, &reader->guard, reader->data, reader->in->data + reader->in->size);
    /* What follows the last scan's data is not looked at. */
}

int jpeg_reader_open(struct jpeg_reader *reader, const struct bytes *in,
                     const struct decode_options *options, struct codec_facts *facts,
                     struct failure *failure)
{
    reader->in = in;
    reader->options = options;
    reader->jpeg.err = jpeg_guard_start(&reader->guard, "decode", failure);
    reader->guard.allow_truncated = options->allow_truncated;
    reader->guard.allow_damaged = options->allow_damaged;
    if (jpeg_guard_run(&reader->guard, open_steps, reader))
        return -1;
    facts->shape = (struct shape){(int)reader->jpeg.image_width, (int)reader->jpeg.image_height,
                                  channels_of(&reader->jpeg)};
    facts->inks = is_four_colours(&reader->jpeg);
    facts->in_rows = true;
    return 0;
}

int jpeg_reader_start(struct jpeg_reader *reader, struct shape enough, struct codec_rows *rows,
                      struct failure *failure)
{
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    reader->enough = enough;
    reader->guard.failure = failure;
    if (jpeg_guard_run(&reader->guard, start_steps, reader))
        return -1;
    bool inks = is_four_colours(jpeg) && reader->options->inks;
    rows->shape = (struct shape){(int)jpeg->output_width, (int)jpeg->output_height,
                                 inks ? 4 : channels_of(jpeg)};
    rows->bytes = jpeg_scans_bytes(jpeg);
    return 0;
}

int jpeg_reader_rows(struct jpeg_reader *reader, struct range rows, const struct image *image,
                     struct failure *failure)
{
    reader->image = image;
    reader->end = rows.end;
    reader->guard.failure = failure;
    return jpeg_guard_run(&reader->guard, rows_steps, reader);
}

void jpeg_reader_close(struct jpeg_reader *reader)
{
    jpeg_destroy_decompress(&reader->jpeg);
}
