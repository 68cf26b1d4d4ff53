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
good "$python" "$tests/faults/faults_tar.py" kinds in packed
for words in "${ways[@]}"; do
    read -r model ranks threads <<<"$words"
    title="$model, $ranks x $threads"
    way "$model" "$ranks" "$threads"
    for schedule in dynamic block; do
        check "images that are read ahead are the same, $schedule ($title)"
        run 0 "${program[@]}" --size 9x9 --output "$schedule-$model-$ranks" --results none \
            --schedule "$schedule" --read-ahead 2 in
        good diff -r -x .parallax plain "$schedule-$model-$ranks"
        run 0 "${program[@]}" --size 9x9 --output "tar-$schedule-$model-$ranks" --results none \
            --schedule "$schedule" --read-ahead 2 packed/gnu.tar
        good diff -r -x .parallax plain "tar-$schedule-$model-$ranks"
    done
    check "a source that waits is waited for, and recorded ($title)"
    run 0 "${program[@]}" --synthetic 24 --source-size 8x8 --size 4x4 --source-delay 0.005 \
        --read-ahead 3 --iterations 1 --warmup 0 --results "waits-$model-$ranks"
    results_are "waits-$model-$ranks" read_ahead=3 delay_s=0.005
done

check "a run says that files were cold only where they were"
run 0 "$serial" --size 9x9 --iterations 2 --warmup 1 --cold --results cold in
results_are cold "cache=\"$(stat -f -c %T in | grep -qx tmpfs && echo warm || echo cold)\""
run 0 "$serial" --size 9x9 --iterations 2 --warmup 1 --cold --results cold-tar packed/gnu.tar
results_are cold-tar "cache=\"$(stat -f -c %T in | grep -qx tmpfs && echo warm || echo cold)\""
run 0 "$serial" --size 9x9 --iterations 1 --warmup 0 --results found in
results_are found 'cache="unknown"'
run 0 "$serial" --size 9x9 --iterations 1 --warmup 1 --results warm in
results_are warm 'cache="warm"'
run 64 "$serial" --cold --synthetic 2 --results none
says stderr "--cold"

# 24 MB of pixels, 72 MB of a file.
printf 'P6\n4000 6000\n255\n' >large.ppm
truncate -s 72000017 large.ppm
touch -d '1 hour ago' large.ppm
yes 'no image' | head -c 72000000 >in/words.ppm
mv in/words.ppm .
for words in "${ways[@]}"; do
    read -r model ranks threads <<<"$words"
    title="$model, $ranks x $threads"
    way "$model" "$ranks" "$threads"
    workers=$((ranks * threads))
    check "G5: what takes more than a worker's part of --max-memory fails, and says so ($title)"
    run 3 "${program[@]}" --size 9x9 --results none --output "part-$model-$ranks" \
        --errors part.jsonl --max-memory $((workers * 100000000)) large.ppm in/5.pgm
    files errors part.jsonl large.ppm decode memory "$ranks"
    says part.jsonl "decoding it takes 72 MB, more than the 28 MB that a worker has for it"
    says part.jsonl "raise --max-memory"
    says stdout "memory: peak of"
    run 0 "${program[@]}" --size 9x9 --results "enough-$model-$ranks" --json \
        --output "enough-$model-$ranks" --max-memory $((workers * 300000000)) large.ppm in/5.pgm
    peak=$(sed -n 's/.*"peak_memory_bytes": \([1-9][0-9]*\).*/\1/p' stdout)
    results_are "enough-$model-$ranks" "peak_memory_bytes=${peak:-unknown}"
done
check "G6: a file beyond --max-bytes or memory is not read; what is no image is said to be none"
run 3 "$serial" --size 9x9 --results none --output sizes --errors sizes.jsonl --max-bytes 71000000 \
    large.ppm words.ppm in/5.pgm
files errors sizes.jsonl large.ppm read too-large 1
files errors sizes.jsonl words.ppm decode unknown-format 1
says sizes.jsonl "raise --max-bytes"
run 65 "$serial" --size 9x9 --results none --output sizes --errors sizes.jsonl \
    --max-memory 71000000 large.ppm
files errors sizes.jsonl large.ppm read memory 1
run 65 "$serial" --size 9000x9000 --results none --output sizes --errors sizes.jsonl \
    --max-memory 50000000 in/5.pgm
files errors sizes.jsonl in/5.pgm plan memory 1
check "G5: the pixels of a file that is decoded late count beside its result"
printf 'P5\n3000 3000\n255\n' >square.pgm
truncate -s 9000017 square.pgm
touch -d '1 hour ago' square.pgm
transpose=$build/transpose_${plain[0]}
run 65 "$transpose" --results none --output turned --errors turned.jsonl --max-memory 22000000 \
    square.pgm
files errors turned.jsonl square.pgm plan memory 1
run 0 "$transpose" --results none --output turned --max-memory 30000000 square.pgm
for model in ${rank_model:-}; do
    check "what is noted of an image that all ranks open is noted once: $model"
    cp in/5.pgm misnamed.png
    way "$model" 2 1
    run 0 "${program[@]}" --size 9x9 --split --distribute own --output noted --results none \
        misnamed.png
    says stderr "note: 1 file is not of the format that the name says: misnamed.png is pnm"
done
check "the most frequent causes come first, each with an example and what to do"
for i in {1..9}; do : >"in/empty-$i.pgm"; done
printf 'P5\n4 4\n255\n1234' >in/short.pgm
for model in "${plain[0]}" $rank_model; do
    way "$model" 2 1
    run 3 "${program[@]}" --size 9x9 --output "causes-$model" --results none in
    says stderr "  9 empty (read), for example in/empty-"
    says stderr ": it has no bytes: copy it again"
    says stderr "  1 truncated (decode): in/short.pgm: "
done

check "H8_more_images_than_memory_has_room_for: 64 and the figures, before it is taken"
run 64 "$serial" --study weak --synthetic 1000000000 --max-memory 30000000000
says stderr "the names of 1000000000 images take"
says stderr "more than the 30000 MB that this process has: give fewer"
run 64 "$serial" --source null --items 200000 --max-memory 5000000
says stderr "the names of 200000 images take"
OMP_WAIT_POLICY=passive run 64 "$threader" --threads 1000 --study weak --synthetic 1000 \
    --max-memory 15000000
says stderr "what is kept of 1000000 images takes"
finish
