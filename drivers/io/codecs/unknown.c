/* What bytes are that no codec here knows: by the marks of other formats, for a message. */
#include <stdio.h>
#include <string.h>

#include "drivers/io/codecs/codec.h"

#define MAGIC(text) text, sizeof text - 1

/* The first that fits gives the name: `magic` at `offset`, and `more` at `more_offset`. */
static const struct mark {
    const char *name;
    size_t offset;
    const char *magic;
    size_t size, more_offset;
    const char *more;
    size_t more_size;
} marks[] = {
    {"a WebP image", 0, MAGIC("RIFF"), 8, MAGIC("WEBP")},
    {"an AVI video", 0, MAGIC("RIFF"), 8, MAGIC("AVI ")},
    {"a WAVE sound", 0, MAGIC("RIFF"), 8, MAGIC("WAVE")},
    {"a RIFF file", 0, MAGIC("RIFF"), 0, MAGIC("")},
    {"a GIF image", 0, MAGIC("GIF8"), 0, MAGIC("")},
    {"a BMP image", 0, MAGIC("BM"), 6, MAGIC("\0\0\0\0")},
    {"a raw image", 0, MAGIC("II*\0"), 8, MAGIC("CR")},
    {"a TIFF image", 0, MAGIC("II*\0"), 0, MAGIC("")},
    {"a TIFF image", 0, MAGIC("MM\0*"), 0, MAGIC("")},
    {"a TIFF image of more than 4 GB", 0, MAGIC("II+\0"), 0, MAGIC("")},
    {"a TIFF image of more than 4 GB", 0, MAGIC("MM\0+"), 0, MAGIC("")},
    {"a raw image", 0, MAGIC("IIU\0"), 0, MAGIC("")},
    {"a raw image", 0, MAGIC("IIRO"), 0, MAGIC("")},
    {"a raw image", 0, MAGIC("FUJIFILMCCD-RAW"), 0, MAGIC("")},
    {"a JPEG XR image", 0, MAGIC("II\xbc"), 0, MAGIC("")},
    {"a QuickTime video", 4, MAGIC("ftyp"), 8, MAGIC("qt  ")},
    {"a raw image", 4, MAGIC("ftyp"), 8, MAGIC("crx ")},
    {"an MP4 video", 4, MAGIC("ftyp"), 0, MAGIC("")},
    {"a QuickTime video", 4, MAGIC("moov"), 0, MAGIC("")},
    {"a JPEG 2000 image", 4, MAGIC("jP  \r\n"), 0, MAGIC("")},
    {"a JPEG 2000 image", 0, MAGIC("\xff\x4f\xff\x51"), 0, MAGIC("")},
    {"a JPEG XL image", 4, MAGIC("JXL \r\n"), 0, MAGIC("")},
    {"a JPEG XL image", 0, MAGIC("\xff\x0a"), 0, MAGIC("")},
    {"a JPEG image", 0, MAGIC("\xff\xd8\xff"), 0, MAGIC("")},
    {"a PNG image", 0, MAGIC("\x89PNG\r\n\x1a\n"), 0, MAGIC("")},
    {"a PNG image spoilt by a copy as text", 0, MAGIC("\x89PNG"), 0, MAGIC("")},
    {"a PNG image spoilt by a copy as text", 0, MAGIC("\xc2\x89PNG"), 0, MAGIC("")},
    {"a PNG image spoilt by a copy as text", 0, MAGIC("\xef\xbf\xbdPNG"), 0, MAGIC("")},
    {"an MNG animation", 0, MAGIC("\x8aMNG"), 0, MAGIC("")},
    {"a Photoshop image", 0, MAGIC("8BPS"), 0, MAGIC("")},
    {"a GIMP image", 0, MAGIC("gimp xcf"), 0, MAGIC("")},
    {"an OpenEXR image", 0, MAGIC("\x76\x2f\x31\x01"), 0, MAGIC("")},
    {"a Radiance image", 0, MAGIC("#?R"), 0, MAGIC("")},
    {"a QOI image", 0, MAGIC("qoif"), 0, MAGIC("")},
    {"a farbfeld image", 0, MAGIC("farbfeld"), 0, MAGIC("")},
    {"a PFM image", 0, MAGIC("PF\n"), 0, MAGIC("")},
    {"a PFM image", 0, MAGIC("Pf\n"), 0, MAGIC("")},
    {"a BPG image", 0, MAGIC("BPG\xfb"), 0, MAGIC("")},
    {"a FLIF image", 0, MAGIC("FLIF"), 0, MAGIC("")},
    {"a DjVu document", 0, MAGIC("AT&TFORM"), 0, MAGIC("")},
    {"a macOS icon", 0, MAGIC("icns"), 0, MAGIC("")},
    {"a KTX texture", 0, MAGIC("\xabKTX"), 0, MAGIC("")},
    {"a PCX image", 0, MAGIC("\x0a\5\1\x08"), 0, MAGIC("")},
    {"an SGI image", 0, MAGIC("\1\xda\0\1"), 0, MAGIC("")},
    {"an SGI image", 0, MAGIC("\1\xda\1\1"), 0, MAGIC("")},
    {"a Sun raster image", 0, MAGIC("\x59\xa6\x6a\x95"), 0, MAGIC("")},
    {"a Windows metafile", 0, MAGIC("\xd7\xcd\xc6\x9a"), 0, MAGIC("")},
    {"an XPM image", 0, MAGIC("/* XPM */"), 0, MAGIC("")},
    {"a NumPy array", 0, MAGIC("\x93NUMPY"), 0, MAGIC("")},
    {"a DDS image", 0, MAGIC("DDS "), 0, MAGIC("")},
    {"a Windows icon", 0, MAGIC("\0\0\1\0"), 0, MAGIC("")},
    {"a FITS image", 0, MAGIC("SIMPLE  ="), 0, MAGIC("")},
    {"a DICOM image", 128, MAGIC("DICM"), 0, MAGIC("")},
    {"a PDF document", 0, MAGIC("%PDF"), 0, MAGIC("")},
    {"a PostScript document", 0, MAGIC("%!PS"), 0, MAGIC("")},
    {"an SQLite database", 0, MAGIC("SQLite format 3"), 0, MAGIC("")},
    {"an HDF5 file", 0, MAGIC("\x89HDF\r\n\x1a\n"), 0, MAGIC("")},
    {"a Git LFS pointer in place of a file", 0, MAGIC("version https://git-lfs"), 0, MAGIC("")},
    {"a ZIP archive", 0, MAGIC("PK\3\4"), 0, MAGIC("")},
    {"a gzip archive", 0, MAGIC("\x1f\x8b"), 0, MAGIC("")},
    {"a bzip2 archive", 0, MAGIC("BZh"), 0, MAGIC("")},
    {"an xz archive", 0, MAGIC("\xfd\x37zXZ"), 0, MAGIC("")},
    {"a zstd archive", 0, MAGIC("\x28\xb5\x2f\xfd"), 0, MAGIC("")},
    {"a 7-Zip archive", 0, MAGIC("7z\xbc\xaf"), 0, MAGIC("")},
    {"a RAR archive", 0, MAGIC("Rar!"), 0, MAGIC("")},
    {"a tar archive", 257, MAGIC("ustar"), 0, MAGIC("")},
    {"a Matroska video", 0, MAGIC("\x1a\x45\xdf\xa3"), 0, MAGIC("")},
    {"a Windows video", 0, MAGIC("\x30\x26\xb2\x75"), 0, MAGIC("")},
    {"an MPEG video", 0, MAGIC("\0\0\1\xba"), 0, MAGIC("")},
    {"a Flash video", 0, MAGIC("FLV\1"), 0, MAGIC("")},
    {"an Ogg file", 0, MAGIC("OggS"), 0, MAGIC("")},
    {"an MP3 sound", 0, MAGIC("ID3"), 0, MAGIC("")},
    {"an Office document, or Windows' list of thumbnails", 0, MAGIC("\xd0\xcf\x11\xe0"), 0,
     MAGIC("")},
    {"a folder's .DS_Store", 0, MAGIC("\0\0\0\1Bud1"), 0, MAGIC("")},
    {"an AppleDouble file without pixels", 0, MAGIC("\0\5\x16\7"), 0, MAGIC("")},
    {"a program", 0, MAGIC("\x7f\x45LF"), 0, MAGIC("")},
};

/* Marks of texts, in small letters, behind white space. */
static const struct {
    const char *name, *begin, *inside;
} texts[] = {
    {"an SVG drawing", "<svg", ""},
    {"an SVG drawing", "<!doctype svg", ""},
    {"an SVG drawing", "<?xml", "<svg"},
    {"an SVG drawing", "<!--", "<svg"},
    {"an HTML page", "<!doctype html", ""},
    {"an HTML page", "<html", ""},
    {"an HTML page", "<head", ""},
    {"an HTML page", "<body", ""},
    {"an HTML page", "<?xml", "<html"},
    {"an HTML page", "<!--", "<html"},
    {"an XML document", "<?xml", ""},
    {"a text in JSON", "{", ""},
    {"a text", "", ""},
};

static bool has(const struct bytes *bytes, size_t offset, const char *magic, size_t size)
{
    return bytes->size >= offset && bytes->size - offset >= size &&
           memcmp(bytes->data + offset, magic, size) == 0;
}

/* Files of boxes, by the brands that the first box lists: the general one may come first. */
static const char *name_of_boxes(const struct bytes *bytes)
{
    size_t size = bytes->size < 64 ? bytes->size : 64;
    if (!has(bytes, 4, MAGIC("ftyp")))
        return NULL;
    if (bytes->data[0] == 0 && bytes->data[1] == 0 && bytes->data[2] == 0 && bytes->data[3] < size)
        size = bytes->data[3];
    const char *name = NULL;
    for (size_t at = 8; at + 4 <= size; at += 4)
        if (has(bytes, at, MAGIC("avif")) || has(bytes, at, MAGIC("avis")))
            return "an AVIF image";
        else if (has(bytes, at, MAGIC("hei")) || has(bytes, at, MAGIC("hev")) ||
                 has(bytes, at, MAGIC("mif1")) || has(bytes, at, MAGIC("msf1")))
            name = "a HEIF image";
    return name;
}

/* The first characters of a text in small letters, without what is white before them; false: it is
 * no text. */
static bool read_text(const struct bytes *bytes, char *text, size_t size)
{
    size_t used = 0;
    for (size_t i = has(bytes, 0, MAGIC("\xef\xbb\xbf")) ? 3 : 0; i < bytes->size; ++i) {
        uint8_t c = bytes->data[i];
        bool white = c == ' ' || (c >= '\t' && c <= '\r');
        if ((c < ' ' && !white) || c == 0x7f)
            return false;
        if (used + 1 < size && (used || !white))
            text[used++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : (char)c;
        if (used + 1 == size)
            break;
    }
    text[used] = '\0';
    return true;
}

static const char *name_of(const struct bytes *bytes)
{
    char text[1024];
    const char *name = name_of_boxes(bytes);
    for (size_t i = 0; !name && i < sizeof marks / sizeof *marks; ++i)
        if (has(bytes, marks[i].offset, marks[i].magic, marks[i].size) &&
            has(bytes, marks[i].more_offset, marks[i].more, marks[i].more_size))
            name = marks[i].name;
    if (name || !read_text(bytes, text, sizeof text))
        return name;
    for (size_t i = 0; !name; ++i)
        if (strncmp(text, texts[i].begin, strlen(texts[i].begin)) == 0 &&
            strstr(text, texts[i].inside))
            name = texts[i].name;
    return name;
}

static bool is_blank(const struct bytes *bytes)
{
    size_t i = 0;
    while (i < bytes->size && bytes->data[i] == 0)
        ++i;
    return i == bytes->size;
}

int codec_unknown(const struct bytes *bytes, struct failure *failure)
{
    char known[80] = "";
    for (const struct codec *const *codec = codecs; *codec; ++codec)
        snprintf(known + strlen(known), sizeof known - strlen(known), "%s%s", *known ? ", " : "",
                 (*codec)->name);
    const char *name = name_of(bytes);
    if (!name && is_blank(bytes))
        return failure_set(failure, "decode", "unknown-format",
                           "it has nothing but zero bytes: copy it again");
    if (!name)
        return failure_set(failure, "decode", "unknown-format",
                           "the content is no image format that this program was built with (%s)",
                           known);
    return failure_set(failure, "decode", "unknown-format",
                       "it is %s, which is not supported: only %s are", name, known);
}
