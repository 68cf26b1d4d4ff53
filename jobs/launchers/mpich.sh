# The mpirun of MPICH. jobs/launch.sh says what a launcher's file defines.
# shellcheck shell=bash disable=SC2154

launcher_is() {
    [[ $1 == *HYDRA* && $1 != *"Intel(R) MPI"* ]]
}

launcher_compose() {
    [ "$nodes" -eq 1 ] || launch_prefix+=(-ppn "$per_node")
    if [ "$oversubscribed" = yes ]; then
        launch_prefix+=(-bind-to none)
    else
        launch_prefix+=(-bind-to "core:$threads")
    fi
}
