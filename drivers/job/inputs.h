/* What a run works on, and the part of job_prepare() that finds it and where results go. */
#ifndef PARALLAX_JOB_INPUTS_H
#define PARALLAX_JOB_INPUTS_H

#include "drivers/io/source.h"

struct job;

/* Read only once it is found. Items are numbered in the full list, whatever is skipped: hashes and
 * names depend on it. */
struct inputs {
    const struct source *source;
    void *source_state;
    struct list list; /* of the source's items */
    int repetitions;  /* of the list: the weak study's workers; else 1 */
    int count;        /* images to do in an iteration: the units of a batch */
    int *item;        /* [count] their item numbers */
};

/* Fills in the job's inputs, sink, sink_plan and the arrays of its results, and opens source and
 * sink, on every process: collective. An exit code that all agree on; *failure on rank 0. */
int inputs_find(struct job *job, struct failure *failure);

/* The code of a run that ends because its inputs cannot be had; 66 where no other is better. */
int inputs_exit_code(const struct failure *failure);

/* The run is accepted: what it is to replace is removed, before any process does its first item.
 * Collective; as inputs_find(). */
int inputs_begin(struct job *job, struct failure *failure);

/* The shape of an item, where shapes are known before anything is read. Returns how many items
 * differ at all (item i is item i % that); 0: shapes are not known. */
int inputs_shape(const struct job *job, int item, struct shape *shape);

/* How many items of each worker the source really keeps moving; 0: it reads one by one. */
int inputs_in_flight(const struct job *job);

/* Takes what each machine holds of the items out of its memory, where --cold asks for that. Returns
 * of how many that was not possible, in this process. */
int64_t inputs_forget(struct job *job);

/* What the source notes of how items come: to be said and recorded; "": nothing. */
const char *inputs_note(const struct job *job);

/* Frees what inputs_find() made, but for the results; also after it has failed. */
void inputs_close(struct job *job);

#endif
