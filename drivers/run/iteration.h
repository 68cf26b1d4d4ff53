/* One iteration of a job: the clock around it, and what every worker did. */
#ifndef PARALLAX_RUN_ITERATION_H
#define PARALLAX_RUN_ITERATION_H

#include "drivers/job/job.h"
#include "drivers/machine/placement.h"
#include "drivers/record/record.h"
#include "drivers/run/testimony.h"

/* What all processes count together. HASH: the checksum; KEPT: bytes of results that stay until the
 * clock stops; PLANS: since the start of the run;
 * STOPPED, LIMITED, FULL: processes that stopped early, for whatever reason, or for this one; LAST:
 * those that were told to begin no other iteration; LOST: updates of tallies that
 * SHARING_RACY has lost; WARM: items that were in a machine's memory in spite of --cold. */
enum count {
    HASH,
    DONE,
    FAILED,
    KEPT,
    READ,
    WRITTEN,
    PIXELS,
    PLANS,
    NOTED, /* one for each kind of note */
    NOTED_LAST = NOTED + NOTES - 1,
    STOPPED,
    LIMITED,
    FULL,
    LAST,
    LOST,
    WARM,
    COUNTS
};

/* Buffers that every iteration uses again: of this process, and (rank 0) of all. */
struct iteration {
    const struct placement *placement;
    int64_t pss_bytes;             /* of this process, once results are there */
    double wall;                   /* the last iteration's, of this process */
    double witness_s;              /* how long the last witness took, 0: there was none */
    struct testimony *testimonies; /* [threads] */
    int threads;
    struct worker_row *mine; /* [threads] */
    struct worker_row *all;  /* [ranks * threads], valid after iteration_run() */
    double *walls;           /* [ranks] */
};

/* Collective. 0, or -1 on all processes when one is out of memory; free it in any case. */
int iteration_start(struct iteration *iteration, const struct job *job,
                    const struct placement *placement);
void iteration_free(struct iteration *iteration);

/* Runs the job once: poison, clock, hash, and WITNESS_… afterwards. The sums over all processes in
 * counts[COUNTS], on all of them; wall_s of the sample on rank 0 only; warmup and valid are left to
 * the caller. Collective.
 */
struct sample_row iteration_run(struct job *job, struct iteration *iteration, int number,
                                int witness, uint64_t *counts);

/* Its parts, for who lets the workers work otherwise (drivers/python). First all is poisoned and
 * zeroed; between start and stop of the clock, whose readings these return, units are done; then
 * testimonies and iteration->wall are filled in, results are hashed, and all of it is concluded. */
void iteration_prepare(struct job *job, int number);
double iteration_clock_start(struct job *job);
double iteration_clock_stop(struct job *job);
struct sample_row iteration_conclude(struct job *job, struct iteration *iteration, int number,
                                     uint64_t *counts);

#endif
