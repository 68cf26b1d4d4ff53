/* The formats that were built in, and finding one. */
#include "drivers/io/codecs/codec.h"

#include <stdio.h>
#include <string.h>

#include "drivers/io/colour.h"

const struct codec *const codecs[] = {
#ifdef PARALLAX_HAVE_JPEG
    &codec_jpeg,
#endif
#ifdef PARALLAX_HAVE_PNG
    &codec_png,
#endif
    &codec_pnm,
#ifdef PARALLAX_HAVE_TIFF
    &codec_tiff,
#endif
#ifdef PARALLAX_HAVE_WEBP
    &codec_webp,
#endif
    NULL,
};

const char *const codec_format_names[] = {
    "name",
#ifdef PARALLAX_HAVE_JPEG
    "jpeg",
#endif
#ifdef PARALLAX_HAVE_PNG
    "png",
#endif
    "pnm",
#ifdef PARALLAX_HAVE_TIFF
    "tiff",
#endif
#ifdef PARALLAX_HAVE_WEBP
    "webp",
#endif
    NULL,
};

#define AT(member) offsetof(struct codec_options, member)

/* In the orders of their enums. */
static const char *const orient_names[] = {"auto", "keep", "ignore", NULL};
static const char *const icc_names[] = {"keep", "srgb", "strip", NULL};
static const char *const keep_names[] = {"none", "icc", "exif", "all", NULL};

const struct option_entry codec_read_options[] = {
    OPTION_LINE_CHOICE("orient", AT(decode.orient), ORIENT_AUTO, orient_names,
                       "auto: turn pictures the right way up, as their EXIF says; keep: as stored, "
                       "and the output says it too; ignore: as stored"),
    OPTION_LINE_CHOICE("icc", AT(decode.icc), ICC_KEEP, icc_names,
                       "colour profiles: keep them with the pixels; convert the pixels to srgb; "
                       "strip them off"),
    {OPTION_LARGE, "max-pixels", "N", "refuse larger images before anything is allocated",
     AT(decode.max_pixels), 268435456, 1, (double)SIDE_MAX *SIDE_MAX, NULL, 0},
    OPTION_LINE_FLAG("allow-truncated", AT(decode.allow_truncated), 0,
                     "take files that end early, with a grey rest"),
    OPTION_LINE_FLAG("allow-damaged", AT(decode.allow_damaged), 0,
                     "take damaged files for what their decoder makes of them, as viewers do; also "
                     "files that end early"),
    OPTION_LINE_END,
};

const struct option_entry codec_write_options[] = {
    OPTION_LINE_CHOICE("format", AT(format), 0, codec_format_names,
                       "file format (name: as the file name's ending says)"),
    OPTION_LINE_CHOICE(
        "keep", AT(keep), METADATA_ICC, keep_names,
        "which metadata go with the output, corrected for what was done; all: also XMP"),
    OPTION_LINE_WHOLE("quality", AT(encode.quality), 85, 1, 100, "of formats that lose some"),
    {OPTION_COLOUR, "background", "COLOUR",
     "behind transparent images, where the format has no alpha, and beside padded ones: RRGGBB, "
     "RRGGBBAA, white, black, grey, transparent (default white)",
     AT(encode.background), 0xffffffff, 0, 0, NULL, 0},
    OPTION_LINE_END,
};

const struct codec *codec_of_content(const struct bytes *bytes)
{
    for (const struct codec *const *codec = codecs; *codec; ++codec)
        if ((*codec)->sniff(bytes->data, bytes->size))
            return *codec;
    return NULL;
}

int codec_probe(const struct bytes *first, struct failure *failure)
{
    return codec_of_content(first) ? 0 : codec_unknown(first, failure);
}

static char lower_case(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool text_equal_any_case(const char *a, const char *b)
{
    while (*a && lower_case(*a) == lower_case(*b)) {
        ++a;
        ++b;
    }
    return lower_case(*a) == lower_case(*b);
}

const struct codec *codec_of_name(const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *base = slash ? slash + 1 : name;
    const char *dot = strrchr(base, '.');
    if (!dot || dot == base)
        return NULL;
    for (const struct codec *const *codec = codecs; *codec; ++codec)
        for (const char *const *extension = (*codec)->extensions; *extension; ++extension)
            if (lower_case(dot[1]) == **extension && text_equal_any_case(dot + 1, *extension))
                return *codec;
    return NULL;
}

const struct codec *codec_named(const char *name)
{
    for (const struct codec *const *codec = codecs; *codec; ++codec)
        if (strcmp((*codec)->name, name) == 0)
            return *codec;
    return NULL;
}

void codec_versions(char *text, size_t size)
{
    size_t used = 0;
    if (size)
        text[0] = '\0';
    for (const struct codec *const *codec = codecs; *codec; ++codec) {
        if (!(*codec)->version || used >= size)
            continue;
        char version[64];
        (*codec)->version(version, sizeof version);
        int count = snprintf(text + used, size - used, "%s%s", used ? ", " : "", version);
        used += count > 0 ? (size_t)count : 0;
    }
}

void codec_revisions(char *text, size_t size)
{
    size_t used = 0;
    if (size)
        text[0] = '\0';
    for (const struct codec *const *codec = codecs; *codec && used < size; ++codec) {
        char version[64] = "";
        if ((*codec)->version)
            (*codec)->version(version, sizeof version);
        int count = snprintf(text + used, size - used, "%s%s %d%s%s", used ? ", " : "",
                             (*codec)->name, (*codec)->revision, *version ? " " : "", version);
        used += count > 0 ? (size_t)count : 0;
    }
    if (colour_available && used < size) {
        char version[64];
        colour_version(version, sizeof version);
        snprintf(text + used, size - used, ", %s", version);
    }
}
