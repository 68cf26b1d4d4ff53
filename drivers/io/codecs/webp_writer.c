/* Writing WebP: straight into the buffer that goes to the file. */
#include "drivers/io/codecs/webp_writer.h"

#include <assert.h>
#include <stdlib.h>

#include <webp/encode.h>

#include "drivers/common/size.h"
#include "drivers/io/codecs/webp_metadata.h"

static int on_write(const uint8_t *data, size_t size, const WebPPicture *picture)
{
    return bytes_append(picture->custom_ptr, data, size) == 0;
}

static void set_config(WebPConfig *config, const struct encode_options *options)
{
    config->quality = (float)options->quality;
    config->exact = 1;
    if (options->lossless) /* effort; as fast as a picture of a photograph takes with loss */
        WebPConfigLosslessPreset(config, 2);
    config->use_sharp_yuv = options->chroma == CHROMA_444; /* as near as the format comes */
}

/* Grey, with or without alpha, as colours. The caller frees it; NULL: no memory. */
static uint8_t *coloured(const struct image *image)
{
    struct shape shape = image->shape;
    bool alpha = shape.channels == 2;
    uint8_t *all =
        malloc(size_product((size_t)shape.width * (alpha ? 4 : 3), (size_t)shape.height));
    uint8_t *to = all;
    for (int y = 0; all && y < shape.height; ++y) {
        const uint8_t *row = image_row(image, y);
        for (int x = 0; x < shape.width; ++x, row += shape.channels) {
            *to++ = row[0];
            *to++ = row[0];
            *to++ = row[0];
            if (alpha)
                *to++ = row[1];
        }
    }
    return all;
}

static bool import(WebPPicture *picture, const struct image *image)
{
    struct shape shape = image->shape;
    bool alpha = shape.channels % 2 == 0;
    uint8_t *made = shape.channels < 3 ? coloured(image) : NULL;
    if (shape.channels < 3 && !made)
        return false;
    const uint8_t *pixels = made ? made : image->pixels;
    int stride = made ? shape.width * (alpha ? 4 : 3) : (int)image->stride;
    int done = alpha ? WebPPictureImportRGBA(picture, pixels, stride)
                     : WebPPictureImportRGB(picture, pixels, stride);
    free(made);
    return done;
}

int webp_writer_encode(const struct image *image, const struct encode_options *options,
                       struct bytes *out, struct failure *failure)
{
    assert(area_contains(image->held, area_whole(image->shape)));
    WebPConfig config;
    WebPPicture picture;
    if (!WebPConfigInit(&config) || !WebPPictureInit(&picture))
        return failure_set(failure, "encode", "no-library", "another version of libwebp is there");
    set_config(&config, options);
    out->size = 0;
    picture.width = image->shape.width;
    picture.height = image->shape.height;
    picture.use_argb = options->lossless;
    picture.writer = on_write;
    picture.custom_ptr = out;
    int result = import(&picture, image) && WebPEncode(&config, &picture) ? 0 : -1;
    int cause = picture.error_code;
    WebPPictureFree(&picture);
    struct encode_options said = *options;
    if (!metadata_profile_fits(options->icc, 3)) /* grey is written as colours */
        said.icc = (struct bytes_part){NULL, 0};
    if (!result && (said.exif.size || said.xmp.size || said.icc.size)) {
        result = webp_metadata_add(out, &said, image->shape);
        cause = VP8_ENC_ERROR_OUT_OF_MEMORY;
    }
    if (!result)
        return 0;
    if (cause == VP8_ENC_ERROR_BAD_DIMENSION)
        return failure_set(failure, "encode", "too-large", "a side may have %d pixels at most",
                           WEBP_MAX_DIMENSION);
    if (cause == VP8_ENC_ERROR_PARTITION0_OVERFLOW || cause == VP8_ENC_ERROR_PARTITION_OVERFLOW ||
        cause == VP8_ENC_ERROR_FILE_TOO_BIG)
        return failure_set(failure, "encode", "too-large",
                           "too much for a WebP file: lower --quality");
    return failure_set(failure, "encode", "memory", "no memory for the WebP file");
}
