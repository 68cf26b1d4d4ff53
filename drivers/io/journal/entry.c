/* An entry of a journal as a line of text. */
#include "drivers/io/journal/entry.h"

#include <stdio.h>
#include <string.h>

#include <xxhash.h>

#include "kernels/image.h"

static const char hex[] = "0123456789abcdef", states[] = "df";

enum { CHECKSUM = 17 /* 16 digits and a blank */, CODE_MAX = 24 };

const struct journal_input journal_unknown = {-1, -1};

uint64_t journal_hash(const void *data, size_t size)
{
    return XXH3_64bits(data, size);
}

struct journal_input journal_input_of(const struct stat *status)
{
    return (struct journal_input){status->st_size, (int64_t)status->st_mtim.tv_sec * 1000000000 +
                                                       status->st_mtim.tv_nsec};
}

uint64_t entry_input(struct journal_input input)
{
    const int64_t parts[] = {input.size, input.mtime};
    return XXH3_64bits(parts, sizeof parts);
}

/* Blanks, ends of lines, control characters and the percent sign as %XX. Returns the length; 0: it
 * is empty or too long. */
static size_t escape(char *text, const char *key)
{
    char *at = text;
    size_t length = strlen(key);
    if (length >= JOURNAL_KEY_MAX)
        return 0;
    for (; *key; ++key) {
        unsigned char c = (unsigned char)*key;
        if (c > ' ' && c != '%' && c != 0x7f) {
            *at++ = *key;
            continue;
        }
        *at++ = '%';
        *at++ = hex[c >> 4];
        *at++ = hex[c & 15];
    }
    return (size_t)(at - text);
}

uint64_t entry_key(const char *key)
{
    char text[3 * JOURNAL_KEY_MAX];
    size_t length = escape(text, key);
    return length ? XXH3_64bits(text, length) : 0;
}

/* In digits of base 16 as few as it takes, and a blank. printf() takes ten times as long, and there
 * are eight numbers in a line. */
static char *print_number(char *at, uint64_t number)
{
    int digits = 1;
    while (digits < 16 && number >> 4 * digits)
        ++digits;
    for (int i = digits; i-- > 0; number >>= 4)
        at[i] = hex[number & 15];
    at[digits] = ' ';
    return at + digits + 1;
}

size_t entry_print(char *line, const struct journal_entry *entry)
{
    const uint64_t behind[] = {
        (uint64_t)entry->input.size, (uint64_t)entry->input.mtime, entry->params, entry->bytes,
        (uint64_t)entry->stored[0],  (uint64_t)entry->stored[1]};
    const char *code = entry->code && *entry->code ? entry->code : "-";
    char sides[CODE_MAX];
    if (entry->status == JOURNAL_DONE && entry->width > 0) {
        snprintf(sides, sizeof sides, "%dx%d", entry->width, entry->height);
        code = sides;
    }
    char *at = print_number(line + CHECKSUM, (uint64_t)entry->at);
    *at++ = states[entry->status];
    *at++ = ' ';
    for (size_t i = 0; i < sizeof behind / sizeof *behind; ++i)
        at = print_number(at, behind[i]);
    for (int i = 0; i < CODE_MAX && code[i]; ++i)
        *at++ = code[i];
    *at++ = ' ';
    size_t length = escape(at, entry->key);
    if (length == 0)
        return 0;
    at += length;
    uint64_t hash = XXH3_64bits(line + CHECKSUM, (size_t)(at - line) - CHECKSUM);
    for (int i = CHECKSUM - 1; i-- > 0; hash >>= 4)
        line[i] = hex[hash & 15];
    line[CHECKSUM - 1] = ' ';
    *at++ = '\n';
    return (size_t)(at - line);
}

/* A number up to the next blank, behind which *at then is. */
static bool parse_number(const char **at, const char *end, uint64_t *number)
{
    static const uint8_t above[256] = {
        /* what a digit is, and 1 */
        ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,
        ['6'] = 7,  ['7'] = 8,  ['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12,
        ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16};
    const char *begin = *at, *c = begin;
    uint64_t value = 0;
    for (unsigned digit; c < end && (digit = above[(unsigned char)*c]); ++c)
        value = value << 4 | (digit - 1);
    *number = value;
    *at = c + 1;
    return c > begin && c <= begin + 16 && c < end && *c == ' ';
}

/* "WxH"; 0 where it is not that. */
static void parse_sides(const char *at, const char *end, int *width, int *height)
{
    int side[2] = {0, 0}, which = 0;
    for (; at < end; ++at) {
        if (*at == 'x' && which == 0 && side[0])
            which = 1;
        else if (*at < '0' || *at > '9' || side[which] > SIDE_MAX)
            return;
        else
            side[which] = 10 * side[which] + *at - '0';
    }
    if (side[0] && side[1]) {
        *width = side[0];
        *height = side[1];
    }
}

bool entry_parse(const char *line, size_t length, struct journal_fact *fact)
{
    enum { AT, SIZE, MTIME, PARAMS, BYTES, STORED, STORED_TOO, NUMBERS };
    const char *at = line, *end = line + length;
    uint64_t hash, number[NUMBERS];
    const char *state = NULL;
    if (length <= CHECKSUM || !parse_number(&at, end, &hash) || at != line + CHECKSUM ||
        hash != XXH3_64bits(at, length - CHECKSUM))
        return false;
    for (int i = 0; i < NUMBERS; ++i) {
        if (!parse_number(&at, end, &number[i]))
            return false;
        if (i > AT)
            continue;
        state = at < end ? strchr(states, *at) : NULL;
        at += 2;
        if (!state || !*state || at >= end || at[-1] != ' ')
            return false;
    }
    const char *key = memchr(at, ' ', (size_t)(end - at)); /* behind the code */
    if (!key || key + 1 == end)
        return false;
    *fact = (struct journal_fact){
        .key = XXH3_64bits(key + 1, (size_t)(end - key) - 1),
        .input = entry_input((struct journal_input){(int64_t)number[SIZE], (int64_t)number[MTIME]}),
        .params = number[PARAMS],
        .bytes = number[BYTES],
        .stored = {(int64_t)number[STORED], (int64_t)number[STORED_TOO]},
        .at = (int64_t)number[AT],
        .status = (uint8_t)(state - states)};
    if (fact->status == JOURNAL_DONE)
        parse_sides(at, key, &fact->width, &fact->height);
    return true;
}
