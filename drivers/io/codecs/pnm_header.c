/* The header of a PNM file. */
#include "drivers/io/codecs/pnm_header.h"

#include <string.h>

enum { NUMBER_MAX = 999999999 };

struct cursor {
    const uint8_t *data;
    size_t size, position;
    bool ended; /* something was wanted behind the end */
};

bool pnm_header_space(int c)
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

const uint8_t *pnm_header_skip(const uint8_t *data, const uint8_t *end)
{
    bool comment = false;
    for (; data < end && (comment || *data == '#' || pnm_header_space(*data)); ++data)
        comment = *data == '#' || (comment && *data != '\n');
    return data;
}

static void skip_space_and_comments(struct cursor *cursor)
{
    const uint8_t *end = cursor->data + cursor->size;
    cursor->position =
        (size_t)(pnm_header_skip(cursor->data + cursor->position, end) - cursor->data);
}

/* A number, or NUMBER_MAX + 1 for a larger one, or -1. */
static int64_t read_number(struct cursor *cursor)
{
    int64_t number = 0;
    bool found = false;
    skip_space_and_comments(cursor);
    for (int c = cursor_peek(cursor); c >= '0' && c <= '9'; c = cursor_peek(cursor)) {
        number = 10 * number + c - '0';
        if (number > NUMBER_MAX)
            number = NUMBER_MAX + 1;
        ++cursor->position;
        found = true;
    }
    return found ? number : -1;
}

static bool word_is(const struct cursor *cursor, const char *word)
{
    size_t length = strlen(word), rest = cursor->size - cursor->position;
    return rest > length && memcmp(cursor->data + cursor->position, word, length) == 0 &&
           pnm_header_space(cursor->data[cursor->position + length]);
}

/* What the samples of a tuple mean, behind the word TUPLTYPE; a name that is not known leaves that
 * to their number. */
static void read_tuple_type(struct cursor *cursor, struct pnm_header *header)
{
    static const struct {
        const char *name;
        int channels; /* -1: colours that are not read */
    } types[] = {
        {"BLACKANDWHITE", 1}, {"BLACKANDWHITE_ALPHA", 2}, {"GRAYSCALE", 1}, {"GRAYSCALE_ALPHA", 2},
        {"RGB", 3},           {"RGB_ALPHA", 4},           {"CMYK", -1},     {"CMYK_ALPHA", -1}};
    while (cursor_peek(cursor) == ' ' || cursor_peek(cursor) == '\t')
        ++cursor->position;
    for (size_t i = 0; i < sizeof types / sizeof *types; ++i)
        if (word_is(cursor, types[i].name))
            header->meant = types[i].channels;
    skip_line(cursor);
}

/* The lines of a PAM header up to ENDHDR. 0, or -1 for what is no such line. */
static int read_pam_lines(struct cursor *cursor, struct pnm_header *header)
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
            cursor->position += strlen("TUPLTYPE");
            read_tuple_type(cursor, header);
        } else {
            while (!pnm_header_space(cursor_peek(cursor)) && !cursor->ended)
                ++cursor->position; /* to tell a cut word from a wrong one */
            return -1;
        }
        if (cursor->ended)
            return -1;
    }
}

static int check_header(const struct pnm_header *header, bool bad,
                        const struct decode_options *options, struct failure *failure)
{
    if (header->width > NUMBER_MAX || header->height > NUMBER_MAX ||
        header->channels > NUMBER_MAX || header->maximum > NUMBER_MAX)
        return failure_set(failure, "decode", "corrupt", "a number is too large");
    if (bad || header->maximum < 1 || header->maximum > 65535)
        return failure_set(failure, "decode", "corrupt", "its header makes no sense");
    if (header->meant < 0)
        return failure_set(failure, "decode", "unsupported", "CMYK colours: convert it to RGB");
    if (header->channels < 1 || header->channels > CHANNELS_MAX)
        return failure_set(failure, "decode", "unsupported", "%lld channels: only 1 to 4 are read",
                           (long long)header->channels);
    if (header->meant && header->meant != header->channels)
        return failure_set(failure, "decode", "corrupt",
                           "its header contradicts itself: DEPTH is %d, for TUPLTYPE it should be "
                           "%d",
                           (int)header->channels, header->meant);
    return codec_check_size(header->width, header->height, options, failure);
}

int pnm_header_read(const struct bytes *in, const struct decode_options *options,
                    struct pnm_header *header, struct failure *failure)
{
    struct cursor cursor = {.data = in->data, .size = in->size, .position = 2};
    char kind = (char)in->data[1];
    *header = (struct pnm_header){-1, -1,         kind == '6' || kind == '3' ? 3 : 1, -1, 0,
                                  0,  kind < '4', kind == '1' || kind == '4'};
    int bad = 0;
    if (kind == '7') {
        header->channels = -1;
        bad = read_pam_lines(&cursor, header);
    } else {
        header->width = read_number(&cursor);
        header->height = read_number(&cursor);
        header->maximum = header->bitmap ? 1 : read_number(&cursor);
    }
    if (!cursor.ended && !pnm_header_space(cursor_peek(&cursor)))
        bad = -1;
    header->size = cursor.position + 1;
    if (cursor.ended)
        return failure_set(failure, "decode", "truncated",
                           "the file ends inside its header: copy it again");
    return check_header(header, bad, options, failure);
}
