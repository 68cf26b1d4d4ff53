#!/usr/bin/env bash
# jobs/claims.sh: its experiments, what is left out, what is passed over the second time, Ctrl-C;
# with programs that only say how long they took. usage: check_claims.sh
set -uo pipefail
claims=$(cd "$(dirname "$0")/../../jobs" && pwd)/claims.sh || exit 70
# shellcheck source=tests/jobs/jobs_common.sh
. "$(dirname "$0")/jobs_common.sh"
cd "$work" || exit 70
mkdir -p some/python
export LAUNCHED=$work/launched

# program KERNEL MODEL PROCESSES THREADS [PLACE]
program() {
    local file=some/${5:+$5/}$1_$2
    # shellcheck disable=SC2016 # the program expands it
    printf '%s\n' '#!/bin/sh' 'if [ "$1" = --describe ]; then' \
        "printf '%s\\n' kernel=$1 model=$2 processes=$3 threads=$4 launcher= revision=r1" \
        'exit; fi' "echo \"$1_$2 \$*\" >>\"\$LAUNCHED\"" \
        'while [ $# -gt 0 ]; do [ "$1" = --results ] && place=$2; shift; done' \
        '[ "${place:-none}" = none ] || : >"$place/x-$$.h5"' \
        "printf '{\"median_s\": 0.01, \"disturbed\": false}'" >"$file"
    chmod +x "$file"
}

# script NAME LINE…: any other program.
script() {
    printf '%s\n' '#!/bin/sh' "echo \"$1 \$*\" >>\"\$LAUNCHED\"" "${@:2}" >"some/$1"
    chmod +x "some/$1"
}

for model in "serial 0 0" "omp 0 1" "gil 0 1" "fork 1 0" "copies 1 0" "mpi 1 0"; do
    # shellcheck disable=SC2086
    program resize $model
done
program resize python-asyncio 0 0 python
program histogram omp 0 1
script probe_exchange
script probe_deadlock '[ ! -e slow ] || {' ': >waiting' \
    "while kill -0 $$; do sleep 0.1; done # no longer than this test, however that ends" '}'
script parallax 'echo "twelve verdicts"'
all=("$claims" --quick --no-install --time 20 --build some results)
two=$(nproc)

expect 64 "no such option" "$claims" --bogus
holds "the message" err "'--bogus' is no option"
expect 64 "no such build" "$claims" --build nowhere
expect 64 "no such time" "$claims" --time 0
expect 64 "two places" "$claims" --build some one two
expect 73 "results that cannot be made" "$claims" --build some /proc/nowhere

# --- Ctrl-C leaves what is complete
touch slow
set -m
"${all[@]}" >out 2>err &
pid=$!
set +m
wait_until test -e waiting
kill -INT -- "-$pid"
wait "$pid"
same "the exit code of Ctrl-C" 75 $?
holds "the message" err "and the same command goes on"
[ "$two" -eq 1 ] || [ -s results/threads/done ] || same "what is complete" threads nothing
[ ! -e results/deadlocks/done ] || same "what was stopped" "not complete" complete
rm slow launched

# --- The same command goes on, and says what it leaves out
expect 0 "all experiments" "${all[@]}"
holds "what is complete" err "threads: complete already"
holds "the verdicts" out "twelve verdicts"
same "deadlocks" 3 "$(grep -c ^probe_deadlock launched)"
same "exchanges" 12 "$(grep -c ^probe_exchange launched)"
holds "downloads" results/claims.left-out "6 downloads: the tests' web server was not built"
holds "32 workers that wait" launched "--threads 32 --iterations 6"
same "ranks that wait, alone and in a job of both kinds" "0.05 others" \
    "$(sed -n 's/^resize_mpi .*--source-delay \([^ ]*\).*/\1/p' launched | sort -u |
        sed 's/^0\.0[^5].*/others/' | uniq | sort | xargs)"
same "one event loop" yes \
    "$(grep -q '^resize_python-asyncio .*--source-delay 0.05' launched && echo yes)"
same "numbers of images, from the launch on" 4 \
    "$(sed -n 's/.*--synthetic \([0-9]*\) .*--warmup 0.*/\1/p' launched | sort -u | grep -c .)"
same "delays" 2 "$(sed -n 's/^resize_.* --source-delay \([^ ]*\).*/\1/p' launched |
    grep -v '^0.05$' | sort -u | grep -c .)"
same "what parallax was asked" "claims report claims" \
    "$(sed -n 's/^parallax \([a-z]*\) .*/\1/p' launched | xargs)"

# --- What is complete is passed over, but not for a more thorough run
rm launched
expect 0 "once more" "${all[@]}"
same "launches" 0 "$(grep -cv '^parallax' launched)"
same "what is left out" 1 "$(grep -c '^6 ' results/claims.left-out)"
for place in results/*/done; do
    [[ $place == */deadlocks/* ]] || echo "full r1" >"$place"
done
rm launched
expect 0 "what is thorough" "$claims" --no-install --time 20 --build some results
same "launches" "probe_deadlock probe_deadlock probe_deadlock" \
    "$(sed -n '/^parallax/!s/ .*//p' launched | xargs)"
rm launched
expect 0 "quick, after that" "${all[@]}"
same "launches" 0 "$(grep -cv '^parallax' launched)"

[ "$failed" -eq 0 ] || exit 1
echo "check_claims: all as expected"
