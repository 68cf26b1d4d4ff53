/* An HDF5 shard that was being filled by a process that was killed. */
#ifndef PARALLAX_IO_SINKS_HDF5_MEND_H
#define PARALLAX_IO_SINKS_HDF5_MEND_H

#include "drivers/io/sinks/shards.h"

/* As struct shard_format has it. */
enum shard_mended hdf5_mend(const char *path, shard_told_fn *told, void *context, size_t count);

#endif
