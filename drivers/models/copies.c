/* What the machine allows: processes that know nothing of each other's work, the ceiling for all
 * other models. Each does every p-th image from its own memory; of a split image, its band. */
#include "drivers/models/model.h"
#include "drivers/models/processes.h"

const struct model model_copies = {
    .name = "copies",
    .summary = "processes that do their share apart: the machine's ceiling",
    .processes = true,
    .apart = true,
    .version = processes_version,
    .start = processes_start,
    .stop = processes_stop,
    .next = processes_next,
    .scatter = processes_scatter,
    .gather = processes_gather,
    .broadcast = processes_broadcast,
    .collect = processes_collect,
    .sum = processes_sum,
    .barrier = processes_barrier,
    .stage = processes_stage,
};
