/* TIFF: what is known of it before libtiff is needed. */
#include <stdio.h>
#include <string.h>

#include "drivers/io/codecs/codec_late.h"

static int tiff_encode(const struct image *image, const struct encode_options *options,
                       struct bytes *out, struct failure *failure)
{
    const struct codec *module = codec_tiff_load(failure);
    if (module)
        return module->encode(image, options, out, failure);
    failure->stage = "encode";
    return -1;
}

/* But for Canon's raw images, which say what they are behind the same mark. */
static bool tiff_sniff(const uint8_t *data, size_t size)
{
    static const char marks[][5] = {"II*\0", "MM\0*", "II+\0", "MM\0+"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; ++i)
        if (size >= 8 && memcmp(data, marks[i], 4) == 0)
            return size < 10 || memcmp(data + 8, "CR", 2) != 0;
    return false;
}

static void tiff_version(char *text, size_t size)
{
    snprintf(text, size, "libtiff %s", PARALLAX_TIFF_VERSION);
}

static const char *const tiff_extensions[] = {"tif", "tiff", NULL};

const struct codec codec_tiff = {
    .name = "tiff",
    .revision = 3,
    .extensions = tiff_extensions,
    .side_max = SIDE_MAX,
    .version = tiff_version,
    .sniff = tiff_sniff,
    .writes_orientation = true,
    .writes_exif = true,
    .writes_icc = true,
    .writes_xmp = true,
    .load = codec_tiff_load,
    .encode = tiff_encode,
};
