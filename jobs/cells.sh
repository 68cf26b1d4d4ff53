# Measures cells of a study one after the other on this machine: progress, stopping.
# Sourced by jobs/sweep.sh, whose description of the study (kernel, results, journal, todo, …) it
# reads.
# shellcheck shell=bash disable=SC2034,SC2154

child='' measured=0 failures=()
# Of a study file: the time in ms of those of its sweeps that measured something before this one,
# how many these were, and how many come after it. The programs need not know.
cells_parts=${PARALLAX_STUDY_PARTS:-}
unset PARALLAX_STUDY_PARTS

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

# Under MODEL RANKSxTHREADS: the launches that are left, those so far, and the time that these took
# in ms, with what lies between launches. Under "all": the sums.
declare -A cells_left=() cells_done=() cells_took=()

cells_clock() { # in ms
    date +%s%3N
}

# cells_expect CELL…: these are to come.
cells_expect() {
    local cell
    cells_left=() cells_done=([all]=0) cells_took=([all]=0) cells_last=$(cells_clock)
    for cell; do
        cell=${cell% *}
        cells_left[$cell]=$((${cells_left[$cell]:-0} + 1))
    done
}

# cells_count CELL: one of these has ended.
cells_count() {
    local cell=${1% *} now took
    now=$(cells_clock)
    took=$((now - cells_last)) cells_last=$now
    cells_left[$cell]=$((cells_left[$cell] - 1))
    for cell in "$cell" all; do
        cells_done[$cell]=$((${cells_done[$cell]:-0} + 1))
        cells_took[$cell]=$((${cells_took[$cell]:-0} + took))
    done
}

# eta: the launches that are left, each at the mean of its cell so far (of all, where it had none),
# and each further sweep of a study file at the mean of those so far, with this one; but no later
# than --stop-after. Nothing before a twentieth of the time is over: it would be a guess.
eta() {
    local cell like left=0 spent=${cells_took[all]} rest took sweeps
    for cell in "${!cells_left[@]}"; do
        like=$cell
        [ -n "${cells_done[$cell]:-}" ] || like=all
        left=$((left + cells_left[$cell] * cells_took[$like] / cells_done[$like]))
    done
    if [ -n "$cells_parts" ]; then
        read -r took sweeps rest <<<"$cells_parts"
        spent=$((took + (SECONDS - began) * 1000))
        left=$((left + rest * (spent + left) / (sweeps + 1)))
    fi
    if [ -n "$stop_after" ]; then
        rest=$(((stop_after - SECONDS + began) * 1000))
        [ "$left" -lt "$rest" ] || left=$((rest > 0 ? rest : 0))
    fi
    [ "$left" -gt 0 ] && [ $((19 * spent)) -ge "$left" ] || return 0
    echo "  ETA $(time_text $(((left + 500) / 1000)))"
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
    cells_count "$cell"
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
    local attempted=0 total=$#
    cells_expect "$@"
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
