# How a program is started: launcher, binding, environment; on this machine or on several nodes.
# Sourced by jobs/sweep.sh, jobs/quickstart.sh and jobs/job.sh.
# shellcheck shell=bash disable=SC2034

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

# launch_find BUILD: sets launch_mpirun and launch_kind (openmpi, openmpi5, mpich, intel) to the
# launcher that the build was configured with, else to the first in PATH. 1: there is none, or of a
# kind that is not known here.
launch_find() {
    launch_mpirun=$(sed -n 's/^MPIEXEC_EXECUTABLE:[^=]*=//p' "$1/CMakeCache.txt" 2>/dev/null)
    [ -x "$launch_mpirun" ] || launch_mpirun=$(command -v mpirun) || return 1
    launch_kind=$(launch_kind_of "$("$launch_mpirun" --version 2>&1 </dev/null)")
    [ -n "$launch_kind" ]
}

# launch_kind_of TEXT: prints the kind of the launcher whose --version that is.
launch_kind_of() {
    case $1 in
    *"(Open MPI) "[1-4].* | *OpenRTE*) echo openmpi ;;
    *"Open MPI"*) echo openmpi5 ;;
    *"Intel(R) MPI"*) echo intel ;;
    *HYDRA*) echo mpich ;;
    esac
}

# launch_refused: whether Open MPI's mpirun would refuse, because root must insist twice.
launch_refused() {
    [[ $launch_kind == openmpi* ]] && [ "$(id -u)" -eq 0 ] &&
        { [ -z "${OMPI_ALLOW_RUN_AS_ROOT:-}" ] ||
            [ -z "${OMPI_ALLOW_RUN_AS_ROOT_CONFIRM:-}" ]; }
}

# launch_compose MODEL RANKS THREADS CORES: fills launch_environment (NAME=VALUE words) and
# launch_prefix (the words before the program) for this machine. Each worker gets a core of its own;
# where there are more workers than CORES nothing is bound, and the program marks its results.
launch_compose() {
    local oversubscribed=no
    [ $(($2 * $3)) -le "$4" ] || oversubscribed=yes
    launch_environment=() launch_prefix=()
    case $1 in
    omp | hybrid) launch_threads "$3" "$oversubscribed" ;;
    esac
    case $1 in
    mpi | hybrid) launch_ranks "$launch_kind" "$2" "$3" 1 "$oversubscribed" ;;
    esac
}

# launch_threads THREADS OVERSUBSCRIBED: adds OpenMP's variables to launch_environment.
launch_threads() {
    launch_environment+=("OMP_NUM_THREADS=$1")
    if [ "$2" = yes ]; then
        launch_environment+=(OMP_PROC_BIND=false OMP_WAIT_POLICY=passive)
    else
        launch_environment+=(OMP_PLACES=cores OMP_PROC_BIND=close)
    fi
}

# launch_ranks LAUNCHER RANKS THREADS NODES OVERSUBSCRIBED: fills launch_prefix, and adds to
# launch_environment what the launcher itself reads. Each rank is bound to THREADS cores, and as
# many ranks go to each node; nothing is bound if OVERSUBSCRIBED is yes. LAUNCHER is a kind of
# launch_find (its launch_mpirun is taken, if set), srun, or a command with the placeholders
# {ranks}, {threads}, {nodes} and {ranks_per_node}, which does as it pleases. 64: it is neither.
launch_ranks() {
    local ranks=$2 threads=$3 nodes=$4 oversubscribed=$5 per_node=$((($2 + $4 - 1) / $4))
    launch_prefix=("${launch_mpirun:-mpirun}" -n "$ranks")
    case $1 in
    openmpi | openmpi5) launch_openmpi "$1" ;;
    mpich | intel)
        [ "$nodes" -eq 1 ] || launch_prefix+=(-ppn "$per_node")
        "launch_$1"
        ;;
    srun) launch_srun ;;
    *'{ranks}'*) launch_template "$1" ;;
    *)
        echo "launch.sh: launcher '$1' is not openmpi, openmpi5, mpich, intel, srun or a command" \
            "with {ranks} in it" >&2
        return 64
        ;;
    esac
}

# By slot, Open MPI would put PE=2 ranks where there are slots for them, but no cores: with several
# nodes the ranks of each are counted. It has its ways to reach other nodes without our environment.
launch_openmpi() { # KIND
    local map=slot name
    [ "$nodes" -eq 1 ] || map=ppr:$per_node:node
    case $1-$oversubscribed in
    *-no) launch_prefix+=(--map-by "$map:PE=$threads" --bind-to core) ;;
    openmpi-*)
        [ "$nodes" -eq 1 ] || launch_prefix+=(--map-by "$map")
        launch_prefix+=(--bind-to none --oversubscribe)
        ;;
    openmpi5-*) launch_prefix+=(--map-by "$map:OVERSUBSCRIBE" --bind-to none) ;;
    esac
    [ "$nodes" -gt 1 ] || return 0
    for name in "${launch_environment[@]%%=*}"; do
        launch_prefix+=(-x "$name")
    done
}

launch_mpich() {
    if [ "$oversubscribed" = yes ]; then
        launch_prefix+=(-bind-to none)
    else
        launch_prefix+=(-bind-to "core:$threads")
    fi
}

# A domain has as many cores as OMP_NUM_THREADS says.
launch_intel() {
    if [ "$oversubscribed" = yes ]; then
        launch_environment+=(I_MPI_PIN=0)
    else
        launch_environment+=(I_MPI_PIN=1 I_MPI_PIN_DOMAIN=omp I_MPI_PIN_CELL=core
            I_MPI_PIN_ORDER=compact)
        [[ " ${launch_environment[*]}" == *" OMP_NUM_THREADS="* ]] ||
            launch_environment+=("OMP_NUM_THREADS=$threads")
    fi
}

# Since SLURM 22.05 a step does not inherit sbatch's --cpus-per-task. The hint binds to cores, and
# excludes --cpu-bind. LAUNCH_PMI: how ranks find each other; pmi2 for MPICH and Intel MPI.
launch_srun() {
    launch_prefix=(srun "--nodes=$nodes" "--ntasks=$ranks" "--ntasks-per-node=$per_node"
        "--mpi=${LAUNCH_PMI:-pmix}" --kill-on-bad-exit=1)
    launch_environment+=("SRUN_CPUS_PER_TASK=$threads")
    if [ "$oversubscribed" = yes ]; then
        launch_prefix+=("--cpus-per-task=$threads" --overcommit --cpu-bind=none)
    else
        launch_prefix+=("--cpus-per-task=$threads" --hint=nomultithread
            --distribution=block:block)
    fi
}

launch_template() { # TEMPLATE
    local text=$1
    text=${text//'{ranks_per_node}'/$per_node}
    text=${text//'{ranks}'/$ranks}
    text=${text//'{threads}'/$threads}
    text=${text//'{nodes}'/$nodes}
    read -ra launch_prefix <<<"$text"
}

# launch_command LAUNCHER RANKS THREADS NODES OVERSUBSCRIBED: fills launch_words with the whole
# command before the program: "${launch_words[@]}" PROGRAM… runs it, "${launch_words[*]}" shows it.
launch_command() {
    launch_environment=() launch_prefix=()
    launch_threads "$3" "$5"
    launch_ranks "$@" || return
    launch_words=(env "${launch_environment[@]}" "${launch_prefix[@]}")
}
