/* JPEG through libjpeg-turbo: exact integer DCT, scaled decoding, strict about damage. */
#include "drivers/io/codecs/codec.h"

#include <string.h>

#include "drivers/io/codecs/inks.h"
#include "drivers/io/codecs/jpeg_entropy.h"
#include "drivers/io/codecs/jpeg_guard.h"
#include "drivers/io/codecs/jpeg_scans.h"
#include "drivers/io/codecs/jpeg_writer.h"

#define TEXT_OF(value)    TEXT_OF_IT(value)
#define TEXT_OF_IT(value) #value

/* An open file. */
struct jpeg_reader {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_guard guard;
    const struct bytes *in;
    const struct decode_options *options;
    struct shape enough;
    const uint8_t *data; /* of the first scan; NULL: no row was read */
    JSAMPARRAY inks;     /* a row of four colours that become three; NULL: they do not */
    const struct image *image;
    int end; /* of the rows to read */
};

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

/* The next row, into the image's. Of inks 255 stands for none: so do Adobe's programs and, whether
 * they write the Adobe marker or not, nearly all others; viewers know nothing else. */
static void read_row(struct jpeg_reader *reader)
{
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    JSAMPROW row = image_row(reader->image, (int)jpeg->output_scanline);
    if (reader->inks) {
        jpeg_read_scanlines(jpeg, reader->inks, 1);
        inks_to_light(row, reader->inks[0], (int)jpeg->output_width);
    } else {
        jpeg_read_scanlines(jpeg, &row, 1);
    }
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
    }
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

static int jpeg_open(void *state, const struct bytes *in, const struct decode_options *options,
                     struct codec_facts *facts, struct failure *failure)
{
    struct jpeg_reader *reader = state;
    reader->in = in;
    reader->options = options;
    reader->jpeg.err = jpeg_guard_start(&reader->guard, "decode", failure);
    reader->guard.allow_truncated = options->allow_truncated;
    reader->guard.allow_damaged = options->allow_damaged;
    if (jpeg_guard_run(&reader->guard, open_steps, reader))
        return -1;
    facts->shape = (struct shape){(int)reader->jpeg.image_width, (int)reader->jpeg.image_height,
                                  channels_of(&reader->jpeg)};
    facts->in_rows = true;
    facts->inks = is_four_colours(&reader->jpeg);
    return 0;
}

static int jpeg_start(void *state, struct shape enough, struct codec_rows *rows,
                      struct failure *failure)
{
    struct jpeg_reader *reader = state;
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

static int jpeg_rows(void *state, struct range rows, const struct image *image,
                     struct failure *failure)
{
    struct jpeg_reader *reader = state;
    reader->image = image;
    reader->end = rows.end;
    reader->guard.failure = failure;
    return jpeg_guard_run(&reader->guard, rows_steps, reader);
}

static void jpeg_close(void *state)
{
    struct jpeg_reader *reader = state;
    jpeg_destroy_decompress(&reader->jpeg);
}

static void jpeg_metadata(void *state, const struct bytes *in, unsigned wanted,
                          struct metadata *metadata)
{
    (void)state;
    metadata_of_jpeg(in, wanted, metadata);
}

static bool jpeg_sniff(const uint8_t *data, size_t size)
{
    return size >= 3 && memcmp(data, "\xff\xd8\xff", 3) == 0;
}

static void jpeg_version(char *text, size_t size)
{
#ifdef LIBJPEG_TURBO_VERSION
    snprintf(text, size, "libjpeg-turbo %s", TEXT_OF(LIBJPEG_TURBO_VERSION));
#else
    snprintf(text, size, "libjpeg %d", JPEG_LIB_VERSION);
#endif
}

static const char *const jpeg_extensions[] = {"jpg", "jpeg", "jpe", "jfif", NULL};

static const char *const off_on[] = {"off", "on", NULL};

static const struct option_entry read_options[] = {
    OPTION_LINE_CHOICE("shrink-on-load", offsetof(struct codec_options, decode.shrink_on_load), 1,
                       off_on, "decode a JPEG no larger than the kernel has use for"),
    OPTION_LINE_END,
};

/* In the order of enum chroma. */
static const char *const chroma_names[] = {"auto", "444", "422", "420", NULL};

static const struct option_entry write_options[] = {
    OPTION_LINE_CHOICE("chroma", offsetof(struct codec_options, encode.chroma), CHROMA_AUTO,
                       chroma_names,
                       "samples of colour in a JPEG: all, half, or a quarter of the pixels' number "
                       "(auto: 444 from quality 90 on, else 420)"),
    OPTION_LINE_FLAG("progressive", offsetof(struct codec_options, encode.progressive), 0,
                     "write JPEGs that show coarse first: a few % smaller, and slower"),
    OPTION_LINE_END,
};

const struct codec codec_jpeg = {
    .name = "jpeg",
    .revision = 4,
    .extensions = jpeg_extensions,
    .side_max = 65500, /* the library's JPEG_MAX_DIMENSION; the format allows 65535 */
    .read_options = read_options,
    .write_options = write_options,
    .version = jpeg_version,
    .sniff = jpeg_sniff,
    .writes_orientation = true,
    .writes_exif = true,
    .writes_icc = true,
    .writes_xmp = true,
    .state_size = sizeof(struct jpeg_reader),
    .open = jpeg_open,
    .metadata = jpeg_metadata,
    .start = jpeg_start,
    .rows = jpeg_rows,
    .close = jpeg_close,
    .encode = jpeg_writer_encode,
};
