# Open MPI's mpirun, up to version 4. jobs/launch.sh says what a launcher's file defines.
# shellcheck shell=bash disable=SC2154

launcher_is() {
    [[ $1 == *"(Open MPI) "[1-4].* || $1 == *OpenRTE* ]]
}

launcher_refuses() {
    [ "$(id -u)" -eq 0 ] || return
    [ -z "${OMPI_ALLOW_RUN_AS_ROOT:-}" ] || [ -z "${OMPI_ALLOW_RUN_AS_ROOT_CONFIRM:-}" ] || return
    echo "mpirun refuses to run as root: take another user, or insist with" \
        "OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 in the environment"
}

# By slot, it would put PE=2 ranks where there are slots for them, but no cores: with several nodes
# the ranks of each are counted. It has its ways to reach other nodes without our environment.
launcher_compose() {
    local map=slot name
    [ "$nodes" -eq 1 ] || map=ppr:$per_node:node
    if [ "$oversubscribed" = no ]; then
        launch_prefix+=(--map-by "$map:PE=$threads" --bind-to core)
    else
        launcher_oversubscribe
    fi
    [ "$nodes" -gt 1 ] || return 0
    for name in "${launch_environment[@]%%=*}"; do
        launch_prefix+=(-x "$name")
    done
}

launcher_oversubscribe() {
    [ "$nodes" -eq 1 ] || launch_prefix+=(--map-by "$map")
    launch_prefix+=(--bind-to none --oversubscribe)
}
