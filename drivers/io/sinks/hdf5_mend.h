/* An HDF5 shard that was being filled by a process that was killed. */
#ifndef PARALLAX_IO_SINKS_HDF5_MEND_H
#define PARALLAX_IO_SINKS_HDF5_MEND_H

#include "drivers/io/sinks/shards.h"

/* As struct shard_format has it. */
enum shard_mended hdf5_mend(const char *path, shard_told_fn *told, void *context, size_t count);

/* The same in a process of its own: what crashes it differs. COULD_NOT also where there is none. */
enum shard_mended hdf5_mend_apart(const char *path, shard_told_fn *told, void *context,
                                  size_t count);

#endif
