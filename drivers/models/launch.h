/* What a launcher tells its processes in their environment. */
#ifndef PARALLAX_MODELS_LAUNCH_H
#define PARALLAX_MODELS_LAUNCH_H

struct launch {
    const char *by; /* whose variables they are, "Open MPI's mpirun"; NULL: nobody's */
    int rank, ranks;
};

/* The innermost launcher's: a job step of SLURM may hold an mpirun, not the other way round. */
struct launch launch_find(void);

#endif
