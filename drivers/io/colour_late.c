/* Loads lcms2, and what uses it, when colours are converted. */
#include "drivers/common/failure.h"
#include "drivers/common/module.h"
#include "drivers/io/colour_engine.h"

const struct colour_engine *colour_find(struct failure *failure)
{
    char message[320];
    const struct colour_engine *const *place =
        module_find(COLOUR_MODULE, COLOUR_SYMBOL, COLOUR_LAYOUT, message, sizeof message);
    if (!place)
        failure_set(failure, "decode", "no-library", "%s", message);
    return place ? *place : NULL;
}
