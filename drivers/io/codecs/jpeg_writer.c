/* Writing JPEG: straight into the buffer that goes to the file. */
#include "drivers/io/codecs/jpeg_writer.h"

#include <assert.h>

#include "drivers/common/size.h"
#include "drivers/io/codecs/jpeg_guard.h"

struct writer {
    struct jpeg_compress_struct jpeg;
    struct jpeg_guard guard;
    struct jpeg_destination_mgr destination;
    const struct image *image;
    struct bytes *out;
    int quality;
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

/* Without its alpha, on white. */
static void row_flatten(uint8_t *out, const uint8_t *row, int width, int channels)
{
    int colours = channels - 1;
    for (int x = 0; x < width; ++x, row += channels)
        for (int c = 0; c < colours; ++c)
            *out++ = (uint8_t)((row[c] * row[colours] + 255 * (255 - row[colours]) + 127) / 255);
}

static void encode_steps(void *context)
{
    struct writer *writer = context;
    struct jpeg_compress_struct *jpeg = &writer->jpeg;
    struct shape shape = writer->image->shape;
    bool flatten = shape.channels % 2 == 0;
    jpeg_create_compress(jpeg);
    jpeg->dest = &writer->destination;
    jpeg->image_width = (JDIMENSION)shape.width;
    jpeg->image_height = (JDIMENSION)shape.height;
    jpeg->input_components = shape.channels - flatten;
    jpeg->in_color_space = jpeg->input_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(jpeg);
    jpeg_set_quality(jpeg, writer->quality, TRUE);
    jpeg->dct_method = JDCT_ISLOW;
    jpeg_start_compress(jpeg, TRUE);
    JSAMPARRAY flat = NULL;
    if (flatten)
        flat = jpeg->mem->alloc_sarray((j_common_ptr)jpeg, JPOOL_IMAGE, 3 * (JDIMENSION)shape.width,
                                       1);
    for (int y = 0; y < shape.height; ++y) {
        JSAMPROW row = image_row(writer->image, y);
        if (flat) {
            row_flatten(flat[0], row, shape.width, shape.channels);
            row = flat[0];
        }
        jpeg_write_scanlines(jpeg, &row, 1);
    }
    jpeg_finish_compress(jpeg);
}

int jpeg_writer_encode(const struct image *image, int quality, struct bytes *out,
                       struct failure *failure)
{
    assert(area_contains(image->held, area_whole(image->shape)));
    struct writer writer = {.image = image, .out = out, .quality = quality};
    writer.destination.init_destination = output_start;
    writer.destination.empty_output_buffer = output_grow;
    writer.destination.term_destination = output_end;
    writer.jpeg.err = jpeg_guard_start(&writer.guard, "encode", failure);
    writer.jpeg.client_data = &writer.guard;
    int result = jpeg_guard_run(&writer.guard, encode_steps, &writer);
    jpeg_destroy_compress(&writer.jpeg);
    return result;
}
