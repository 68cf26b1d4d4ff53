/* A picture between its file and the kernel, and between the kernel and its output. */
#include "drivers/job/picture.h"

#include "drivers/io/codecs/xmp.h"
#include "drivers/io/turn.h"

static bool keeps_icc(const struct codec_options *options)
{
    return options->decode.icc != ICC_STRIP &&
           (options->keep == METADATA_ICC || options->keep == METADATA_ALL);
}

static bool keeps_exif(const struct codec_options *options)
{
    return options->keep == METADATA_EXIF || options->keep == METADATA_ALL;
}

static bool keeps_xmp(const struct codec_options *options)
{
    return options->keep == METADATA_ALL;
}

/* Inks become RGB in any case, and their profile does not go with it: so it is what they become it
 * by, unless it is to be passed over. */
static bool converts_inks(const struct codec_options *options, const struct codec_facts *facts)
{
    return facts->inks && colour_available && options->decode.icc != ICC_STRIP;
}

void picture_open(struct picture *picture, const struct codec_options *options, bool writes,
                  const struct codec_facts *facts, struct reader *reader, const struct bytes *file)
{
    bool inks = converts_inks(options, facts);
    unsigned wanted = 0;
    if (inks || options->decode.icc == ICC_STANDARD || (writes && keeps_icc(options)))
        wanted |= METADATA_WANT_ICC;
    if (writes && keeps_exif(options))
        wanted |= METADATA_WANT_EXIF;
    if (writes && keeps_xmp(options))
        wanted |= METADATA_WANT_XMP;
    reader_metadata(reader, file, wanted, &picture->metadata);
    picture->inks = inks && metadata_profile_is_of_inks(picture->metadata.icc);
    picture->turn = options->decode.orient == ORIENT_AUTO ? metadata_orientation(&picture->metadata)
                                                          : ORIENTATION_UPRIGHT;
    picture->converted = false;
    picture->passed_over = picture->metadata.ignored;
}

bool picture_comes_in_rows(const struct picture *picture)
{
    bool turns = picture->turn != ORIENTATION_UPRIGHT && picture->turn != ORIENTATION_MIRROR;
    return !turns && !picture->inks;
}

struct image *picture_place(struct picture *picture, struct image *image)
{
    return turn_swaps(picture->turn) ? &picture->stored : image;
}

/* The profile of the picture's colours, which may be said by other means; none: sRGB, or nobody
 * knows. */
static struct bytes_part profile_of(struct picture *picture, int channels)
{
    struct failure failure;
    if (picture->metadata.icc.size)
        return picture->metadata.icc;
    picture->icc.size = 0;
    if (!colour_is_said(&picture->metadata.colours))
        return (struct bytes_part){NULL, 0};
    if (colour_load(&failure))
        picture->passed_over = "what is said of the colours, since lcms2 cannot be loaded";
    else
        colour_profile(&picture->colour, &picture->metadata.colours, channels, &picture->icc);
    return (struct bytes_part){picture->icc.data, picture->icc.size};
}

static int turn(struct picture *picture, const struct decode_options *options, struct image *image,
                struct failure *failure)
{
    const struct image *stored = &picture->stored;
    if (!turn_swaps(picture->turn)) {
        turn_in_place(image, picture->turn);
        return 0;
    }
    if (codec_check_memory(2 * (double)image_bytes(stored->shape, stored->held), options, failure))
        return -1;
    if (turn_into(stored, picture->turn, image))
        return failure_set(failure, "decode", "memory", "no memory to turn it");
    return 0;
}

int picture_start(struct picture *picture, const struct decode_options *options, int channels,
                  struct failure *failure)
{
    picture->converts = false;
    if (options->icc != ICC_STANDARD)
        return 0;
    if (colour_load(failure))
        return -1;
    struct bytes_part icc = profile_of(picture, channels);
    picture->converts = icc.size && colour_prepare(&picture->colour, icc, channels);
    picture->converted = !icc.size || picture->converts;
    if (!picture->converted)
        picture->passed_over =
            "a colour profile that is damaged, or of other colours than the picture";
    return 0;
}

static void convert(struct picture *picture, const struct image *image, struct range rows)
{
    if (picture->converts)
        colour_convert(&picture->colour, image, rows);
}

void picture_finish_rows(struct picture *picture, const struct image *image, struct range rows)
{
    if (picture->turn == ORIENTATION_MIRROR)
        turn_mirror(image, rows);
    convert(picture, image, rows);
}

/* Of the whole of a picture of inks. */
static int convert_inks(struct picture *picture, struct image *image, struct failure *failure)
{
    if (colour_load(failure))
        return -1;
    picture->converted = true;
    if (!colour_convert_inks(&picture->colour, picture->metadata.icc, image))
        picture->passed_over = "a colour profile that is damaged";
    return 0;
}

int picture_finish(struct picture *picture, const struct decode_options *options,
                   struct image *image, struct failure *failure)
{
    struct image *stored = picture_place(picture, image);
    picture->converts = false;
    if (picture->inks ? convert_inks(picture, stored, failure)
                      : picture_start(picture, options, stored->shape.channels, failure))
        return -1;
    if (picture->turn != ORIENTATION_UPRIGHT && turn(picture, options, image, failure))
        return -1;
    convert(picture, image, (struct range){0, image->shape.height});
    return 0;
}

/* That of the result. */
static enum orientation orientation_of(const struct picture *picture,
                                       const struct codec_options *options)
{
    return options->decode.orient == ORIENT_KEEP ? metadata_orientation(&picture->metadata)
                                                 : ORIENTATION_UPRIGHT;
}

static void embed_xmp(struct picture *picture, const struct codec_options *options,
                      const struct codec *format, struct shape shape, struct encode_options *encode)
{
    struct bytes_part xmp = picture->metadata.xmp;
    if (!xmp.size)
        return;
    if (!format->writes_xmp)
        picture->passed_over = "XMP, which the output's format has no place for";
    else if (xmp.size > METADATA_XMP_MAX) /* before any work on it, which may be quadratic */
        picture->passed_over = "XMP of more than 64 KiB";
    else if (!xmp_is_text(xmp))
        picture->passed_over = "XMP that is no UTF-8 text";
    else if (xmp_correct(xmp, orientation_of(picture, options), shape.width, shape.height,
                         &picture->xmp))
        picture->passed_over = "XMP, for want of memory";
    else if (picture->xmp.size > METADATA_XMP_MAX)
        picture->passed_over = "XMP of more than 64 KiB";
    else
        encode->xmp = (struct bytes_part){picture->xmp.data, picture->xmp.size};
    if (encode->xmp.size && xmp_has_companion(xmp))
        picture->passed_over = "a gain map for HDR, a film or a map of depths";
}

static void embed_exif(struct picture *picture, const struct codec_options *options,
                       const struct codec *format, struct shape shape,
                       struct encode_options *encode)
{
    struct bytes_part exif = picture->metadata.exif;
    enum orientation says = orientation_of(picture, options);
    bool whole = exif.size && keeps_exif(options);
    if (whole && (exif.size > METADATA_EXIF_MAX || !format->writes_exif)) {
        picture->passed_over = format->writes_exif
                                   ? "EXIF of more than 64 KiB"
                                   : "EXIF, which the output's format has no place for";
        whole = false;
    }
    if (!whole && says == ORIENTATION_UPRIGHT)
        return;
    if (!whole && !format->writes_orientation)
        picture->passed_over = "an orientation, which the output's format has no place for";
    else if (whole ? exif_correct(exif, says, shape.width, shape.height, &picture->exif)
                   : exif_minimal(says, &picture->exif))
        picture->passed_over = "EXIF, for want of memory";
    else
        encode->exif = (struct bytes_part){picture->exif.data, picture->exif.size};
}

void picture_embed(struct picture *picture, const struct codec_options *options,
                   const struct codec *format, struct shape shape, struct encode_options *encode)
{
    embed_exif(picture, options, format, shape, encode);
    embed_xmp(picture, options, format, shape, encode);
    if (picture->converted || !keeps_icc(options))
        return;
    struct bytes_part icc = profile_of(picture, shape.channels);
    if (!icc.size)
        return;
    if (!format->writes_icc)
        picture->passed_over = "a colour profile, which the output's format has no place for";
    else if (!metadata_profile_fits(icc, shape.channels))
        picture->passed_over = "a colour profile of other colours than the result";
    else
        encode->icc = icc;
}

void picture_free(struct picture *picture)
{
    metadata_free(&picture->metadata);
    image_free(&picture->stored);
    bytes_free(&picture->exif);
    bytes_free(&picture->icc);
    bytes_free(&picture->xmp);
    colour_free(&picture->colour);
}

void picture_identify(const struct codec_options *options, FILE *key)
{
    if (options->decode.orient != ORIENT_AUTO)
        fprintf(key, " as stored\n");
    if (options->decode.icc == ICC_STANDARD)
        fprintf(key, " in srgb\n");
    if (options->decode.icc == ICC_STRIP)
        fprintf(key, " without profiles\n");
}
