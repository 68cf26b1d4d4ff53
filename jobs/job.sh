# What the jobs of this folder have in common: the allocation, cells one after the other, the end.
# Sourced by strong.sbatch, weak.sbatch and array.sbatch.
# shellcheck shell=bash disable=SC2153,SC2154

jobs=${BASH_SOURCE[0]%/*}
# shellcheck source=jobs/env.sh
. "$jobs/env.sh"
# shellcheck source=jobs/study.sh
. "$jobs/study.sh"
# shellcheck source=jobs/launch.sh
. "$jobs/launch.sh"

job_child='' job_warned=no job_woken=no

# job_leave CODE MESSAGE
job_leave() {
    echo "$SLURM_JOB_NAME: $2" >&2
    exit "$1"
}

# The scheduler's warning (#SBATCH --signal=B:USR1@…) comes to this shell alone. mpirun and srun
# pass it on to all ranks: a measurement ends its iteration, production its images, with code 75.
job_warn() {
    job_warned=yes job_woken=yes
    [ -z "$job_child" ] || kill -USR1 "$job_child" 2>/dev/null
}

# scancel and the time limit signal the program themselves: wait for what it still writes.
job_terminate() {
    job_warned=yes job_woken=yes
}

# job_begin MODEL…: finds programs, launcher and cores, and takes over the signals.
job_begin() {
    local model
    nodes=${SLURM_JOB_NUM_NODES:?this is a job: start it with sbatch}
    cores=${CORES_PER_NODE:-$(launch_cores)}
    [[ $cores =~ ^[1-9][0-9]*$ ]] || job_leave 64 "CORES_PER_NODE: '$cores' is not a number"
    for model; do
        [ -x "$BUILD/${KERNEL}_$model" ] || job_leave 78 "there is no program ${KERNEL}_$model in \
'$BUILD': build it, or set BUILD and PARALLAX (jobs/env.sh)"
    done
    launch_find "$BUILD" || launch_kind=''
    [ "$LAUNCHER" != auto ] || LAUNCHER=${launch_kind:-none}
    case " $* " in
    *" mpi "* | *" hybrid "*) launch_command "$LAUNCHER" 1 1 1 no || exit ;;
    esac
    mkdir -p "$RESULTS/cells" || exit 73
    # Open MPI takes its slots from here, where sbatch counted tasks of one shape: cells have many.
    export SLURM_TASKS_PER_NODE="$cores(x$nodes)"
    trap job_warn USR1
    trap job_terminate TERM
}

# job_compose MODEL RANKS THREADS: fills launch_words for these workers on this job's nodes.
job_compose() {
    local oversubscribed=no on_node=$((($2 + nodes - 1) / nodes))
    [ $((on_node * $3)) -le "$(launch_cores)" ] || oversubscribed=yes
    case $1 in
    serial) launch_words=(env) ;;
    omp)
        launch_environment=()
        launch_threads "$3" "$oversubscribed"
        launch_words=(env "${launch_environment[@]}")
        ;;
    *) launch_command "$LAUNCHER" "$2" "$3" "$nodes" "$oversubscribed" ;;
    esac
}

# job_run COMMAND…: its exit code. A signal ends bash's wait; the command's own end is waited for.
job_run() {
    local code=0
    job_woken=no
    "$@" &
    job_child=$!
    wait "$job_child" || code=$?
    while [ "$job_woken" = yes ]; do
        job_woken=no code=0
        wait "$job_child" || code=$?
    done
    job_child=''
    return "$code"
}

# job_measure STUDY [ARGUMENT…]: measures what this job's nodes can: one node 1, 2, 4, … cores with
# all models, several nodes all their cores. A cell is there when its file in cells/ is; what was
# stopped is measured again, as a whole, by the next job of the same kind.
job_measure() {
    local study=$1 models=$MODELS list words cell hash repetition missing=0 failed=0
    shift
    IFS=, read -ra words <<<"$models"
    job_begin "${words[@]}"
    job_choose_cells
    hash=$(study_hash "$study" "$KERNEL" "$@")
    repetition=${SLURM_ARRAY_TASK_ID:-1}
    export PARALLAX_ORDER_SEED=$((nodes * 1000 + repetition))
    study_shuffle "$PARALLAX_ORDER_SEED"
    for cell in "${study_list[@]}"; do
        job_cell "$@" || failed=$((failed + 1))
        [ "$job_warned" = no ] || break
    done
    for cell in "${study_list[@]}"; do
        [ -s "$(job_cell_file)" ] || missing=$((missing + 1))
    done
    echo "$SLURM_JOB_NAME: $((${#study_list[@]} - missing)) of ${#study_list[@]} cells are there"
    [ "$missing" -gt 0 ] || exit 0
    [ "$job_warned" = no ] || job_leave 75 "stopped; the same sbatch again does the rest"
    [ "$failed" -lt "${#study_list[@]}" ] || exit 65
    exit 3
}

# Fills study_list for the models of `models`. A rank's threads all have to be on its node.
job_choose_cells() {
    local count threads='' thread
    if [ "$nodes" -gt 1 ]; then
        models=",$models,"
        models=${models//,serial,/,}
        models=${models//,omp,/,}
        models=${models#,} models=${models%,}
        list=$((nodes * cores))
    else
        list=$cores
        for ((count = 1; count < cores; count *= 2)); do
            list+=,$count
        done
    fi
    for thread in ${THREADS//,/ }; do
        [ $((cores % thread)) -ne 0 ] || threads+=,$thread
    done
    [ -n "$threads" ] || threads=,$cores
    [ -n "$models" ] || job_leave 64 "MODELS: none of '$MODELS' runs on several nodes"
    study_cells "$models" "$list" "${threads#,}" 1 ||
        job_leave 64 "there is no cell for a model of '$models' on $list cores"
}

job_cell_file() {
    local name="${cell% *}"
    echo "$RESULTS/cells/$hash-${name// /-}-n$nodes-$repetition.json"
}

# Measures $cell unless it is there.
job_cell() {
    local model shape rest file code=0
    file=$(job_cell_file)
    [ ! -s "$file" ] || return 0
    read -r model shape rest <<<"$cell"
    job_compose "$model" "${shape%x*}" "${shape#*x}"
    echo "$SLURM_JOB_NAME: ${launch_words[*]} $BUILD/${KERNEL}_$model $*"
    PARALLAX_LAUNCHED=$(date +%s.%N) job_run "${launch_words[@]}" "$BUILD/${KERNEL}_$model" \
        --study "$study" --results "$RESULTS" --label "$study-$hash:$model-$shape:$repetition" \
        --json --progress none "$@" >"$file.$SLURM_JOB_ID" || code=$?
    if [ "$code" -eq 0 ]; then
        mv "$file.$SLURM_JOB_ID" "$file"
    else
        rm -f "$file.$SLURM_JOB_ID"
        echo "$SLURM_JOB_NAME: $cell ended with exit code $code" >&2
    fi
    return "$code"
}
