/* Strict numbers. */
#include "drivers/options/numbers.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_MAX = 40 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool numbers_whole(const char *text, double min, double max, int64_t *result)
{
    const char *digits = text + (text[0] == '-');
    size_t length = strlen(digits);
    if (length == 0 || length > 19 || strspn(digits, "0123456789") != length)
        return false;
    errno = 0;
    long long value = strtoll(text, NULL, 10);
    if (errno || (double)value < min || (double)value > max)
        return false;
    *result = value;
    return true;
}

bool numbers_seed(const char *text, uint64_t *result)
{
    size_t length = strlen(text);
    if (length == 0 || length > 20 || strspn(text, "0123456789") != length)
        return false;
    errno = 0;
    unsigned long long value = strtoull(text, NULL, 10);
    if (errno)
        return false;
    *result = value;
    return true;
}

bool numbers_real(const char *text, double min, double max, double *result)
{
    if (!is_digit(text[0]) && text[0] != '-' && text[0] != '.')
        return false;
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end || !isfinite(value) || value < min || value > max ||
        strpbrk(text, "xX"))
        return false;
    *result = value;
    return true;
}

/* Cuts `text` at its 'x'es into up to `most` whole numbers; their count, or 0. */
static int split_numbers(const char *text, int most, double min, double max, int64_t *out)
{
    char copy[NUMBER_MAX];
    if (strlen(text) >= sizeof copy)
        return 0;
    memcpy(copy, text, strlen(text) + 1);
    int count = 0;
    for (char *part = copy; part; ++count) {
        char *next = strchr(part, 'x');
        if (next)
            *next++ = '\0';
        if (count == most || !numbers_whole(part, min, max, &out[count]))
            return 0;
        part = next;
    }
    return count;
}

/* One side of a size, or nothing. */
static bool side_of(const char *text, size_t length, double min, double max, double *side)
{
    char copy[NUMBER_MAX];
    int64_t whole = 0;
    if (length >= sizeof copy)
        return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    if (length > 0 && !numbers_whole(copy, min, max, &whole))
        return false;
    *side = (double)whole;
    return true;
}

static bool percentage(const char *text, double *width, double *height)
{
    char copy[NUMBER_MAX];
    size_t length = strlen(text);
    double percent;
    if (length < 2 || length > sizeof copy || text[length - 1] != '%')
        return false;
    memcpy(copy, text, length);
    copy[length - 1] = '\0';
    if (!numbers_real(copy, 0.01, 10000, &percent))
        return false;
    *width = *height = -percent;
    return true;
}

bool numbers_size(const char *text, double min, double max, double *width, double *height)
{
    const char *cross = strchr(text, 'x');
    double side[2];
    if (!cross)
        return percentage(text, width, height);
    if (!side_of(text, (size_t)(cross - text), min, max, &side[0]) ||
        !side_of(cross + 1, strlen(cross + 1), min, max, &side[1]) || side[0] + side[1] == 0)
        return false;
    *width = side[0];
    *height = side[1];
    return true;
}

bool numbers_colour(const char *text, uint32_t *result)
{
    static const struct {
        const char *name;
        uint32_t colour;
    } named[] = {{"white", 0xffffffff}, {"black", 0x000000ff},       {"grey", 0x808080ff},
                 {"gray", 0x808080ff},  {"transparent", 0xffffff00}, {NULL, 0}};
    for (int i = 0; named[i].name; ++i)
        if (strcmp(text, named[i].name) == 0) {
            *result = named[i].colour;
            return true;
        }
    text += text[0] == '#';
    size_t digits = strlen(text);
    if (strspn(text, "0123456789abcdefABCDEF") != digits)
        return false;
    uint32_t value = (uint32_t)strtoul(text, NULL, 16);
    if (digits == 3)
        value = (value >> 8) * 0x110000 + (value >> 4 & 15) * 0x1100 + (value & 15) * 0x11;
    else if (digits != 6 && digits != 8)
        return false;
    *result = digits == 8 ? value : value << 8 | 0xff;
    return true;
}

static bool one_shape(const char *text, struct shape *result)
{
    int64_t side[3];
    int count = split_numbers(text, 3, 1, SIDE_MAX, side);
    if (count < 2)
        return false;
    struct shape shape = {(int)side[0], (int)side[1], count == 3 ? (int)side[2] : 3};
    *result = shape;
    return shape_is_valid(shape);
}

int numbers_shapes(const char *text, int most, struct shape *result)
{
    for (int count = 0; count < most; ++count) {
        char one[NUMBER_MAX];
        size_t length = strcspn(text, ",");
        if (length >= sizeof one)
            return 0;
        memcpy(one, text, length);
        one[length] = '\0';
        if (!one_shape(one, &result[count]))
            return 0;
        if (!text[length])
            return count + 1;
        text += length + 1;
    }
    return 0;
}
