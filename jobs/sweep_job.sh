# One job of a submitted sweep: a repetition of the cells of its number of nodes, and of the
# baseline's on its first node, in rounds, each in an order of its own. Sourced by the scripts that
# sweep.sh --submit writes, which set STUDY, KERNEL, CELLS, BASELINES, DECISIVE, SLICES, ARGUMENTS,
# LAUNCHER_ARGUMENTS, SWEEP_HASH, SWEEP_SEED and what env.sh describes.
# shellcheck shell=bash disable=SC2034,SC2153,SC2154

# shellcheck source=jobs/job.sh
. "${BASH_SOURCE[0]%/*}/job.sh"

# A journal of the job's own: no two jobs write to one file, on whatever file system.
repetition=${SLURM_ARRAY_TASK_ID:?this is a job array: start it with sbatch --array}
study=$STUDY hash=$SWEEP_HASH results=$RESULTS driver=("${ARGUMENTS[@]}") slices=$SLICES
journal=$results/sweep-$hash-$SLURM_JOB_ID.tsv
staging=$results/sweep-$hash/job-$SLURM_JOB_ID
measured=0 failed=0
declare -A is_baseline=()

fail() { # CODE MESSAGE
    job_leave "$@"
}

cell_say() { # CELL OUTCOME
    echo "$SLURM_JOB_NAME: $kernel ${1% *} round $((study_number + 1)): $2"
}

cell_run() { # COMMAND…
    local code=0
    job_run "$@" >"$staging/answer" 2>"$staging/errors" </dev/null || code=$?
    [ "$job_warned" = no ] || [ "$code" -eq 0 ] || code=75
    return "$code"
}

sweep_begin() {
    local models cell
    models=$(printf '%s\n' "$CELLS" "${BASELINES[@]}" | cut -d ' ' -f 1 | sort -u)
    # shellcheck disable=SC2086 # a list of words
    job_begin $models
    rmdir "$RESULTS/cells" 2>/dev/null # of the jobs that are submitted by hand
    [ "$cell_cores" -ge "$cores" ] || echo "$SLURM_JOB_NAME: this job may use $cell_cores cores" \
        "of its node, not $cores: cells on more of them are oversubscribed, and marked so" >&2
    cell_label=sweep:$hash cell_words=("${LAUNCHER_ARGUMENTS[@]}") cell_seed=$SWEEP_SEED
    cell_order=$((SWEEP_SEED + nodes * 1000 + repetition))
    export PARALLAX_ORDER_SEED=$cell_order
    cell_begin "$KERNEL" "$STUDY" "slices=$slices" "${ARGUMENTS[@]}"
    declare -gA study_decisive=()
    for cell in "${DECISIVE[@]}"; do
        study_decisive[$cell.0]=yes
    done
    for cell in "${BASELINES[@]}"; do
        is_baseline[$cell]=yes
    done
    mapfile -t job_cells < <(sed -n "s/.* .*/& $repetition/p" <<<"$CELLS")
    mapfile -t study_list < <(printf '%s\n' "${job_cells[@]% *}" "${BASELINES[@]}" | sort -u |
        sed 's/$/ 1/')
    study_rounds "$repetition" "$repetition" "$slices" "$cell_order"
}

# count_missing: sets `missing` to the number of the job's cells that no job has measured.
count_missing() {
    local cell
    study_present "$results/sweep-$hash"-*.tsv
    study_gather "$slices"
    missing=0
    for cell in "${job_cells[@]}"; do
        [ -n "${study_found[$cell]:-}" ] || missing=$((missing + 1))
    done
}

# is_there CELL: no job measures what another has; but each has baselines of its own, of its nodes.
is_there() {
    if [ -n "${is_baseline[${1% *}]:-}" ]; then
        study_present "$journal"
    else
        study_present "$results/sweep-$hash"-*.tsv
    fi
    [ -n "${study_found[$1]:-}" ]
}

sweep_measure() { # CELL
    cell_nodes=$nodes
    [ -z "${is_baseline[${1% *}]:-}" ] || cell_nodes=1
    cell_measure "$1"
    case $cell_outcome in
    kept) measured=$((measured + 1)) ;;
    stopped) job_warned=yes ;;
    failed) failed=$((failed + 1)) ;;
    esac
}

sweep_begin
count_missing
for cell in "${study_list[@]}"; do
    [ "$missing" -gt 0 ] || break
    [ "$job_warned" = no ] || break
    is_there "$cell" || sweep_measure "$cell"
done
for turn in 1 2; do # a disturbance that comes and goes may be over
    study_disturb "$journal"
    for cell in "${study_again[@]}"; do
        [ "$job_warned" = no ] || break
        sweep_measure "$cell"
    done
done
count_missing
echo "$SLURM_JOB_NAME: repetition $repetition: $((${#job_cells[@]} - missing)) of" \
    "${#job_cells[@]} cells are there; $measured launches now"
[ "$missing" -gt 0 ] || exit 0
[ "$job_warned" = no ] || job_leave 75 "stopped; sweep.sh --resume submits the rest"
[ "$failed" -lt "${#study_list[@]}" ] || exit 65
exit 3
