# Measures cells of a study one after the other on this machine: progress, stopping.
# Sourced by jobs/sweep.sh, whose description of the study (kernel, results, journal, todo, …) it
# reads.
# shellcheck shell=bash disable=SC2034,SC2154

child='' measured=0 failures=()

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
        cell_note "$cell" "stopped"
        cell_put_aside stopped
    fi
    echo "$place_self: stopped after $measured launches; the same command again goes on with the" \
        "rest" >&2
    exit 75
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
    local left=$((total - attempted))
    [ "$left" -gt 0 ] || return 0
    echo "  ETA $(time_text $(((SECONDS - begun) * left / attempted)))"
}

cell_say() { # CELL OUTCOME
    printf '[%*d/%d] %s %s: %s%s\n' "${#total}" "$attempted" "$total" "$kernel" \
        "${1% *} round $((study_number + 1))" "$2" "$(eta)" >&2
}

# A process group of its own: Ctrl-C reaches the sweep alone, which then ends the cell.
cell_run() { # COMMAND…
    local code=0
    set -m
    "$@" </dev/null >"$staging/answer" 2>"$staging/errors" {study_lock}>&- &
    child=$!
    set +m
    wait "$child" || code=$?
    child='' attempted=$((attempted + 1))
    return "$code"
}

cells_open() {
    mkdir -p -- "$results" 2>/dev/null || fail 73 "--results: cannot create '$results'"
    [ -w "$results" ] || fail 73 "--results: no permission to create files in '$results'"
    study_lock "$results" ||
        fail 75 "another sweep is running in '$results'; wait for it, or give another --results"
    staging=$results/.sweep-$hash
    trap 'rm -rf "$staging"' EXIT
    cell_begin "${description[@]}"
    trap stop INT TERM HUP
    began=$SECONDS
}

# cells_measure CELL…: between cells_open and cells_end. Exits when stopped or when the results
# cannot be written.
cells_measure() {
    local begun=$SECONDS attempted=0 total=$#
    for cell; do
        ! cells_late || return 0
        cell_measure "$cell"
        if [ "$cell_outcome" = kept ]; then
            measured=$((measured + 1))
        else
            failures+=("$cell")
        fi
    done
}

# cells_late: whether the time is over that --stop-after gave.
cells_late() {
    [ -n "$stop_after" ] && [ $((SECONDS - began)) -ge "$stop_after" ]
}

cells_end() {
    echo "$place_self: $measured launch$([ "$measured" -eq 1 ] || echo es) measured in" \
        "$(time_text $((SECONDS - began))), ${#failures[@]} failed; results in ${results#./}" >&2
    if [ "${#failures[@]}" -gt 0 ]; then
        echo "$place_self: failed, and measured again by the same command:"
        printf '  %s\n' "${failures[@]}"
        echo "  what they said is in ${results#./}/failed/"
    fi >&2
}
