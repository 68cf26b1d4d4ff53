#!/usr/bin/env bash
# Ends the SLURM that up.sh started in a directory: its jobs, its daemons, and no other process.
set -uo pipefail
if [ $# -ne 1 ]; then
    echo "usage: down.sh DIRECTORY" >&2
    exit 64
fi
state=$(cd "$1" && pwd) || exit 66
[ -e "$state/processes" ] || exit 0
export SLURM_CONF=$state/slurm.conf

# running PID START: this very process, not another that got its number.
running() {
    local stat
    { read -ra stat <"/proc/$1/stat"; } 2>/dev/null || return
    [ "${stat[21]:-}" = "$2" ] && [ "${stat[2]}" != Z ]
}

# Prints "PID START" of the daemons, then of what may outlive them: steps and jobs, whose
# environment names both our configuration and a job.
left() {
    local pid start environ
    while read -r pid start; do
        ! running "$pid" "$start" || echo "$pid $start"
    done <"$state/processes"
    grep -lzxF "SLURM_CONF=$SLURM_CONF" /proc/[0-9]*/environ 2>/dev/null |
        while IFS=/ read -r _ _ pid _; do
            environ=/proc/$pid/environ
            [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = slurmstepd ] ||
                grep -qz '^SLURM_JOB_ID=' "$environ" 2>/dev/null || continue
            start=$(cut -d ' ' -f 22 "/proc/$pid/stat" 2>/dev/null) && [ -n "$start" ] &&
                running "$pid" "$start" && echo "$pid $start"
        done
}

# end SIGNAL TENTHS: sends it, and whether all are gone after that time.
end() {
    local tenths pid start
    while read -r pid start; do
        running "$pid" "$start" && kill "-$1" "$pid" 2>/dev/null
    done < <(left)
    for ((tenths = 0; tenths < $2; ++tenths)); do
        [ -n "$(left)" ] || return 0
        sleep 0.1
    done
    return 1
}

if timeout 30 scontrol ping >/dev/null 2>&1; then
    timeout 30 scancel --quiet --user=root >/dev/null 2>&1
    for ((tenths = 0; tenths < 20; ++tenths)); do
        [ -n "$(timeout 30 squeue --noheader 2>/dev/null)" ] || break
        sleep 0.1
    done
fi
end TERM 50 || end KILL 600
remaining=$(left)
if [ -n "$remaining" ]; then
    echo "down.sh: still running: $remaining" >&2
    exit 70
fi
rm -f "$state/processes"
