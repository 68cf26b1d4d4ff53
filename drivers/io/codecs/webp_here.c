/* In place of webp_late.c in a build without modules. */
#include "drivers/io/codecs/codec_late.h"

const struct codec *codec_webp_load(struct failure *failure)
{
    (void)failure;
    return &codec_webp_module;
}
