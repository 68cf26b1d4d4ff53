/* What a worker does: the stages, once, for workers, results file and analysis. */
#ifndef PARALLAX_COMMON_STAGE_H
#define PARALLAX_COMMON_STAGE_H

enum stage {
    STAGE_NONE, /* not yet begun, or over */
    STAGE_PLAN,
    STAGE_READ,
    STAGE_DECODE,
    STAGE_KERNEL,
    STAGE_HASH,
    STAGE_ENCODE,
    STAGE_WRITE,
    STAGE_COMM,
    STAGE_WAIT,
    STAGES
};

/* "none", "plan", …: [STAGES]. */
extern const char *const stage_names[];

#endif
