/* The pixels of one page of a TIFF file: strips and tiles, one after the other.
 *
 * A page comes in pieces, strips or tiles, that are compressed each on its own; where samples have
 * planes of their own there is a piece for each of them. Pieces are read whole, which is faster and
 * lets Deflate look at its checksum; but of large strips, and of those that are known to be
 * damaged, a row at a time. A piece that goes on behind the end of the file is cut to what is
 * there: whether that is enough its decoder finds. */
#include "drivers/io/codecs/tiff_reader.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/common/size.h"
#include "drivers/io/codecs/tiff_library.h"

enum { STRIP_MAX = 4 << 20 };

struct pieces {
    uint32_t width, height; /* of each in pixels */
    int planes;
    size_t row_bytes, bytes; /* of a piece's row, and of a piece, in one plane */
    bool tiled, large;       /* large: a strip of which one row is held */
};

int tiff_reader_fail(const struct tiff_reader *reader, struct failure *failure)
{
    const struct tiff_file *file = &reader->file;
    if (file->no_memory)
        return failure_set(failure, "decode", "memory", "%s", file->message);
    if (reader->cut)
        return failure_set(failure, "decode", "truncated",
                           "the file ends before the image does: copy it again, or accept a grey "
                           "rest with --allow-truncated");
    return failure_set(failure, "decode", "corrupt",
                       "%s: copy it again, or accept what is left of it with --allow-damaged",
                       *file->message ? file->message : "its pixels cannot be decoded");
}

static bool is_allowed(const struct tiff_reader *reader)
{
    if (reader->file.no_memory)
        return false;
    return reader->cut ? reader->options->allow_truncated : reader->options->allow_damaged;
}

static struct pieces pieces_of(const struct tiff_reader *reader)
{
    TIFF *tiff = reader->file.tiff;
    const struct tiff_layout *layout = &reader->layout;
    struct pieces pieces = {.width = (uint32_t)layout->shape.width,
                            .planes = layout->separate ? layout->samples : 1,
                            .tiled = TIFFIsTiled(tiff) != 0};
    if (pieces.tiled) {
        TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &pieces.width);
        TIFFGetField(tiff, TIFFTAG_TILELENGTH, &pieces.height);
        pieces.row_bytes = (size_t)TIFFTileRowSize64(tiff);
        pieces.bytes = (size_t)TIFFTileSize64(tiff);
        return pieces;
    }
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &pieces.height);
    if (pieces.height > (uint32_t)layout->shape.height)
        pieces.height = (uint32_t)layout->shape.height;
    pieces.row_bytes = (size_t)TIFFScanlineSize64(tiff);
    pieces.bytes = size_product(pieces.row_bytes, pieces.height);
    pieces.large = pieces.bytes > STRIP_MAX && pieces.planes == 1;
    return pieces;
}

/* Before a strip or tile is read: whether all of it is there. Cuts it where it is not. */
static void look_at_piece(struct tiff_reader *reader, const struct pieces *pieces, uint32_t number)
{
    TIFF *tiff = reader->file.tiff;
    uint64_t offset = TIFFGetStrileOffset(tiff, number), size = reader->file.in->size;
    uint64_t count = TIFFGetStrileByteCount(tiff, number), *counts = NULL;
    reader->file.message[0] = '\0';
    reader->cut = offset > size || count > size - offset;
    if (reader->cut && offset < size &&
        TIFFGetField(tiff, pieces->tiled ? TIFFTAG_TILEBYTECOUNTS : TIFFTAG_STRIPBYTECOUNTS,
                     &counts) &&
        counts)
        counts[number] = size - offset;
    if (reader->file.estimated && offset + count == size)
        reader->cut = true;
}

static void convert_row(struct tiff_reader *reader, const struct pieces *pieces,
                        const uint8_t *stored, uint8_t *row, int width)
{
    const struct tiff_layout *layout = &reader->layout;
    if (pieces->planes == 1 && tiff_layout_is_plain(layout)) {
        memcpy(row, stored, (size_t)(width * layout->samples));
        return;
    }
    int each = layout->samples / pieces->planes; /* samples of a pixel in a plane */
    for (int plane = 0; plane < pieces->planes; ++plane)
        tiff_layout_unpack(layout, stored + (size_t)plane * pieces->bytes, (size_t)(width * each),
                           reader->samples + plane, pieces->planes);
    tiff_layout_convert(layout, reader->samples, width, row);
}

/* Rows of a strip up to the first that cannot be decoded. */
static int read_rows(struct tiff_reader *reader, const struct pieces *pieces, uint32_t begin,
                     uint32_t end, struct image *image, struct failure *failure)
{
    for (uint32_t y = begin; y < end; ++y) {
        if (TIFFReadScanline(reader->file.tiff, reader->stored, y, 0) != 1)
            return is_allowed(reader) ? 0 : tiff_reader_fail(reader, failure);
        convert_row(reader, pieces, reader->stored, image_row(image, (int)y), image->shape.width);
    }
    return 0;
}

static uint32_t number_of(TIFF *tiff, const struct pieces *pieces, uint32_t x, uint32_t y,
                          int plane)
{
    return pieces->tiled ? TIFFComputeTile(tiff, x, y, 0, (uint16_t)plane)
                         : TIFFComputeStrip(tiff, y, (uint16_t)plane);
}

/* Whether all planes of a piece could be read whole. */
static int read_planes(struct tiff_reader *reader, const struct pieces *pieces, uint32_t x,
                       uint32_t y, bool *read, struct failure *failure)
{
    TIFF *tiff = reader->file.tiff;
    *read = true;
    for (int plane = 0; plane < pieces->planes; ++plane) {
        uint8_t *into = reader->stored + (size_t)plane * pieces->bytes;
        uint32_t number = number_of(tiff, pieces, x, y, plane);
        look_at_piece(reader, pieces, number);
        tmsize_t got = pieces->tiled
                           ? TIFFReadEncodedTile(tiff, number, into, (tmsize_t)pieces->bytes)
                           : TIFFReadEncodedStrip(tiff, number, into, (tmsize_t)pieces->bytes);
        if (got >= 0)
            continue;
        if (!is_allowed(reader))
            return tiff_reader_fail(reader, failure);
        *read = false;
    }
    return 0;
}

static int read_piece(struct tiff_reader *reader, const struct pieces *pieces, uint32_t x,
                      uint32_t y, struct image *image, struct failure *failure)
{
    uint32_t columns = (uint32_t)image->shape.width - x, rows = (uint32_t)image->shape.height - y;
    columns = columns < pieces->width ? columns : pieces->width;
    rows = rows < pieces->height ? rows : pieces->height;
    bool read, one_strip = !pieces->tiled && pieces->planes == 1;
    if (one_strip)
        look_at_piece(reader, pieces, number_of(reader->file.tiff, pieces, x, y, 0));
    if (one_strip && (pieces->large || reader->cut || reader->options->allow_damaged))
        return read_rows(reader, pieces, y, y + rows, image, failure);
    if (read_planes(reader, pieces, x, y, &read, failure))
        return -1;
    for (uint32_t row = 0; row < rows && read; ++row)
        convert_row(reader, pieces, reader->stored + row * pieces->row_bytes,
                    image_row(image, (int)(y + row)) + (size_t)x * (size_t)image->shape.channels,
                    (int)columns);
    return 0;
}

static int make_room(struct tiff_reader *reader, const struct pieces *pieces, struct image *image,
                     struct failure *failure)
{
    const struct tiff_layout *layout = &reader->layout;
    struct shape shape = layout->shape;
    size_t stored =
        size_product(pieces->large ? pieces->row_bytes : pieces->bytes, (size_t)pieces->planes);
    size_t samples = 2 * size_product((size_t)layout->samples, (size_t)shape.width);
    uint32_t most = TIFFIsTiled(reader->file.tiff) ? TIFFNumberOfTiles(reader->file.tiff)
                                                   : TIFFNumberOfStrips(reader->file.tiff);
    double bytes = (double)image_bytes(shape, area_whole(shape)) + (double)stored +
                   (double)samples + 16.0 * most;
    if (pieces->row_bytes == 0 || stored == 0 || stored > PTRDIFF_MAX)
        return failure_set(failure, "decode", "corrupt", "the size of its strips makes no sense");
    if (codec_check_size(pieces->width, pieces->height, reader->options, failure) ||
        codec_check_memory(bytes, reader->options, failure))
        return -1;
    reader->stored = malloc(stored);
    reader->samples = malloc(samples);
    if (!reader->stored || !reader->samples || image_allocate(image, shape, area_whole(shape)))
        return failure_set(failure, "decode", "memory", "no memory for its pixels");
    return 0;
}

int tiff_reader_decode(struct tiff_reader *reader, struct image *image, struct failure *failure)
{
    if (reader->layout.by_library)
        return tiff_library_decode(reader, image, failure);
    struct pieces pieces = pieces_of(reader);
    if (make_room(reader, &pieces, image, failure))
        return -1;
    if (reader->options->allow_truncated || reader->options->allow_damaged)
        image_fill(image, 128);
    for (uint32_t y = 0; y < (uint32_t)image->shape.height; y += pieces.height)
        for (uint32_t x = 0; x < (uint32_t)image->shape.width; x += pieces.width)
            if (read_piece(reader, &pieces, x, y, image, failure))
                return -1;
    return 0;
}

void tiff_reader_free(struct tiff_reader *reader)
{
    free(reader->stored);
    free(reader->samples);
    free(reader->raster);
    reader->stored = NULL;
    reader->samples = NULL;
    reader->raster = NULL;
}
