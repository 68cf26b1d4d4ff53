/* The iterations of a run: clock, stop rule, samples. */
#ifndef PARALLAX_RUN_MEASURE_H
#define PARALLAX_RUN_MEASURE_H

#include "drivers/common/quality.h"
#include "drivers/common/statistics.h"
#include "drivers/job/job.h"
#include "drivers/machine/placement.h"
#include "drivers/record/record.h"
#include "drivers/record/words.h"
#include "drivers/run/disturbance.h"
#include "drivers/run/evidence.h"
#include "drivers/run/iteration.h"
#include "drivers/run/peak.h"
#include "drivers/run/spans.h"

/* What came of a run. Rows are complete on rank 0, where run UUIDs are filled in by the run_file.
 */
struct measurement {
    struct sample_row *samples;
    int sample_count;
    int iterations, warmup; /* as done */
    enum stopped_by stopped_by;
    struct interval median;      /* of the valid samples' wall time, in seconds */
    double median_at;            /* when it was made: rank 0's clock */
    uint64_t checksum;           /* of the first iteration */
    bool agreed;                 /* all complete iterations had it */
    int64_t plans_built, pixels; /* source pixels of the last iteration */
    int64_t done, failed;        /* images, in the last iteration, over all processes */
    int64_t result_bytes;        /* kept until the clock stops, over all processes */
    int64_t warm;                /* items that --cold could not take out of memory */
    int64_t lost;                /* updates of tallies, by SHARING_RACY, in all iterations */
    int64_t noted[NOTES];        /* of these, images of which something is told */
    struct peak peak;            /* of memory, on rank 0 */
    double measured_s;           /* of all iterations together */
    double began_at;             /* seconds since the epoch at the first barrier */
    struct quality quality;      /* whether the workers had their CPUs */
    struct spans spans;          /* of the last iteration, if it counts */
};

/* Called on rank 0 after each iteration with what is known so far, the iteration's sample and its
 * worker rows: to store and to show them. */
typedef void measure_watch_fn(void *context, const struct measurement *measurement,
                              const struct sample_row *sample, const struct worker_row *workers,
                              size_t count);

/* Repeats the job as its options say. Collective. Returns 0, or EXIT_MEMORY on all processes. */
int measure_run(struct job *job, const struct placement *placement, struct measurement *measurement,
                measure_watch_fn *watch, void *context);
void measure_free(struct measurement *measurement);

/* How far a run has come. */
struct measure_course {
    struct iteration iteration;
    struct evidence evidence;
    struct disturbance before;
    double began, warm; /* warm: when the last warm-up was over */
    int last;           /* the last iteration's number; -1: it does not count */
    struct witness_clock witnessed;
    int witness_most; /* workers that share CPUs, and their caches, need no stream: brief */
    struct {
        int go, witness; /* whether there is a next iteration, and WITNESS_… after it */
    } next;
};

/* The same in parts, for who runs the iterations otherwise: begin (0, or EXIT_MEMORY; end it in any
 * case); then after each iteration take it, with its sample and its counts[COUNTS]: whether there
 * is another one; its number is warmup + iterations of *measurement, before. Collective. */
int measure_begin(struct measure_course *course, struct job *job, const struct placement *placement,
                  struct measurement *measurement);
bool measure_take(struct measure_course *course, struct job *job, struct measurement *measurement,
                  const struct sample_row *sample, const uint64_t *counts, measure_watch_fn *watch,
                  void *context);
void measure_end(struct measure_course *course, struct job *job, const struct placement *placement,
                 struct measurement *measurement);

/* Cost of one reading of the clock, in seconds: the median of many. */
double measure_timer_cost(void);

#endif
