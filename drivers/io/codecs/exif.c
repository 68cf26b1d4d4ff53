/* EXIF: which way up a picture is, and EXIF for another picture made of it.
 *
 * The data are a TIFF file: a byte order, the place of the first directory, and in each directory
 * a count, entries of 12 bytes (tag, type, count, value) and the place of the next one. Places may
 * be anything: a chain of directories may loop, so none is followed further than one known step. */
#include "drivers/io/codecs/exif.h"

#include <string.h>

#include "drivers/io/codecs/exif_layout.h"

enum { BYTE = 1, SHORT = 3, LONG = 4 }; /* types of values */

enum tag {
    TAG_WIDTH = 0x0100,
    TAG_HEIGHT = 0x0101,
    TAG_ORIENTATION = 0x0112,
    TAG_PREVIEW = 0x0201,
    TAG_PREVIEW_SIZE = 0x0202,
    TAG_EXIF = 0x8769,
    TAG_PIXELS_ACROSS = 0xa002,
    TAG_PIXELS_DOWN = 0xa003
};

uint32_t exif_number(const struct exif_reader *reader, size_t at, size_t size)
{
    const uint8_t *bytes = reader->in.data + at;
    uint32_t value = 0;
    for (size_t i = 0; i < size; ++i)
        value = value << 8 | bytes[reader->big ? i : size - 1 - i];
    return value;
}

void exif_put_number(bool big, uint8_t *bytes, size_t size, uint32_t value)
{
    for (size_t i = 0; i < size; ++i)
        bytes[big ? size - 1 - i : i] = (uint8_t)(value >> 8 * i);
}

bool exif_has(const struct exif_reader *reader, size_t at, size_t size)
{
    return at <= reader->in.size && size <= reader->in.size - at;
}

struct bytes_part exif_data(struct bytes_part exif)
{
    static const uint8_t name[] = {'E', 'x', 'i', 'f', 0, 0};
    if (exif.size >= sizeof name && memcmp(exif.data, name, sizeof name) == 0)
        return (struct bytes_part){exif.data + sizeof name, exif.size - sizeof name};
    return exif;
}

size_t exif_first_directory(struct exif_reader *reader, struct bytes_part in)
{
    *reader = (struct exif_reader){.in = exif_data(in)};
    if (!exif_has(reader, 0, EXIF_HEADER))
        return 0;
    if (memcmp(reader->in.data, "MM", 2) == 0)
        reader->big = true;
    else if (memcmp(reader->in.data, "II", 2) != 0)
        return 0;
    size_t place = exif_number(reader, 4, EXIF_PLACE);
    return exif_number(reader, 2, 2) == 42 && place >= EXIF_HEADER ? place : 0;
}

size_t exif_entries(const struct exif_reader *reader, size_t directory)
{
    if (directory == 0 || !exif_has(reader, directory, EXIF_COUNT))
        return 0;
    size_t count = exif_number(reader, directory, EXIF_COUNT);
    size_t room = (reader->in.size - directory - EXIF_COUNT) / EXIF_ENTRY;
    return count < room ? count : room;
}

/* The place of a number's value, and its size; 0: the directory has no such tag. */
static size_t find(const struct exif_reader *reader, size_t directory, enum tag tag, size_t *size)
{
    size_t count = exif_entries(reader, directory);
    for (size_t i = 0, at = directory + EXIF_COUNT; i < count; ++i, at += EXIF_ENTRY) {
        uint32_t type = exif_number(reader, at + 2, 2);
        if (exif_number(reader, at, 2) != tag || exif_number(reader, at + 4, 4) == 0)
            continue;
        *size = type == BYTE ? 1 : type == SHORT ? 2 : type == LONG ? 4 : 0;
        return *size ? at + 8 : 0;
    }
    return 0;
}

/* A number's value; 0 where it is not there. */
static uint32_t value_of(const struct exif_reader *reader, size_t directory, enum tag tag)
{
    size_t size, at = find(reader, directory, tag, &size);
    return at ? exif_number(reader, at, size) : 0;
}

enum orientation exif_orientation(struct bytes_part exif)
{
    struct exif_reader reader;
    size_t first = exif_first_directory(&reader, exif);
    uint32_t value = value_of(&reader, first, TAG_ORIENTATION);
    return value >= ORIENTATION_UPRIGHT && value <= ORIENTATION_LEFT_TURN ? (enum orientation)value
                                                                          : ORIENTATION_UPRIGHT;
}

static void set(const struct exif_reader *reader, uint8_t *copy, size_t directory, enum tag tag,
                uint32_t value)
{
    size_t size, at = find(reader, directory, tag, &size);
    if (at)
        exif_put_number(reader->big, copy + at, size, value);
}

/* The second directory is the preview's: it is cut off, and what it shows, which may be more than
 * the picture does, is blotted out, or cut off as well. */
static size_t without_preview(const struct exif_reader *reader, uint8_t *copy, size_t first)
{
    size_t size = reader->in.size,
           next = first + EXIF_COUNT + EXIF_ENTRY * exif_entries(reader, first);
    if (!first || !exif_has(reader, next, EXIF_PLACE))
        return size;
    size_t second = exif_number(reader, next, EXIF_PLACE);
    size_t begin = value_of(reader, second, TAG_PREVIEW);
    size_t length = value_of(reader, second, TAG_PREVIEW_SIZE);
    memset(copy + next, 0, EXIF_PLACE);
    if (begin < next + EXIF_PLACE || !exif_has(reader, begin, length))
        return size;
    memset(copy + begin, 0, length);
    return begin + length == size ? begin : size;
}

int exif_correct(struct bytes_part exif, enum orientation orientation, int width, int height,
                 struct bytes *out)
{
    struct exif_reader reader;
    size_t first = exif_first_directory(&reader, exif);
    out->size = 0;
    if (bytes_append(out, reader.in.data, reader.in.size))
        return -1;
    size_t details = value_of(&reader, first, TAG_EXIF);
    size_t size = without_preview(&reader, out->data, first);
    set(&reader, out->data, first, TAG_WIDTH, (uint32_t)width);
    set(&reader, out->data, first, TAG_HEIGHT, (uint32_t)height);
    set(&reader, out->data, details, TAG_PIXELS_ACROSS, (uint32_t)width);
    set(&reader, out->data, details, TAG_PIXELS_DOWN, (uint32_t)height);
    set(&reader, out->data, first, TAG_ORIENTATION, (uint32_t)orientation);
    out->size = size;
    return 0;
}

int exif_minimal(enum orientation orientation, struct bytes *out)
{
    const uint8_t exif[] = {'M',
                            'M',
                            0,
                            42,
                            0,
                            0,
                            0,
                            EXIF_HEADER,
                            0,
                            1,
                            TAG_ORIENTATION >> 8,
                            TAG_ORIENTATION & 255,
                            0,
                            SHORT,
                            0,
                            0,
                            0,
                            1,
                            0,
                            (uint8_t)orientation,
                            0,
                            0,
                            0,
                            0,
                            0,
                            0};
    out->size = 0;
    return bytes_append(out, exif, sizeof exif);
}
