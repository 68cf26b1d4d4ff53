/* Strips and tiles of a page of a TIFF file.
 *
 * A page comes in pieces, strips or tiles, that are compressed each on its own; where samples have
 * planes of their own there is a piece for each of them. Pieces are read whole, which is faster and
 * lets Deflate look at its checksum; but of large strips, and of those that are known to be
 * damaged, a row at a time. A piece that goes on behind the end of the file is cut to what is
 * there: whether that is enough its decoder finds. */
#include "drivers/io/codecs/tiff_pieces.h"

#include <string.h>

#include "drivers/common/size.h"

enum { STRIP_MAX = 4 << 20 };

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

struct tiff_pieces tiff_pieces_of(const struct tiff_reader *reader)
{
    TIFF *tiff = reader->file.tiff;
    const struct tiff_layout *layout = &reader->layout;
    struct tiff_pieces pieces = {.width = (uint32_t)layout->shape.width,
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
static void look_at_piece(struct tiff_reader *reader, const struct tiff_pieces *pieces,
                          uint32_t number)
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

static void convert_row(struct tiff_reader *reader, const struct tiff_pieces *pieces,
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

int tiff_pieces_read_rows(struct tiff_reader *reader, struct range rows, const struct image *image,
                          struct failure *failure)
{
    for (int y = rows.begin; y < rows.end && !reader->lost; ++y) {
        reader->lost = TIFFReadScanline(reader->file.tiff, reader->stored, (uint32_t)y, 0) != 1;
        if (!reader->lost)
            convert_row(reader, &reader->pieces, reader->stored, image_row(image, y),
                        image->shape.width);
        else if (!is_allowed(reader))
            return tiff_reader_fail(reader, failure);
    }
    return 0;
}

static uint32_t number_of(TIFF *tiff, const struct tiff_pieces *pieces, uint32_t x, uint32_t y,
                          int plane)
{
    return pieces->tiled ? TIFFComputeTile(tiff, x, y, 0, (uint16_t)plane)
                         : TIFFComputeStrip(tiff, y, (uint16_t)plane);
}

/* Whether all planes of a piece could be read whole. */
static int read_planes(struct tiff_reader *reader, const struct tiff_pieces *pieces, uint32_t x,
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

/* A piece whole, into an image that holds its rows. */
static int read_piece(struct tiff_reader *reader, int x, struct range rows,
                      const struct image *image, struct failure *failure)
{
    const struct tiff_pieces *pieces = &reader->pieces;
    int left = image->shape.width - x;
    int columns = left < (int)pieces->width ? left : (int)pieces->width;
    bool read;
    if (read_planes(reader, pieces, (uint32_t)x, (uint32_t)rows.begin, &read, failure))
        return -1;
    const uint8_t *stored = reader->stored;
    for (int y = rows.begin; y < rows.end && read; ++y, stored += pieces->row_bytes)
        convert_row(reader, pieces, stored,
                    image_row(image, y) + (ptrdiff_t)x * image->shape.channels, columns);
    return 0;
}

int tiff_pieces_read(struct tiff_reader *reader, struct range rows, const struct image *image,
                     struct failure *failure)
{
    for (int64_t x = 0; x < image->shape.width; x += reader->pieces.width)
        if (read_piece(reader, (int)x, rows, image, failure))
            return -1;
    return 0;
}

void tiff_pieces_begin(struct tiff_reader *reader, int y)
{
    const struct tiff_pieces *pieces = &reader->pieces;
    reader->lost = reader->in_rows = false;
    if (pieces->tiled || pieces->planes > 1)
        return;
    look_at_piece(reader, pieces, number_of(reader->file.tiff, pieces, 0, (uint32_t)y, 0));
    reader->in_rows = pieces->large || reader->cut || reader->options->allow_damaged;
}
