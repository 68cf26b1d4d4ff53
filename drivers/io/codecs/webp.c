/* WebP through libwebp: the picture, or the first of an animation, 3 or 4 channels. */
#include <stdlib.h>
#include <string.h>

#include <webp/decode.h>

#include "drivers/io/codecs/codec_late.h"
#include "drivers/io/codecs/webp_container.h"
#include "drivers/io/codecs/webp_writer.h"

/* An open file. */
struct webp {
    const struct decode_options *options;
    struct webp_container container;
    WebPBitstreamFeatures features;
    struct shape shape; /* of the canvas */
    WebPIDecoder *decoder;
};

static int fail(struct failure *failure, bool cut)
{
    if (cut)
        return failure_set(failure, "decode", "truncated",
                           "the file ends before the image does: copy it again, or accept a grey "
                           "rest with --allow-truncated");
    return failure_set(failure, "decode", "corrupt",
                       "its pixels cannot be decoded: copy it again, or accept what is left of it "
                       "with --allow-damaged");
}

/* The size of what is coded against what the chunks around it say. */
static int check_places(struct webp *webp, struct failure *failure)
{
    struct webp_container *c = &webp->container;
    int64_t width = webp->features.width, height = webp->features.height;
    if (c->width == 0) {
        c->width = width;
        c->height = height;
    }
    bool whole = c->frame_width == 0;
    if (whole ? width != c->width || height != c->height
              : width != c->frame_width || height != c->frame_height || c->x + width > c->width ||
                    c->y + height > c->height)
        return failure_set(failure, "decode", "corrupt",
                           "its header contradicts itself: %lld x %lld pixels in %lld x %lld",
                           (long long)width, (long long)height, (long long)c->width,
                           (long long)c->height);
    return 0;
}

static int webp_open(void *state, const struct bytes *in, const struct decode_options *options,
                     struct codec_facts *facts, struct failure *failure)
{
    struct webp *webp = state;
    struct webp_container *c = &webp->container;
    webp->options = options;
    if (webp_container_read(in, c, failure))
        return -1;
    VP8StatusCode status = WebPGetFeatures(c->data, c->size, &webp->features);
    if (status == VP8_STATUS_NOT_ENOUGH_DATA && c->cut)
        return failure_set(failure, "decode", "truncated",
                           "the file ends inside its header: copy it again");
    if (status != VP8_STATUS_OK)
        return failure_set(failure, "decode", "corrupt", "its header makes no sense");
    if (check_places(webp, failure) || codec_check_size(c->width, c->height, options, failure))
        return -1;
    bool part = c->frame_width && (c->frame_width < c->width || c->frame_height < c->height);
    webp->shape =
        (struct shape){(int)c->width, (int)c->height, webp->features.has_alpha || part ? 4 : 3};
    facts->shape = webp->shape;
    facts->more_pages = c->more;
    return 0;
}

/* libwebp holds all of a lossless picture once more, of others the alpha, and some rows. */
static int make_image(const struct webp *webp, struct image *image, struct failure *failure)
{
    double pixels = (double)webp->features.width * webp->features.height;
    double held = webp->features.format == 2 ? 4 * pixels : webp->features.has_alpha ? pixels : 0;
    held += (double)image_bytes(webp->shape, area_whole(webp->shape));
    if (codec_check_memory(held + 64.0 * webp->features.width, webp->options, failure))
        return -1;
    if (image_allocate(image, webp->shape, area_whole(webp->shape)))
        return failure_set(failure, "decode", "memory", "no memory for its pixels");
    return 0;
}

/* Where rows are to be put: straight into the image. */
static void set_output(const struct webp *webp, const struct image *image,
                       WebPDecoderConfig *config)
{
    uint8_t *first =
        image_row(image, (int)webp->container.y) + webp->container.x * webp->shape.channels;
    WebPRGBABuffer *buffer = &config->output.u.RGBA;
    config->output.colorspace = webp->shape.channels == 4 ? MODE_RGBA : MODE_RGB;
    config->output.is_external_memory = 1;
    buffer->rgba = first;
    buffer->stride = (int)image->stride;
    buffer->size = (size_t)image->stride * (size_t)(webp->features.height - 1) +
                   (size_t)webp->features.width * (size_t)webp->shape.channels;
}

/* What can be had of a picture that is cut or damaged: rows down to that place. */
static int decode_part(struct webp *webp, WebPDecoderConfig *config, struct failure *failure)
{
    const struct webp_container *c = &webp->container;
    webp->decoder = WebPIDecode(NULL, 0, config);
    if (!webp->decoder)
        return failure_set(failure, "decode", "memory", "no memory for libwebp");
    VP8StatusCode status = WebPIUpdate(webp->decoder, c->data, c->size);
    if (status == VP8_STATUS_OUT_OF_MEMORY)
        return failure_set(failure, "decode", "memory", "no memory for libwebp");
    if (status != VP8_STATUS_OK && status != VP8_STATUS_SUSPENDED && !webp->options->allow_damaged)
        return fail(failure, false);
    return 0;
}

static int webp_decode(void *state, struct shape enough, struct image *image,
                       struct failure *failure)
{
    (void)enough; /* scaled decoding would save no time */
    struct webp *webp = state;
    const struct webp_container *c = &webp->container;
    bool lenient = c->cut ? webp->options->allow_truncated : webp->options->allow_damaged;
    WebPDecoderConfig config;
    if (c->cut && !lenient)
        return fail(failure, true);
    if (make_image(webp, image, failure))
        return -1;
    if (!WebPInitDecoderConfig(&config))
        return failure_set(failure, "decode", "no-library", "another version of libwebp is there");
    if (lenient)
        image_fill(image, 128);
    else if (c->frame_width) /* what is beside the frame is transparent */
        image_fill(image, 0);
    set_output(webp, image, &config);
    if (lenient)
        return decode_part(webp, &config, failure);
    VP8StatusCode status = WebPDecode(c->data, c->size, &config);
    if (status == VP8_STATUS_OUT_OF_MEMORY)
        return failure_set(failure, "decode", "memory", "no memory for libwebp");
    return status == VP8_STATUS_OK ? 0 : fail(failure, false);
}

static void webp_close(void *state)
{
    struct webp *webp = state;
    if (webp->decoder)
        WebPIDelete(webp->decoder);
}

static void webp_metadata(void *state, const struct bytes *in, unsigned wanted,
                          struct metadata *metadata)
{
    (void)state;
    metadata_of_webp(in, wanted, metadata);
}

const struct codec codec_webp_module = {
    .name = "webp",
    .state_size = sizeof(struct webp),
    .open = webp_open,
    .metadata = webp_metadata,
    .decode = webp_decode,
    .close = webp_close,
    .encode = webp_writer_encode,
};
