/* Processes as Python's multiprocessing makes them: whose turn it is goes round in a pipe, and what
 * a process made goes to rank 0, through a pipe or in memory that they share. */
#include "drivers/models/model.h"
#include "drivers/models/processes.h"
#include "drivers/models/processes_pipes.h"

static const struct option_entry options[] = {
    OPTION_LINE_CHOICE("start", offsetof(struct wish, start), START_FORK, start_names,
                       "make processes as copies of this one, or start the program anew for each"),
    OPTION_LINE_CHOICE("transfer", offsetof(struct wish, transfer), TRANSFER_PIPE, transfer_names,
                       "results and parts of images go through pipes, or stay in memory that all "
                       "processes share"),
    OPTION_LINE_END,
};

const struct model model_fork = {
    .name = "fork",
    .summary = "processes that the program makes, as Python's multiprocessing",
    .imitates = "Python's multiprocessing",
    .processes = true,
    .options = options,
    .version = processes_version,
    .start = processes_start,
    .stop = processes_stop,
    .next = processes_pipes_next,
    .scatter = processes_pipes_scatter,
    .gather = processes_pipes_gather,
    .deliver = processes_pipes_deliver,
    .receive = processes_pipes_receive,
    .take = processes_pipes_take,
    .place = processes_pipes_place,
    .broadcast = processes_broadcast,
    .collect = processes_collect,
    .sum = processes_sum,
    .barrier = processes_barrier,
    .tally_option = processes_tally_option,
    .tally_begin = processes_tally_begin,
    .tally_add = processes_tally_add,
    .tally_end = processes_tally_end,
    .stage = processes_stage,
};
