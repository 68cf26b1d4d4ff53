/* EXIF in a TIFF file: copying directories from one place to another.
 *
 * Both are laid out alike, and places count from the beginning of the file: a directory that is
 * copied gets its values and those below it anew behind it. None is copied from deeper than EXIF
 * has directories, and the size of what is made is bounded, so that loops end. */
#include "drivers/io/codecs/exif_tiff.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/io/codecs/exif_layout.h"
#include "drivers/io/codecs/metadata.h"

enum { TAG_DETAILS = 0x8769, TAG_POSITION = 0x8825, TAG_EXCHANGE = 0xa005 }; /* lead further down */
enum { TAG_MAKERS_NOTE = 0x927c, TAG_PADDING = 0xea1c };
enum { ENTRIES_MAX = 512 };

/* Of the picture's directory: what is said of the picture, not of how its pixels are stored. */
static const uint16_t descriptive[] = {0x010d, 0x010e, 0x010f, 0x0110, 0x0112,      0x011a,
                                       0x011b, 0x011d, 0x0128, 0x0131, 0x0132,      0x013b,
                                       0x013c, 0x4746, 0x4749, 0x8298, TAG_DETAILS, TAG_POSITION,
                                       0x9c9b, 0x9c9c, 0x9c9d, 0x9c9e, 0x9c9f};

struct copy {
    struct exif_reader from;
    struct bytes *out;
    size_t most; /* bytes that may be in *out */
    bool failed; /* no memory */
};

struct entry {
    size_t at;
    unsigned tag;
    bool ready; /* it is in *out already, and so is its value */
};

static bool leads_down(unsigned tag, int level)
{
    return level == 0 ? tag == TAG_DETAILS || tag == TAG_POSITION
                      : level == 1 && tag == TAG_EXCHANGE;
}

static bool is_wanted(unsigned tag, int level)
{
    if (level > 0)
        return tag != TAG_MAKERS_NOTE && tag != TAG_PADDING && (level == 1 || tag != TAG_EXCHANGE);
    for (size_t i = 0; i < sizeof descriptive / sizeof *descriptive; ++i)
        if (descriptive[i] == tag)
            return true;
    return false;
}

/* Adds the entries that are wanted of a directory to `list`, each tag once; their number. */
static size_t collect(const struct copy *copy, size_t directory, int level, struct entry *list,
                      size_t count)
{
    size_t entries = exif_entries(&copy->from, directory);
    for (size_t i = 0; i < entries && count < ENTRIES_MAX; ++i) {
        size_t at = directory + EXIF_COUNT + EXIF_ENTRY * i, same = 0;
        unsigned tag = exif_number(&copy->from, at, 2);
        while (same < count && list[same].tag != tag)
            ++same;
        if (same == count && is_wanted(tag, level))
            list[count++] = (struct entry){at, tag, false};
    }
    return count;
}

/* Appends zeros, which make the size even as well; the place of the first, 0: no room. */
static size_t make_room(struct copy *copy, size_t size)
{
    size_t at = copy->out->size + copy->out->size % 2;
    if (size > copy->most || at > copy->most - size)
        return 0;
    if (bytes_reserve(copy->out, at + size)) {
        copy->failed = true;
        return 0;
    }
    memset(copy->out->data + copy->out->size, 0, at + size - copy->out->size);
    copy->out->size = at + size;
    return at;
}

static size_t copy_directory(struct copy *copy, struct entry *list, size_t count, int level);

static size_t copy_below(struct copy *copy, size_t directory, int level)
{
    struct entry *list = malloc(ENTRIES_MAX * sizeof *list);
    size_t count = list ? collect(copy, directory, level, list, 0) : 0;
    size_t at = count ? copy_directory(copy, list, count, level) : 0;
    copy->failed = copy->failed || !list;
    free(list);
    return at;
}

/* Copies what an entry's value is elsewhere, and sets its place in the 12 bytes `made`. False: it
 * is not whole, or there is no room for it. */
static bool copy_value(struct copy *copy, const struct entry *entry, uint8_t *made, int level)
{
    static const uint8_t bytes_of[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};
    const struct exif_reader *from = &copy->from;
    uint32_t type = exif_number(from, entry->at + 2, 2);
    uint32_t value = exif_number(from, entry->at + 8, EXIF_PLACE);
    uint64_t size = exif_number(from, entry->at + 4, 4);
    if (leads_down(entry->tag, level)) {
        size_t place = copy_below(copy, value, level + 1);
        exif_put_number(from->big, made + 8, EXIF_PLACE, (uint32_t)place);
        return place;
    }
    if (type >= sizeof bytes_of || !bytes_of[type])
        return false;
    size *= bytes_of[type];
    if (size <= EXIF_PLACE)
        return true;
    size_t place = exif_has(from, value, size) ? make_room(copy, size) : 0;
    if (!place)
        return false;
    memcpy(copy->out->data + place, from->in.data + value, size);
    exif_put_number(from->big, made + 8, EXIF_PLACE, (uint32_t)place);
    return true;
}

/* A directory of these entries behind what is there, with all below it. Its place; 0: no room. */
static size_t copy_directory(struct copy *copy, struct entry *list, size_t count, int level)
{
    size_t place = make_room(copy, EXIF_COUNT + EXIF_ENTRY * count + EXIF_PLACE), made = 0;
    for (size_t i = 0; i < count && place; ++i) {
        uint8_t entry[EXIF_ENTRY];
        const uint8_t *stored = list[i].ready ? copy->out->data : copy->from.in.data;
        memcpy(entry, stored + list[i].at, sizeof entry);
        if (!list[i].ready && !copy_value(copy, &list[i], entry, level))
            continue;
        memcpy(copy->out->data + place + EXIF_COUNT + EXIF_ENTRY * made++, entry, sizeof entry);
    }
    if (place)
        exif_put_number(copy->from.big, copy->out->data + place, EXIF_COUNT, (uint32_t)made);
    return place;
}

int exif_of_tiff(struct bytes_part file, uint64_t directory, struct bytes *out)
{
    struct copy copy = {.out = out, .most = METADATA_EXIF_MAX};
    out->size = 0;
    if (!exif_first_directory(&copy.from, file) || directory > UINT32_MAX)
        return 0;
    if (bytes_append(out, file.data, EXIF_HEADER))
        return -1;
    size_t place = copy_below(&copy, (size_t)directory, 0);
    exif_put_number(copy.from.big, out->data + 4, EXIF_PLACE, (uint32_t)place);
    out->size = place ? out->size : 0;
    return copy.failed ? -1 : 0;
}

static int compare(const void *a, const void *b)
{
    unsigned one = ((const struct entry *)a)->tag, other = ((const struct entry *)b)->tag;
    return (one > other) - (one < other);
}

int exif_into_tiff(struct bytes_part exif, struct bytes *file)
{
    size_t most = file->size + 2 * (size_t)METADATA_EXIF_MAX; /* values may share a place */
    struct copy copy = {.out = file, .most = most < UINT32_MAX ? most : UINT32_MAX};
    struct exif_reader own;
    size_t first = exif_first_directory(&copy.from, exif), count = 0;
    size_t directory = exif_first_directory(&own, (struct bytes_part){file->data, file->size});
    struct entry *list = malloc(ENTRIES_MAX * sizeof *list);
    if (!list)
        return -1;
    for (; count < exif_entries(&own, directory) && count < ENTRIES_MAX; ++count) {
        size_t at = directory + EXIF_COUNT + EXIF_ENTRY * count;
        list[count] = (struct entry){at, exif_number(&own, at, 2), true};
    }
    size_t all = first && copy.from.big == own.big ? collect(&copy, first, 0, list, count) : count;
    qsort(list, all, sizeof *list, compare);
    size_t place = all > count ? copy_directory(&copy, list, all, 0) : 0;
    if (place)
        exif_put_number(own.big, file->data + 4, EXIF_PLACE, (uint32_t)place);
    free(list);
    return copy.failed ? -1 : 0;
}
