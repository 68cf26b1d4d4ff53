/* Loads lcms2, and what uses it, when colours are converted. */
#include "drivers/common/module.h"
#include "drivers/io/colour_engine.h"

const struct colour_engine *colour_find(struct failure *failure)
{
    const struct colour_engine *const *place =
        module_need(COLOUR_MODULE, COLOUR_SYMBOL, COLOUR_LAYOUT, "decode", failure);
    return place ? *place : NULL;
}
