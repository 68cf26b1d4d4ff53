/* The end of a pass: what was put is safe, or lost after all. */
#ifndef PARALLAX_JOB_COMMIT_H
#define PARALLAX_JOB_COMMIT_H

struct failure;
struct job;

/* Before the sink is opened: what it loses is told to the job. */
void commit_prepare(struct job *job);

/* Lets every worker of this process commit what it has put. On the clock. */
void commit_run(struct job *job);

/* All processes have ended their work, with this code: on rank 0 the sink makes what belongs to all
 * results, and hears that nothing is left to do. The code, or EXIT_IO with *failure. */
int commit_end(struct job *job, int code, struct failure *failure);

#endif
