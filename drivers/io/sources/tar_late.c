/* Loads libarchive, and what uses it, when there are compressed archives. */
#include "drivers/common/module.h"
#include "drivers/io/sources/tar_stream.h"

const struct tar_stream_library *tar_stream_library(struct failure *failure)
{
    static const struct tar_stream_library *loaded;
    if (loaded)
        return loaded;
    const struct tar_stream_library *const *place =
        module_need(TAR_STREAM_MODULE, TAR_STREAM_SYMBOL, TAR_STREAM_LAYOUT, "read", failure);
    loaded = place ? *place : NULL;
    return loaded;
}
