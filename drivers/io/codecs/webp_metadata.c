/* What a WebP file says about its picture: reading and adding chunks beside those of the pixels. */
#include "drivers/io/codecs/webp_metadata.h"

#include <string.h>

enum { RIFF = 12, HEADER = 8, EXTENDED = 10 };
enum { HAS_XMP = 0x04, HAS_EXIF = 0x08, HAS_ALPHA = 0x10, HAS_ICC = 0x20 }; /* flags of VP8X */

struct chunk {
    const uint8_t *name, *data;
    size_t size, whole; /* whole: with its header, and filled up to an even number */
};

static size_t number(const uint8_t *bytes)
{
    return (size_t)bytes[0] | (size_t)bytes[1] << 8 | (size_t)bytes[2] << 16 |
           (size_t)bytes[3] << 24;
}

/* The chunk at `at`; false: there is no whole one. */
static bool chunk_at(const struct bytes *in, size_t at, struct chunk *chunk)
{
    if (at > in->size || in->size - at < HEADER)
        return false;
    chunk->name = in->data + at;
    chunk->data = chunk->name + HEADER;
    chunk->size = number(chunk->name + 4);
    if (chunk->size > in->size - at - HEADER)
        return false;
    chunk->whole = HEADER + chunk->size + chunk->size % 2;
    return true;
}

static bool is(const struct chunk *chunk, const char *name)
{
    return memcmp(chunk->name, name, 4) == 0;
}

void metadata_of_webp(const struct bytes *in, unsigned wanted, struct metadata *metadata)
{
    struct chunk chunk;
    metadata_free(metadata);
    for (size_t at = RIFF; chunk_at(in, at, &chunk); at += chunk.whole) {
        if (is(&chunk, "EXIF"))
            metadata_take_exif(metadata, (struct bytes_part){chunk.data, chunk.size});
        if (wanted & METADATA_WANT_XMP && is(&chunk, "XMP "))
            metadata_take_xmp(metadata, (struct bytes_part){chunk.data, chunk.size});
        if (!(wanted & METADATA_WANT_ICC) || !is(&chunk, "ICCP") || metadata->icc.size)
            continue;
        if (chunk.size > METADATA_ICC_MAX)
            metadata->ignored = "a colour profile of more than 4 MiB";
        else if (!metadata_is_profile(chunk.data, chunk.size))
            metadata->ignored = "a damaged colour profile";
        else
            metadata->icc = (struct bytes_part){chunk.data, chunk.size};
    }
}

/* What bytes_append() returns, summed up. */
static int add_chunk(struct bytes *out, const char *name, struct bytes_part part)
{
    const uint8_t size[] = {(uint8_t)part.size, (uint8_t)(part.size >> 8),
                            (uint8_t)(part.size >> 16), (uint8_t)(part.size >> 24)};
    return bytes_append(out, name, 4) | bytes_append(out, size, sizeof size) |
           bytes_append(out, part.data, part.size) | bytes_append(out, "", part.size % 2);
}

/* Whether the picture says that it has alpha. */
static bool has_alpha(const struct chunk *chunk)
{
    return (is(chunk, "VP8X") && chunk->size >= EXTENDED && chunk->data[0] & HAS_ALPHA) ||
           is(chunk, "ALPH") || (is(chunk, "VP8L") && chunk->size > 4 && chunk->data[4] & 0x10);
}

int webp_metadata_add(struct bytes *file, const struct encode_options *options, struct shape shape)
{
    uint8_t extended[EXTENDED] = {0};
    struct bytes out = {0};
    struct chunk chunk;
    unsigned across = (unsigned)shape.width - 1, down = (unsigned)shape.height - 1;
    extended[0] = (uint8_t)((options->exif.size ? HAS_EXIF : 0) |
                            (options->xmp.size ? HAS_XMP : 0) | (options->icc.size ? HAS_ICC : 0));
    for (size_t at = RIFF; chunk_at(file, at, &chunk); at += chunk.whole)
        extended[0] |= has_alpha(&chunk) ? HAS_ALPHA : 0;
    for (int i = 0; i < 3; ++i) {
        extended[4 + i] = (uint8_t)(across >> 8 * i);
        extended[7 + i] = (uint8_t)(down >> 8 * i);
    }
    int failed = bytes_append(&out, file->data, RIFF) |
                 add_chunk(&out, "VP8X", (struct bytes_part){extended, EXTENDED});
    if (options->icc.size)
        failed |= add_chunk(&out, "ICCP", options->icc);
    for (size_t at = RIFF; chunk_at(file, at, &chunk); at += chunk.whole)
        if (!is(&chunk, "VP8X"))
            failed |= bytes_append(&out, chunk.name, chunk.whole);
    if (options->exif.size)
        failed |= add_chunk(&out, "EXIF", options->exif);
    if (options->xmp.size)
        failed |= add_chunk(&out, "XMP ", options->xmp);
    file->size = 0;
    failed |= bytes_append(file, out.data, out.size);
    for (int i = 0; !failed && i < 4; ++i)
        file->data[4 + i] = (uint8_t)((out.size - HEADER) >> 8 * i);
    bytes_free(&out);
    return failed ? -1 : 0;
}
