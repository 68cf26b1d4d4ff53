# Measures one cell of a study: its command, the run, the answer, the journal, what failed. On this
# machine and in a job it is done here. Sourced by jobs/sweep.sh and jobs/job.sh, which set
#   kernel study driver         the study: its kernel, strong or weak, the driver options
#   cell_label                  what a run's label begins with, as in sweep:HASH
#   cell_launcher cell_words    who starts ranks, and further words for it
#   cell_nodes cell_cores       for how many nodes, and the usable cores of each
#   cell_seed                   of the order that a sweep's cells have; empty: there is none
#   study_decisive              the cells that are verified whole, see study_decide
# and, where cells are measured with a journal,
#   results journal hash        the directory of results, the file that lists them, the study's hash
#   staging                     a directory of ours alone, where a cell is until it counts
#   cell_order                  the seed of the order in this journal
#   cell_run COMMAND…           runs it, with its streams in staging/answer and staging/errors, and
#                               returns its exit code; 75: it was stopped
#   cell_say CELL OUTCOME       a line of progress
#   fail CODE MESSAGE           ends everything
# shellcheck shell=bash disable=SC2034,SC2154

# cell_compose CELL DIRECTORY: fills cell_environment and cell_command with what measures it, with
# results in DIRECTORY; who runs it, and knows when, adds PARALLAX_LAUNCHED.
cell_compose() {
    local model shape repetition verify=()
    read -r model shape repetition <<<"$1"
    [ -z "${study_decisive[$1]:-}" ] || verify=(--verify all) # what the user says comes later
    launch_compose "$cell_launcher" "$model" "${shape%x*}" "${shape#*x}" "$cell_nodes" \
        "$cell_cores" || return
    [ "${#launch_prefix[@]}" -eq 0 ] || launch_prefix+=("${cell_words[@]}")
    cell_environment=(${cell_seed:+"PARALLAX_SWEEP_SEED=$cell_seed"} "${launch_environment[@]}")
    cell_command=("${launch_prefix[@]}" "${model_program[$model]}" --study "$study"
        --results "$2" --label "$cell_label:$model-$shape:$repetition" --json --progress none
        "${launch_options[@]}" "${verify[@]}" "${driver[@]}")
}

# cell_begin WORD…: begins the journal of what the words describe, and puts right what was killed:
# half a line, a cell that was not finished.
cell_begin() {
    study_begin "$journal" "$@" || fail 73 "cannot write '$journal'"
    [ -z "$(tail -c 1 "$journal")" ] || echo >>"$journal"
    cell_put_aside left
}

# cell_measure CELL: sets cell_outcome to kept, stopped or failed. Its results come into view at the
# end: first the line, then the file, for a line without a file does not count, and a file without a
# line would be a cell measured twice.
cell_measure() {
    local code=0 file answer=''
    cell_outcome=failed
    cell_compose "$1" "$staging" || return
    mkdir -p -- "$staging" || fail 73 "cannot create '$staging'"
    cell_run env "PARALLAX_LAUNCHED=$(date +%s.%N)" "${cell_environment[@]}" "${cell_command[@]}" ||
        code=$?
    for file in "$staging"/*.h5; do :; done
    answer=$(<"$staging/answer")
    if [ "$code" -eq 0 ] && [ -f "$file" ]; then
        cell_outcome=kept
        study_add "$journal" "$1" "${file##*/}" "$(study_program "${model_program[${1%% *}]}")" \
            "$cell_order" "$(cell_answer median_s)"
        mv -- "$file" "$results/"
        rm -f "$(cell_log "$1")"
        cell_say "$1" "$(cell_times)"
    elif [ "$code" -eq 75 ]; then
        cell_outcome=stopped
        cell_put_aside stopped
        cell_say "$1" "stopped, to be measured again"
    else
        cell_say "$1" "FAILED (exit code $code) $(grep -v '^[-= ]*$' "$staging/errors" | head -n 1)"
        cell_note "$1" "exit code $code"
        cell_put_aside failed
    fi
    rm -rf "$staging"
}

# cell_answer NAME: what the program's JSON object says, a number or what stands between quotes.
cell_answer() {
    local pattern="\"$1\": (\"([^\"]*)\"|[-+.0-9e]+)"
    [[ $answer =~ $pattern ]] || return 0
    [[ ${BASH_REMATCH[1]} == '"'* ]] && echo "${BASH_REMATCH[2]}" || echo "${BASH_REMATCH[1]}"
}

cell_times() {
    local median rate note
    median=$(cell_answer median_s) rate=$(cell_answer images_per_s)
    note=$(cell_answer invalid_reason)
    LC_ALL=C printf '%.4g s, %.1f images/s%s' "${median:-0}" "${rate:-0}" \
        "${note:+  (${note%%:*})}"
}

cell_log() { # CELL: where it is written what it said when it failed
    echo "$results/failed/sweep-$hash-${1// /-}.log"
}

# cell_note CELL WHY: writes that.
cell_note() {
    mkdir -p "$results/failed"
    {
        echo "${SLURM_JOB_ID:+job $SLURM_JOB_ID, }$(date -u +%FT%TZ), $2"
        printf ' %q' "${cell_environment[@]}" "${cell_command[@]}"
        echo
        cat "$staging/errors"
    } >"$(cell_log "$1")"
}

# cell_put_aside WHY: results that do not count go where no analysis reads them, with WHY behind
# their names.
cell_put_aside() {
    local file
    for file in "$staging"/*.h5 "$staging"/*.jsonl; do
        [ -e "$file" ] || continue
        mkdir -p "$results/failed"
        mv -- "$file" "$results/failed/${file##*/}.$1"
    done
    rm -rf "$staging"
}
