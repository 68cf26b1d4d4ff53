/* The pixels of one page of a TIFF file, from the top to the bottom: strips, or rows of tiles, one
 * after the other. What is asked for may end inside such a band: then this is decoded into a place
 * of its own, from which rows are copied; but not where it comes row by row. */
#include "drivers/io/codecs/tiff_reader.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/common/size.h"
#include "drivers/io/codecs/tiff_pieces.h"

static bool is_lenient(const struct tiff_reader *reader)
{
    return reader->options->allow_truncated || reader->options->allow_damaged;
}

static int read_band(struct tiff_reader *reader, struct range band, struct failure *failure)
{
    struct shape shape = reader->layout.shape;
    if (image_allocate(&reader->band, shape, (struct area){band, {0, shape.width}}))
        return failure_set(failure, "decode", "memory", "no memory for its pixels");
    if (is_lenient(reader))
        image_fill(&reader->band, 128);
    return tiff_pieces_read(reader, band, &reader->band, failure);
}

/* Rows of one band, which begin where those before ended. */
static int read_part(struct tiff_reader *reader, struct range band, struct range rows,
                     const struct image *image, struct failure *failure)
{
    if (rows.begin == band.begin)
        tiff_pieces_begin(reader, band.begin);
    if (reader->in_rows)
        return tiff_pieces_read_rows(reader, rows, image, failure);
    if (range_count(rows) == range_count(band))
        return tiff_pieces_read(reader, rows, image, failure);
    if (rows.begin == band.begin && read_band(reader, band, failure))
        return -1;
    for (int y = rows.begin; y < rows.end; ++y)
        memcpy(image_row(image, y), image_row(&reader->band, y), image_row_bytes(image));
    return 0;
}

/* Bytes for what is stored of a piece, or of a row of a large one; for a row of samples. */
static size_t stored_bytes(const struct tiff_pieces *pieces)
{
    return size_product(pieces->large ? pieces->row_bytes : pieces->bytes, (size_t)pieces->planes);
}

static size_t samples_bytes(const struct tiff_layout *layout)
{
    return 2 * size_product((size_t)layout->samples, (size_t)layout->shape.width);
}

/* Bytes of the band that a call may end inside of, but of one row, and of strips that are read row
 * by row. */
static double band_bytes(const struct tiff_reader *reader)
{
    const struct tiff_pieces *pieces = &reader->pieces;
    struct shape shape = reader->layout.shape;
    int height = (int)pieces->height < shape.height ? (int)pieces->height : shape.height;
    bool damaged = reader->options->allow_damaged && !pieces->tiled && pieces->planes == 1;
    if (height == 1 || pieces->large || damaged)
        return 0;
    return (double)image_bytes(shape, (struct area){{0, height}, {0, shape.width}});
}

int tiff_reader_start(struct tiff_reader *reader, struct codec_rows *rows, struct failure *failure)
{
    reader->pieces = tiff_pieces_of(reader);
    const struct tiff_pieces *pieces = &reader->pieces;
    struct shape shape = reader->layout.shape;
    size_t stored = stored_bytes(pieces);
    uint32_t most = pieces->tiled ? TIFFNumberOfTiles(reader->file.tiff)
                                  : TIFFNumberOfStrips(reader->file.tiff);
    if (pieces->row_bytes == 0 || stored == 0 || stored > PTRDIFF_MAX)
        return failure_set(failure, "decode", "corrupt", "the size of its strips makes no sense");
    if (codec_check_size(pieces->width, pieces->height, reader->options, failure))
        return -1;
    rows->shape = shape;
    rows->bytes = (double)stored + (double)samples_bytes(&reader->layout) + 16.0 * most;
    rows->parts = band_bytes(reader);
    return 0;
}

int tiff_reader_rows(struct tiff_reader *reader, struct range rows, const struct image *image,
                     struct failure *failure)
{
    int height = (int)reader->pieces.height;
    if (!reader->stored) {
        /* Zeros: of Deflate with bytes too many libtiff may leave the last ones unwritten, and be
         * content, when it has libdeflate. */
        reader->stored = calloc(1, stored_bytes(&reader->pieces));
        reader->samples = malloc(samples_bytes(&reader->layout));
    }
    if (!reader->stored || !reader->samples)
        return failure_set(failure, "decode", "memory", "no memory for its pixels");
    for (int y = rows.begin; is_lenient(reader) && y < rows.end; ++y)
        memset(image_row(image, y), 128, image_row_bytes(image));
    for (struct range part = rows; part.begin < rows.end; part.begin = part.end) {
        struct range band = {part.begin / height * height, 0};
        int64_t end = (int64_t)band.begin + height;
        band.end = end < image->shape.height ? (int)end : image->shape.height;
        part.end = band.end < rows.end ? band.end : rows.end;
        if (read_part(reader, band, part, image, failure))
            return -1;
    }
    return 0;
}

void tiff_reader_free(struct tiff_reader *reader)
{
    free(reader->stored);
    free(reader->samples);
    free(reader->raster);
    image_free(&reader->band);
    reader->stored = NULL;
    reader->samples = NULL;
    reader->raster = NULL;
}
