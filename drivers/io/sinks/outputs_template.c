/* Files as results: names that a template gives them. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "drivers/io/bytes.h"
#include "drivers/io/path.h"
#include "drivers/io/sinks/outputs.h"
#include "drivers/io/sinks/template.h"
#include "drivers/io/url.h"

enum { BASE_MAX = 255, DIGITS_MAX = 8 }; /* of a side, up to SIDE_MAX */

static const char later = '\1'; /* stands for a size that is not known yet */

/* What the words stand for. */
struct values {
    char text[WORDS][24]; /* of those that are short */
    struct template_part value[WORDS];
};

static void set_value(struct values *values, enum template_word word, const char *text,
                      size_t length)
{
    values->value[word] = (struct template_part){word, text, length};
}

static void set_number(struct values *values, enum template_word word, const char *format,
                       unsigned number)
{
    int length = snprintf(values->text[word], sizeof values->text[word], format, number);
    set_value(values, word, values->text[word], (size_t)length);
}

static void set_size(struct values *values, enum template_word word, int size)
{
    if (size)
        set_number(values, word, "%u", (unsigned)size);
    else
        set_value(values, word, &later, 1);
}

/* `mirror` is what the output would be called without a template; its extension is the right one.
 */
static void set_values(struct values *values, const char *mirror, const char *name,
                       const char *path, int item, const struct shape *shape)
{
    const char *slash = strrchr(mirror, '/');
    const char *base = slash ? slash + 1 : mirror, *dot = strrchr(base, '.');
    const char *end = dot && dot > base && codec_of_name(mirror) ? dot : base + strlen(base);
    const char *key = url_is(path) ? path : name;
    set_value(values, WORD_STEM, base, (size_t)(end - base));
    set_value(values, WORD_DIR, mirror, slash ? (size_t)(slash - mirror) : 0);
    set_value(values, WORD_EXT, *end ? end + 1 : end, *end ? strlen(end + 1) : 0);
    set_number(values, WORD_HASH8, "%08x", (unsigned)(XXH3_64bits(key, strlen(key)) >> 32));
    set_number(values, WORD_INDEX, "%06u", (unsigned)item);
    set_size(values, WORD_W, shape ? shape->width : 0);
    set_size(values, WORD_H, shape ? shape->height : 0);
}

/* NULL: no memory. An extension that there is not takes the dot before it along. */
static char *expand(const char *text, const struct values *values)
{
    struct bytes name = {0};
    int failed = 0;
    for (struct template_part part; !failed && (part = template_next(&text)).word < WORD_END;) {
        const struct template_part *value =
            part.word == WORD_LITERAL ? &part : &values->value[part.word];
        if (part.word == WORD_EXT && !value->length && name.size && name.data[name.size - 1] == '.')
            --name.size;
        failed = bytes_append(&name, value->text, value->length);
    }
    if (failed || bytes_append(&name, "", 1)) {
        bytes_free(&name);
        return NULL;
    }
    return (char *)name.data;
}

/* Sizes that are not known yet swallow the digits beside them: "a1" 2 and "a" 12 are one name. */
static void swallow_digits(char *name)
{
    char *to = name;
    bool behind_size = false;
    for (const char *from = name; *from; ++from) {
        bool digit = *from >= '0' && *from <= '9', size = *from == later;
        while (size && to > name && to[-1] >= '0' && to[-1] <= '9')
            --to;
        behind_size = size || (behind_size && digit);
        if (size || !behind_size)
            *to++ = *from;
    }
    *to = '\0';
}

/* How much longer than it may be the last part of `output` is, whatever the sizes in it are. */
static size_t excess_of(const char *text, const struct values *values, const char *output)
{
    const char *slash = strrchr(output, '/');
    size_t length = strlen(slash ? slash + 1 : output), digits = 0, sizes = 0;
    for (struct template_part part; (part = template_next(&text)).word < WORD_END;) {
        bool size = part.word == WORD_W || part.word == WORD_H;
        if (part.word == WORD_LITERAL && memchr(part.text, '/', part.length))
            digits = sizes = 0;
        digits += size ? values->value[part.word].length : 0;
        sizes += size;
    }
    length += DIGITS_MAX * sizes - digits;
    return length > BASE_MAX ? length - BASE_MAX : 0;
}

char *outputs_template_name(const char *text, const char *mirror, const char *name,
                            const char *path, int item, const struct shape *shape)
{
    struct values values;
    set_values(&values, mirror, name, path, item, shape);
    char *output = expand(text, &values);
    size_t excess = output ? excess_of(text, &values, output) : 0;
    struct template_part *stem = &values.value[WORD_STEM];
    if (excess && stem->length > excess) {
        free(output);
        stem->length = outputs_cut(stem->text, stem->length, stem->length - excess);
        output = expand(text, &values);
    }
    if (!output) {
        errno = ENOMEM;
        return NULL;
    }
    if (template_leads_upwards(output) || template_names_nothing(output)) {
        free(output);
        errno = EINVAL;
        return NULL;
    }
    if (!shape)
        swallow_digits(output);
    path_simplify(output);
    if (*output == '/') /* behind directories that there are none of */
        memmove(output, output + 1, strlen(output));
    return output;
}
