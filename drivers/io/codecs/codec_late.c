/* Loads a codec's module, once, whichever threads ask for it. */
#include "drivers/io/codecs/codec_late.h"

#include <sched.h>
#include <stdatomic.h>

#include "drivers/common/module.h"

static atomic_flag loading = ATOMIC_FLAG_INIT; /* of any: module_find() is for one at a time */

const struct codec *codec_late_load(struct codec_late *late, struct failure *failure)
{
    const struct codec *codec = atomic_load(&late->codec);
    if (codec)
        return codec;
    while (atomic_flag_test_and_set(&loading))
        sched_yield();
    codec = atomic_load(&late->codec);
    if (!codec) {
        char message[320];
        const struct codec *const *place = module_find(late->module, CODEC_LATE_SYMBOL,
                                                       CODEC_LATE_LAYOUT, message, sizeof message);
        codec = place ? *place : NULL;
        if (codec)
            atomic_store(&late->codec, codec);
        else
            failure_set(failure, "decode", "no-library", "%s", message);
    }
    atomic_flag_clear(&loading);
    return codec;
}
