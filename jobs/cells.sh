# Measures the cells of a study one after the other: progress, failures, stopping.
# Sourced by jobs/sweep.sh, whose description of the study (kernel, results, journal, todo, …) it
# reads.
# shellcheck shell=bash disable=SC2154

child='' scratch='' answer='' measured=0 attempted=0 failures=()
clean_up() {
    [ -z "$scratch" ] || rm -rf "$scratch"
}

# A stopped sweep leaves no half-measured cell: it is measured again as a whole.
stop() {
    local waited=0
    trap '' INT TERM HUP
    if [ -n "$child" ]; then
        kill -TERM "$child" 2>/dev/null || true
        while kill -0 "$child" 2>/dev/null && [ "$waited" -lt 50 ]; do
            sleep 0.1
            waited=$((waited + 1))
        done
        kill -KILL "$child" 2>/dev/null || true
        wait "$child" 2>/dev/null || true
        put_aside "$cell" "stopped"
    fi
    echo "sweep.sh: stopped after $measured of ${#todo[@]} cells; the same command again goes on" \
        "with the rest" >&2
    exit 75
}

json_value() { # NAME: a number, or what stands between quotes
    local pattern="\"$1\": (\"([^\"]*)\"|[-+.0-9e]+)"
    [[ $answer =~ $pattern ]] || return 0
    [[ ${BASH_REMATCH[1]} == '"'* ]] && echo "${BASH_REMATCH[2]}" || echo "${BASH_REMATCH[1]}"
}

# The results file's name without its directory, which could hold any character.
json_file() {
    local pattern='"results": ".*/([A-Za-z0-9_.-]+\.h5)"'
    [[ $answer =~ $pattern ]] && echo "${BASH_REMATCH[1]}"
}

# put_aside CELL WHY: what a failed cell left goes to failed/, where no analysis reads it as a
# result.
put_aside() {
    local name="${1// /-}" file
    mkdir -p "$results/failed"
    {
        printf '%s\n' "$2"
        printf ' %q' "${environment[@]}" "${command[@]}"
        echo
        cat "$scratch/err"
    } >"$results/failed/sweep-$hash-$name.log"
    answer=$(<"$scratch/out")
    if file=$(json_file) && [ -f "$results/$file" ]; then
        mv -- "$results/$file" "$results/failed/$file.failed"
        file=${file%.h5}.errors.jsonl
        [ ! -f "$results/$file" ] || mv -- "$results/$file" "$results/failed/"
    fi
}

time_text() { # SECONDS
    if [ "$1" -lt 100 ]; then
        echo "$1 s"
    elif [ "$1" -lt 6000 ]; then
        echo "$((($1 + 30) / 60)) min"
    else
        echo "$((($1 + 1800) / 3600)) h"
    fi
}

# eta: the cells that are left, at the mean pace so far.
eta() {
    local left=$((${#todo[@]} - attempted))
    [ "$left" -gt 0 ] || return 0
    echo "  ETA $(time_text $(((SECONDS - began) * left / attempted)))"
}

finish_cell() { # CELL
    local file median rate note
    median=$(json_value median_s)
    rate=$(json_value images_per_s)
    note=$(json_value invalid_reason)
    if ! file=$(json_file) || [ ! -f "$results/$file" ]; then
        return 1
    fi
    study_add "$journal" "$1" "$file" "${checksums[${1%% *}]}" "$seed" "$median"
    rm -f "$results/failed/sweep-$hash-${1// /-}.log"
    measured=$((measured + 1))
    LC_ALL=C printf '[%*d/%d] %s %s: %.4g s, %.1f images/s%s%s\n' "${#total}" "$attempted" \
        "$total" "$kernel" "${1% *} rep ${1##* }" "${median:-0}" "${rate:-0}" \
        "${note:+  (${note%%:*})}" "$(eta)" >&2
}

fail_cell() { # CELL CODE
    local why
    why=$(grep -v '^[-= ]*$' "$scratch/err" | head -n 1) || true
    put_aside "$1" "exit code $2"
    failures+=("$1")
    printf '[%*d/%d] %s %s: FAILED (exit code %d)%s%s\n' "${#total}" "$attempted" "$total" \
        "$kernel" "${1% *} rep ${1##* }" "$2" "${why:+ $why}" "$(eta)" >&2
}

run_cell() { # CELL
    local code=0
    compose "$1"
    : >"$scratch/out"
    set -m # a process group of its own: Ctrl-C reaches the sweep alone, which then ends the cell
    (
        export "PARALLAX_LAUNCHED=$(date +%s.%N)" "${environment[@]}"
        exec "${command[@]}"
    ) </dev/null >"$scratch/out" 2>"$scratch/err" {study_lock}>&- &
    child=$!
    set +m
    wait "$child" || code=$?
    child=''
    attempted=$((attempted + 1))
    answer=$(<"$scratch/out")
    if [ "$code" -ne 0 ] || ! finish_cell "$1"; then
        fail_cell "$1" "$code"
    fi
}

open_results() {
    mkdir -p -- "$results" 2>/dev/null || fail 73 "--results: cannot create '$results'"
    [ -w "$results" ] || fail 73 "--results: no permission to create files in '$results'"
    study_lock "$results" ||
        fail 75 "another sweep is running in '$results'; wait for it, or give another --results"
    study_begin "$journal" "${description[@]}" || fail 73 "cannot write '$journal'"
    scratch=$(mktemp -d)
    : >"$scratch/err"
}

# cells_measure CELL…: exits when stopped or when the results cannot be written.
cells_measure() {
    open_results
    trap clean_up EXIT
    trap stop INT TERM HUP
    began=$SECONDS
    for cell; do
        run_cell "$cell"
    done
    echo "sweep.sh: $measured cells measured in $(time_text $((SECONDS - began)))," \
        "${#failures[@]} failed; results in ${results#./}" >&2
    if [ "${#failures[@]}" -gt 0 ]; then
        echo "sweep.sh: failed, and measured again by the same command:"
        printf '  %s\n' "${failures[@]}"
        echo "  what they said is in ${results#./}/failed/"
    fi >&2
}
