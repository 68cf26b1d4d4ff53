/* WebP: what is known of it before libwebp is needed. */
#include <stdio.h>
#include <string.h>

#include "drivers/io/codecs/codec_late.h"

static int webp_encode(const struct image *image, const struct encode_options *options,
                       struct bytes *out, struct failure *failure)
{
    const struct codec *module = codec_webp_load(failure);
    if (module)
        return module->encode(image, options, out, failure);
    failure->stage = "encode";
    return -1;
}

static bool webp_sniff(const uint8_t *data, size_t size)
{
    return size >= 12 && memcmp(data, "RIFF", 4) == 0 && memcmp(data + 8, "WEBP", 4) == 0;
}

static void webp_version(char *text, size_t size)
{
    snprintf(text, size, "libwebp %s", PARALLAX_WEBP_VERSION);
}

static const char *const webp_extensions[] = {"webp", NULL};

static const struct option_entry write_options[] = {
    OPTION_LINE_FLAG("lossless", offsetof(struct codec_options, encode.lossless), 0,
                     "WebP without loss"),
    OPTION_LINE_END,
};

const struct codec codec_webp = {
    .name = "webp",
    .revision = 2,
    .extensions = webp_extensions,
    .side_max = 16383,
    .write_options = write_options,
    .version = webp_version,
    .sniff = webp_sniff,
    .writes_orientation = true,
    .writes_exif = true,
    .writes_icc = true,
    .writes_xmp = true,
    .load = codec_webp_load,
    .encode = webp_encode,
};
