/* Turns a run into its results file. */
#ifndef PARALLAX_RUN_FILE_H
#define PARALLAX_RUN_FILE_H

#include "drivers/job/verify.h"
#include "drivers/run/alike.h"
#include "drivers/run/measure.h"
#include "drivers/run/provenance.h"

/* Rank 0's open results file; `record` is NULL where nothing is written. */
struct run_file {
    struct record *record;
    char path[4096], errors[4096]; /* of the results file; of the error log beside it */
    struct run_row run;
    struct worker_row *rows; /* a copy of an iteration's, with the run's UUID */
    char message[512];
    enum alike alike; /* whoever knows sets it once it is open */
    int failed;
};

/* The run's row, on rank 0, before the first iteration and after the last (run_row.c). The
 * first returns -1 when out of memory, or if a text does not fit: then run_file->failed and message
 * say so. */
int run_row_begin(struct run_file *run_file, const struct job *job,
                  const struct placement *placement);
void run_row_end(struct run_file *run_file, const struct job *job, const struct measurement *m,
                 const char *status, const struct verified *verified);

/* Opens the results file of a run that is about to begin and stores provenance, nodes and a first
 * run row. Collective; rank 0 writes. Returns 0, perhaps with a warning in run_file->message on
 * rank 0, or on all processes an exit code, with the reason there. */
int run_file_open(struct run_file *run_file, const struct job *job,
                  const struct placement *placement, int argc, char *const *argv);

/* Instead of all that follows: nothing was begun, and no file is left. */
void run_file_abandon(struct run_file *run_file);

/* Appends an iteration's rows and flushes, so that a killed run keeps what it measured. */
void run_file_store(struct run_file *run_file, const struct sample_row *sample,
                    const struct worker_row *workers, size_t count);

/* Completes the run row, renames the file into place, on rank 0. `checked`: units that verification
 * compared. 0, or EXIT_IO. */
int run_file_close(struct run_file *run_file, const struct job *job, const struct measurement *m,
                   const char *status, const struct verified *verified);

#endif
