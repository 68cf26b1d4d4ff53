#!/usr/bin/env bash
# jobs/sweep.sh in rounds: slices, orders, what is disturbed, intervals that are wider than wanted;
# with programs that only say how long they took. usage: check_rounds.sh
set -uo pipefail
sweep=$(cd "$(dirname "$0")/../../jobs" && pwd)/sweep.sh || exit 70
# shellcheck source=tests/jobs/jobs_common.sh
. "$(dirname "$0")/jobs_common.sh"
cd "$work" || exit 70
mkdir some
all=(--study strong --kernel resize --build some)

refuse "--slices: '0'" "${all[@]}" --cores 1 --slices 0
refuse "--precision: '5'" "${all[@]}" --cores 1 --precision 5
refuse "--precision: '0%'" "${all[@]}" --cores 1 --precision 0%
refuse "needs 5 repetitions, not 4" "${all[@]}" --cores 1 --precision 5% --repeat 4
refuse "--rounds-max ends what" "${all[@]}" --cores 1 --rounds-max 9

# steady NAME PROCESSES THREADS SECONDS DISTURBED: both in the words of a shell.
steady() {
    pretend "$1" "$2" "$3" "while [ \"\$1\" != --results ]; do shift; done
echo '$1' >>launched
: >\"\$2/resize_$1-\$\$.h5\"
printf '{\"median_s\": %s, \"disturbed\": %s, \"compute_cpu_share\": 0.5, \"results\": \"%s\"}' \
    $4 $5 \"\$2/resize_$1-\$\$.h5\""
}

# --- Rounds: every cell once in each, in an order of its own
wanted=5
steady one 0 0 1 false
steady two 0 1 1 false
steady three 1 0 1 false
expect 0 "rounds" "$sweep" "${all[@]}" --cores 1,2 --repeat 2 --slices 2 --dry-run
same "launches" $((4 * wanted)) "$(grep -c . out)"
for round in 0 1 2 3; do
    head -n $((wanted * (round + 1))) out | tail -n "$wanted" >mine
    same "the slice of round $round" "$wanted" \
        "$(grep -c "PARALLAX_ROUND=$round PARALLAX_SLICE=$((round % 2)) " mine)"
    sed 's/.* --label sweep:[0-9a-f]*:\([^ ]*\) .*/\1/' mine >"round$round"
    same "its cells" "$wanted" "$(grep -c ":$((round / 2 + 1)).$((round % 2))\$" "round$round")"
    sed -i 's/:.*//' "round$round"
    same "the cells of all rounds" "" "$(diff <(sort round0) <(sort "round$round"))"
done
same "the orders" "different" \
    "$(cmp -s round0 round1 && cmp -s round1 round2 || echo different)"
[ -z "$(command -v taskset)" ] || same "the serial program is bound" 4 \
    "$(grep -c " taskset --cpu-list [0-9]* \./some/resize_one " out)"
expect 0 "nothing said of its length" "$sweep" "${all[@]}" --cores 1 --dry-run
same "all launches are short" "$(grep -c . out)" "$(grep -c ' --iterations 6 --budget 0.3' out)"
expect 0 "its length said" "$sweep" "${all[@]}" --cores 1 --dry-run -- --budget 5
same "other lengths" 0 "$(grep -c ' --iterations' out)"

# --- Numbers of workers of its own, further models by words, programs in Python
mkdir -p some/python
steady python-four 1 0 1 false
mv some/resize_python-four some/python
expect 0 "models of all kinds" "$sweep" "${all[@]}" --cores 1 --repeat 1 --slices 1 --dry-run \
    --models one,two:1+8,fast:4,python-four:3 --variant 'fast=two --release-in-kernel' -- --images 5
same "launches" 5 "$(grep -c . out)"
same "threads of its own" "1 8" "$(sed -n 's/.*:two-1x\([0-9]*\):.*/\1/p' out | sort -n | xargs)"
same "the words of a variant" 1 \
    "$(grep -c 'resize_two .*:fast-1x4:.* --threads 4 .*--release-in-kernel --images 5$' out)"
same "a program in Python" 1 "$(grep -c 'some/python/resize_python-four .*--ranks 3' out)"
expect 0 "all that were built" "$sweep" "${all[@]}" --cores 1 --repeat 1 --slices 1 --dry-run
same "launches without Python's" 3 "$(grep -c . out)"
refuse "--variant: 'fast' is not NAME=MODEL WORDS" "${all[@]}" --cores 1 --variant fast
refuse "'fast' is none of" "${all[@]}" --cores 1 --models fast --variant 'fast=nonesuch -x'
refuse "--models: 'x' is not a whole number" "${all[@]}" --cores 1 --models two:x
refuse "--variant: not with --submit" "${all[@]}" --cores 1 --submit --variant 'fast=two -x'
refuse "but not with --submit" "${all[@]}" --cores 1 --submit --models two:8
rm -r some/python

# --- What others disturbed is measured again at the end, twice at most
rm -f some/* launched
steady one 0 0 1 false
# shellcheck disable=SC2016 # the program expands it
steady two 0 1 0.5 '$([ "$(grep -c two launched)" -eq 2 ] && echo true || echo false)'
noisy=("$sweep" --study strong --kernel resize --build some --cores 1 --slices 1)
expect 0 "a launch that is disturbed" "${noisy[@]}" --repeat 3 --results once
same "launches of it" 4 "$(grep -c two launched)"
same "results files" 6 "$(count_files once)"
same "what was disturbed" 1 "$(find once/failed -name '*.h5.disturbed' | wc -l)"
holds "the progress" err "disturbed: a CPU 50 % of the time"
expect 0 "the same again" "${noisy[@]}" --repeat 3 --results once
same "launches of it" 4 "$(grep -c two launched)"
rm launched
steady two 0 1 0.5 true
expect 0 "what is always disturbed" "${noisy[@]}" --repeat 1 --results always
same "launches of it" 3 "$(grep -c two launched)"
expect 0 "the same again" "${noisy[@]}" --repeat 1 --results always
same "launches of it" 3 "$(grep -c two launched)"

# --- Until intervals are narrow
rm launched
steady two 0 1 0.5 false
expect 0 "steady times" "${noisy[@]}" --precision 5% --results steady
same "launches" 10 "$(grep -c . launched)"
rm launched
# shellcheck disable=SC2016
steady two 0 1 '$(grep -c two launched)' false
expect 0 "times that are not" "${noisy[@]}" --precision 5% --rounds-max 7 --results unsteady
same "launches" 14 "$(grep -c . launched)"
holds "the reason" err "after 7 rounds, the most allowed, still wider: two 1x1: "
holds "the next round" err "repetition 6, since an interval is wider than wanted: two 1x1: "

# --- No launch is begun later than that; the same command goes on with what is left
rm -f some/* launched
# shellcheck disable=SC2016
steady one 0 0 '$(sleep 0.4 && echo 1)' false
# shellcheck disable=SC2016
steady two 0 1 '$(sleep 0.4 && echo 0.5)' true
expect 75 "too little time" "${noisy[@]}" --repeat 9 --stop-after 1 --results late
same "launches in that time" "0" "$(tail -n +5 launched | grep -c .)"
holds "the message" err "after 1 s $((18 - $(grep -c . launched))) launches of those planned are"
expect 0 "the same again" "${noisy[@]}" --repeat 9 --results late
same "launches of the first" 9 "$(grep -c one launched)"
rm launched
# shellcheck disable=SC2016
sed -i 's/sleep 0.4 &&/[ "$(grep -c . launched)" -lt 2 ] || sleep 16;/' some/* # the second does
expect 0 "no time for what was disturbed" "${noisy[@]}" --repeat 1 --stop-after 15 --results brief
same "launches" 2 "$(grep -c . launched)"
refuse "--stop-after: '0'" "${all[@]}" --cores 1 --stop-after 0
refuse "--time how long" "${all[@]}" --cores 1 --stop-after 9 --submit

# --- How long it takes is said once it is known, each launch at what its like have taken
mapfile -t said < <(
    # shellcheck source=jobs/cells.sh
    . "${sweep%/*}/cells.sh"
    # shellcheck disable=SC2317 # cells_count calls it
    cells_clock() { echo "$clock"; }
    # ends CELL MILLISECONDS
    ends() { clock=$((clock + $2)) && cells_count "$1" && printf '%s\n' "$(eta)"; }
    clock=5000 stop_after=''
    mapfile -t many < <(printf 'one 1x1 %d.0\n' {1..30})
    cells_expect "${many[@]}"
    ends "one 1x1 1.0" 1000
    ends "one 1x1 2.0" 1000
    cells_expect "one 1x1 "{1,2,3}.0 "two 1x2 "{1,2,3}.0
    ends "two 1x2 1.0" 9000
    ends "one 1x1 1.0" 1000
    ends "one 1x1 2.0" 2000
    unset SECONDS # time stands still
    SECONDS=60 began=0 stop_after=70
    ends "two 1x2 2.0" 9000
    ends "one 1x1 3.0" 1500
    ends "two 1x2 3.0" 9000
    # Of a study file's sweeps one took 30 s, this one takes 20 s, and two are to come.
    cells_parts="30000 1 2" SECONDS=10 began=0 stop_after=''
    cells_expect "one 1x1 "{1,2}.0
    ends "one 1x1 1.0" 10000
    SECONDS=20
    ends "one 1x1 2.0" 10000
)
same "what was said" \
    "|  ETA 28 s|  ETA 45 s|  ETA 20 s|  ETA 20 s|  ETA 10 s|  ETA 9 s||  ETA 60 s|  ETA 50 s" \
    "$(IFS='|' && echo "${said[*]}")"

# --- Jobs by hand are a repetition of as many rounds, and do again what was disturbed
rm -f some/* launched
steady one 0 0 1 false
# shellcheck disable=SC2016
steady two 0 1 0.5 '$([ "$(grep -c two launched)" -eq 2 ] && echo true || echo false)'
by_hand=(env SLURM_JOB_NUM_NODES=1 SLURM_JOB_NAME=hand SLURM_JOB_ID=1 SLURM_ARRAY_TASK_ID=2
    CORES_PER_NODE=1 "MODELS=one,two" SLICES=2 "BUILD=$work/some" "RESULTS=$work/hand"
    "PARALLAX=${sweep%/jobs/*}" bash "${sweep%/*}/strong.sbatch")
expect 0 "a job by hand" "${by_hand[@]}"
same "launches of its first round" 2 "$(grep -c 'PARALLAX_ROUND=2 PARALLAX_SLICE=0 ' out)"
same "of its second, and again" 3 "$(grep -c 'PARALLAX_ROUND=3 PARALLAX_SLICE=1 ' out)"
same "launches" 5 "$(grep -c . launched)"
same "results files" 4 "$(count_files hand)"
same "what was disturbed" 1 "$(find hand/failed -name '*.h5.disturbed' | wc -l)"
expect 0 "the same again" "${by_hand[@]}"
same "launches" 5 "$(grep -c . launched)"
expect 64 "no number of slices" "${by_hand[@]/SLICES=2/SLICES=0}"
holds "the message" err "SLICES: '0' is not a number from 1 to 9"

# --- Two builds in turn: A B B A, every cell once a round, and the answer is that of parallax
rm -f some/* launched
compare=${sweep%/*}/compare.sh
steady one 0 0 1 false
steady two 0 1 0.5 false
cp -r some before && cp -r some after
sed -i 's/^echo /echo A /' before/resize_*
sed -i 's/^echo /echo B /' after/resize_*
printf '%s\n' '#!/bin/sh' 'echo "$@" >compared' 'exit 4' >after/parallax && chmod +x after/parallax
expect 4 "two builds" "$compare" before after turns --rounds 4 --cores 1
same "the order of builds" "A B B A A B B A" "$(cut -c 1 launched | uniq -c |
    awk '{ for (i = 0; i < $1; i += 2) printf "%s%s", n++ ? " " : "", $2 }')"
same "results of A" 8 "$(count_files turns/A)"
same "results of B" 8 "$(count_files turns/B)"
same "what was compared" "compare turns/A turns/B" "$(<compared)"
expect 4 "the same again" "$compare" before after turns --rounds 4 --cores 1
same "launches" 16 "$(grep -c . launched)"
expect 64 "slices of its own" "$compare" before after turns --slices 2
expect 64 "one build" "$compare" before
expect 78 "no build" "$compare" before missing turns

[ "$failed" -eq 0 ] || exit 1
echo "check_rounds: all as expected"
