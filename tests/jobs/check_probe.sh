#!/usr/bin/env bash
# What jobs are estimated to take, and their time limits: from one pass here, from what is there,
# from assumptions; with programs that only say how long they took. usage: check_probe.sh
set -uo pipefail
sweep=$(cd "$(dirname "$0")/../../jobs" && pwd)/sweep.sh || exit 70
# shellcheck source=tests/jobs/jobs_common.sh
. "$(dirname "$0")/jobs_common.sh"
cd "$work" || exit 70
mkdir some tools
printf '%s\n' '#!/bin/sh' 'exit 1' >tools/sinfo # nothing is known of a partition
chmod +x tools/sinfo
PATH=$work/tools:$PATH

# shellcheck disable=SC2054 # a list with commas
submit=("$sweep" --submit --dry-run --kernel resize --build some --cores 1,2,4 --cores-per-node 4
    --repeat-jobs 2 --slices 2 --results there)
# row LONGEST LIMIT: of the jobs on one node.
row() {
    same "the longest job, and its limit" "$1 $2" \
        "$(awk '$1 == 1 && $4 ~ /^[0-9]+$/ { print $4, $5, $6, $7 }' out)"
}
works() { # MODEL THREADS
    pretend "$1" 0 "$2" "echo \"\$*\" >>launched
printf '{\"images\": 100, \"median_s\": 2.0}'"
}
works one 0
works two 1

# --- One pass of 2 s: 11 of them a launch, and 5.01 s around; by one worker 28 s, two 17, four 11;
# two launches a cell, and plain C takes 16 s to recompute the first
expect 0 "a probe" "${submit[@]}" --study strong -- --iterations 10 -- a.png --odd
same "launches" 1 "$(grep -c . launched)"
same "its words" "--study strong --iterations 10 --iterations 1 --warmup 0 --results none --json \
--quiet --progress none -- a.png --odd" "$(<launched)"
holds "what it found" out "from a probe here, resize_one with one worker: 2.000 s for a pass over \
100 images; divided by a cell's workers, times"
holds "the limits" out "limits: 2.0 times the estimate and 3 minutes, at least 5 min, at most 168 h"
row "3 min" "10 min" # 10 + 16 + 55 + 55 + 33 + 22 s: 191
holds "the script's limit" out "#SBATCH --time=00:10:00"
expect 0 "a weak study" "${submit[@]}" --study weak -- --iterations 10
row "4 min" "12 min" # 10 + 16 + 4 * 55 s: 246
expect 0 "whole verification by the user" "${submit[@]}" --study strong -- --iterations 10 \
    --verify all
row "3 min" "9 min" # 175 s
expect 0 "a budget" "${submit[@]}" --study strong -- --budget 7
row "2 min" "8 min" # four passes by one worker, eight by two, 15 by four: 10 + 16 + 118 s
expect 0 "short launches" "${submit[@]}" --study strong
row "92 s" "7 min" # one pass, and one to warm up: 10 + 16 + 66 s
expect 0 "a limit of one's own" "${submit[@]}" --study strong --time 7 -- --iterations 10
row "3 min" "7 min"
same "limits are not explained" 0 "$(grep -c ^limits: out)"
printf '%s\n' '#!/bin/sh' 'echo "8:00 other"; echo "6:00 main*"' >tools/sinfo
expect 0 "a partition that allows less" "${submit[@]}" --study strong -- --iterations 10
row "3 min" "6 min"
holds "the limits" out "at most 6 min"

# --- Nothing may, or can, be probed
rm launched
expect 0 "no probe" "${submit[@]}" --study strong --no-probe -- --iterations 10
holds "the assumption" out "assumed, as nothing was probed (--no-probe), for each of 2 launches"
holds "the limits" out "limits: 1.25 times the estimate and 3 minutes"
expect 0 "seconds that are given" "${submit[@]}" --study strong --seconds-per-cell 50
holds "the assumption" out "assumed: 50 s for a cell (--seconds-per-cell), and 10 s for a job"
same "launches" "" "$(cat launched 2>/dev/null)"
refuse "--no-probe goes with --submit" --study strong --kernel resize --cores 1 --no-probe
pretend one 0 0 'echo "no luck today" >&2; exit 70'
expect 0 "a program that does not run here" "${submit[@]}" --study strong
holds "why" out "assumed, as resize_one ended with code 70 here (no luck today), for each"
printf '%s\n' '#!/bin/sh' 'exit 124' >tools/timeout
chmod +x tools/timeout
expect 0 "one that takes too long" "${submit[@]}" --study strong
holds "why" out "assumed, as resize_one did no image in 20 s here, for each"
# What it had done by then is what the limit rests on
printf '%s\n' '#!/bin/sh' 'sleep 0.1; echo "{\"images\": 4000, \"done\": 1, \"median_s\": null}"' \
    'exit 124' >tools/timeout
expect 0 "one that has done a part" "${submit[@]}" --study strong --slices 1
holds "what it rests on" out "with one worker did 1 of 4000 images, so "
holds "more room" out "limits: 4.0 times the estimate (which rests on a part of a pass: "
same "an estimate of hours" 0 "$(grep -c '^assumed' out)"
[[ $(awk '$1 == 1 { print $4, $5 }' out) =~ ^[0-9]+\ (min|h)$ ]] || {
    echo "FAILED: the longest job: $(awk '$1 == 1' out)"
    failed=1
}
# One that does not stop is killed, and has said nothing of what it had done
printf '%s\n' '#!/bin/sh' 'exit 137' >tools/timeout
expect 0 "one that is killed at once" "${submit[@]}" --study strong
holds "why" out "assumed, as resize_one ended with code 137 here"
# shellcheck disable=SC2016
printf '%s\n' '#!/bin/sh' 'echo >>ticks; echo $(($(wc -l <ticks) * 30000))' >tools/date
chmod +x tools/date
expect 0 "one that is killed when its time is over" "${submit[@]}" --study strong
holds "why" out "assumed, as resize_one was not done in 20 s here, and had to be killed before"
rm tools/timeout tools/date

[ "$failed" -eq 0 ] || exit 1
echo "check_probe: all as expected"
