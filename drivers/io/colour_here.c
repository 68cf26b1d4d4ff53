/* What converts colours, in the program itself. */
#include "drivers/io/colour_engine.h"

const struct colour_engine *colour_find(struct failure *failure)
{
    (void)failure;
    return &colour_engine;
}
