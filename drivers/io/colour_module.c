/* The module that colour_late.c loads. */
#include "drivers/common/module.h"
#include "drivers/io/colour_engine.h"

MODULE_LAYOUT(COLOUR_LAYOUT);

const struct colour_engine *const colour_module_place = &colour_engine;
