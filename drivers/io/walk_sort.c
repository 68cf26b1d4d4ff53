/* The order of what was found in one directory.
 *
 * DESIGN. Directories of images are full of names like "frame-000123.png", which differ in a few
 * bytes: behind what all have in common, eight bytes are a number that decides nearly always. These
 * numbers are sorted by their digits, as few of their bytes differ at all; only where they are
 * equal, names are compared. */
#include "drivers/io/walk_sort.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/common/size.h"

enum { FEW = 64, DIGITS = 256, KEY = 8 };

static int byte_of(const struct walk_name *name, size_t at)
{
    /* `at` is at most the length. */
    int byte = (unsigned char)name->text[at];
    return byte ? byte : name->directory ? '/' : 0;
}

static int by_text(const struct walk_name *left, const struct walk_name *right)
{
    size_t at = 0;
    while (left->text[at] && left->text[at] == right->text[at])
        ++at;
    return byte_of(left, at) - byte_of(right, at);
}

static int by_key(const void *a, const void *b)
{
    const struct walk_name *left = a, *right = b;
    if (left->key != right->key)
        return left->key < right->key ? -1 : 1;
    return by_text(left, right);
}

/* How many bytes all names begin with. */
static size_t common_prefix(const struct walk_name *names, int count)
{
    size_t common = strlen(names[0].text);
    for (int i = 1; i < count; ++i) {
        size_t at = 0;
        while (at < common && names[i].text[at] == names[0].text[at])
            ++at;
        common = at;
    }
    return common;
}

/* The bytes behind the prefix as a number. */
static uint64_t key_of(const struct walk_name *name, size_t prefix)
{
    uint64_t key = 0;
    int shift = 8 * KEY;
    for (const char *at = name->text + prefix; *at && shift; ++at)
        key |= (uint64_t)(unsigned char)*at << (shift -= 8);
    if (shift && name->directory)
        key |= (uint64_t)'/' << (shift - 8);
    return key;
}

/* By one byte of the key, from one array into the other; equal ones stay in their order. */
static void sort_digit(const struct walk_name *from, struct walk_name *to, int count, int shift)
{
    int begin[DIGITS + 1] = {0};
    for (int i = 0; i < count; ++i)
        ++begin[(from[i].key >> shift & 255) + 1];
    for (int digit = 0; digit < DIGITS; ++digit)
        begin[digit + 1] += begin[digit];
    for (int i = 0; i < count; ++i)
        to[begin[from[i].key >> shift & 255]++] = from[i];
}

/* By keys, with room[count] to work in; `differ` has the bits in which they do. */
static void sort_keys(struct walk_name *names, struct walk_name *room, int count, uint64_t differ)
{
    struct walk_name *from = names, *to = room;
    for (int shift = 0; shift < 8 * KEY; shift += 8) {
        if (!(differ >> shift & 255))
            continue;
        sort_digit(from, to, count, shift);
        struct walk_name *sorted = to;
        to = from;
        from = sorted;
    }
    if (from != names)
        memcpy(names, from, (size_t)count * sizeof *names);
}

void walk_sort(struct walk_name *names, int count)
{
    size_t prefix = count ? common_prefix(names, count) : 0;
    uint64_t differ = 0;
    for (int i = 0; i < count; ++i) {
        names[i].key = key_of(&names[i], prefix);
        differ |= names[i].key ^ names[0].key;
    }
    struct walk_name *room = count > FEW ? malloc(size_product((size_t)count, sizeof *room)) : NULL;
    if (!room) { /* few, or no memory */
        qsort(names, (size_t)count, sizeof *names, by_key);
        return;
    }
    sort_keys(names, room, count, differ);
    free(room);
    for (int begin = 0, end; begin < count; begin = end) {
        for (end = begin + 1; end < count && names[end].key == names[begin].key;)
            ++end;
        if (end - begin > 1)
            qsort(names + begin, (size_t)(end - begin), sizeof *names, by_key);
    }
}
