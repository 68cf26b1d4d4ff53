/* What a file says about its picture: what all formats share. */
#include "drivers/io/codecs/metadata.h"

#include <string.h>

void metadata_free(struct metadata *metadata)
{
    bytes_free(&metadata->own);
    bytes_free(&metadata->own_exif);
    bytes_free(&metadata->own_xmp);
    *metadata = (struct metadata){0};
}

enum orientation metadata_orientation(const struct metadata *metadata)
{
    return metadata->orientation ? metadata->orientation : exif_orientation(metadata->exif);
}

void metadata_take_profile(struct metadata *metadata, const void *icc, size_t size)
{
    if (size > METADATA_ICC_MAX) {
        metadata->ignored = "a colour profile of more than 4 MiB";
    } else if (!metadata_is_profile(icc, size)) {
        metadata->ignored = "a damaged colour profile";
    } else if (bytes_append(&metadata->own, icc, size)) {
        metadata->ignored = "a colour profile, for want of memory";
    } else {
        metadata->icc = (struct bytes_part){metadata->own.data, size};
    }
}

bool metadata_is_profile(const uint8_t *icc, size_t size)
{
    enum { HEADER = 128, SIGNATURE = 36 };
    if (size < HEADER || memcmp(icc + SIGNATURE, "acsp", 4) != 0)
        return false;
    size_t says = (size_t)icc[0] << 24 | (size_t)icc[1] << 16 | (size_t)icc[2] << 8 | icc[3];
    return says == size;
}

static bool is_of(struct bytes_part icc, const char *colours)
{
    enum { COLOURS = 16 };
    return icc.size > COLOURS + 4 && memcmp(icc.data + COLOURS, colours, 4) == 0;
}

bool metadata_profile_fits(struct bytes_part icc, int channels)
{
    return is_of(icc, channels < 3 ? "GRAY" : "RGB ");
}

bool metadata_profile_is_of_inks(struct bytes_part icc)
{
    return is_of(icc, "CMYK");
}

void metadata_take_exif(struct metadata *metadata, struct bytes_part exif)
{
    if (!metadata->exif.size)
        metadata->exif = exif_data(exif);
}

void metadata_take_xmp(struct metadata *metadata, struct bytes_part xmp)
{
    if (!metadata->xmp.size)
        metadata->xmp = xmp;
}
