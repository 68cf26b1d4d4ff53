/* Processes that share nothing and send messages. */
#include "drivers/models/model.h"
#include "drivers/models/ranks.h"

const struct model model_mpi = {
    .name = "mpi",
    .summary = "MPI processes of one thread each",
    .processes = true,
    .launcher = "mpi",
    .launched = ranks_launched,
    .version = ranks_version,
    .start = ranks_start,
    .stop = ranks_stop,
    .next = ranks_next,
    .scatter = ranks_scatter,
    .gather = ranks_gather,
    .broadcast = ranks_broadcast,
    .collect = ranks_collect,
    .sum = ranks_sum,
    .barrier = ranks_barrier,
    .tally_option = ranks_tally_option,
    .tally_begin = ranks_tally_begin,
    .tally_add = ranks_tally_add,
    .tally_end = ranks_tally_end,
    .stage = ranks_stage,
};
