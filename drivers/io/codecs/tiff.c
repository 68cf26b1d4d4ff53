/* TIFF through libtiff: the first page, 8 bits a sample, 1 to 4 channels. */
#include "drivers/io/codecs/codec_late.h"
#include "drivers/io/codecs/exif_tiff.h"
#include "drivers/io/codecs/tiff_directory.h"
#include "drivers/io/codecs/tiff_library.h"
#include "drivers/io/codecs/tiff_reader.h"
#include "drivers/io/codecs/tiff_writer.h"

enum { THUMBNAILS_MAX = 16 };

static bool is_thumbnail(TIFF *tiff)
{
    uint32_t kind;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SUBFILETYPE, &kind);
    return kind & FILETYPE_REDUCEDIMAGE;
}

/* Goes to the first page that is no thumbnail of another one; else to the first. */
static void choose_page(TIFF *tiff)
{
    for (int i = 0; is_thumbnail(tiff); ++i)
        if (i == THUMBNAILS_MAX || TIFFLastDirectory(tiff) || !TIFFReadDirectory(tiff)) {
            TIFFSetDirectory(tiff, 0);
            return;
        }
}

/* Cameras' own files begin like TIFF: with a thumbnail, the picture where no reader of TIFF looks.
 */
static bool is_raw(TIFF *tiff)
{
    uint16_t count;
    uint64_t *below;
    uint8_t *version;
    return TIFFGetField(tiff, TIFFTAG_DNGVERSION, &version) ||
           (is_thumbnail(tiff) && TIFFGetField(tiff, TIFFTAG_SUBIFD, &count, &below));
}

/* Whether a page follows that is no smaller version of this one. */
static bool has_more_pages(struct tiff_file *file)
{
    if (TIFFLastDirectory(file->tiff))
        return false;
    toff_t here = TIFFCurrentDirOffset(file->tiff);
    bool more = TIFFReadDirectory(file->tiff) && !is_thumbnail(file->tiff);
    file->no_memory = file->estimated = false; /* what was said of the other page */
    file->message[0] = '\0';
    TIFFSetSubDirectory(file->tiff, here);
    return more;
}

/* A directory may be cut, and libtiff not say so, or say something else. */
static int open_page(struct tiff_reader *reader, struct failure *failure)
{
    const struct bytes *in = reader->file.in;
    bool ends = tiff_directory_ends_early(in, 0);
    if (tiff_file_read(&reader->file, in, reader->options->max_bytes)) {
        if (!ends)
            return tiff_reader_fail(reader, failure);
    } else {
        choose_page(reader->file.tiff);
        reader->more_pages = has_more_pages(&reader->file);
        ends = tiff_directory_ends_early(in, TIFFCurrentDirOffset(reader->file.tiff));
    }
    if (ends)
        return failure_set(failure, "decode", "truncated",
                           "the file ends inside its directory: copy it again");
    if (is_raw(reader->file.tiff))
        return failure_set(failure, "decode", "unsupported", "a raw image: develop it first");
    return tiff_layout_read(reader->file.tiff, reader->options, &reader->layout, failure);
}

static int tiff_open(void *state, const struct bytes *in, const struct decode_options *options,
                     struct codec_facts *facts, struct failure *failure)
{
    struct tiff_reader *reader = state;
    reader->options = options;
    reader->file.in = in;
    if (open_page(reader, failure))
        return -1;
    facts->shape = reader->layout.shape;
    facts->more_pages = reader->more_pages;
    facts->inks = tiff_layout_is_inks(&reader->layout);
    facts->in_rows = !reader->layout.by_library;
    return 0;
}

/* Copies, since what libtiff gives is its own. */
static void take_exif(TIFF *tiff, const struct bytes *in, struct metadata *metadata)
{
    struct bytes *exif = &metadata->own_exif;
    if (exif_of_tiff((struct bytes_part){in->data, in->size}, TIFFCurrentDirOffset(tiff), exif))
        metadata->ignored = "EXIF, for want of memory";
    else
        metadata->exif = (struct bytes_part){exif->data, exif->size};
    if (TIFFIsBigTIFF(tiff))
        metadata->ignored = "EXIF of a BigTIFF";
}

static void take_xmp(TIFF *tiff, struct metadata *metadata)
{
    uint32_t size;
    void *xmp;
    if (!TIFFGetField(tiff, TIFFTAG_XMLPACKET, &size, &xmp))
        return;
    if (bytes_append(&metadata->own_xmp, xmp, size))
        metadata->ignored = "XMP, for want of memory";
    else
        metadata->xmp = (struct bytes_part){metadata->own_xmp.data, size};
}

static void tiff_metadata(void *state, const struct bytes *in, unsigned wanted,
                          struct metadata *metadata)
{
    const struct tiff_reader *reader = state;
    TIFF *tiff = reader->file.tiff;
    uint16_t orientation;
    uint32_t size;
    void *icc;
    metadata_free(metadata);
    if (TIFFGetField(tiff, TIFFTAG_ORIENTATION, &orientation) && orientation >= 1 &&
        orientation <= ORIENTATION_LEFT_TURN)
        metadata->orientation = (enum orientation)orientation;
    if (wanted & METADATA_WANT_ICC && TIFFGetField(tiff, TIFFTAG_ICCPROFILE, &size, &icc))
        metadata_take_profile(metadata, icc, size);
    if (wanted & METADATA_WANT_EXIF)
        take_exif(tiff, in, metadata);
    if (wanted & METADATA_WANT_XMP)
        take_xmp(tiff, metadata);
}

static int tiff_decode(void *state, struct shape enough, struct image *image,
                       struct failure *failure)
{
    (void)enough; /* TIFF cannot shrink while decoding */
    return tiff_library_decode(state, image, failure);
}

static int tiff_start(void *state, struct shape enough, struct codec_rows *rows,
                      struct failure *failure)
{
    struct tiff_reader *reader = state;
    (void)enough;
    if (reader->options->inks && tiff_layout_is_inks(&reader->layout))
        reader->layout.shape.channels = 4;
    return tiff_reader_start(reader, rows, failure);
}

static int tiff_rows(void *state, struct range rows, const struct image *image,
                     struct failure *failure)
{
    return tiff_reader_rows(state, rows, image, failure);
}

static void tiff_close(void *state)
{
    struct tiff_reader *reader = state;
    tiff_reader_free(reader);
    tiff_file_close(&reader->file);
}

const struct codec codec_tiff_module = {
    .name = "tiff",
    .state_size = sizeof(struct tiff_reader),
    .open = tiff_open,
    .metadata = tiff_metadata,
    .decode = tiff_decode,
    .start = tiff_start,
    .rows = tiff_rows,
    .close = tiff_close,
    .encode = tiff_writer_encode,
};
