/* XMP: what else is said of a picture, as XML text.
 *
 * A property is an attribute, name="value", or an element, <name>value</name>. Text is not parsed
 * beyond that: what looks like neither stays as it is, so that the rest cannot be spoilt. Prefixes
 * of names are taken for what they are by custom. */
#include "drivers/io/codecs/xmp.h"

#include <stdio.h>
#include <string.h>

enum action { REMOVE, SET_ORIENTATION, SET_WIDTH, SET_HEIGHT };

static const struct rule {
    const char *name; /* what ends with : or - stands for all names that begin so */
    enum action action;
    bool companion;
} rules[] = {
    {"tiff:Orientation", SET_ORIENTATION, false},
    {"tiff:ImageWidth", SET_WIDTH, false},
    {"tiff:ImageLength", SET_HEIGHT, false},
    {"exif:PixelXDimension", SET_WIDTH, false},
    {"exif:PixelYDimension", SET_HEIGHT, false},
    {"xmp:Thumbnails", REMOVE, false},
    {"xmpNote:HasExtendedXMP", REMOVE, false},
    {"hdrgm:", REMOVE, true},
    {"HDRGainMap:", REMOVE, true},
    {"Container:", REMOVE, true},
    {"GContainer:", REMOVE, true},
    {"GCamera:MotionPhoto", REMOVE, true},
    {"GCamera:MicroVideo", REMOVE, true},
    {"GDepth:", REMOVE, true},
    {"GImage:", REMOVE, true},
};

struct text {
    const char *at, *end;
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ':' ||
           c == '_' || c == '-' || c == '.';
}

static const char *skip_spaces(const char *at, const char *end)
{
    while (at < end && is_space(*at))
        ++at;
    return at;
}

/* The rule for the name at the beginning of `text`, and where the name ends; NULL: there is none.
 */
static const struct rule *rule_of(struct text text, const char **name_end)
{
    const char *end = text.at;
    while (end < text.end && is_name(*end))
        ++end;
    *name_end = end;
    size_t size = (size_t)(end - text.at);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; ++i) {
        size_t length = strlen(rules[i].name);
        bool begins = size >= length && memcmp(text.at, rules[i].name, length) == 0;
        if (begins && (size == length || rules[i].companion))
            return &rules[i];
    }
    return NULL;
}

/* What a rule is about. */
struct property {
    const char *begin, *end;             /* all of it */
    const char *value_begin, *value_end; /* between quotes or tags */
};

/* An attribute whose name ends at `at`. */
static bool find_attribute(const char *at, const char *end, struct property *property)
{
    at = skip_spaces(at, end);
    if (at == end || *at != '=')
        return false;
    at = skip_spaces(at + 1, end);
    if (at == end || (*at != '"' && *at != '\''))
        return false;
    property->value_begin = at + 1;
    property->value_end = memchr(at + 1, *at, (size_t)(end - at - 1));
    property->end = property->value_end ? property->value_end + 1 : NULL;
    return property->end;
}

/* The end tag of an element, behind its name's colon or not; NULL: there is none. */
static const char *find_end_tag(const char *at, const char *end, struct text name)
{
    size_t size = (size_t)(name.end - name.at);
    while ((at = memchr(at, '<', (size_t)(end - at)))) {
        size_t left = (size_t)(end - at);
        if (left > size + 2 && at[1] == '/' && memcmp(at + 2, name.at, size) == 0 &&
            !is_name(at[2 + size]))
            return at;
        ++at;
    }
    return NULL;
}

/* An element, without or with a value. */
static bool find_element(struct text name, const char *end, struct property *property)
{
    const char *close = memchr(name.end, '>', (size_t)(end - name.end));
    if (!close)
        return false;
    property->value_begin = property->value_end = property->end = close + 1;
    if (close[-1] == '/')
        return true;
    property->value_end = find_end_tag(close + 1, end, name);
    const char *last = property->value_end
                           ? memchr(property->value_end, '>', (size_t)(end - property->value_end))
                           : NULL;
    property->end = last ? last + 1 : NULL;
    return last;
}

/* The first property that a rule is about; NULL: there is none. */
static const struct rule *find(struct text text, struct property *property)
{
    for (const char *at = text.at; at + 1 < text.end; ++at) {
        if (*at != '<' && !is_space(*at))
            continue;
        struct text name = {at + 1, text.end};
        const struct rule *rule = rule_of(name, &name.end);
        property->begin = at;
        if (rule && (*at == '<' ? find_element(name, text.end, property)
                                : find_attribute(name.end, text.end, property)))
            return rule;
    }
    return NULL;
}

static struct text text_of(struct bytes_part xmp)
{
    const char *data = (const char *)xmp.data;
    return (struct text){data, data + xmp.size};
}

bool xmp_is_text(struct bytes_part xmp)
{
    static const char word[] = "rdf:RDF";
    if (xmp.size < sizeof word || memchr(xmp.data, 0, xmp.size))
        return false;
    for (size_t at = 0; at + sizeof word <= xmp.size; ++at)
        if (memcmp(xmp.data + at, word, sizeof word - 1) == 0)
            return true;
    return false;
}

bool xmp_has_companion(struct bytes_part xmp)
{
    struct text text = text_of(xmp);
    struct property property;
    for (const struct rule *rule; (rule = find(text, &property)); text.at = property.end)
        if (rule->companion)
            return true;
    return false;
}

/* What is appended sums up what bytes_append() returns. */
static int append(struct bytes *out, const char *begin, const char *end)
{
    return begin < end ? bytes_append(out, begin, (size_t)(end - begin)) : 0;
}

int xmp_correct(struct bytes_part xmp, enum orientation orientation, int width, int height,
                struct bytes *out)
{
    const int values[] = {
        [SET_ORIENTATION] = (int)orientation, [SET_WIDTH] = width, [SET_HEIGHT] = height};
    struct text text = text_of(xmp);
    struct property property;
    int failed = 0;
    out->size = 0;
    for (const struct rule *rule; (rule = find(text, &property)); text.at = property.end) {
        char value[16];
        int size = snprintf(value, sizeof value, "%d", values[rule->action]);
        bool sets = rule->action != REMOVE;
        failed |= append(out, text.at, sets ? property.value_begin : property.begin);
        failed |=
            sets ? append(out, value, value + size) | append(out, property.value_end, property.end)
                 : 0;
    }
    failed |= append(out, text.at, text.end);
    return failed ? -1 : 0;
}
