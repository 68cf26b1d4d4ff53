/* Loads libarchive, and what uses it, when there are compressed archives. */
#include "drivers/common/module.h"
#include "drivers/io/sources/tar_stream.h"

const struct tar_stream_library *tar_stream_library(struct failure *failure)
{
    static const struct tar_stream_library *loaded;
    char message[320];
    if (loaded)
        return loaded;
    const struct tar_stream_library *const *place = module_find(
        TAR_STREAM_MODULE, TAR_STREAM_SYMBOL, TAR_STREAM_LAYOUT, message, sizeof message);
    if (!place)
        failure_set(failure, "read", "no-library", "%s", message);
    loaded = place ? *place : NULL;
    return loaded;
}
