/* What the samples of a TIFF page mean: its tags. */
#include "drivers/io/codecs/tiff_layout.h"

static int unsupported(struct failure *failure, const char *what)
{
    return failure_set(failure, "decode", "unsupported", "%s: convert it", what);
}

/* Of these libtiff is known to give a row at a time, and to mind the end of its input. */
static int check_compression(TIFF *tiff, int bits, struct failure *failure)
{
    static const uint16_t known[] = {
        COMPRESSION_NONE,          COMPRESSION_CCITTRLE,  COMPRESSION_CCITTRLEW,
        COMPRESSION_CCITTFAX3,     COMPRESSION_CCITTFAX4, COMPRESSION_LZW,
        COMPRESSION_JPEG,          COMPRESSION_PACKBITS,  COMPRESSION_DEFLATE,
        COMPRESSION_ADOBE_DEFLATE, COMPRESSION_LZMA,      COMPRESSION_ZSTD,
        COMPRESSION_WEBP};
    uint16_t compression;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &compression);
    size_t i = 0;
    while (i < sizeof known / sizeof *known && known[i] != compression)
        ++i;
    if (compression == COMPRESSION_OJPEG)
        return unsupported(failure, "JPEG in the way of TIFF 6.0");
    if (i == sizeof known / sizeof *known || !TIFFIsCODECConfigured(compression))
        return failure_set(failure, "decode", "unsupported", "TIFF compression %d: convert it",
                           compression);
    if ((compression == COMPRESSION_JPEG || compression == COMPRESSION_WEBP) && bits != 8)
        return unsupported(failure, "JPEG of other than 8 bits a sample");
    return 0;
}

static int check_samples(TIFF *tiff, const struct tiff_layout *layout, struct failure *failure)
{
    uint16_t format;
    uint32_t depth;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &format);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_IMAGEDEPTH, &depth);
    if (format == SAMPLEFORMAT_IEEEFP || format == SAMPLEFORMAT_COMPLEXIEEEFP)
        return unsupported(failure, "samples of floating point");
    if (format != SAMPLEFORMAT_UINT && format != SAMPLEFORMAT_VOID)
        return unsupported(failure, "samples with a sign");
    if (depth != 1)
        return unsupported(failure, "an image of three dimensions");
    if (layout->bits < 1 || layout->bits > 16)
        return failure_set(failure, "decode", "unsupported",
                           "%d bits a sample: only 1 to 16 are read, convert it", layout->bits);
    return check_compression(tiff, layout->bits, failure);
}

static int read_map(TIFF *tiff, struct tiff_layout *layout, struct failure *failure)
{
    uint16_t *map[3];
    if (!TIFFGetField(tiff, TIFFTAG_COLORMAP, &map[0], &map[1], &map[2]))
        return failure_set(failure, "decode", "corrupt", "a palette is missing");
    uint16_t joined = 0, largest = 0;
    for (int c = 0; c < 3; ++c) {
        layout->map[c] = map[c];
        for (int i = 0; i < 1 << layout->bits; ++i) {
            joined |= map[c][i];
            largest = largest < map[c][i] ? map[c][i] : largest;
        }
    }
    /* Programs make 16 bits of 8 by 257 v, by 256 v, or not at all. */
    layout->map_max = largest < 256 ? 255 : joined & 255 ? 65535 : 255 * 256;
    return 0;
}

/* libtiff's JPEG decoder gives RGB where it is asked to; its other decoders do not. */
static void choose_ycbcr(TIFF *tiff, struct tiff_layout *layout)
{
    uint16_t compression;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &compression);
    layout->by_library = compression != COMPRESSION_JPEG || layout->separate;
    if (!layout->by_library)
        TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
}

static int read_colours(TIFF *tiff, struct tiff_layout *layout, struct failure *failure)
{
    uint16_t photometric, inks;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_INKSET, &inks);
    if (!TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric))
        photometric = layout->samples < 3 ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB;
    layout->colours = 3;
    switch (photometric) {
    case PHOTOMETRIC_MINISWHITE:
    case PHOTOMETRIC_MINISBLACK:
    case PHOTOMETRIC_MASK:
        layout->white_is_zero = photometric == PHOTOMETRIC_MINISWHITE;
        layout->colours = 1;
        return 0;
    case PHOTOMETRIC_PALETTE:
        layout->colours = 1;
        return read_map(tiff, layout, failure);
    case PHOTOMETRIC_RGB:
        return 0;
    case PHOTOMETRIC_SEPARATED:
        layout->colours = 4;
        return inks == INKSET_CMYK ? 0 : unsupported(failure, "inks other than CMYK");
    case PHOTOMETRIC_YCBCR:
        choose_ycbcr(tiff, layout);
        return 0;
    case PHOTOMETRIC_CIELAB:
        layout->by_library = true;
        return 0;
    case PHOTOMETRIC_CFA:
    case 34892: /* LinearRaw */
        return unsupported(failure, "a raw image");
    default:
        return failure_set(failure, "decode", "unsupported",
                           "TIFF colours of kind %d: convert it to RGB", photometric);
    }
}

/* Samples beyond the colours: the first that is alpha; what means nothing is left out. */
static void read_alpha(TIFF *tiff, struct tiff_layout *layout)
{
    uint16_t count, *kinds;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds);
    for (int i = 0; i < count && !layout->alpha && layout->colours + i < layout->samples; ++i)
        if (kinds[i] == EXTRASAMPLE_ASSOCALPHA || kinds[i] == EXTRASAMPLE_UNASSALPHA) {
            layout->alpha = layout->colours + i;
            layout->premultiplied = kinds[i] == EXTRASAMPLE_ASSOCALPHA;
        }
}

int tiff_layout_read(TIFF *tiff, const struct decode_options *options, struct tiff_layout *layout,
                     struct failure *failure)
{
    uint32_t width = 0, height = 0;
    uint16_t samples, bits, planes;
    *layout = (struct tiff_layout){.samples = 0};
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &samples);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &bits);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &planes);
    layout->samples = samples;
    layout->bits = bits;
    layout->separate = planes == PLANARCONFIG_SEPARATE && samples > 1;
    if (codec_check_size(width, height, options, failure) || check_samples(tiff, layout, failure) ||
        read_colours(tiff, layout, failure))
        return -1;
    if (layout->samples < layout->colours)
        return failure_set(failure, "decode", "corrupt",
                           "%d samples a pixel, where its colours "
                           "need %d",
                           layout->samples, layout->colours);
    if (!layout->by_library)
        read_alpha(tiff, layout);
    int colours = layout->colours == 1 && !layout->map[0] ? 1 : 3;
    layout->shape = (struct shape){(int)width, (int)height, colours + (layout->alpha > 0)};
    return 0;
}
