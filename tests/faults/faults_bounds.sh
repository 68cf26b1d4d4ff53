#!/usr/bin/env bash
# Reading ahead and its bounds: what comes early is the same, what is too large is refused.
# usage: faults_bounds.sh BUILD_DIRECTORY PYTHON [MPIEXEC]
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/faults_common.sh"

mkdir in
for i in {1..23}; do
    printf 'P5\n%d 4\n255\n%0*d' "$i" $((4 * i)) "$i" >"in/$i.pgm"
done
run 0 "$serial" --size 9x9 --output plain --results none in
for words in "${ways[@]}"; do
    read -r model ranks threads <<<"$words"
    title="$model, $ranks x $threads"
    way "$model" "$ranks" "$threads"
    for schedule in dynamic block; do
        check "images that are read ahead are the same, $schedule ($title)"
        run 0 "${program[@]}" --size 9x9 --output "$schedule-$model-$ranks" --results none \
            --schedule "$schedule" --read-ahead 2 in
        good diff -r plain "$schedule-$model-$ranks"
    done
    check "a source that waits is waited for, and recorded ($title)"
    run 0 "${program[@]}" --synthetic 24 --source-size 8x8 --size 4x4 --source-delay 0.005 \
        --read-ahead 3 --iterations 1 --warmup 0 --results "waits-$model-$ranks"
    results_are "waits-$model-$ranks" read_ahead=3 delay_s=0.005
done

check "a run says that files were cold only where they were"
run 0 "$serial" --size 9x9 --iterations 2 --warmup 1 --cold --results cold in
results_are cold "cache=\"$(stat -f -c %T in | grep -qx tmpfs && echo warm || echo cold)\""
run 0 "$serial" --size 9x9 --iterations 1 --warmup 0 --results found in
results_are found 'cache="unknown"'
run 0 "$serial" --size 9x9 --iterations 1 --warmup 1 --results warm in
results_are warm 'cache="warm"'
run 64 "$serial" --cold --synthetic 2 --results none
says stderr "--cold"

finish
