/* What a JPEG file says about its picture: a walk over the segments before the first scan. */
#include "drivers/io/codecs/metadata.h"

#include <string.h>

enum { SOI = 0xd8, EOI = 0xd9, SOS = 0xda, APP1 = 0xe1, APP2 = 0xe2 };
enum { ICC_NAME = 12, ICC_HEAD = 14, PARTS_MAX = 255 };

/* A profile's parts, which may come in any order. */
struct parts {
    struct bytes_part part[PARTS_MAX + 1]; /* by number, from 1 */
    int count;                             /* as each of them says; 0: there is none */
    bool wrong;                            /* they contradict each other */
};

static void take_part(struct parts *parts, const uint8_t *segment, size_t size)
{
    int number = segment[ICC_NAME], count = segment[ICC_NAME + 1];
    parts->wrong = parts->wrong || number < 1 || number > count || parts->part[number].size ||
                   (parts->count && count != parts->count);
    parts->count = count;
    parts->part[number] = (struct bytes_part){segment + ICC_HEAD, size - ICC_HEAD};
}

/* The profile in one piece: in the file where it is so there. */
static const char *join(const struct parts *parts, struct metadata *metadata)
{
    if (parts->count == 0 && !parts->wrong)
        return NULL;
    size_t size = 0;
    bool whole = !parts->wrong;
    for (int i = 1; i <= parts->count; ++i) {
        size += parts->part[i].size;
        whole = whole && parts->part[i].size;
    }
    if (!whole)
        return "a colour profile of which parts are missing";
    if (size > METADATA_ICC_MAX)
        return "a colour profile of more than 4 MiB";
    metadata->icc = parts->part[1];
    if (parts->count > 1) {
        for (int i = 1; i <= parts->count; ++i)
            if (bytes_append(&metadata->own, parts->part[i].data, parts->part[i].size))
                return "a colour profile, for want of memory";
        metadata->icc = (struct bytes_part){metadata->own.data, metadata->own.size};
    }
    if (metadata_is_profile(metadata->icc.data, metadata->icc.size))
        return NULL;
    metadata->icc = (struct bytes_part){NULL, 0};
    return "a damaged colour profile";
}

static bool is_bare(int marker)
{
    return marker == 0x01 || (marker >= 0xd0 && marker <= SOI);
}

static bool begins(struct bytes_part segment, const char *name, size_t size)
{
    return segment.size > size && memcmp(segment.data, name, size) == 0;
}

static void take_segment(int marker, struct bytes_part segment, unsigned wanted,
                         struct parts *parts, struct metadata *metadata)
{
    static const char exif[] = "Exif\0", xmp[] = "http://ns.adobe.com/xap/1.0/";
    static const char icc[] = "ICC_PROFILE", more[] = "MPF";
    if (marker == APP1 && begins(segment, exif, sizeof exif))
        metadata_take_exif(metadata, segment);
    else if (marker == APP1 && wanted & METADATA_WANT_XMP && begins(segment, xmp, sizeof xmp))
        metadata_take_xmp(
            metadata, (struct bytes_part){segment.data + sizeof xmp, segment.size - sizeof xmp});
    else if (marker == APP2 && wanted & METADATA_WANT_ICC && begins(segment, icc, sizeof icc) &&
             segment.size > ICC_HEAD)
        take_part(parts, segment.data, segment.size);
    else if (marker == APP2 && wanted & METADATA_WANT_XMP && begins(segment, more, sizeof more))
        metadata->ignored = "further pictures behind the first (a preview, or a gain map for HDR)";
}

void metadata_of_jpeg(const struct bytes *in, unsigned wanted, struct metadata *metadata)
{
    struct parts parts;
    bool profile = wanted & METADATA_WANT_ICC;
    metadata_free(metadata);
    parts.count = 0;
    parts.wrong = false;
    memset(parts.part, 0, profile ? sizeof parts.part : 0);
    for (size_t at = 0; at + 1 < in->size && in->data[at] == 0xff;) {
        int marker = in->data[at + 1];
        if (marker == 0xff || is_bare(marker)) {
            at += marker == 0xff ? 1 : 2;
            continue;
        }
        if (marker == SOS || marker == EOI || in->size - at < 4)
            break;
        size_t size = in->data[at + 2] * 256u + in->data[at + 3];
        const uint8_t *segment = in->data + at + 4;
        if (size < 2 || size > in->size - at - 2)
            break;
        at += 2 + size;
        size -= 2;
        take_segment(marker, (struct bytes_part){segment, size}, wanted, &parts, metadata);
    }
    const char *ignored = profile ? join(&parts, metadata) : NULL;
    metadata->ignored = ignored ? ignored : metadata->ignored;
}
