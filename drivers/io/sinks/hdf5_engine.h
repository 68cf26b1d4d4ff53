/* The part of sink_hdf5 that needs HDF5: private to hdf5*.c. */
#ifndef PARALLAX_IO_SINKS_HDF5_ENGINE_H
#define PARALLAX_IO_SINKS_HDF5_ENGINE_H

#include "drivers/io/sinks/shards.h"

#define HDF5_MODULE "parallax_shards"
#define HDF5_LAYOUT                                                                                \
    (sizeof(struct shards) + 31 * sizeof(struct shard_format) + 37 * sizeof(struct shard_item) +   \
     41 * sizeof(struct shard_place) + 43 * sizeof(struct failure) + 47 * sizeof(struct bytes) +   \
     53 * sizeof(struct sink_options))

/* Shards that are HDF5 files. */
extern const struct shard_format hdf5_format;

/* In a module: where that is. */
#define HDF5_SYMBOL "hdf5_format_place"
__attribute__((visibility("default"))) extern const struct shard_format *const hdf5_format_place;

/* That: loaded by hdf5_late.c, or linked and found by hdf5_here.c. NULL with *failure. */
const struct shard_format *hdf5_engine(struct failure *failure);

#endif
