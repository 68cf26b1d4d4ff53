/* Files as results: what each is called, and its format. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "drivers/common/exit_code.h"
#include "drivers/io/path.h"
#include "drivers/io/sinks/outputs.h"

enum { BASE_MAX = 255, HASH_TEXT = 17 }; /* "-" and 16 digits */

size_t outputs_cut(const char *text, size_t length, size_t limit)
{
    if (length <= limit)
        return length;
    while (limit > 1 && ((unsigned char)text[limit] & 0xc0) == 0x80)
        --limit;
    return limit;
}

/* Returns the end. */
static char *append(char *at, const char *text, size_t length)
{
    memcpy(at, text, length);
    return at + length;
}

char *outputs_name(const struct sink_options *options, const char *name, const char *hashed)
{
    const char *slash = strrchr(name, '/');
    const char *base = slash ? slash + 1 : name;
    const char *dot = strrchr(base, '.');
    const struct codec *known = codec_of_name(base);
    const char *extension = dot && dot > base ? dot + 1 : "";
    size_t stem = strlen(base);
    if (known || (hashed && *extension))
        stem = (size_t)(dot - base);
    else
        extension = "";
    if (options->format && known != options->format) {
        extension = options->format->extensions[0];
        if (!known) /* "IMG.2041": no extension of an image */
            stem = strlen(base);
    }
    char hash[HASH_TEXT + 1] = "";
    if (hashed)
        snprintf(hash, sizeof hash, "-%016llx",
                 (unsigned long long)XXH3_64bits(hashed, strlen(hashed)));
    size_t hash_size = strlen(hash), ending = strlen(extension);
    size_t tail = hash_size + (ending ? ending + 1 : 0);
    stem = outputs_cut(base, stem, tail < BASE_MAX ? BASE_MAX - tail : 1);
    size_t directory = (size_t)(base - name);
    char *output = malloc(directory + stem + tail + 1), *at = output;
    if (!output)
        return NULL;
    at = append(at, name, directory + stem); /* the stem is what follows the directory */
    at = append(at, hash, hash_size);
    if (ending)
        at = append(append(at, ".", 1), extension, ending);
    *at = '\0';
    return output;
}

/* "3", "3f", "3f/a", …: `digits` of a hash of the list's name. */
static void print_subdirectory(char text[2 * OUTPUTS_SPREAD_MAX], const char *name, int digits)
{
    uint64_t hash = XXH3_64bits(name, strlen(name));
    for (int i = 0; i < digits; ++i) {
        if (i > 0 && i % 2 == 0)
            *text++ = '/';
        *text++ = "0123456789abcdef"[hash >> (60 - 4 * i) & 15];
    }
    *text = '\0';
}

/* Puts the subdirectory before the last part of `output`, which is freed. */
static char *spread(char *output, const char *name, int digits)
{
    char below[2 * OUTPUTS_SPREAD_MAX];
    print_subdirectory(below, name, digits);
    const char *slash = strrchr(output, '/');
    int before = slash ? (int)(slash + 1 - output) : 0;
    size_t size = strlen(output) + strlen(below) + 2;
    char *longer = malloc(size);
    if (longer)
        snprintf(longer, size, "%.*s%s/%s", before, output, below, output + before);
    free(output);
    return longer;
}

char *outputs_name_of(const struct sink_options *options, const struct list *list, int item,
                      uint8_t marks, const struct shape *shape)
{
    item %= list->count;
    const char *name = list_name(list, item), *path = list_path(list, item);
    char *output = outputs_name(options, name, marks & OUTPUTS_HASHED ? path : NULL);
    if (output && options->names) {
        char *mirror = output;
        output = outputs_template_name(options->names, mirror, name, path, item, shape);
        int reason = errno;
        free(mirror);
        errno = reason;
    } else if (output) {
        path_simplify(output);
    } else {
        errno = ENOMEM;
    }
    int digits = marks / OUTPUTS_SPREAD & OUTPUTS_SPREAD_MAX;
    return output && digits ? spread(output, name, digits) : output;
}

static int refuse_name(const struct list *list, int item, struct failure *failure)
{
    if (errno == ENOMEM) {
        failure_set(failure, "plan", "memory", "no memory for the output names");
        return EXIT_MEMORY;
    }
    failure_set(failure, "plan", "EINVAL",
                "--name makes of \"%.120s\" what is no file below the output directory",
                list_name(list, item));
    return EXIT_USAGE;
}

char *outputs_key(const struct sink_options *options, const char *name)
{
    static const char *const kinds[] = {
        [ARCHIVE_NONE] = "", [ARCHIVE_TAR] = "tar://", [ARCHIVE_HDF5] = "h5://"};
    const char *kind = kinds[options->archive];
    size_t length = strlen(kind), size = strlen(name) + 1;
    char *key = malloc(length + size);
    if (!key)
        return NULL;
    memcpy(key, kind, length);
    memcpy(key + length, name, size);
    return key;
}

int outputs_names(const struct sink_options *options, const struct list *list, const uint8_t *marks,
                  char **names, struct failure *failure)
{
    for (int i = 0; i < list->count; ++i) {
        free(names[i]);
        names[i] = outputs_name_of(options, list, i, marks[i], NULL);
        if (!names[i])
            return refuse_name(list, i, failure);
    }
    return 0;
}

const char *outputs_ending(const struct sink_options *options, const char *name)
{
    return options->names && codec_of_name(options->names) ? options->names : name;
}

const struct codec *outputs_codec(const struct sink_options *options, const char *name,
                                  const struct codec *content)
{
    if (options->format)
        return options->format;
    const struct codec *codec = codec_of_name(outputs_ending(options, name));
    if (!codec)
        codec = content;
    return codec ? codec : &codec_pnm; /* "x.png" in a build without PNG */
}
