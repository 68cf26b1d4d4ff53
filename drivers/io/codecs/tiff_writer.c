/* Writing TIFF: strips of rows, Deflate after differences along rows. */
#include "drivers/io/codecs/tiff_writer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/size.h"
#include "drivers/io/codecs/exif_tiff.h"
#include "drivers/io/codecs/tiff_file.h"

enum { COMPRESSION_LEVEL = 4, STRIP_BYTES = 1 << 18 };

static void set_fields(TIFF *tiff, struct shape shape, uint32_t rows)
{
    uint16_t alpha = EXTRASAMPLE_UNASSALPHA;
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, (uint32_t)shape.width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, (uint32_t)shape.height);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 8);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, shape.channels);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC,
                 shape.channels < 3 ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB);
    if (shape.channels % 2 == 0)
        TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &alpha);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, rows);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
    TIFFSetField(tiff, TIFFTAG_ZIPQUALITY, COMPRESSION_LEVEL);
    TIFFSetField(tiff, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
}

static void set_metadata(TIFF *tiff, const struct encode_options *options)
{
    if (options->exif.size)
        TIFFSetField(tiff, TIFFTAG_ORIENTATION, (int)exif_orientation(options->exif));
    if (options->xmp.size)
        TIFFSetField(tiff, TIFFTAG_XMLPACKET, (uint32_t)options->xmp.size, options->xmp.data);
    if (options->icc.size)
        TIFFSetField(tiff, TIFFTAG_ICCPROFILE, (uint32_t)options->icc.size, options->icc.data);
}

/* All strips and the directory. 0, or -1 where libtiff refuses. */
static int write_strips(TIFF *tiff, const struct image *image, const struct encode_options *options,
                        uint32_t rows, uint8_t *strip)
{
    size_t row_bytes = image_row_bytes(image);
    uint32_t height = (uint32_t)image->shape.height;
    set_fields(tiff, image->shape, rows);
    set_metadata(tiff, options);
    for (uint32_t y = 0, number = 0; y < height; y += rows, ++number) {
        uint32_t count = height - y < rows ? height - y : rows;
        for (uint32_t row = 0; row < count; ++row)
            memcpy(strip + row * row_bytes, image_row(image, (int)(y + row)), row_bytes);
        if (TIFFWriteEncodedStrip(tiff, number, strip, (tmsize_t)(count * row_bytes)) < 0)
            return -1;
    }
    return TIFFWriteDirectory(tiff) && TIFFFlush(tiff) ? 0 : -1;
}

/* A file in EXIF's order of bytes can take it. */
static const char *kind_of(const struct encode_options *options, bool large)
{
    if (large)
        return "w8";
    if (options->exif.size)
        return memcmp(options->exif.data, "MM", 2) == 0 ? "wb" : "wl";
    return "w";
}

int tiff_writer_encode(const struct image *image, const struct encode_options *options,
                       struct bytes *out, struct failure *failure)
{
    assert(area_contains(image->held, area_whole(image->shape)));
    size_t row_bytes = image_row_bytes(image);
    size_t rows = row_bytes < STRIP_BYTES ? STRIP_BYTES / row_bytes : 1;
    if (rows > (size_t)image->shape.height)
        rows = (size_t)image->shape.height;
    struct tiff_file file;
    uint8_t *strip = malloc(rows * row_bytes);
    bool large = size_product(row_bytes, (size_t)image->shape.height) > 4000000000;
    int result = strip ? tiff_file_write(&file, out, kind_of(options, large)) : -1;
    if (!result) {
        result = write_strips(file.tiff, image, options, (uint32_t)rows, strip);
        tiff_file_close(&file);
    }
    if (!result && options->exif.size && !large && exif_into_tiff(options->exif, out)) {
        result = -1;
        file.no_memory = true;
    }
    if (result && (!strip || file.no_memory))
        failure_set(failure, "encode", "memory", "no memory for the TIFF file");
    else if (result)
        failure_set(failure, "encode", "corrupt", "libtiff: %s", file.message);
    free(strip);
    return result;
}
