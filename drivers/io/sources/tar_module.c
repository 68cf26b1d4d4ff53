/* The module that tar_late.c loads. */
#include "drivers/common/module.h"
#include "drivers/io/sources/tar_stream.h"

MODULE_LAYOUT(TAR_STREAM_LAYOUT);

const struct tar_stream_library *const tar_stream_place = &tar_stream_linked;
