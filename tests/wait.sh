# What tests wait for: events. A time says nothing of a machine that others use too.
# Sourced by what the tests of a folder share.
# shellcheck shell=bash

# wait_until COMMAND…: until it succeeds; 1 if it does not within minutes, which no load explains.
# Whoever waits longer looks less often: to look takes the cores of what is waited for.
wait_until() {
    local end=$((SECONDS + 240)) pause=1 # in hundredths of a second
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep "0.0$pause"
        pause=$((pause < 5 ? pause + 1 : 5))
    done
}

# has_ended PROCESS: whether it has, though nobody may have asked for its exit code yet.
has_ended() {
    local state
    state=$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null)
    [ -z "$state" ] || [ "$state" = Z ]
}

# at_work PROCESS…: whether each of them has computed for a tenth of a second, or has ended.
at_work() {
    local process ticks=$(($(getconf CLK_TCK) / 10)) user system
    for process; do
        ! has_ended "$process" || continue
        read -r user system < <(sed 's/.*) //' "/proc/$process/stat" 2>/dev/null |
            cut -d ' ' -f 12,13)
        [ $((${user:-0} + ${system:-0})) -ge "$ticks" ] || return 1
    done
}

# has_children N PROCESS: that many at least.
has_children() {
    [ "$(pgrep -cP "$2")" -ge "$1" ]
}

# heeds SIGNAL PROCESS: whether it catches it or holds it back, or has ended.
heeds() {
    local bit mask
    bit=$(($(kill -l "$1") - 1))
    ! has_ended "$2" || return 0
    while read -r _ mask; do
        [ $((16#$mask >> bit & 1)) -eq 0 ] || return 0
    done < <(grep -hE '^Sig(Blk|Cgt):' "/proc/$2/status" 2>/dev/null)
    return 1
}

# is_there GLOB: whether there is such a file.
is_there() {
    compgen -G "$1" >/dev/null
}
