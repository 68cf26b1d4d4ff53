/* The module that tiff_late.c loads. */
#include "drivers/common/module.h"
#include "drivers/io/codecs/codec_late.h"

MODULE_LAYOUT(CODEC_LATE_LAYOUT);

const struct codec *const codec_module_place = &codec_tiff_module;
