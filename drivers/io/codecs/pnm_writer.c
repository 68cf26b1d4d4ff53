/* Writing PNM: the kind that the file's name asks for. */
#include "drivers/io/codecs/pnm_writer.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "drivers/common/size.h"

/* P4, P5, P6, P7; or that which loses nothing. */
static char kind_of(const char *name, int channels)
{
    static const struct {
        const char *ending;
        char kind;
    } kinds[] = {{".pbm", '4'}, {".pgm", '5'}, {".ppm", '6'}, {".pam", '7'}};
    const char *dot = name ? strrchr(name, '.') : NULL;
    for (size_t i = 0; dot && i < sizeof kinds / sizeof *kinds; ++i)
        if (strcasecmp(dot, kinds[i].ending) == 0)
            return kinds[i].kind;
    return channels == 1 ? '5' : channels == 3 ? '6' : '7';
}

static int print_header(char *text, size_t size, char kind, struct shape shape)
{
    static const char *const types[] = {"", "GRAYSCALE", "GRAYSCALE_ALPHA", "RGB", "RGB_ALPHA"};
    if (kind == '7')
        return snprintf(text, size,
                        "P7\nWIDTH %d\nHEIGHT %d\nDEPTH %d\nMAXVAL 255\nTUPLTYPE %s\nENDHDR\n",
                        shape.width, shape.height, shape.channels, types[shape.channels]);
    return snprintf(text, size, "P%c\n%d %d\n%s", kind, shape.width, shape.height,
                    kind == '4' ? "" : "255\n");
}

static size_t row_bytes_of(char kind, struct shape shape)
{
    size_t width = (size_t)shape.width;
    return kind == '4'   ? (width + 7) / 8
           : kind == '5' ? width
           : kind == '6' ? 3 * width
                         : (size_t)shape.channels * width;
}

/* A pixel as it is seen: in front of the background, 0xRRGGBBAA, of which the alpha is no matter.
 */
static void flatten(const uint8_t *pixel, int channels, uint32_t background, unsigned colours[3])
{
    unsigned alpha = channels % 2 ? 255 : pixel[channels - 1];
    for (int c = 0; c < 3; ++c) {
        unsigned behind = background >> (24 - 8 * c) & 255;
        colours[c] = (pixel[channels < 3 ? 0 : c] * alpha + behind * (255 - alpha) + 127) / 255;
    }
}

/* By ITU-R BT.601, as grey is made of colours everywhere else. */
static unsigned brightness(const unsigned colours[3])
{
    return (19595 * colours[0] + 38470 * colours[1] + 7471 * colours[2] + 32768) >> 16;
}

static void write_row(uint8_t *to, char kind, const uint8_t *row, struct shape shape,
                      uint32_t background)
{
    if (kind == '4')
        memset(to, 0, row_bytes_of(kind, shape));
    for (int x = 0; x < shape.width; ++x, row += shape.channels) {
        unsigned colours[3];
        flatten(row, shape.channels, background, colours);
        if (kind == '6')
            for (int c = 0; c < 3; ++c)
                *to++ = (uint8_t)colours[c];
        else if (kind == '5')
            *to++ = (uint8_t)brightness(colours);
        else if (brightness(colours) < 128)
            to[x / 8] |= (uint8_t)(0x80 >> x % 8);
    }
}

int pnm_writer_encode(const struct image *image, const struct encode_options *options,
                      struct bytes *out, struct failure *failure)
{
    assert(area_contains(image->held, area_whole(image->shape)));
    struct shape shape = image->shape;
    char header[160], kind = kind_of(options->name, shape.channels);
    size_t row_bytes = row_bytes_of(kind, shape);
    size_t count = (size_t)print_header(header, sizeof header, kind, shape);
    out->size = 0;
    if (bytes_reserve(out, size_sum(count, size_product(row_bytes, (size_t)shape.height))))
        return failure_set(failure, "encode", "memory", "no memory for the PNM file");
    bytes_append(out, header, count);
    for (int y = 0; y < shape.height; ++y, out->size += row_bytes) {
        uint8_t *to = out->data + out->size;
        if (row_bytes == image_row_bytes(image) && kind != '4')
            memcpy(to, image_row(image, y), row_bytes);
        else
            write_row(to, kind, image_row(image, y), shape, options->background);
    }
    return 0;
}
