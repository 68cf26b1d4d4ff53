# The settings that jobs and sweeps start with. They are there to be copied to one of the places
# that settings.sh names and to be changed there: `parallax list` says which file is read.
# shellcheck shell=bash disable=SC2034

# The modules that Parallax was built with, for example:
# module purge
# module load gcc/12 openmpi/4.1 hdf5/1.10

# Where the programs are.
BUILD=${BUILD:-$(place_programs)}

# Where results files go; must be seen by all nodes. Without it, production has them with its
# outputs.
RESULTS=${RESULTS:-${RESULTS_DEFAULT:-results}}

# auto: the mpirun that the build was configured with. Else openmpi (4), openmpi5, mpich, intel,
# srun (a name in launchers/), or a command such as
# 'aprun -n {ranks} -d {threads} -N {ranks_per_node}'; {nodes} is known, too. With srun, LAUNCH_PMI
# is what srun --mpi needs: pmix for Open MPI, pmi2 for MPICH and Intel.
LAUNCHER=${LAUNCHER:-auto}
LAUNCH_PMI=${LAUNCH_PMI:-pmix}

# The cores of a node that ranks and threads are put on; empty: all that the job may use.
CORES_PER_NODE=${CORES_PER_NODE:-}
