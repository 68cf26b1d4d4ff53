/* Files as results: what each is called, and its format. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "drivers/io/sinks/outputs.h"

enum { BASE_MAX = 255, HASH_TEXT = 17 }; /* "-" and 16 digits */

/* Cuts `length` bytes down to at most `limit`, between two UTF-8 characters. */
static size_t cut_to(const char *text, size_t length, size_t limit)
{
    if (length <= limit)
        return length;
    while (limit > 1 && ((unsigned char)text[limit] & 0xc0) == 0x80)
        --limit;
    return limit;
}

char *outputs_name(const struct sink_options *options, const char *name, const char *hashed)
{
    const char *slash = strrchr(name, '/');
    const char *base = slash ? slash + 1 : name;
    const char *dot = strrchr(base, '.');
    const struct codec *known = codec_of_name(name);
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
    size_t tail = strlen(hash) + (*extension ? strlen(extension) + 1 : 0);
    stem = cut_to(base, stem, tail < BASE_MAX ? BASE_MAX - tail : 1);
    size_t directory = (size_t)(base - name);
    size_t size = directory + stem + tail + 1;
    char *output = malloc(size);
    if (output)
        snprintf(output, size, "%.*s%.*s%s%s%s", (int)directory, name, (int)stem, base, hash,
                 *extension ? "." : "", extension);
    return output;
}

const struct codec *outputs_codec(const struct sink_options *options, const char *name,
                                  const struct codec *content)
{
    if (options->format)
        return options->format;
    const struct codec *codec = codec_of_name(name);
    if (!codec)
        codec = content;
    return codec ? codec : &codec_pnm; /* "x.png" in a build without PNG */
}
