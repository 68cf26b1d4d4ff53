/* What stands before a member of a tar file.
 *
 * DESIGN. Ours, and not libarchive's: that would bring eleven libraries more to every program, of
 * which some start for jobs that last as long as loading these (2 ms); and a member must be given
 * up again as a whole where the disk is full. The formats: POSIX.1-2017, pax, "ustar Interchange
 * Format" and "pax Header Block". */
#include "drivers/io/sinks/tar_header.h"

#include <stdio.h>
#include <string.h>

#include "drivers/common/utf8.h"

enum { NAME_SIZE = 100, PREFIX_SIZE = 155, SIZE_DIGITS = 11, NUMBER_MAX = 24 };

/* The fields of a header block in their order; all of them text. */
struct ustar {
    char name[NAME_SIZE], mode[8], user[8], group[8], size[12], time[12], sum[8], type, link[100];
    char magic[6], version[2], user_name[32], group_name[32], major[8], minor[8];
    char prefix[PREFIX_SIZE], rest[12];
};

_Static_assert(sizeof(struct ustar) == TAR_BLOCK, "a header is one block");

size_t tar_padding(size_t size)
{
    return (TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK;
}

/* Where a name is cut into prefix and name; 0: it fits as it is; -1: it does not fit. */
static int cut(const char *name)
{
    size_t length = strlen(name);
    for (const char *c = name; *c; ++c)
        if ((unsigned char)*c >= 0x80)
            return -1; /* ustar says nothing of other characters */
    if (length <= NAME_SIZE)
        return 0;
    for (size_t at = length < PREFIX_SIZE ? length : PREFIX_SIZE; at > 0; --at)
        if (name[at] == '/' && length - at - 1 <= NAME_SIZE && name[at + 1])
            return (int)at;
    return -1;
}

/* A text into a field, which it may fill. */
static void put(char *field, size_t size, const char *text, size_t length)
{
    memcpy(field, text, length < size ? length : size);
}

static void put_number(char *field, size_t digits, size_t number)
{
    char text[NUMBER_MAX];
    int length = snprintf(text, sizeof text, "%0*zo", (int)digits, number);
    put(field, digits, text, (size_t)length);
}

static int append_block(struct bytes *header, const char *name, int at, char type, size_t size)
{
    struct ustar block;
    unsigned sum = 0;
    memset(&block, 0, sizeof block);
    put(block.name, sizeof block.name, name + (at > 0 ? at + 1 : 0),
        strlen(name) - (size_t)(at > 0 ? at + 1 : 0));
    put(block.prefix, sizeof block.prefix, name, at > 0 ? (size_t)at : 0);
    put_number(block.mode, 7, 0644);
    put_number(block.user, 7, 0);
    put_number(block.group, 7, 0);
    put_number(block.size, SIZE_DIGITS, size);
    put_number(block.time, 11, 0);
    memset(block.sum, ' ', sizeof block.sum);
    block.type = type;
    memcpy(block.magic, "ustar", 6);
    memcpy(block.version, "00", 2);
    put_number(block.major, 7, 0);
    put_number(block.minor, 7, 0);
    for (size_t i = 0; i < sizeof block; ++i)
        sum += ((const unsigned char *)&block)[i];
    put_number(block.sum, 6, sum);
    block.sum[6] = '\0';
    return bytes_append(header, &block, sizeof block);
}

/* "LENGTH key=value\n", where the length counts its own digits. */
static int append_record(struct bytes *records, const char *key, const char *value)
{
    char head[NUMBER_MAX + 32];
    size_t length = strlen(key) + strlen(value) + 3, digits = 1;
    for (size_t limit = 10; length + digits >= limit; limit *= 10)
        ++digits;
    int size = snprintf(head, sizeof head, "%zu %s=", length + digits, key);
    return bytes_append(records, head, (size_t)size) ||
                   bytes_append(records, value, strlen(value)) || bytes_append(records, "\n", 1)
               ? -1
               : 0;
}

static int append_pax(struct bytes *header, const char *name, bool large, size_t size)
{
    static const char zeros[TAR_BLOCK];
    struct bytes records = {0};
    char number[NUMBER_MAX];
    int failed = 0;
    snprintf(number, sizeof number, "%zu", size);
    if (!utf8_is_valid(name))
        failed = append_record(&records, "hdrcharset", "BINARY");
    failed = failed || append_record(&records, "path", name);
    failed = failed || (large && append_record(&records, "size", number));
    failed = failed || append_block(header, "PaxHeader", 0, 'x', records.size) ||
             bytes_append(header, records.data, records.size) ||
             bytes_append(header, zeros, tar_padding(records.size));
    bytes_free(&records);
    return failed ? -1 : 0;
}

int tar_header(struct bytes *header, const char *name, size_t size)
{
    int at = cut(name);
    bool large = size >> (3 * SIZE_DIGITS);
    header->size = 0;
    if ((at < 0 || large) && append_pax(header, name, large, size))
        return -1;
    return append_block(header, name, at, '0', large ? 0 : size);
}
