/* A tar file that was being filled by a process that was killed. */
#ifndef PARALLAX_IO_SINKS_TAR_MEND_H
#define PARALLAX_IO_SINKS_TAR_MEND_H

#include "drivers/io/sinks/shards.h"

/* As struct shard_format has it. */
enum shard_mended tar_mend(const char *path, shard_told_fn *told, void *context, size_t count);

#endif
