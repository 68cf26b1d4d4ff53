/* The names of the stages. */
#include "drivers/common/stage.h"

const char *const stage_names[] = {
    [STAGE_NONE] = "none",     [STAGE_PLAN] = "plan",     [STAGE_READ] = "read",
    [STAGE_DECODE] = "decode", [STAGE_KERNEL] = "kernel", [STAGE_HASH] = "hash",
    [STAGE_ENCODE] = "encode", [STAGE_WRITE] = "write",   [STAGE_COMM] = "comm",
    [STAGE_WAIT] = "wait",
};
