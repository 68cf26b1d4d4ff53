/* The work of one run: what is to be done, by whom, and what came of it. */
#ifndef PARALLAX_JOB_H
#define PARALLAX_JOB_H

#include "drivers/job/groups.h"
#include "drivers/job/inputs.h"
#include "drivers/job/keep.h"
#include "drivers/job/worker.h"
#include "drivers/options/options.h"

/* What has gone wrong in this process and iteration, and how much of it may. */
struct limits {
    int64_t failed_limit; /* images: above that many the team stops */
    atomic_int failed;    /* images that failed */
    atomic_int full;      /* outputs in a row that found the disk or the quota full */
    atomic_int found;     /* images whose output another job has made meanwhile */
    atomic_int finished;  /* images done or failed */
    atomic_llong bytes;   /* that were read */
};

/* Shows how far a pass is: `finished` of job->inputs.count images on this process. */
struct job;
typedef void watch_fn(void *watcher, const struct job *job, int finished);

struct job {
    struct team *team;
    const struct kernel *kernel;
    const struct variant *variant;
    struct options options;

    int64_t memory;       /* bytes that this process may take: its part of the node's */
    bool first_local;     /* the lowest of those on this host */
    uint64_t sample_seed; /* of what verification checks: another one in every run */

    struct inputs inputs;
    const struct sink *sink;
    void *sink_state;
    struct sink_plan sink_plan;
    struct worker **workers; /* [team->threads] */
    struct job_results results;
    struct limits limits;
    bool waits_itself;    /* who loads an image has waited already as --source-delay says */
    bool loops;           /* an event loop: between its units it waits for what is on its way */
    struct groups groups; /* of a batch's images, because a source keeps several moving */

    atomic_int *current; /* where to note the unit that is begun; NULL */
    watch_fn *watch;     /* called by the first worker after each of its images; NULL */
    void *watcher;       /* its context */
};

/* A worker begins a unit. */
static inline void job_note(struct job *job, struct worker *worker, int unit)
{
    worker->unit = unit;
    if (job->current)
        atomic_store_explicit(job->current, unit, memory_order_relaxed);
}

/* Computes a band in one pass. See call.h. */
typedef void call_fn(struct job *job, struct worker *worker, int pass, const struct plan *plan,
                     const struct image *src, struct image *dst, const struct band *band);

/* Prepares all of it on every process, collectively: the list (found by rank 0), checks of the
 * output, synthetic images, workers, buffers. The team's threads and schedules must be set. Returns
 * an exit code that all processes agree on, with a sentence in *failure on rank 0; the job must be
 * destroyed in any case. */
int job_prepare(struct job *job, struct failure *failure);
void job_destroy(struct job *job);

/* One pass over all images. Collective; called by measure.c between two barriers. */
void batch_run(struct job *job); /* a unit is an image, or a group of them */
void split_run(struct job *job); /* each image in turn, a unit is a band of it */

/* Whether the images that a batch keeps until the clock stops go to rank 0, which then has done
 * them. What is hashed or stored at once stays with who made it. */
bool batch_delivers(const struct job *job);

/* Whether rank 0 reads the images of a split and sends parts; else each process reads its own. */
bool split_scatters(const struct job *job);

/* The source of an item before its pixels are decoded. */
struct item_source {
    const struct image *src; /* all pixels, where a source or a codec gives nothing less; or NULL */
    struct shape original;   /* as stored */
    const struct codec *codec; /* NULL: the source gives pixels */
    struct codec_rows rows;    /* of the worker's reader, which begins; src: nothing */
};

/* Reads an item and opens it. Where src is NULL then, item_decode() decodes all of it into the
 * worker's image, or who wants less takes rows from the worker's reader. 0, or -1 with *failure. */
int item_open(struct job *job, struct worker *worker, int item, struct item_source *source,
              struct failure *failure);
int item_decode(struct worker *worker, struct item_source *source, struct failure *failure);

/* Shared by both: the source image of `item`, decoded into worker->source, or the source's own. */
int item_load(struct job *job, struct worker *worker, int item, const struct image **src,
              struct shape *original, const struct codec **codec, struct failure *failure);

/* An item's bytes as the source has them, of which only the first ones where `probe` (NULL: none)
 * refuses them. */
int item_read(struct job *job, struct worker *worker, int item, bytes_probe_fn *probe,
              struct bytes *bytes, struct failure *failure);

/* All that a raw kernel does with a unit: its bytes go from the source to the sink as they are. */
int item_move(struct job *job, struct worker *worker, int unit, struct failure *failure);

/* The worker's plan for a source shape; NULL with *failure. */
const struct plan *item_plan(struct job *job, struct worker *worker, struct shape original,
                             struct shape src, struct failure *failure);

/* Whether a result of this shape can be encoded as the sink wants it, before it is computed; the
 * input was `content` (NULL: pixels). 0, or -1 with *failure. */
int item_fits(const struct job *job, int item, struct shape shape, const struct codec *content,
              struct failure *failure);

/* All passes over a whole image with one worker; *dst holds all of plan->dst. Adds the tally's hash
 * to *hash. */
int item_compute(struct job *job, struct worker *worker, call_fn *call, const struct plan *plan,
                 const struct image *src, struct image *dst, int item, uint64_t *hash,
                 struct failure *failure);

/* Gives a computed image to the sink, encoded if it wants that. */
int item_deliver(struct job *job, struct worker *worker, int unit, const struct image *dst,
                 const struct codec *codec, struct failure *failure);

/* Notes a failed image and stops the team where the limits say so. One that was given up because
 * the team is to stop ("EINTR") has not failed. */
void item_fail(struct job *job, struct worker *worker, int item, const struct failure *failure);

#endif
