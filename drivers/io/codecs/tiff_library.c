/* Pages of colour spaces that libtiff itself turns into RGB. */
#include "drivers/io/codecs/tiff_library.h"

#include <stdlib.h>

/* Whether some strip or tile goes on behind the end of the file. */
static bool is_cut(TIFF *tiff, uint64_t size)
{
    uint32_t count = TIFFIsTiled(tiff) ? TIFFNumberOfTiles(tiff) : TIFFNumberOfStrips(tiff);
    for (uint32_t i = 0; i < count; ++i) {
        uint64_t offset = TIFFGetStrileOffset(tiff, i);
        if (offset > size || TIFFGetStrileByteCount(tiff, i) > size - offset)
            return true;
    }
    return false;
}

static int make_room(struct tiff_reader *reader, struct image *image, struct failure *failure)
{
    TIFF *tiff = reader->file.tiff;
    struct shape shape = reader->layout.shape;
    double pixels = (double)shape.width * shape.height;
    double piece = (double)(TIFFIsTiled(tiff) ? TIFFTileSize64(tiff) : TIFFStripSize64(tiff));
    double bytes = (double)image_bytes(shape, area_whole(shape)) + 4 * pixels + piece;
    if (codec_check_memory(bytes, reader->options, failure))
        return -1;
    if (piece > 16 * pixels + (1 << 20))
        return failure_set(failure, "decode", "corrupt", "the size of its strips makes no sense");
    reader->raster = malloc(4 * (size_t)shape.width * (size_t)shape.height);
    if (!reader->raster || image_allocate(image, shape, area_whole(shape)))
        return failure_set(failure, "decode", "memory", "no memory for its pixels");
    return 0;
}

int tiff_library_decode(struct tiff_reader *reader, struct image *image, struct failure *failure)
{
    struct shape shape = reader->layout.shape;
    TIFF *tiff = reader->file.tiff;
    if (make_room(reader, image, failure))
        return -1;
    size_t pixels = (size_t)shape.width * (size_t)shape.height;
    for (size_t i = 0; i < pixels; ++i)
        reader->raster[i] = 0xff808080; /* grey, where nothing is read */
    reader->file.message[0] = '\0';     /* what was said before is no damage of the pixels */
    reader->cut = is_cut(tiff, reader->file.in->size);
    bool lenient = reader->cut ? reader->options->allow_truncated : reader->options->allow_damaged;
    TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT); /* rows stay where they are */
    int read = TIFFReadRGBAImageOriented(tiff, (uint32_t)shape.width, (uint32_t)shape.height,
                                         reader->raster, ORIENTATION_TOPLEFT, !lenient);
    if ((!read || *reader->file.message) && (!lenient || reader->file.no_memory))
        return tiff_reader_fail(reader, failure);
    const uint32_t *from = reader->raster;
    for (int y = 0; y < shape.height; ++y) {
        uint8_t *row = image_row(image, y);
        for (int x = 0; x < shape.width; ++x, ++from, row += 3) {
            row[0] = (uint8_t)TIFFGetR(*from);
            row[1] = (uint8_t)TIFFGetG(*from);
            row[2] = (uint8_t)TIFFGetB(*from);
        }
    }
    return 0;
}
