/* Fuzz target: what goes with a picture from one file into the next: the metadata of any bytes are
 * corrected, written by every codec that has a place for them, and found again. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/io/codecs/reader.h"
#include "tests/fuzz/fuzz.h"

static const struct shape small = {3, 2, 3};

/* The file that was written is one, of this picture, which stands upright. */
static void read_again(const struct codec *codec, const struct bytes *file, bool had_profile)
{
    const struct decode_options options = {.max_pixels = 100};
    struct reader reader = {0};
    struct codec_facts facts;
    struct image image = {0};
    struct metadata metadata = {0};
    struct failure failure;
    int result = reader_open(&reader, codec, file, &options, &facts, &failure);
    assert(result == 0 && facts.shape.width == small.width && facts.shape.height == small.height);
    reader_metadata(&reader, file, true, &metadata);
    assert(metadata_orientation(&metadata) == ORIENTATION_UPRIGHT);
    assert(!codec->writes_icc || !had_profile || metadata.icc.size);
    result = reader_decode(&reader, small, &image, &failure);
    assert(result == 0);
    metadata_free(&metadata);
    image_free(&image);
    reader_free(&reader);
}

static void write_with(const struct metadata *metadata)
{
    struct image image = {0};
    struct bytes exif = {0}, file = {0};
    struct failure failure = {.code = NULL};
    struct encode_options options = {.quality = 90};
    int result = image_allocate(&image, small, area_whole(small));
    assert(result == 0);
    memset(image.pixels, 77, (size_t)image.stride * (size_t)small.height);
    if (exif_correct(metadata->exif, ORIENTATION_UPRIGHT, small.width, small.height, &exif) == 0 &&
        exif.size <= METADATA_EXIF_MAX)
        options.exif = (struct bytes_part){exif.data, exif.size};
    if (metadata_profile_fits(metadata->icc, small.channels))
        options.icc = metadata->icc;
    for (int i = 0; codecs[i]; ++i) {
        const struct codec *codec = codecs[i]->load ? codecs[i]->load(&failure) : codecs[i];
        assert(codec);
        if (codec->encode(&image, &options, &file, &failure))
            assert(failure.code && *failure.message);
        else
            read_again(codec, &file, options.icc.size);
    }
    bytes_free(&file);
    bytes_free(&exif);
    image_free(&image);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct decode_options options = {.max_pixels = 1 << 20, .max_bytes = 1 << 26};
    /* Its end is guarded. */
    struct bytes bytes = {.data = calloc(size ? size : 1, 1), .size = size};
    struct reader reader = {0};
    struct codec_facts facts;
    struct metadata metadata = {0};
    struct failure failure;
    assert(bytes.data);
    if (size)
        memcpy(bytes.data, data, size);
    const struct codec *codec = codec_of_content(&bytes);
    if (codec && reader_open(&reader, codec, &bytes, &options, &facts, &failure) == 0)
        reader_metadata(&reader, &bytes, true, &metadata);
    if (metadata.exif.size || metadata.icc.size)
        write_with(&metadata);
    metadata_free(&metadata);
    reader_free(&reader);
    free(bytes.data);
    return 0;
}
