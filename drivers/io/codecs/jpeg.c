/* JPEG through libjpeg-turbo: exact integer DCT. */
#include "drivers/io/codecs/codec.h"

#include <string.h>

#include "drivers/io/codecs/jpeg_reader.h"
#include "drivers/io/codecs/jpeg_writer.h"

#define TEXT_OF(value)    TEXT_OF_IT(value)
#define TEXT_OF_IT(value) #value

static int jpeg_open(void *state, const struct bytes *in, const struct decode_options *options,
                     struct codec_facts *facts, struct failure *failure)
{
    return jpeg_reader_open(state, in, options, facts, failure);
}

static int jpeg_start(void *state, struct shape enough, struct codec_rows *rows,
                      struct failure *failure)
{
    return jpeg_reader_start(state, enough, rows, failure);
}

static int jpeg_rows(void *state, struct range rows, const struct image *image,
                     struct failure *failure)
{
    return jpeg_reader_rows(state, rows, image, failure);
}

static void jpeg_close(void *state)
{
    jpeg_reader_close(state);
}

static void jpeg_metadata(void *state, const struct bytes *in, unsigned wanted,
                          struct metadata *metadata)
{
    (void)state;
    metadata_of_jpeg(in, wanted, metadata);
}

static bool jpeg_sniff(const uint8_t *data, size_t size)
{
    return size >= 3 && memcmp(data, "\xff\xd8\xff", 3) == 0;
}

static void jpeg_version(char *text, size_t size)
{
#ifdef LIBJPEG_TURBO_VERSION
    snprintf(text, size, "libjpeg-turbo %s", TEXT_OF(LIBJPEG_TURBO_VERSION));
#else
    snprintf(text, size, "libjpeg %d", JPEG_LIB_VERSION);
#endif
}

static const char *const jpeg_extensions[] = {"jpg", "jpeg", "jpe", "jfif", NULL};

static const char *const off_on[] = {"off", "on", NULL};

static const struct option_entry read_options[] = {
    OPTION_LINE_CHOICE("shrink-on-load", offsetof(struct codec_options, decode.shrink_on_load), 1,
                       off_on, "decode a JPEG no larger than the kernel has use for"),
    OPTION_LINE_END,
};

/* In the order of enum chroma. */
static const char *const chroma_names[] = {"auto", "444", "422", "420", NULL};

static const struct option_entry write_options[] = {
    OPTION_LINE_CHOICE("chroma", offsetof(struct codec_options, encode.chroma), CHROMA_AUTO,
                       chroma_names,
                       "samples of colour in a JPEG: all, half, or a quarter of the pixels' number "
                       "(auto: 444 from quality 90 on, else 420)"),
    OPTION_LINE_FLAG("progressive", offsetof(struct codec_options, encode.progressive), 0,
                     "write JPEGs that show coarse first: a few % smaller, and slower"),
    OPTION_LINE_END,
};

const struct codec codec_jpeg = {
    .name = "jpeg",
    .revision = 4,
    .extensions = jpeg_extensions,
    .side_max = 65500, /* the library's JPEG_MAX_DIMENSION; the format allows 65535 */
    .read_options = read_options,
    .write_options = write_options,
    .version = jpeg_version,
    .sniff = jpeg_sniff,
    .writes_orientation = true,
    .writes_exif = true,
    .writes_icc = true,
    .writes_xmp = true,
    .state_size = sizeof(struct jpeg_reader),
    .open = jpeg_open,
    .metadata = jpeg_metadata,
    .start = jpeg_start,
    .rows = jpeg_rows,
    .close = jpeg_close,
    .encode = jpeg_writer_encode,
};
