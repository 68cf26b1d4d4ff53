# One job of a submitted sweep: measures the cells of its number of nodes once, in shuffled order.
# Sourced by the scripts that sweep.sh --submit writes, which set STUDY, KERNEL, CELLS, DECISIVE,
# ARGUMENTS, LAUNCHER_ARGUMENTS, SWEEP_HASH, SWEEP_SEED and what jobs/env.sh describes.
# shellcheck shell=bash disable=SC2034,SC2153,SC2154

# shellcheck source=jobs/job.sh
. "${BASH_SOURCE[0]%/*}/job.sh"

# A journal of the job's own: no two jobs write to one file, on whatever file system.
repetition=${SLURM_ARRAY_TASK_ID:?this is a job array: start it with sbatch --array}
study=$STUDY hash=$SWEEP_HASH results=$RESULTS driver=("${ARGUMENTS[@]}")
journal=$results/sweep-$hash-$SLURM_JOB_ID.tsv
staging=$results/sweep-$hash/job-$SLURM_JOB_ID
measured=0 failed=0

fail() { # CODE MESSAGE
    job_leave "$@"
}

cell_say() { # CELL OUTCOME
    echo "$SLURM_JOB_NAME: $kernel ${1% *} rep ${1##* }: $2"
}

cell_run() { # COMMAND…
    local code=0
    job_run "$@" >"$staging/answer" 2>"$staging/errors" </dev/null || code=$?
    [ "$job_warned" = no ] || [ "$code" -eq 0 ] || code=75
    return "$code"
}

sweep_begin() {
    local models
    models=$(cut -d ' ' -f 1 <<<"$CELLS" | sort -u)
    # shellcheck disable=SC2086 # a list of words
    job_begin $models
    rmdir "$RESULTS/cells" 2>/dev/null # of the jobs that are submitted by hand
    [ "$cell_cores" -ge "$cores" ] || echo "$SLURM_JOB_NAME: this job may use $cell_cores cores" \
        "of its node, not $cores: cells on more of them are oversubscribed, and marked so" >&2
    cell_label=sweep:$hash cell_words=("${LAUNCHER_ARGUMENTS[@]}") cell_seed=$SWEEP_SEED
    cell_order=$((SWEEP_SEED + nodes * 1000 + repetition))
    export PARALLAX_ORDER_SEED=$cell_order
    cell_begin "$KERNEL" "$STUDY" "${ARGUMENTS[@]}"
    mapfile -t study_list < <(sed -n "s/.* .*/& $repetition/p" <<<"$CELLS")
    declare -gA study_decisive=()
    for cell in "${DECISIVE[@]}"; do
        study_decisive[$cell]=yes
    done
    study_shuffle "$cell_order"
}

sweep_begin
for cell in "${study_list[@]}"; do
    study_present "$results/sweep-$hash"-*.tsv
    [ "$job_warned" = no ] || break
    [ -z "${study_found[$cell]:-}" ] || continue
    cell_measure "$cell"
    case $cell_outcome in
    kept) measured=$((measured + 1)) ;;
    stopped) job_warned=yes ;;
    failed) failed=$((failed + 1)) ;;
    esac
done
study_present "$results/sweep-$hash"-*.tsv
missing=0
for cell in "${study_list[@]}"; do
    [ -n "${study_found[$cell]:-}" ] || missing=$((missing + 1))
done
echo "$SLURM_JOB_NAME: repetition $repetition: $((${#study_list[@]} - missing)) of" \
    "${#study_list[@]} cells are there, $measured of them measured now"
[ "$missing" -gt 0 ] || exit 0
[ "$job_warned" = no ] || job_leave 75 "stopped; sweep.sh --resume submits the rest"
[ "$failed" -lt "${#study_list[@]}" ] || exit 65
exit 3
