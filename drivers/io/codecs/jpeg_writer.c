/* Writing JPEG: straight into the buffer that goes to the file. */
#include "drivers/io/codecs/jpeg_writer.h"

#include <assert.h>

#include "drivers/common/size.h"
#include "drivers/io/codecs/jpeg_guard.h"

enum { CHROMA_FULL = 90 }; /* the quality from which on colours have all their samples */

struct writer {
    struct jpeg_compress_struct jpeg;
    struct jpeg_guard guard;
    struct jpeg_destination_mgr destination;
    const struct image *image;
    struct bytes *out;
    const struct encode_options *options;
};

static void output_start(j_compress_ptr jpeg)
{
    struct writer *writer = (struct writer *)jpeg;
    size_t pixels =
        size_product(image_row_bytes(writer->image), (size_t)writer->image->shape.height);
    if (bytes_reserve(writer->out, pixels / 8 + 4096))
        jpeg_guard_fail(&writer->guard, "memory", "no memory for the JPEG file");
    writer->destination.next_output_byte = writer->out->data;
    writer->destination.free_in_buffer = writer->out->capacity;
}

/* Called when the buffer is full, whatever the pointers say. */
static boolean output_grow(j_compress_ptr jpeg)
{
    struct writer *writer = (struct writer *)jpeg;
    size_t used = writer->out->capacity;
    if (bytes_reserve(writer->out, size_product(2, used)))
        jpeg_guard_fail(&writer->guard, "memory", "no memory for the JPEG file");
    writer->destination.next_output_byte = writer->out->data + used;
    writer->destination.free_in_buffer = writer->out->capacity - used;
    return TRUE;
}

static void output_end(j_compress_ptr jpeg)
{
    struct writer *writer = (struct writer *)jpeg;
    writer->out->size = writer->out->capacity - writer->destination.free_in_buffer;
}

/* Without its alpha, on the background. A grey image on a colour becomes a coloured one. */
static void row_flatten(uint8_t *out, const uint8_t *row, int width, int channels,
                        const uint8_t *behind, int colours)
{
    int alpha = channels - 1;
    for (int x = 0; x < width; ++x, row += channels)
        for (int c = 0; c < colours; ++c) {
            int value = row[alpha == 1 ? 0 : c];
            *out++ = (uint8_t)((value * row[alpha] + behind[c] * (255 - row[alpha]) + 127) / 255);
        }
}

/* The number of colours that are written. */
static int colours_of(const struct image *image, const uint8_t *behind)
{
    int channels = image->shape.channels;
    bool grey = behind[0] == behind[1] && behind[1] == behind[2];
    return channels == 1 || (channels == 2 && grey) ? 1 : 3;
}

/* Its profile in parts, as many as it takes, each with its number and theirs. */
static void write_icc(struct jpeg_compress_struct *jpeg, struct bytes_part icc)
{
    static const char name[12] = "ICC_PROFILE";
    enum { PART = 65519 };
    unsigned parts = (unsigned)((icc.size + PART - 1) / PART);
    for (unsigned part = 0; part < parts; ++part) {
        size_t begin = (size_t)part * PART;
        size_t size = icc.size - begin < PART ? icc.size - begin : PART;
        jpeg_write_m_header(jpeg, JPEG_APP0 + 2, (unsigned)(size + sizeof name + 2));
        for (size_t i = 0; i < sizeof name; ++i)
            jpeg_write_m_byte(jpeg, name[i]);
        jpeg_write_m_byte(jpeg, (int)part + 1);
        jpeg_write_m_byte(jpeg, (int)parts);
        for (size_t i = 0; i < size; ++i)
            jpeg_write_m_byte(jpeg, icc.data[begin + i]);
    }
}

/* A segment of EXIF or XMP, with its name of `length` bytes. */
static void write_part(struct jpeg_compress_struct *jpeg, const char *name, size_t length,
                       struct bytes_part part)
{
    jpeg_write_m_header(jpeg, JPEG_APP0 + 1, (unsigned)(part.size + length));
    for (size_t i = 0; i < length; ++i)
        jpeg_write_m_byte(jpeg, name[i]);
    for (size_t i = 0; i < part.size; ++i)
        jpeg_write_m_byte(jpeg, part.data[i]);
}

/* All that stands before the first row. */
static void write_header(struct writer *writer, int colours)
{
    static const int across[] = {0, 1, 2, 2}, down[] = {0, 1, 1, 2}; /* by enum chroma */
    static const char exif[] = "Exif\0", xmp[] = "http://ns.adobe.com/xap/1.0/";
    struct jpeg_compress_struct *jpeg = &writer->jpeg;
    const struct encode_options *options = writer->options;
    int chroma = options->chroma;
    if (chroma == CHROMA_AUTO)
        chroma = options->quality >= CHROMA_FULL ? CHROMA_444 : CHROMA_420;
    jpeg->dest = &writer->destination;
    jpeg->image_width = (JDIMENSION)writer->image->shape.width;
    jpeg->image_height = (JDIMENSION)writer->image->shape.height;
    jpeg->input_components = colours;
    jpeg->in_color_space = colours == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(jpeg);
    jpeg_set_quality(jpeg, options->quality, TRUE);
    jpeg->comp_info[0].h_samp_factor = colours == 1 ? 1 : across[chroma];
    jpeg->comp_info[0].v_samp_factor = colours == 1 ? 1 : down[chroma];
    jpeg->dct_method = JDCT_ISLOW;
    if (options->progressive)
        jpeg_simple_progression(jpeg);
    jpeg_start_compress(jpeg, TRUE);
    if (options->exif.size)
        write_part(jpeg, exif, sizeof exif, options->exif);
    if (options->xmp.size)
        write_part(jpeg, xmp, sizeof xmp, options->xmp);
    if (metadata_profile_fits(options->icc, colours))
        write_icc(jpeg, options->icc);
}

static void encode_steps(void *context)
{
    struct writer *writer = context;
    struct jpeg_compress_struct *jpeg = &writer->jpeg;
    struct shape shape = writer->image->shape;
    uint32_t colour = writer->options->background;
    const uint8_t behind[] = {(uint8_t)(colour >> 24), (uint8_t)(colour >> 16),
                              (uint8_t)(colour >> 8)};
    int colours = colours_of(writer->image, behind);
    jpeg_create_compress(jpeg);
    write_header(writer, colours);
    JSAMPARRAY flat = NULL;
    if (shape.channels % 2 == 0)
        flat = jpeg->mem->alloc_sarray((j_common_ptr)jpeg, JPOOL_IMAGE, 3 * (JDIMENSION)shape.width,
                                       1);
    for (int y = 0; y < shape.height; ++y) {
        JSAMPROW row = image_row(writer->image, y);
        if (flat) {
            row_flatten(flat[0], row, shape.width, shape.channels, behind, colours);
            row = flat[0];
        }
        jpeg_write_scanlines(jpeg, &row, 1);
    }
    jpeg_finish_compress(jpeg);
}

int jpeg_writer_encode(const struct image *image, const struct encode_options *options,
                       struct bytes *out, struct failure *failure)
{
    assert(area_contains(image->held, area_whole(image->shape)));
    assert(options->exif.size <= METADATA_EXIF_MAX && options->icc.size <= METADATA_ICC_MAX);
    assert(options->xmp.size <= METADATA_XMP_MAX);
    struct writer writer = {.image = image, .out = out, .options = options};
    writer.destination.init_destination = output_start;
    writer.destination.empty_output_buffer = output_grow;
    writer.destination.term_destination = output_end;
    writer.jpeg.err = jpeg_guard_start(&writer.guard, "encode", failure);
    writer.jpeg.client_data = &writer.guard;
    int result = jpeg_guard_run(&writer.guard, encode_steps, &writer);
    jpeg_destroy_compress(&writer.jpeg);
    return result;
}
