/* Loads a codec's module, whichever threads ask for it. */
#include "drivers/io/codecs/codec_late.h"

#include <stdatomic.h>

#include "drivers/common/module.h"

const struct codec *codec_late_load(struct codec_late *late, struct failure *failure)
{
    const struct codec *codec = atomic_load(&late->codec);
    if (codec)
        return codec;
    const struct codec *const *place =
        module_need(late->module, CODEC_LATE_SYMBOL, CODEC_LATE_LAYOUT, "decode", failure);
    if (place)
        atomic_store(&late->codec, *place); /* of several threads each stores the same */
    return place ? *place : NULL;
}
