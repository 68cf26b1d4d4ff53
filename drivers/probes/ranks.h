/* What probe_ranks does, one function a word. Each prints lines that the other probes read; a rank
 * that has no part in it does nothing. Collective; an error of MPI ends the job. */
#ifndef PARALLAX_PROBES_RANKS_H
#define PARALLAX_PROBES_RANKS_H

/* MPI_Init, and how long it took. */
void ranks_begin(int *argc, char ***argv);

/* "init SECONDS": the longest MPI_Init of all ranks. */
void ranks_init(long unused);

/* "spawn SECONDS", so many times: from MPI_Comm_spawn of one process until both have met. */
void ranks_spawn(long count);

/* "eager BYTES": the longest message whose MPI_Send returns before its MPI_Recv is called. */
void ranks_eager(long unused);

/* Two ranks send so many bytes to each other, then receive; or do both at once. Says what each
 * waits for, as dog.h reads it. */
void ranks_sends(long bytes);
void ranks_sendrecv(long bytes);

/* "message BYTES SECONDS" and "mpi-window BYTES SECONDS", many times for each size up to `most`:
 * half of the time until an image that rank 0 handed to rank 1 is back; in a window of MPI-3 it
 * stays where it is. */
void ranks_exchange(long most);

/* "mpi-barrier RANKS SECONDS", "mpi-allreduce …", "mpi-fetch-op …": what one takes, many times. */
void ranks_overhead(long unused);

#endif
