/* In place of tiff_late.c in a build without modules. */
#include "drivers/io/codecs/codec_late.h"

const struct codec *codec_tiff_load(struct failure *failure)
{
    (void)failure;
    return &codec_tiff_module;
}
