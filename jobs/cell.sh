# Measures one cell of a study: its command, the run, the answer, the journal, what failed. On this
# machine and in a job it is done here. Sourced by jobs/sweep.sh and jobs/job.sh, which set
# and, where cells are measured with a journal,
# shellcheck shell=bash disable=SC2034,SC2154

# cell_compose CELL DIRECTORY: fills cell_environment and cell_command with what measures it, with
# results in DIRECTORY; who runs it, and knows when, adds PARALLAX_LAUNCHED.
cell_compose() {
    local model shape repetition verify=() protocol=() words
    read -r model shape repetition <<<"$1"
    read -ra words <<<"${model_words[$model]:-}"
    study_round "$1" "${slices:-1}"
    cell_choose_length
    [ -z "${study_decisive[$1]:-}" ] || verify=(--verify all) # what the user says comes later
    launch_compose "$cell_launcher" "$model" "${shape%x*}" "${shape#*x}" "$cell_nodes" \
        "$cell_cores" || return
    [ "${#launch_prefix[@]}" -eq 0 ] || launch_prefix+=("${cell_words[@]}")
    cell_environment=(${cell_seed:+"PARALLAX_SWEEP_SEED=$cell_seed"}
        ${study_number:+"PARALLAX_ROUND=$study_number" "PARALLAX_SLICE=$study_slice"}
        "${launch_environment[@]}")
    cell_command=("${launch_prefix[@]}" "${launch_wrapper[@]}" "${model_program[$model]}"
        --study "$study" --results "$2" --label "$cell_label:$model-$shape:$repetition" --json
        --progress none "${launch_options[@]}" "${protocol[@]}" "${verify[@]}"
        "${words[@]}" "${driver[@]}")
}

# What a launch of a round is long enough for, unless the user says how long it is: more time is
# better spent on more rounds.
cell_choose_length() {
    local word
    [ -n "$study_number" ] || return 0
    for word in "${driver[@]}"; do
        case ${word%%=*} in
        --iterations | --budget) return 0 ;;
        esac
    done
    protocol=(--iterations 6 --budget 0.3)
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
            "$cell_order" "$(cell_answer median_s)" "${model_revision[${1%% *}]}" \
            "$(cell_answer disturbed)"
        mv -- "$file" "$results/"
        [ -z "${study_disturbed[$1]:-}" ] || cell_supersede "${study_found[$1]}"
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

# cell_answer NAME: what the program's JSON object says, a number, true, false or what stands
# between quotes; a hyphen: nothing.
cell_answer() {
    local pattern="\"$1\": (\"([^\"]*)\"|[-+.0-9e]+|true|false)"
    [[ $answer =~ $pattern ]] || { echo -; return; }
    [[ ${BASH_REMATCH[1]} == '"'* ]] && echo "${BASH_REMATCH[2]}" || echo "${BASH_REMATCH[1]}"
}

cell_times() {
    local median rate note share
    median=$(cell_answer median_s) rate=$(cell_answer images_per_s)
    note=$(cell_answer invalid_reason) share=$(cell_answer compute_cpu_share)
    note=${note%%:*}
    if [ "$(cell_answer disturbed)" = true ]; then
        note="disturbed$(LC_ALL=C awk -v share="$share" 'BEGIN {
            if (share != "-" && share < 0.97)
                printf ": a CPU %.0f %% of the time", 100 * share }')"
    fi
    [ "$note" != - ] || note=''
    LC_ALL=C printf '%.4g s, %.1f images/s%s' "${median/#-/0}" "${rate/#-/0}" "${note:+  ($note)}"
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

# cell_supersede FILE: there is a better one than this, which others disturbed.
cell_supersede() {
    mkdir -p "$results/failed"
    mv -- "$results/$1" "$results/failed/$1.disturbed"
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
