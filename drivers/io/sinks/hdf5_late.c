/* Loads HDF5, and what uses it, when shards are to be such files. */
#include "drivers/common/module.h"
#include "drivers/io/sinks/hdf5_engine.h"

const struct shard_format *hdf5_engine(struct failure *failure)
{
    char message[320];
    const struct shard_format *const *place =
        module_find(HDF5_MODULE, HDF5_SYMBOL, HDF5_LAYOUT, message, sizeof message);
    if (!place)
        failure_set(failure, "plan", "no-library", "%s", message);
    return place ? *place : NULL;
}
