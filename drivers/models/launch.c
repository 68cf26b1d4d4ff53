/* The launchers' variables. A batch script has SLURM's too; only in a step do they tell of ranks.
 */
#include "drivers/models/launch.h"

#include <stddef.h>
#include <stdlib.h>

static const struct {
    const char *by, *rank, *ranks, *only_with;
} launchers[] = {
    {"Open MPI's mpirun", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", NULL},
    {"an mpirun that speaks PMI (MPICH's, Intel MPI's)", "PMI_RANK", "PMI_SIZE", NULL},
    {"MVAPICH's mpirun", "MV2_COMM_WORLD_RANK", "MV2_COMM_WORLD_SIZE", NULL},
    {"flux", "FLUX_TASK_RANK", "FLUX_JOB_SIZE", NULL},
    {"jsrun", "JSM_NAMESPACE_RANK", "JSM_NAMESPACE_SIZE", NULL},
    {"srun", "SLURM_PROCID", "SLURM_STEP_NUM_TASKS", "SLURM_STEP_ID"},
    {"srun", "SLURM_PROCID", "SLURM_STEP_NUM_TASKS", "SLURM_STEPID"},
    {"srun", "SLURM_PROCID", "SLURM_NTASKS", "SLURM_STEP_ID"},
};

struct launch launch_find(void)
{
    for (size_t i = 0; i < sizeof launchers / sizeof *launchers; ++i) {
        const char *rank = getenv(launchers[i].rank), *ranks = getenv(launchers[i].ranks);
        if (rank && ranks && (!launchers[i].only_with || getenv(launchers[i].only_with)))
            return (struct launch){launchers[i].by, atoi(rank), atoi(ranks)};
    }
    return (struct launch){NULL, 0, 1};
}
