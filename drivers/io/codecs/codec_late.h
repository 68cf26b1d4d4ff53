/* Codecs whose libraries are loaded when the first of their files is met: they bring a dozen
 * others, and few collections have such files. The names of files, first bytes and options are
 * known before, by a front in the program. */
#ifndef PARALLAX_IO_CODECS_CODEC_LATE_H
#define PARALLAX_IO_CODECS_CODEC_LATE_H

#include "drivers/io/codecs/codec.h"

/* What calls the library: how files are opened, decoded, closed and encoded, and nothing else. */
extern const struct codec codec_tiff_module, codec_webp_module;

/* These: loaded by NAME_late.c, or linked and found by NAME_here.c. NULL with *failure, of stage
 * "decode". Any thread at any time. */
const struct codec *codec_tiff_load(struct failure *failure);
const struct codec *codec_webp_load(struct failure *failure);

/* For NAME_late.c: one module's, NULL at first. */
struct codec_late {
    const char *module;
    _Atomic(const struct codec *) codec;
};

const struct codec *codec_late_load(struct codec_late *late, struct failure *failure);

/* All that is seen of a module, in NAME_module.c. */
__attribute__((visibility("default"))) extern const struct codec *const codec_module_place;

#define CODEC_LATE_SYMBOL "codec_module_place"
#define CODEC_LATE_LAYOUT                                                                          \
    (sizeof(struct codec) + 31 * sizeof(struct decode_options) +                                   \
     37 * sizeof(struct encode_options) + 41 * sizeof(struct codec_facts) +                        \
     43 * sizeof(struct metadata) + 47 * sizeof(struct image) + 53 * sizeof(struct bytes) +        \
     59 * sizeof(struct failure))

#endif
