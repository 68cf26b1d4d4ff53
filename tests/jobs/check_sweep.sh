#!/usr/bin/env bash
# jobs/sweep.sh: its commands, what it leaves, and what it does the second time, for all models that
# were built. usage: check_sweep.sh DIRECTORY_OF_PROGRAMS [PRINT_COMMANDS]
set -uo pipefail
programs=$(cd "$1" && pwd) || exit 70
jobs=$(cd "$(dirname "$0")/../../jobs" && pwd) || exit 70
sweep=$jobs/sweep.sh
# shellcheck source=jobs/launch.sh
. "$jobs/launch.sh"
launch_kind=''
launch_find "$programs"
models_find resize "$programs"
first=${models_found[0]:?there is no program resize_* in $programs}
# shellcheck source=tests/jobs/jobs_common.sh
. "$(dirname "$0")/jobs_common.sh"
cd "$work" || exit 70

# Cells of the models on one core and on more, with one thread a rank and with more.
wanted=0
for model in "${models_found[@]}"; do
    case ${model_processes[$model]}${model_threads[$model]} in
    00) wanted=$((wanted + 1)) ;;
    11) wanted=$((wanted + 3)) both=$model ;;
    *) wanted=$((wanted + 2)) ;;
    esac
done
all=(--study strong --kernel resize --build "$programs")
tiny=(--synthetic 4 --source-size 64x48 --size 32x24 --iterations 2)

# --- Arguments that are wrong, and are named
refuse "--study is missing"
refuse "--study: 'single'" "${all[@]}" --cores 1 --study single
refuse "--models: 'cuda' is none of $(models_text "${models_found[@]}")" "${all[@]}" --cores 1 \
    --models "$first,cuda"
refuse "--models: '$first' is named twice" "${all[@]}" --cores 1 --models "$first,$first"
refuse "--cores: '0'" "${all[@]}" --cores 1,0
refuse "--cores: '1e3'" "${all[@]}" --cores 1e3
refuse "--cores: '1,,2'" "${all[@]}" --cores 1,,2
refuse "--cores: '99999999999'" "${all[@]}" --cores 99999999999
refuse "--repeat: '-1'" "${all[@]}" --cores 1 --repeat -1
refuse "--repeat needs a value" "${all[@]}" --cores 1 --repeat
refuse "'--bogus' is no option" "${all[@]}" --cores 1 --bogus
refuse "no cell for $first: it needs 1 among --cores" "${all[@]}" --cores 2
[ -z "${both:-}" ] || refuse "no cell for $both: it needs a --threads-per-rank" "${all[@]}" \
    --models "$both" --cores 1,2 --threads-per-rank 3
refuse "'--threads=4'" "${all[@]}" --cores 1 -- --threads=4
refuse "'--output'" "${all[@]}" --cores 1 -- --output x
expect 78 "a kernel that does not exist" "$sweep" "${all[@]}" --cores 1 --kernel nonesuch
holds "the message" err "there is no program nonesuch_* in $programs"

# --- Commands
expect 0 "a dry run" "$sweep" "${all[@]}" --cores 1,1000000 --threads-per-rank 1,500000 \
    --repeat 2 --slices 1 --seed 7 --results dry --dry-run -- "${tiny[@]}" "odd name"
same "the number of commands" $((2 * wanted)) "$(grep -c . out)"
same "what a dry run leaves" "" "$(find . -name dry)"
for model in "${models_found[@]}"; do
    program=$programs/resize_$model launcher=${model_launcher[$model]:+$launch_kind}
    grep -F " $program " out >mine
    case ${model_processes[$model]}${model_threads[$model]}$launcher in
    00) same "launches of $model" 2 "$(grep -c . mine)" ;;
    01)
        holds "$model on more cores than there are" mine \
            "OMP_PROC_BIND=false OMP_WAIT_POLICY=passive $program --study strong"
        holds "$model on more cores than there are" mine "--threads 1000000"
        ;;
    10) holds "$model starts its processes" mine "--ranks 1000000" ;;
    10openmpi)
        holds "$model on 1 core" mine "-n 1 --map-by slot:PE=1 --bind-to core $program --study"
        ;;
    11openmpi)
        holds "$model on more cores than there are" mine \
            "-n 2 --bind-to none --oversubscribe $program --study"
        holds "$model on 1 core" mine "OMP_NUM_THREADS=1 OMP_PLACES=cores OMP_PROC_BIND=close"
        ;;
    esac
done
holds "a name with a space" out 'odd\ name'
cp out first
expect 0 "the same seed" "$sweep" "${all[@]}" --cores 1,1000000 --threads-per-rank 1,500000 \
    --repeat 2 --slices 1 --seed 7 --results dry --dry-run -- "${tiny[@]}" "odd name"
same "the order of a seed" "" "$(diff first out)"
expect 0 "another seed" "$sweep" "${all[@]}" --cores 1,1000000 --threads-per-rank 1,500000 \
    --repeat 2 --slices 1 --seed 8 --results dry --dry-run -- "${tiny[@]}" "odd name"
same "the order of another seed" "different" \
    "$(diff <(sed s/SEED=7// first) <(sed s/SEED=8// out) >/dev/null || echo different)"
same "its cells" "" \
    "$(diff <(sed s/SEED=7// first | sort) <(sed s/SEED=8// out | sort) | head -n 2)"

# --- What decides where checksums disagree
# wholes: the cells that are verified whole, as "MODEL-RANKSxTHREADS:REPETITION".
wholes() {
    sed -n 's/.* --label sweep:[0-9a-f]*:\([^ ]*\) .* --verify all.*/\1/p' out | sort |
        paste -sd ' '
}
expect 0 "a strong study" "$sweep" "${all[@]}" --cores 1,2 --dry-run -- "${tiny[@]}"
same "verified whole" "$first-1x1:1.0" "$(wholes)"
expect 0 "a user's own choice" "$sweep" "${all[@]}" --cores 1 --repeat 1 --slices 1 \
    --models "$first" --dry-run -- "${tiny[@]}" --verify none
holds "which comes last" out " --verify none"
same "and is the last" "none" "$(sed 's/.*--verify \([a-z]*\).*/\1/' out)"
mapfile -t others < <(for model in "${models_found[@]}"; do
    [ "${model_processes[$model]}${model_threads[$model]}" = 00 ] || echo "$model"
done)
if [ "${model_threads[${others[0]:-}]:-}" = 1 ]; then
    expect 0 "without a serial program" "$sweep" "${all[@]}" --cores 2,4 --dry-run \
        --models "$(models_text "${others[@]}")" -- "${tiny[@]}"
    same "verified whole" "${others[0]}-1x2:1.0" "$(wholes)"
    expect 0 "a weak study" "$sweep" "${all[@]}" --study weak --cores 1,2,4 --dry-run \
        -- "${tiny[@]}"
    same "verified whole" "${others[0]}-1x2:1.0 ${others[0]}-1x4:1.0 $first-1x1:1.0" "$(wholes)"
fi

# --- A real sweep, in a directory whose name must be quoted
odd="odd 'name' \$x \"y\""
real=("$sweep" "${all[@]}" --cores "1,2" --repeat 1 --slices 1 --results "$odd")
expect 0 "a sweep" "${real[@]}" -- "${tiny[@]}"
same "results files" "$wanted" "$(count_files "$odd")"
same "wrongly bound cells" "" "$(grep 'wrong binding' err)"
# What others disturb is measured again after these
sed -i '/ were disturbed, and are measured again$/,$d' err
same "the time of the last build" "there" "$([ ! -f "$programs/programs.built" ] || echo there)"
same "lines of progress" "$wanted" "$(grep -c "^\[[ 0-9]*/$wanted\] resize .* images/s" err)"
expect 0 "the same sweep again" "${real[@]}" -- "${tiny[@]}"
holds "what is there" err "$wanted there already, 0 to measure"
same "results files" "$wanted" "$(count_files "$odd")"
last=${models_found[-1]}
rm "$odd/resize_$last-1x1-"*.h5
expect 0 "one file is gone" "${real[@]}" -- "${tiny[@]}"
holds "the progress" err "[1/1] resize $last 1x1 round 1: "
same "results files" "$wanted" "$(count_files "$odd")"
same "what is left beside them" "" "$(find "$odd" -name '.sweep-*' -type d)"
if [ -n "${2:-}" ]; then # what a verdict says to type for each of them, works
    expect 0 "the commands to type" "$2" "$odd"
    mv out commands
    same "commands to type" "$wanted" "$(grep -c . commands)"
    while read -r line; do
        expect 0 "$line" env PATH="$programs:$PATH" bash -c "$line --synthetic 4 \
            --source-size 64x48 --iterations 1 --results none --json" </dev/null
        cell=$(sed -n 's/.*"ranks": \([0-9]*\), "threads": \([0-9]*\),.*/\1x\2/p' out)
        echo "${line##*resize_} is $cell" >>typed
    done <commands
    for model in "${models_found[@]}"; do
        [ "${model_processes[$model]}${model_threads[$model]}" != 11 ] ||
            same "workers of $model" "1x1 1x2 2x1" \
                "$(sed -n "s/^$model.* is //p" typed | sort | paste -sd ' ')"
    done
fi
expect 0 "other driver options" "${real[@]}" --dry-run -- "${tiny[@]}" --seed 5
holds "nothing is there" err "0 there already, $wanted to measure"

# --- Models that nobody has heard of
mkdir some
pretend forking 1 1 'exit 70'
expect 0 "a model that starts its processes" "$sweep" --study strong --kernel resize --build some \
    --cores 2 --threads-per-rank 1 --repeat 1 --slices 1 --results dry --dry-run
holds "its command" out " ./some/resize_forking --study strong"
holds "its command" out "--threads 1 --ranks 2"
rm some/resize_forking

# --- Cells that fail
ln -s "$programs/resize_$first" some/
pretend luckless 0 1 'echo "no luck today" >&2; exit 70'
half=("$sweep" --study strong --kernel resize --build some --cores 1 --repeat 1 --slices 1
    --results half
    -- "${tiny[@]}")
expect 3 "one of two cells fails" "${half[@]}"
holds "the progress" err "luckless 1x1 round 1: FAILED (exit code 70) no luck today"
same "results files" 1 "$(count_files half)"
same "logs of failures" 1 "$(find half/failed -name '*.log' | wc -l)"
holds "the log" half/failed/*.log "no luck today"
pretend luckless 0 1 "exec '$programs/resize_$first' \"\$@\""
expect 0 "it fails no more" "${half[@]}"
holds "the progress" err "[1/1] resize luckless"
same "results files" 2 "$(count_files half)"
same "logs of failures" 0 "$(find half/failed -name '*.log' | wc -l)"
sed -i "s/^\(luckless.*\t\)[^\t]*\(\t[^\t]*\)$/\1another\2/" half/sweep-*.tsv
expect 0 "another revision" "${half[@]::13}" --dry-run "${half[@]:13}"
holds "what is left" err "1 there already, 1 to measure"
expect 65 "all cells fail" "$sweep" "${all[@]}" --cores 1 --repeat 1 --results none.h5.d \
    -- --size 0x0
holds "the progress" err "--size: '0x0'"
touch file
expect 73 "a file where the directory should be" "$sweep" "${all[@]}" --cores 1 --results file

# --- Stopped: no half-measured cell stays, and nothing goes on running
long=("$sweep" --study strong --kernel resize --models "$first" --build "$programs" --cores 1
    --results stopped)
options=(-- --synthetic 4 --source-size 640x480 --size 320x240 --iterations 1000000)
"${long[@]}" "${options[@]}" >out 2>err &
sweeping=$!
# shellcheck disable=SC2317 # wait_until calls it
measures() {
    [ -n "$(find stopped -name '*.tmp' 2>/dev/null)" ]
}
wait_until measures
kill -TERM "$sweeping"
code=0
wait "$sweeping" || code=$?
same "the exit code when stopped" 75 "$code"
holds "how to go on" err "the same command again goes on"
same "results files" 0 "$(count_files stopped)"
expect 0 "a dry run of a stopped sweep" "${long[@]}" --dry-run "${options[@]}"
holds "what is left" err "0 there already, 15 to measure"
same "programs that still run" "" "$(pgrep -f "$programs/resize_$first.*--iterations 1000000")"

[ "$failed" -eq 0 ] || exit 1
echo "check_sweep: all as expected"
