# What the jobs of this folder have in common: the allocation, cells one after the other, the end.
# Sourced by strong.sbatch, weak.sbatch, array.sbatch and sweep_job.sh.
# shellcheck shell=bash disable=SC2034,SC2153,SC2154

jobs=${BASH_SOURCE[0]%/*}
# shellcheck source=jobs/places.sh
. "$jobs/places.sh"
# shellcheck source=jobs/settings.sh
. "$jobs/settings.sh"
settings_read || exit
# shellcheck source=jobs/study.sh
. "$jobs/study.sh"
# shellcheck source=jobs/launch.sh
. "$jobs/launch.sh"
# shellcheck source=jobs/cell.sh
. "$jobs/cell.sh"

job_child='' job_warned=no job_woken=no job_limit=no job_progress=yes

# job_leave CODE MESSAGE
job_leave() {
    echo "$SLURM_JOB_NAME: $2" >&2
    exit "$1"
}

# The scheduler's warning (#SBATCH --signal=B:USR1@…) comes to this shell alone. mpirun and srun
# pass it on to all ranks: a measurement ends its iteration, production its images, with code 75.
job_warn() {
    job_warned=yes job_woken=yes job_limit=yes
    [ -z "$job_child" ] || kill -USR1 "$job_child" 2>/dev/null
}

# scancel and the time limit signal the program themselves: wait for what it still writes.
job_terminate() {
    job_warned=yes job_woken=yes
}

# job_stopped MESSAGE: not all is done. Where the time limit is the reason, the job is queued again,
# REQUEUES times at most (20), and goes on where it was, unless it got nothing done: then it would
# not the next time either. Leaves with 75.
job_stopped() {
    local restarts=${SLURM_RESTART_COUNT:-0}
    if [ "$job_limit$job_progress" = yesyes ] && [ "$restarts" -lt "${REQUEUES:-20}" ] &&
        scontrol requeue "$SLURM_JOB_ID"; then
        job_leave 75 "stopped; the job is queued again, and will go on"
    fi
    job_leave 75 "$1"
}

# job_begin [MODEL…]: asks the programs of these models, or of all that there are, what they are;
# finds launcher and cores, and takes over the signals.
job_begin() {
    local model launched=no
    kernel=$KERNEL nodes=${SLURM_JOB_NUM_NODES:?this is a job: start it with sbatch}
    cores=${CORES_PER_NODE:-$(launch_cores)}
    [[ $cores =~ ^[1-9][0-9]*$ ]] || job_leave 64 "CORES_PER_NODE: '$cores' is not a number"
    models_find "$KERNEL" "$BUILD"
    [ $# -gt 0 ] || set -- "${models_found[@]:-*}"
    for model; do
        [ -n "${model_program[$model]:-}" ] || job_leave 78 "$(build_lacks "$BUILD" "$KERNEL" \
            "${model#\*}" || echo "there is no program ${KERNEL}_$model in '$BUILD' that runs: \
build it, or set BUILD ($jobs/env.sh)")"
        [ -z "${model_launcher[$model]}" ] || launched=yes
    done
    launch_find "$BUILD" || launch_kind=''
    [ "$LAUNCHER" != auto ] || LAUNCHER=${launch_kind:-none}
    [ "$launched" = no ] || launch_load "$LAUNCHER" || exit
    cell_launcher=$LAUNCHER cell_words=() cell_nodes=$nodes cell_cores=$(launch_cores) cell_seed=''
    mkdir -p "$RESULTS/cells" || exit 73
    # Open MPI takes its slots from here, where sbatch counted tasks of one shape: cells have many.
    export SLURM_TASKS_PER_NODE="$cores(x$nodes)"
    trap job_warn USR1
    trap job_terminate TERM
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
# all models, several nodes all their cores. The job is a repetition, and goes over all cells in as
# many rounds as SLICES, each in an order of its own; what others disturbed is measured again at the
# end, twice at most. A launch is there when its file in cells/ is; what was stopped is measured
# again, as a whole, by the next job of the same kind.
job_measure() {
    local study=$1 driver=("${@:2}") words cell hash repetition missing=0 failed=0 turn
    local slices=${SLICES:-3}
    [[ $slices =~ ^[1-9]$ ]] || job_leave 64 "SLICES: '$slices' is not a number from 1 to 9"
    IFS=, read -ra words <<<"$MODELS"
    job_begin "${words[@]}"
    job_choose_cells
    hash=$(study_hash "$study" "$KERNEL" "slices=$slices" "${driver[@]}")
    cell_label=$study-$hash repetition=${SLURM_ARRAY_TASK_ID:-1}
    export PARALLAX_ORDER_SEED=$((nodes * 1000 + repetition))
    study_rounds "$repetition" "$repetition" "$slices" "$PARALLAX_ORDER_SEED"
    study_decide "$study"
    job_progress=no
    for cell in "${study_list[@]}"; do
        if [ ! -s "$(job_cell_file)" ] && job_cell; then
            job_progress=yes
        elif [ ! -s "$(job_cell_file)" ]; then
            failed=$((failed + 1))
        fi
        [ "$job_warned" = no ] || break
    done
    for turn in 1 2; do # a disturbance that comes and goes may be over
        for cell in "${study_list[@]}"; do
            [ "$job_warned" = no ] || break 2
            ! job_disturbed || job_cell
        done
    done
    for cell in "${study_list[@]}"; do
        [ -s "$(job_cell_file)" ] || missing=$((missing + 1))
    done
    echo "$SLURM_JOB_NAME: $((${#study_list[@]} - missing)) of ${#study_list[@]} cells are there"
    [ "$missing" -gt 0 ] || exit 0
    [ "$job_warned" = no ] || job_stopped "stopped; the same sbatch again does the rest"
    [ "$failed" -lt "${#study_list[@]}" ] || exit 65
    exit 3
}

# Fills study_list with the cells of `words`, or of all models; on several nodes, of those whose
# ranks a launcher starts. A rank's threads all have to be on its node.
job_choose_cells() {
    local count threads='' thread model models=() list=$cores
    [ "${#words[@]}" -gt 0 ] || words=("${models_found[@]}")
    for model in "${words[@]}"; do
        [ "$nodes" -gt 1 ] && [ -z "${model_launcher[$model]}" ] || models+=("$model")
    done
    [ "${#models[@]}" -gt 0 ] ||
        job_leave 64 "MODELS: none of $(models_text "${words[@]}") runs on several nodes"
    for ((count = 1; nodes == 1 && count < cores; count *= 2)); do
        list+=,$count
    done
    [ "$nodes" -eq 1 ] || list=$((nodes * cores))
    for thread in ${THREADS//,/ }; do
        [ $((cores % thread)) -ne 0 ] || threads+=,$thread
    done
    [ -n "$threads" ] || threads=,$cores
    study_cells "$(models_text "${models[@]}")" "$list" "${threads#,}" 1 ||
        job_leave 64 "there is no cell for $study_lacking on $list cores"
}

job_cell_file() {
    echo "$RESULTS/cells/$hash-${cell// /-}-n$nodes.json"
}

# job_disturbed: whether $cell is there and says that others took its CPUs.
job_disturbed() {
    grep -q '"disturbed": true' "$(job_cell_file)" 2>/dev/null
}

# job_supersede: there is a better result of $cell than this, which others disturbed.
job_supersede() {
    local file
    file=$(sed -n 's/.*"results": "\([^"]*\)".*/\1/p' "$(job_cell_file)")
    [ -f "$file" ] || return 0
    mkdir -p "$RESULTS/failed" && mv -- "$file" "$RESULTS/failed/${file##*/}.disturbed"
}

# Measures $cell.
job_cell() {
    local file code=0
    file=$(job_cell_file)
    cell_compose "$cell" "$RESULTS"
    echo "$SLURM_JOB_NAME: ${cell_environment[*]} ${cell_command[*]}"
    job_run env "PARALLAX_LAUNCHED=$(date +%s.%N)" "${cell_environment[@]}" "${cell_command[@]}" \
        >"$file.$SLURM_JOB_ID" || code=$?
    if [ "$code" -eq 0 ]; then
        ! job_disturbed || job_supersede
        mv "$file.$SLURM_JOB_ID" "$file"
    else
        rm -f "$file.$SLURM_JOB_ID"
        echo "$SLURM_JOB_NAME: $cell ended with exit code $code" >&2
    fi
    return "$code"
}
