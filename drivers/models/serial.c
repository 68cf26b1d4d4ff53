/* The serial program: one process, one thread, no runtime linked. */
#include "drivers/models/model.h"

const struct model model_serial = {
    .name = "serial",
    .summary = "one process, one thread",
};
