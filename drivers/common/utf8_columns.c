/* How wide text is on a terminal. The C library's wcwidth() asks the locale, which may be "C". */
#include "drivers/common/utf8.h"

struct block {
    uint32_t first, last;
};

/* Nonspacing marks, joiners and variation selectors of the scripts that are met in names. */
static const struct block without[] = {
    {0x300, 0x36F},   {0x483, 0x489},     {0x591, 0x5BD},   {0x610, 0x61A},   {0x64B, 0x65F},
    {0x6D6, 0x6DC},   {0x93C, 0x93C},     {0x941, 0x948},   {0x94D, 0x94D},   {0xE31, 0xE31},
    {0xE34, 0xE3A},   {0xE47, 0xE4E},     {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200D},
    {0x20D0, 0x20FF}, {0x302A, 0x302D},   {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
    {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF},
};

/* Wide and full width of Unicode's East_Asian_Width, in blocks. */
static const struct block wide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
    {0x2E80, 0x303E},   {0x3041, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97F},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF},
    {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD},
};

static bool is_in(const struct block *blocks, size_t count, uint32_t character)
{
    for (size_t i = 0; i < count && blocks[i].first <= character; ++i)
        if (character <= blocks[i].last)
            return true;
    return false;
}

/* The columns of the character that the text begins with, and its bytes. */
static int columns_of(const char *text, int *bytes)
{
    const int length = utf8_length(text);
    *bytes = length > 0 ? length : 1;
    if (length < 2)
        return 1;
    const uint32_t character = utf8_character(text, length);
    if (is_in(without, sizeof without / sizeof *without, character))
        return 0;
    return is_in(wide, sizeof wide / sizeof *wide, character) ? 2 : 1;
}

int utf8_columns(const char *text, size_t bytes)
{
    int columns = 0, length;
    for (size_t i = 0; i < bytes && text[i] != '\0'; i += (size_t)length)
        columns += columns_of(text + i, &length);
    return columns;
}

size_t utf8_within(const char *text, int columns)
{
    size_t bytes = 0;
    int length;
    while (text[bytes] != '\0') {
        columns -= columns_of(text + bytes, &length);
        if (columns < 0)
            break;
        bytes += (size_t)length;
    }
    return bytes;
}
