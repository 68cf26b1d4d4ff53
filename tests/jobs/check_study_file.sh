#!/usr/bin/env bash
# jobs/sweep.sh --study-file: every combination is measured, the file is kept and can be had back.
# usage: check_study_file.sh DIRECTORY_OF_PROGRAMS PARALLAX
set -uo pipefail
programs=$(cd "$1" && pwd) || exit 70
parallax=$2
jobs=$(cd "$(dirname "$0")/../../jobs" && pwd) || exit 70
sweep=$jobs/sweep.sh
# shellcheck source=jobs/models.sh
. "$jobs/models.sh"
models_find resize "$programs"
first=${models_found[0]:?there is no program resize_* in $programs}
# shellcheck source=tests/jobs/jobs_common.sh
. "$(dirname "$0")/jobs_common.sh"
cd "$work" || exit 70

cat >study.ini <<INI
; two sizes, each with two filters
[study]
study = strong        # the same work
kernel = resize
models = $first
cores = 1
repeat = 2
slices = 1

[parameters]
size = 32x24, 16x12
filter = "lanczos3" ,box
no-enlarge = yes
synthetic = 2
source-size = "64x48,80x60x4"
iterations = 2
INI
given=("$sweep" --study-file study.ini --build "$programs")

# --- What is wrong is named, with its line
wrong() { # TEXT LINE…: a file of these lines
    printf '%s\n' "${@:2}" >wrong.ini
    expect 65 "a file with: $1" "$sweep" --study-file wrong.ini --build "$programs"
    holds "the message" err "$1"
}
wrong "wrong.ini, line 1: 'cores' stands in no section" "cores = 1"
wrong "wrong.ini, line 2: 'coers' is none of" "[study]" "coers = 1"
wrong "wrong.ini, line 3: 'cores' is there twice" "[study]" "cores = 1" "cores = 2"
wrong "wrong.ini, line 1: [sweep] is neither" "[sweep]"
wrong "wrong.ini, line 2: 'size' is not NAME = VALUE" "[parameters]" "size"
wrong "wrong.ini, line 2: ' 1,,2' is not a value" "[parameters]" "size = 1,,2"
wrong "wrong.ini, line 2: 'results' belongs on the command line" "[study]" "results = here"
expect 66 "no file" "$sweep" --study-file none.ini
refuse "--study is missing" --study-file /dev/null

# --- Every combination, in turn
expect 0 "a dry run" "${given[@]}" --results dry --dry-run
same "the number of commands" 12 "$(grep -c . out)" # the first repetition, then both
same "what a dry run leaves" "" "$(find . -name dry)"
for size in 32x24 16x12; do
    for filter in lanczos3 box; do
        holds "a combination" out "--size $size --filter $filter --no-enlarge --synthetic 2 \
--source-size 64x48,80x60x4 --iterations 2"
    done
done
expect 0 "a study" "${given[@]}" --results results
same "results files" 8 "$(count_files results)"
same "sweeps: each combination, then each again" "8 4" "$(grep '^sweep.sh: --study' err |
    awk 'NR <= 4 && !seen[$0]++ {first++} END {print NR, first}')"
same "the last combination" 2 "$(grep -c '(combination 4 of 4, repetition [12] of 2)$' err)"
expect 0 "the same study again" "${given[@]}" --results results
same "results files" 8 "$(count_files results)"
expect 0 "another number of repetitions" "${given[@]}" --results results --repeat 3
same "results files" 12 "$(count_files results)"
expect 0 "the command line decides" "${given[@]}" --study weak --dry-run --results dry --repeat 1
holds "the command" out "--study weak"

# --- One file for a machine and for a cluster, whose jobs are the repetitions
sed 's/^repeat = 2/repeat = 7/; /^slices/a partition = short\nprecision = 5%' study.ini >both.ini
expect 0 "on a cluster" "$sweep" --study-file both.ini --build "$programs" --submit --dry-run \
    --cores-per-node 4 --results dry
same "studies" 4 "$(grep -c '^sweep.sh: --' err)"
holds "its repetitions" out "--repeat-jobs 7"
holds "its partition" out "--partition short"
same "what a dry run leaves" "" "$(find . -name dry)"
expect 0 "on this machine" "$sweep" --study-file both.ini --build "$programs" --dry-run \
    --results dry

# --- The file that made them
# paste WHAT COMMAND LAUNCHES: how many launches a verdict's command would make where it is typed.
parallax() {
    "$parallax" "$@"
}
paste() {
    expect 0 "$1" eval "BUILD=\$programs $2 --dry-run"
    same "launches: $1" "$3" "$(grep -c . out)"
}
same "the file that is kept" "" "$(diff study.ini results/study-*.ini)"
if [ -x "$parallax" ]; then
    expect 0 "the file out of a results file" \
        "$parallax" show --fact env.PARALLAX_STUDY_FILE results
    same "the file out of a results file" "" "$(diff study.ini out)"
    expect 0 "the command out of it" "$parallax" show --fact env.PARALLAX_COMMAND results
    same "the command out of it" "parallax sweep --study-file study.ini" "$(cat out)"
    again=$(cat out)
    paste "as it is, of a study that is complete" "$again" 0
    paste "with results of their own" "$again --results again" 12
    paste "with more repetitions" "$again --repeat 5" 12 # the fourth, then the fifth as well
    expect 66 "a fact that nobody knows" "$parallax" show --fact nonesuch results
fi

# --- The command is one of words as a shell reads them, and of those that say what the study is
if [ -x "$parallax" ]; then
    sed 's/, 16x12//; s/"lanczos3" ,//; s/,80x60x4//; s/^repeat = 2/repeat = 1/' study.ini \
        >"my study.ini"
    expect 0 "a name with a blank" "$sweep" --study-file "my study.ini" --build "$programs" \
        --results "my results" --stop-after 600 --seed 7 -- --budget 0.1
    expect 0 "its command" "$parallax" show --fact env.PARALLAX_COMMAND "my results"
    same "its command" 'parallax sweep --study-file my\ study.ini --seed=7 -- --budget 0.1' \
        "$(cat out)"
    expect 0 "its verdict" "$parallax" table --verdict-only "my results"
    holds "its verdict" out "parallax sweep --study strong --kernel resize --cores 1"
fi

# --- Stopped: so is the sweep that it began
sed -i 's/^iterations = 2/iterations = 999983/' study.ini
"${given[@]}" --results stopped >out 2>err &
measures() {
    [ -n "$(find stopped -path '*/.sweep-*' -name '*.tmp' 2>/dev/null)" ]
}
wait_until measures
kill -TERM $!
code=0
wait $! || code=$?
same "the exit code when stopped" 75 "$code"
same "programs that still run" "" "$(pgrep -f "$programs/resize_$first.*--iterations 999983")"

[ "$failed" -eq 0 ] || exit 1
echo "check_study_file: all as expected"
