# One job of a submitted sweep: measures the cells of its number of nodes once, in shuffled order.
# Sourced by the scripts that sweep.sh --submit writes, which set STUDY, KERNEL, CELLS, ARGUMENTS,
# LAUNCHER_ARGUMENTS, SWEEP_HASH, SWEEP_SEED and what jobs/env.sh describes.
# shellcheck shell=bash disable=SC2153,SC2154

# shellcheck source=jobs/job.sh
. "${BASH_SOURCE[0]%/*}/job.sh"

# A journal of the job's own: no two jobs write to one file, on whatever file system.
repetition=${SLURM_ARRAY_TASK_ID:?this is a job array: start it with sbatch --array}
journal=$RESULTS/sweep-$SWEEP_HASH-$SLURM_JOB_ID.tsv
staging=$RESULTS/sweep-$SWEEP_HASH/job-$SLURM_JOB_ID
measured=0 failed=0

sweep_begin() {
    local models seen
    models=$(cut -d ' ' -f 1 <<<"$CELLS" | sort -u)
    # shellcheck disable=SC2086 # a list of words
    job_begin $models
    rmdir "$RESULTS/cells" 2>/dev/null # of the jobs that are submitted by hand
    seen=$(launch_cores)
    [ "$seen" -ge "$cores" ] || echo "$SLURM_JOB_NAME: this job may use $seen cores of its node," \
        "not $cores: cells on more of them are oversubscribed, and marked so" >&2
    # What a killed or requeued job left: half a line, a cell that was not finished.
    [ ! -s "$journal" ] || [ -z "$(tail -c 1 "$journal")" ] || echo >>"$journal"
    sweep_put_aside left
    study_begin "$journal" "$KERNEL" "$STUDY" "${ARGUMENTS[@]}" ||
        job_leave 73 "cannot write '$journal'"
    export PARALLAX_SWEEP_SEED=$SWEEP_SEED
    export PARALLAX_ORDER_SEED=$((SWEEP_SEED + nodes * 1000 + repetition))
    mapfile -t study_list < <(sed -n "s/.* .*/& $repetition/p" <<<"$CELLS")
    study_shuffle "$PARALLAX_ORDER_SEED"
}

# sweep_put_aside WHY: results that do not count go where no analysis reads them.
sweep_put_aside() {
    local file
    for file in "$staging"/*.h5 "$staging"/*.jsonl; do
        [ -e "$file" ] || continue
        mkdir -p "$RESULTS/failed"
        mv -- "$file" "$RESULTS/failed/${file##*/}.$1"
    done
    rm -rf "$staging"
}

sweep_answer() { # NAME: its value in the program's JSON
    sed -n "s/.*\"$1\": \"\{0,1\}\([^\",}]*\).*/\1/p" "$staging/answer"
}

# Measures $cell. Its results come into view at the end: first the line, then the file, for a line
# without a file does not count, and a file without a line would be a cell measured twice.
sweep_cell() {
    local model shape file code=0 log note
    read -r model shape _ <<<"$cell"
    log=$RESULTS/failed/sweep-$SWEEP_HASH-${cell// /-}.log
    job_compose "$model" "${shape%x*}" "${shape#*x}" || return
    case $model in mpi | hybrid) launch_words+=("${LAUNCHER_ARGUMENTS[@]}") ;; esac
    mkdir -p "$staging" || job_leave 73 "cannot create '$staging'"
    PARALLAX_LAUNCHED=$(date +%s.%N) job_run "${launch_words[@]}" "$BUILD/${KERNEL}_$model" \
        --study "$STUDY" --results "$staging" --json --progress none \
        --label "sweep:$SWEEP_HASH:$model-$shape:$repetition" "${ARGUMENTS[@]}" \
        >"$staging/answer" 2>"$staging/errors" </dev/null || code=$?
    for file in "$staging"/*.h5; do :; done
    if [ "$code" -eq 0 ] && [ -f "$file" ]; then
        study_add "$journal" "$cell" "${file##*/}" \
            "$(cksum <"$BUILD/${KERNEL}_$model" | tr ' ' -)" "$PARALLAX_ORDER_SEED" \
            "$(sweep_answer median_s)"
        mv -- "$staging"/*.h5 "$RESULTS/"
        rm -f "$log"
        measured=$((measured + 1))
        note=$(sweep_answer invalid_reason)
        echo "$SLURM_JOB_NAME: $cell: $(sweep_answer median_s) s${note:+  ($note)}"
    elif [ "$job_warned" = yes ] || [ "$code" -eq 75 ]; then
        job_warned=yes
        sweep_put_aside stopped
        echo "$SLURM_JOB_NAME: $cell: stopped, to be measured again" >&2
    else
        failed=$((failed + 1))
        mkdir -p "$RESULTS/failed"
        {
            echo "job $SLURM_JOB_ID, $(date -u +%FT%TZ), exit code $code"
            printf ' %q' "${launch_words[@]}" "$BUILD/${KERNEL}_$model" "${ARGUMENTS[@]}"
            echo
            cat "$staging/errors"
        } >"$log"
        echo "$SLURM_JOB_NAME: $cell: FAILED (exit code $code)" \
            "$(grep -v '^[-= ]*$' "$staging/errors" | head -n 1)" >&2
        sweep_put_aside failed
    fi
    rm -rf "$staging"
}

sweep_begin
for cell in "${study_list[@]}"; do
    study_present "$RESULTS/sweep-$SWEEP_HASH"-*.tsv
    [ "$job_warned" = no ] || break
    [ -n "${study_found[$cell]:-}" ] || sweep_cell
done
study_present "$RESULTS/sweep-$SWEEP_HASH"-*.tsv
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
