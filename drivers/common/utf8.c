/* Text that others chose, as UTF-8 or what claims to be. */
#include "drivers/common/utf8.h"

#include <stddef.h>
#include <string.h>

int utf8_length(const char *text)
{
    const unsigned char *s = (const unsigned char *)text;
    int length = s[0] < 0x80 ? 1 : s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    if (s[0] > 0xF4)
        return 0;
    for (int i = 1; i < length; ++i)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    if ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F) ||
        (s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] > 0x8F))
        return 0;
    return length;
}

uint32_t utf8_character(const char *text, int length)
{
    static const unsigned char first[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t character = (unsigned char)text[0] & first[length];
    for (int i = 1; i < length; ++i)
        character = character << 6 | ((unsigned char)text[i] & 0x3Fu);
    return character;
}

bool utf8_acts(uint32_t character)
{
    static const uint32_t ranges[][2] = {
        {0, 0x1F},        {0x7F, 0x9F},     {0x61C, 0x61C},
        {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2066, 0x2069},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; ++i)
        if (character >= ranges[i][0] && character <= ranges[i][1])
            return true;
    return false;
}

int utf8_shown(const char *text, int *skipped)
{
    int length = utf8_length(text);
    *skipped = length ? length : 1;
    return length && !utf8_acts(utf8_character(text, length)) ? length : 0;
}

bool utf8_is_valid(const char *text)
{
    while (*text) {
        int length = utf8_length(text);
        if (!length)
            return false;
        text += length;
    }
    return true;
}

void utf8_print_bytes(FILE *out, const char *text)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                "-._~/";
    for (; *text; ++text)
        if (strchr(plain, *text))
            fputc(*text, out);
        else
            fprintf(out, "%%%02X", (unsigned char)*text);
}
