/* A header of a tar archive. */
#include "drivers/io/sources/tar_header.h"

int64_t tar_header_number(const uint8_t *field, int size)
{
    int64_t value = 0;
    int i = 0;
    if (field[0] & 0x80) {
        value = field[0] & 0x7f; /* a negative one has 0x40, and becomes too large */
        for (i = 1; i < size && value < INT64_MAX >> 8; ++i)
            value = value << 8 | field[i];
        return i == size ? value : -1;
    }
    while (i < size && field[i] == ' ')
        ++i;
    for (; i < size && field[i] >= '0' && field[i] <= '7'; ++i)
        value = value << 3 | (field[i] - '0');
    return i < size && field[i] != ' ' && field[i] != '\0' ? -1 : value;
}

/* Old programs added up bytes with a sign. */
bool tar_header_is_whole(const uint8_t block[TAR_BLOCK])
{
    int64_t plain = 0, with_sign = 0, wanted = tar_header_number(block + TAR_SUM, TAR_SUM_SIZE);
    for (int i = 0; i < TAR_BLOCK; ++i) {
        uint8_t byte = i >= TAR_SUM && i < TAR_SUM + TAR_SUM_SIZE ? ' ' : block[i];
        plain += byte;
        with_sign += (int8_t)byte;
    }
    return wanted == plain || wanted == with_sign;
}

bool tar_header_is_empty(const uint8_t block[TAR_BLOCK])
{
    for (int i = 0; i < TAR_BLOCK; ++i)
        if (block[i])
            return false;
    return true;
}
