/* The module that http_late.c loads. */
#include "drivers/common/module.h"
#include "drivers/io/sources/http_engine.h"

MODULE_LAYOUT(HTTP_LAYOUT);

const struct source *const http_engine_place = &http_engine_source;
