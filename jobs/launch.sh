# How a program is started: launcher, binding, environment; on this machine or on several nodes.
# Sourced by jobs/sweep.sh, jobs/quickstart.sh and jobs/job.sh.
#
# A launcher is a file launchers/NAME.sh, which defines
# In template.sh, `launcher` is a whole command.
# shellcheck shell=bash disable=SC2034

launch_place=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
# shellcheck source=jobs/models.sh
. "$launch_place/models.sh"
# shellcheck source=jobs/builds.sh
. "$launch_place/builds.sh"

# launch_cores: prints how many cores this process may use. Two hardware threads are one core.
launch_cores() {
    local list span cpu cores
    list=$(sed -n 's/^Cpus_allowed_list:[[:space:]]*//p' /proc/self/status 2>/dev/null)
    cores=$(
        for span in ${list//,/ }; do
            for ((cpu = ${span%-*}; cpu <= ${span#*-}; ++cpu)); do
                cat "/sys/devices/system/cpu/cpu$cpu/topology/thread_siblings_list" 2>/dev/null
            done
        done | sort -u | wc -l
    )
    if [ "$cores" -eq 0 ]; then
        cores=$(OMP_NUM_THREADS='' nproc 2>/dev/null) || cores=1
    fi
    echo "$cores"
}

# launch_list_cpus: fills launch_cpus with the CPUs that this process may use, and so all that it
# starts together; none: not known. Starts no process: it is called for every cell.
launch_list_cpus() {
    local name list='' span cpu
    launch_cpus=()
    [ -r /proc/self/status ] || return 0
    while read -r name list && [ "$name" != Cpus_allowed_list: ]; do :; done </proc/self/status
    for span in ${list//,/ }; do
        for ((cpu = ${span%-*}; cpu <= ${span#*-}; ++cpu)); do
            launch_cpus+=("$cpu")
        done
    done
}

# launch_bind: has a program of one worker run on a core of its own, as any other is bound to.
launch_bind() {
    command -v taskset >/dev/null || return 0
    [ "${#launch_cpus[@]}" -eq 0 ] || launch_wrapper=(taskset --cpu-list "${launch_cpus[0]}")
}

# launch_names: prints the names of all launchers.
launch_names() {
    local file
    for file in "$launch_place"/launchers/*.sh; do
        file=${file##*/}
        [ "$file" = template.sh ] || echo "${file%.sh}"
    done
}

# launch_load LAUNCHER: makes its functions ours; a name, or a command with {ranks} in it. 64: it is
# neither, and that is said.
launch_load() {
    local file=template
    if [[ $1 != *'{ranks}'* ]]; then
        file=$1
        [[ $1 != */* && $1 != template && -f $launch_place/launchers/$1.sh ]] || {
            echo "launcher: '$1' is not $(launch_names | paste -sd , | sed 's/,/, /g')" \
                "or a command with {ranks} in it" >&2
            return 64
        }
    fi
    # shellcheck disable=SC2317 # called by who finds no other
    launcher_is() { return 1; }
    # shellcheck disable=SC2317
    launcher_refuses() { return 1; }
    # shellcheck source=/dev/null
    . "$launch_place/launchers/$file.sh"
}

# launch_find BUILD: sets launch_mpirun and launch_kind (a launcher's name) to what the build was
# configured with, else to the first in PATH. 1: there is none, or of a kind that is not known here.
launch_find() {
    local text
    launch_mpirun=$(sed -n 's/^MPIEXEC_EXECUTABLE:[^=]*=//p' "$1/CMakeCache.txt" 2>/dev/null)
    launch_mpirun=${launch_mpirun:-${installed_mpiexec:-}}
    [ -x "$launch_mpirun" ] || launch_mpirun=$(command -v mpirun) || return 1
    text=$("$launch_mpirun" --version 2>&1 </dev/null)
    for launch_kind in $(launch_names); do
        launch_load "$launch_kind"
        ! launcher_is "$text" || return 0
    done
    launch_kind=''
    return 1
}

# launch_compose LAUNCHER MODEL RANKS THREADS NODES CORES: fills launch_environment (NAME=VALUE),
# launch_prefix (the words before the program; none where no launcher is needed), launch_wrapper
# (the words between the two that bind it) and launch_options (words after it). Each worker gets a
# core of its own; where a node has fewer CORES than workers nothing is bound, and the program marks
# its results.
launch_compose() {
    local launcher=$1 ranks=$3 threads=$4 nodes=$5 oversubscribed=no
    local per_node=$(((ranks + nodes - 1) / nodes))
    [ $((per_node * threads)) -le "$6" ] || oversubscribed=yes
    launch_list_cpus
    launch_environment=("PARALLAX_CPUS=${#launch_cpus[@]}") # whatever a worker is bound to
    launch_prefix=() launch_wrapper=() launch_options=()
    [ "${model_threads[$2]}" = 0 ] || launch_threads
    case ${model_launcher[$2]}-${model_processes[$2]} in
    mpi-*)
        launch_prefix=("${launch_mpirun:-mpirun}" -n "$ranks")
        launch_load "$launcher" && launcher_compose
        ;;
    -1) launch_options+=(--ranks "$ranks") ;;
    -0) [ "${model_threads[$2]}" = 1 ] || launch_bind ;;
    esac
}

# OpenMP reads the environment, and places its threads by it; others have an option.
launch_threads() {
    launch_options+=(--threads "$threads")
    launch_environment+=("OMP_NUM_THREADS=$threads")
    if [ "$oversubscribed" = yes ]; then
        launch_environment+=(OMP_PROC_BIND=false OMP_WAIT_POLICY=passive)
    else
        launch_environment+=(OMP_PLACES=cores OMP_PROC_BIND=close)
    fi
}
