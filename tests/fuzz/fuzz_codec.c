/* Fuzz target: one codec (FUZZ_CODEC) over any bytes, strictly and leniently. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/io/codecs/reader.h"
#include "tests/fuzz/fuzz.h"

enum { PIXELS_MAX = 1 << 20, MEMORY_MAX = 1 << 26 };

/* All of these rows, so that a sanitizer sees what was not set or lies elsewhere. */
static unsigned hash_of(const struct image *image, struct range rows, unsigned hash)
{
    for (int y = rows.begin; y < rows.end; ++y)
        for (size_t i = 0; i < image_row_bytes(image); ++i)
            hash = 31 * hash + image_row(image, y)[i];
    return hash;
}

/* What could be decoded whole gives the same in pieces of 1, 2, 3, … rows. */
static void decode_rows(const struct bytes *bytes, const struct decode_options *options,
                        struct shape enough, unsigned expected)
{
    struct reader reader = {0};
    struct codec_facts facts;
    struct codec_rows rows;
    struct image image = {0};
    struct failure failure;
    unsigned hash = 0;
    int result = reader_open(&reader, &FUZZ_CODEC, bytes, options, &facts, &failure) ||
                 reader_start(&reader, enough, &rows, &failure);
    assert(!result);
    for (struct range piece = {0, 1}; piece.begin < rows.shape.height;) {
        struct area held = {piece, {0, rows.shape.width}};
        result = image_allocate(&image, rows.shape, held) ||
                 reader_rows(&reader, piece, &image, &failure);
        assert(!result);
        hash = hash_of(&image, piece, hash);
        int next = piece.end + range_count(piece) + 1;
        piece = (struct range){piece.end, next < rows.shape.height ? next : rows.shape.height};
    }
    assert(hash == expected);
    image_free(&image);
    reader_free(&reader);
}

static void decode(const struct bytes *bytes, const struct decode_options *options,
                   struct shape enough)
{
    struct reader reader = {0};
    struct codec_facts facts;
    struct image image = {0};
    struct metadata metadata = {0};
    struct failure failure = {.code = NULL};
    int result = reader_open(&reader, &FUZZ_CODEC, bytes, options, &facts, &failure);
    if (!result) {
        assert(shape_is_valid(facts.shape));
        reader_metadata(&reader, bytes, METADATA_WANT_ICC | METADATA_WANT_EXIF | METADATA_WANT_XMP,
                        &metadata);
        result = reader_decode(&reader, enough, &image, &failure);
    }
    unsigned hash = result ? 0 : hash_of(&image, (struct range){0, image.shape.height}, 0);
    if (result)
        assert(failure.code && *failure.message);
    else if (facts.in_rows)
        decode_rows(bytes, options, enough, hash);
    fuzz_sink += hash;
    metadata_free(&metadata);
    image_free(&image);
    reader_free(&reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct decode_options options = {.max_pixels = PIXELS_MAX, .max_bytes = MEMORY_MAX};
    const struct shape all = {SIDE_MAX, SIDE_MAX, CHANNELS_MAX}, few = {9, 9, CHANNELS_MAX};
    struct bytes bytes = {.data = calloc(size ? size : 1, 1), .size = size}; /* its end is guarded
                                                                              */
    assert(bytes.data);
    if (size)
        memcpy(bytes.data, data, size);
    if (FUZZ_CODEC.sniff(bytes.data, size)) {
        decode(&bytes, &options, size % 2 ? all : few);
        options.allow_truncated = true;
        options.allow_damaged = size % 4 < 2;
        decode(&bytes, &options, all);
    }
    free(bytes.data);
    return 0;
}
