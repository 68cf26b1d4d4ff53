/* EXIF: which way up a picture is, and EXIF for another picture made of it.
 *
 * The data are a TIFF file: a byte order, the place of the first directory, and in each directory
 * a count, entries of 12 bytes (tag, type, count, value) and the place of the next one. Places may
 * be anything: a chain of directories may loop, so none is followed further than one known step. */
#include "drivers/io/codecs/exif.h"

#include <stdbool.h>
#include <string.h>

enum { BYTE = 1, SHORT = 3, LONG = 4 }; /* types of values */
enum { HEADER = 8, COUNT = 2, ENTRY = 12, PLACE = 4 };

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

struct reader {
    struct bytes_part in;
    bool big; /* the most significant byte first */
};

/* `size` bytes at `at`, of which all must be there. */
static uint32_t number(const struct reader *reader, size_t at, size_t size)
{
    const uint8_t *bytes = reader->in.data + at;
    uint32_t value = 0;
    for (size_t i = 0; i < size; ++i)
        value = value << 8 | bytes[reader->big ? i : size - 1 - i];
    return value;
}

static void put_number(const struct reader *reader, uint8_t *bytes, size_t size, uint32_t value)
{
    for (size_t i = 0; i < size; ++i)
        bytes[reader->big ? size - 1 - i : i] = (uint8_t)(value >> 8 * i);
}

static bool has(const struct reader *reader, size_t at, size_t size)
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

/* The place of the first directory; 0: there is none. */
static size_t first_directory(struct reader *reader, struct bytes_part exif)
{
    *reader = (struct reader){.in = exif_data(exif)};
    if (!has(reader, 0, HEADER))
        return 0;
    if (memcmp(reader->in.data, "MM", 2) == 0)
        reader->big = true;
    else if (memcmp(reader->in.data, "II", 2) != 0)
        return 0;
    size_t place = number(reader, 4, PLACE);
    return number(reader, 2, 2) == 42 && place >= HEADER ? place : 0;
}

/* How many whole entries a directory has: what is cut off is not there. */
static size_t entries_of(const struct reader *reader, size_t directory)
{
    if (directory == 0 || !has(reader, directory, COUNT))
        return 0;
    size_t count = number(reader, directory, COUNT);
    size_t room = (reader->in.size - directory - COUNT) / ENTRY;
    return count < room ? count : room;
}

/* The place of a number's value, and its size; 0: the directory has no such tag. */
static size_t find(const struct reader *reader, size_t directory, enum tag tag, size_t *size)
{
    size_t count = entries_of(reader, directory);
    for (size_t i = 0, at = directory + COUNT; i < count; ++i, at += ENTRY) {
        uint32_t type = number(reader, at + 2, 2);
        if (number(reader, at, 2) != tag || number(reader, at + 4, 4) == 0)
            continue;
        *size = type == BYTE ? 1 : type == SHORT ? 2 : type == LONG ? 4 : 0;
        return *size ? at + 8 : 0;
    }
    return 0;
}

/* A number's value; 0 where it is not there. */
static uint32_t value_of(const struct reader *reader, size_t directory, enum tag tag)
{
    size_t size, at = find(reader, directory, tag, &size);
    return at ? number(reader, at, size) : 0;
}

enum orientation exif_orientation(struct bytes_part exif)
{
    struct reader reader;
    size_t first = first_directory(&reader, exif);
    uint32_t value = value_of(&reader, first, TAG_ORIENTATION);
    return value >= ORIENTATION_UPRIGHT && value <= ORIENTATION_LEFT_TURN ? (enum orientation)value
                                                                          : ORIENTATION_UPRIGHT;
}

static void set(const struct reader *reader, uint8_t *copy, size_t directory, enum tag tag,
                uint32_t value)
{
    size_t size, at = find(reader, directory, tag, &size);
    if (at)
        put_number(reader, copy + at, size, value);
}

/* The second directory is the preview's: it is cut off, and what it shows, which may be more than
 * the picture does, is blotted out, or cut off as well. */
static size_t without_preview(const struct reader *reader, uint8_t *copy, size_t first)
{
    size_t size = reader->in.size, next = first + COUNT + ENTRY * entries_of(reader, first);
    if (!first || !has(reader, next, PLACE))
        return size;
    size_t second = number(reader, next, PLACE);
    size_t begin = value_of(reader, second, TAG_PREVIEW);
    size_t length = value_of(reader, second, TAG_PREVIEW_SIZE);
    memset(copy + next, 0, PLACE);
    if (begin < next + PLACE || !has(reader, begin, length))
        return size;
    memset(copy + begin, 0, length);
    return begin + length == size ? begin : size;
}

int exif_correct(struct bytes_part exif, enum orientation orientation, int width, int height,
                 struct bytes *out)
{
    struct reader reader;
    size_t first = first_directory(&reader, exif);
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
                            HEADER,
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
