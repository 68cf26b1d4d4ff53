/* Threads of one process that share its memory. */
#include "drivers/models/model.h"
#include "drivers/models/threads.h"

const struct model model_omp = {
    .name = "omp",
    .summary = "OpenMP threads of one process",
    .threads = true,
    .version = threads_version,
    .start = threads_start,
    .loop = threads_loop,
    .merge = threads_merge,
};
