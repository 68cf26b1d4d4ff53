/* PNM: PGM (P5), PPM (P6) and PAM (P7) with 1 to 4 channels; needs no library. */
#include "drivers/io/codecs/codec.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "drivers/common/size.h"

struct header {
    int64_t width, height, channels, maximum;
    size_t size; /* of the header: where the samples begin */
};

struct cursor {
    const uint8_t *data;
    size_t size, position;
    bool ended; /* something was wanted behind the end */
};

static bool is_space(int c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The next byte, or -1. */
static int cursor_peek(struct cursor *cursor)
{
    if (cursor->position < cursor->size)
        return cursor->data[cursor->position];
    cursor->ended = true;
    return -1;
}

static void skip_line(struct cursor *cursor)
{
    while (cursor_peek(cursor) != '\n' && !cursor->ended)
        ++cursor->position;
}

static void skip_space_and_comments(struct cursor *cursor)
{
    for (;;) {
        int c = cursor_peek(cursor);
        if (c == '#')
            skip_line(cursor);
        else if (is_space(c))
            ++cursor->position;
        else
            return;
    }
}

/* A number of at most nine digits, or -1. */
static int64_t read_number(struct cursor *cursor)
{
    int64_t number = 0;
    int digits = 0;
    skip_space_and_comments(cursor);
    for (int c = cursor_peek(cursor); c >= '0' && c <= '9'; c = cursor_peek(cursor)) {
        number = 10 * number + c - '0';
        ++cursor->position;
        if (++digits > 9)
            return -1;
    }
    return digits ? number : -1;
}

static bool word_is(const struct cursor *cursor, const char *word)
{
    size_t length = strlen(word), rest = cursor->size - cursor->position;
    return rest > length && memcmp(cursor->data + cursor->position, word, length) == 0 &&
           is_space(cursor->data[cursor->position + length]);
}

/* The lines of a PAM header up to ENDHDR. 0, or -1 for what is no such line. */
static int read_pam_lines(struct cursor *cursor, struct header *header)
{
    const struct {
        const char *word;
        int64_t *number;
    } fields[] = {{"WIDTH", &header->width},
                  {"HEIGHT", &header->height},
                  {"DEPTH", &header->channels},
                  {"MAXVAL", &header->maximum}};
    for (;;) {
        skip_space_and_comments(cursor);
        if (word_is(cursor, "ENDHDR")) {
            cursor->position += strlen("ENDHDR");
            return 0;
        }
        size_t field = 0;
        while (field < 4 && !word_is(cursor, fields[field].word))
            ++field;
        if (field < 4) {
            cursor->position += strlen(fields[field].word);
            *fields[field].number = read_number(cursor);
        } else if (word_is(cursor, "TUPLTYPE")) {
            skip_line(cursor); /* says the same as DEPTH */
        } else {
            while (!is_space(cursor_peek(cursor)) && !cursor->ended)
                ++cursor->position; /* to tell a cut word from a wrong one */
            return -1;
        }
        if (cursor->ended)
            return -1;
    }
}

static int read_header(const struct bytes *in, const struct decode_options *options,
                       struct header *header, struct failure *failure)
{
    struct cursor cursor = {.data = in->data, .size = in->size, .position = 2};
    char kind = (char)in->data[1];
    *header = (struct header){-1, -1, kind == '6' ? 3 : 1, -1, 0};
    if (kind < '5')
        return failure_set(failure, "decode", "unsupported",
                           "P%c: only P5, P6 and P7 are read, convert it", kind);
    int bad = 0;
    if (kind == '7') {
        header->channels = -1;
        bad = read_pam_lines(&cursor, header);
    } else {
        header->width = read_number(&cursor);
        header->height = read_number(&cursor);
        header->maximum = read_number(&cursor);
    }
    if (!cursor.ended && !is_space(cursor_peek(&cursor)))
        bad = -1;
    header->size = cursor.position + 1;
    if (cursor.ended)
        return failure_set(failure, "decode", "truncated",
                           "the file ends inside its header: copy it again");
    if (bad || header->maximum < 1 || header->maximum > 65535)
        return failure_set(failure, "decode", "corrupt", "its header makes no sense");
    if (header->channels < 1 || header->channels > CHANNELS_MAX)
        return failure_set(failure, "decode", "unsupported", "%lld channels: only 1 to 4 are read",
                           (long long)header->channels);
    return codec_check_size(header->width, header->height, options, failure);
}

static struct shape shape_of(const struct header *header)
{
    return (struct shape){(int)header->width, (int)header->height, (int)header->channels};
}

static int pnm_inspect(const struct bytes *in, const struct decode_options *options,
                       struct shape *shape, struct failure *failure)
{
    struct header header;
    if (read_header(in, options, &header, failure))
        return -1;
    *shape = shape_of(&header);
    return 0;
}

/* `count` stored samples to 8 bits: 255 v / maximum, to the nearest. */
static void row_scale(uint8_t *row, const uint8_t *stored, size_t count, unsigned maximum)
{
    for (size_t i = 0; i < count; ++i) {
        unsigned value = maximum > 255 ? stored[2 * i] * 256u + stored[2 * i + 1] : stored[i];
        value = value > maximum ? maximum : value;
        row[i] = (uint8_t)((255 * value + maximum / 2) / maximum);
    }
}

static int pnm_decode(const struct bytes *in, const struct decode_options *options,
                      struct shape enough, struct image *image, struct failure *failure)
{
    (void)enough; /* PNM cannot shrink while decoding */
    struct header header;
    if (read_header(in, options, &header, failure))
        return -1;
    size_t depth = header.maximum > 255 ? 2 : 1;
    size_t samples = (size_t)(header.width * header.channels);
    size_t rest = in->size - header.size;
    if (rest / (samples * depth) < (size_t)header.height && !options->allow_truncated)
        return failure_set(failure, "decode", "truncated",
                           "the file ends before the image does: copy it again, or accept a grey "
                           "rest with --allow-truncated");
    struct shape shape = shape_of(&header);
    if (image_allocate(image, shape, area_whole(shape)))
        return failure_set(failure, "decode", "memory", "no memory for its pixels");
    const uint8_t *stored = in->data + header.size;
    for (int y = 0; y < shape.height; ++y) {
        uint8_t *row = image_row(image, y);
        size_t count = rest / depth < samples ? rest / depth : samples;
        if (header.maximum == 255)
            memcpy(row, stored, count);
        else
            row_scale(row, stored, count, (unsigned)header.maximum);
        memset(row + count, 128, samples - count);
        stored += count * depth;
        rest -= count * depth;
    }
    return 0;
}

static int pnm_encode(const struct image *image, int quality, struct bytes *out,
                      struct failure *failure)
{
    assert(area_contains(image->held, area_whole(image->shape)));
    (void)quality; /* lossless */
    struct shape shape = image->shape;
    size_t row_bytes = image_row_bytes(image);
    char header[160];
    int count;
    if (shape.channels % 2)
        count = snprintf(header, sizeof header, "P%c\n%d %d\n255\n",
                         shape.channels == 1 ? '5' : '6', shape.width, shape.height);
    else
        count = snprintf(header, sizeof header,
                         "P7\nWIDTH %d\nHEIGHT %d\nDEPTH %d\nMAXVAL 255\nTUPLTYPE %s_ALPHA\n"
                         "ENDHDR\n",
                         shape.width, shape.height, shape.channels,
                         shape.channels == 2 ? "GRAYSCALE" : "RGB");
    out->size = 0;
    if (bytes_reserve(out, size_sum((size_t)count, size_product(row_bytes, (size_t)shape.height))))
        return failure_set(failure, "encode", "memory", "no memory for the PNM file");
    bytes_append(out, header, (size_t)count);
    for (int y = 0; y < shape.height; ++y)
        bytes_append(out, image_row(image, y), row_bytes);
    return 0;
}

static bool pnm_sniff(const uint8_t *data, size_t size)
{
    return size >= 3 && data[0] == 'P' && data[1] >= '1' && data[1] <= '7' &&
           (is_space(data[2]) || data[2] == '#');
}

static const char *const pnm_extensions[] = {"pnm", "ppm", "pgm", "pam", NULL};

const struct codec codec_pnm = {
    .name = "pnm",
    .extensions = pnm_extensions,
    .side_max = SIDE_MAX,
    .sniff = pnm_sniff,
    .inspect = pnm_inspect,
    .decode = pnm_decode,
    .encode = pnm_encode,
};
