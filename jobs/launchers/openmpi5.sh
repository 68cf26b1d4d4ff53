# Open MPI's mpirun, from version 5 on: as before, but for its name and how it oversubscribes.
# shellcheck shell=bash disable=SC2154

# shellcheck source=jobs/launchers/openmpi.sh
. "${BASH_SOURCE[0]%/*}/openmpi.sh"

launcher_is() {
    [[ $1 == *"Open MPI"* && $1 != *"(Open MPI) "[1-4].* && $1 != *OpenRTE* ]]
}

launcher_oversubscribe() {
    launch_prefix+=(--map-by "$map:OVERSUBSCRIBE" --bind-to none)
}
