# SLURM's srun, which starts ranks by itself. jobs/launch.sh says what a launcher's file defines.
# shellcheck shell=bash disable=SC2154

# Since SLURM 22.05 a step does not inherit sbatch's --cpus-per-task. The hint binds to cores, and
# excludes --cpu-bind. LAUNCH_PMI: how ranks find each other; pmi2 for MPICH and Intel MPI.
launcher_compose() {
    launch_prefix=(srun "--nodes=$nodes" "--ntasks=$ranks" "--ntasks-per-node=$per_node"
        "--mpi=${LAUNCH_PMI:-pmix}" --kill-on-bad-exit=1 "--cpus-per-task=$threads")
    launch_environment+=("SRUN_CPUS_PER_TASK=$threads")
    if [ "$oversubscribed" = yes ]; then
        launch_prefix+=(--overcommit --cpu-bind=none)
    else
        launch_prefix+=(--hint=nomultithread --distribution=block:block)
    fi
}
