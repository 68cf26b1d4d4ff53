# The mpirun of Intel MPI. jobs/launch.sh says what a launcher's file defines.
# shellcheck shell=bash disable=SC2154

launcher_is() {
    [[ $1 == *"Intel(R) MPI"* ]]
}

# A domain has as many cores as OMP_NUM_THREADS says.
launcher_compose() {
    [ "$nodes" -eq 1 ] || launch_prefix+=(-ppn "$per_node")
    if [ "$oversubscribed" = yes ]; then
        launch_environment+=(I_MPI_PIN=0)
        return
    fi
    launch_environment+=(I_MPI_PIN=1 I_MPI_PIN_DOMAIN=omp I_MPI_PIN_CELL=core
        I_MPI_PIN_ORDER=compact)
    [[ " ${launch_environment[*]}" == *" OMP_NUM_THREADS="* ]] ||
        launch_environment+=("OMP_NUM_THREADS=$threads")
}
