/* What a PNG file says about its picture: a walk over its chunks, whose checksums must be right. */
#include "drivers/io/codecs/metadata.h"

#include <string.h>
#include <zlib.h>

enum { SIGNATURE = 8, HEADER = 8, CHECKSUM = 4, NAME_MAX_SIZE = 79, PROFILE_HEADER = 128 };

struct chunk {
    const uint8_t *type, *data;
    size_t size;
};

static uint32_t number(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool is(const struct chunk *chunk, const char *type)
{
    return memcmp(chunk->type, type, 4) == 0;
}

static bool is_sound(const struct chunk *chunk)
{
    uLong checksum = crc32_z(crc32(0, NULL, 0), chunk->type, 4 + chunk->size);
    return checksum == number(chunk->data + chunk->size);
}

/* At most `size` bytes more of the stream behind what is there. What inflate() returns. */
static int inflate_most(z_stream *stream, struct bytes *out, size_t size)
{
    if (bytes_reserve(out, out->size + size))
        return Z_MEM_ERROR;
    stream->next_out = out->data + out->size;
    stream->avail_out = (uInt)size;
    int result = inflate(stream, Z_SYNC_FLUSH);
    out->size += size - stream->avail_out;
    return result;
}

/* `size` bytes more, and no fewer. */
static bool inflate_some(z_stream *stream, struct bytes *out, size_t size)
{
    int result = inflate_most(stream, out, size);
    return stream->avail_out == 0 && (result == Z_OK || result == Z_STREAM_END);
}

/* A profile is as long as its first bytes say: no more is made of the stream, whatever is in it. */
static const char *inflate_profile(z_stream *stream, struct bytes *out)
{
    if (!inflate_some(stream, out, PROFILE_HEADER))
        return "a damaged colour profile";
    size_t size = number(out->data);
    if (size > METADATA_ICC_MAX)
        return "a colour profile of more than 4 MiB";
    if (size < PROFILE_HEADER || !metadata_is_profile(out->data, size) ||
        (size > PROFILE_HEADER && !inflate_some(stream, out, size - PROFILE_HEADER)))
        return "a damaged colour profile";
    return NULL;
}

static const char *take_profile(const struct chunk *chunk, struct metadata *metadata)
{
    size_t most = chunk->size < NAME_MAX_SIZE + 1 ? chunk->size : NAME_MAX_SIZE + 1;
    const uint8_t *end = most ? memchr(chunk->data, 0, most) : NULL;
    size_t head = end ? (size_t)(end - chunk->data) + 2 : 0;
    if (!end || head > chunk->size || end[1] != 0)
        return "a damaged colour profile";
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)(chunk->data + head),
                       .avail_in = (uInt)(chunk->size - head)};
    if (inflateInit(&stream) != Z_OK)
        return "a colour profile, for want of memory";
    const char *ignored = inflate_profile(&stream, &metadata->own);
    inflateEnd(&stream);
    if (!ignored)
        metadata->icc = (struct bytes_part){metadata->own.data, metadata->own.size};
    return ignored;
}

/* A text that may be compressed, of which no more is unpacked than can be written. What was cut off
 * or damaged when the checksum was made is none: half of it would be no XML. */
static const char *take_text(const struct chunk *chunk, size_t head, bool packed,
                             struct metadata *metadata)
{
    struct bytes_part text = {chunk->data + head, chunk->size - head};
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)text.data, .avail_in = (uInt)text.size};
    if (packed) {
        if (inflateInit(&stream) != Z_OK)
            return "XMP, for want of memory";
        metadata->own_xmp.size = 0; /* of one before, which was damaged */
        int result = inflate_most(&stream, &metadata->own_xmp, METADATA_XMP_MAX + 1);
        inflateEnd(&stream);
        text = (struct bytes_part){metadata->own_xmp.data, metadata->own_xmp.size};
        bool full = text.size > METADATA_XMP_MAX;
        if (full || result != Z_STREAM_END || !text.size)
            return full ? "XMP of more than 64 KiB" : "damaged XMP";
    }
    metadata_take_xmp(metadata, text);
    return NULL;
}

/* Behind its name: whether and how it is packed, a language and a name in it, which both end with
 * a zero. */
static const char *take_xmp(const struct chunk *chunk, struct metadata *metadata)
{
    static const char name[] = "XML:com.adobe.xmp";
    enum { HOW = 2 };
    if (metadata->xmp.size || chunk->size < sizeof name + HOW ||
        memcmp(chunk->data, name, sizeof name) != 0)
        return NULL;
    size_t head = sizeof name + HOW;
    for (int i = 0; i < 2; ++i) {
        const uint8_t *end = memchr(chunk->data + head, 0, chunk->size - head);
        if (!end)
            return "damaged XMP";
        head = (size_t)(end - chunk->data) + 1;
    }
    return take_text(chunk, head, chunk->data[sizeof name], metadata);
}

static void take(const struct chunk *chunk, unsigned wanted, struct metadata *metadata)
{
    bool icc = wanted & METADATA_WANT_ICC && is(chunk, "iCCP"), exif = is(chunk, "eXIf");
    bool xmp = wanted & METADATA_WANT_XMP && is(chunk, "iTXt");
    bool gamma = is(chunk, "gAMA") && chunk->size == 4;
    bool colours = is(chunk, "cHRM") && chunk->size == 32, standard = is(chunk, "sRGB");
    if (!icc && !exif && !xmp && !gamma && !colours && !standard)
        return;
    if (!is_sound(chunk)) {
        metadata->ignored = "metadata with a wrong checksum";
        return;
    }
    if (icc && !metadata->icc.size && !metadata->own.data) { /* a second one is against the rules */
        const char *ignored = take_profile(chunk, metadata);
        metadata->ignored = ignored ? ignored : metadata->ignored;
    }
    if (xmp) {
        const char *ignored = take_xmp(chunk, metadata);
        metadata->ignored = ignored ? ignored : metadata->ignored;
    }
    if (exif)
        metadata_take_exif(metadata, (struct bytes_part){chunk->data, chunk->size});
    if (gamma)
        metadata->colours.gamma = number(chunk->data);
    for (size_t i = 0; colours && i < 8; ++i)
        metadata->colours.chromaticity[i] = number(chunk->data + 4 * i);
    metadata->colours.standard = metadata->colours.standard || standard;
}

void metadata_of_png(const struct bytes *in, unsigned wanted, struct metadata *metadata)
{
    metadata_free(metadata);
    for (size_t at = SIGNATURE; at < in->size && in->size - at >= HEADER + CHECKSUM;) {
        size_t size = number(in->data + at);
        struct chunk chunk = {in->data + at + 4, in->data + at + HEADER, size};
        if (size > in->size - at - HEADER - CHECKSUM || is(&chunk, "IEND"))
            break;
        take(&chunk, wanted, metadata);
        at += HEADER + size + CHECKSUM;
    }
}
