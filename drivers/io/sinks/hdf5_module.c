/* The module that hdf5_late.c loads. */
#include "drivers/common/module.h"
#include "drivers/io/sinks/hdf5_engine.h"

MODULE_LAYOUT(HDF5_LAYOUT);

const struct shard_format *const hdf5_format_place = &hdf5_format;
