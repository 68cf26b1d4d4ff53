/* Loads libwebp, and what uses it, when there are such files. */
#include "drivers/io/codecs/codec_late.h"

const struct codec *codec_webp_load(struct failure *failure)
{
    static struct codec_late late = {"parallax_webp", NULL};
    return codec_late_load(&late, failure);
}
