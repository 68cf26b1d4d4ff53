/* Loads HDF5, and what uses it, when shards are to be such files. */
#include "drivers/common/module.h"
#include "drivers/io/sinks/hdf5_engine.h"

const struct shard_format *hdf5_engine(struct failure *failure)
{
    const struct shard_format *const *place =
        module_need(HDF5_MODULE, HDF5_SYMBOL, HDF5_LAYOUT, "plan", failure);
    return place ? *place : NULL;
}
