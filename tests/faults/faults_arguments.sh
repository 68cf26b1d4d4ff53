#!/usr/bin/env bash
# Wrong arguments, wrong places, too many workers, and what is printed where.
# usage: faults_arguments.sh BUILD_DIRECTORY PYTHON [MPIEXEC]
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/faults_common.sh"

tiny=(--synthetic 4 --source-size 64x48 --size 32x32)
measured=("${tiny[@]}" --iterations 3)

for value in 0 -5 NaN 1e3 99999999999 100x100y 1x2x 0x5 70000x5 ''; do
    check "18: --size '$value' is refused with 64 and names the argument"
    run 64 "$serial" "--size=$value" --output never "${tiny[@]:0:2}"
    says stderr "--size: '$value' is not WxH"
    silent stdout
    absent never
done
for value in 0 -1 1e9 1000000000 2x ''; do
    check "19: --threads '$value' is refused with 64 and names the argument"
    for model in "${threaded[@]:-${plain[@]}}"; do
        run 64 "$build/resize_$model" "--threads=$value" "${measured[@]}"
        says stderr "--threads: '$value' is not a whole number from 1 to"
    done
done
check "19: threads in a program that has none are refused with 64, and which have is said"
run 64 "$serial" --threads 2 "${measured[@]}"
says stderr "one thread per process"
check "an unknown option, a missing value and a wrong choice: 64, with the cure"
run 64 "$serial" --sice 5x5
says stderr "--sice is no option; did you mean --size?"
run 64 "$serial" --size
says stderr "--size needs a value"
run 64 "$serial" --filter sinc
says stderr "--filter: 'sinc' is not one of nearest, box"
check "options that do not go together: 64"
run 64 "$serial" --synthetic 2 --output x a.png
run 64 "$serial" --output x
run 64 "$serial" --in-place --synthetic 2
run 64 "$serial" --in-place --measure --output x a.png
says stderr "--in-place does not go with --measure"
run 64 "$serial" --source null --synthetic 2
says stderr "null and synthetic as input do not go together"
check "options that a program has no use for are refused with 64, and why is said"
run 64 "$serial" --deal counter
says stderr "--deal does not apply: this program is one process"
check "H5_a_weak_study_of_too_many_rows: 64, and the reason"
run 64 "$threader" --threads 2 --split --study weak --source-size 8x9000000
says stderr "2 times 9000000 rows are more than the 16777216 that an image may have"
check "H8_a_weak_study_of_too_many_images: 64, and the reason"
OMP_WAIT_POLICY=passive run 64 "$threader" --threads 1001 --study weak --synthetic 1000000
says stderr "1000000 images for each of 1001 workers are more than 1000000000"
OMP_WAIT_POLICY=passive run 64 bash -c 'ulimit -t 5; exec "$@"' limited "$threader" --threads 2 \
    --study weak --synthetic 999999999 # before they have names, which are 44 GB
says stderr "999999999 images for each of 2 workers are more than 1000000000"
check "null source and null sink: no checksum, nothing verified, the rest as always"
run 0 "$threader" --threads 2 --source null --items 5 --source-size 64x48 --sink null --json \
    --verify all --iterations 3 --results nothing
files object stdout images=5 done=5 'checksum=""' 'verified="none"' units_checked=0
results_are nothing 'source="null"' 'sink="null"' width=64 hash_timed=0 'status="complete"'
run 0 "$serial" --source null --items 2 --source-size 64x48 --split --iterations 2 --results none
says stdout "resize size=852x567"
says stdout "2 images of 64x48x3, split"
run 0 "$serial" --sink null --synthetic 2 --source-size 64x48 --iterations 2 --results none
says stdout "checksum: none, verified: none"
check "a label that does not fit is refused with 64, not cut"
run 64 "$serial" --label "$(printf '%064d' 7)" "${measured[@]}"
says stderr "--label: '000"
says stderr "has more than 63 bytes"
run 0 "$serial" --label "$(printf '%063d' 7)" "${measured[@]}" --results label
results_are label "label=\"$(printf '%063d' 7)\"" valid=1

check "--help and --version: exit 0, on standard output, no space at a line's end"
for program in "${model_program[@]}"; do
    run 0 "$program" --help
    says stdout "Usage: "
    silent stderr
    ! grep -n ' $' stdout >spaces || problem "$program: $(head -n 2 spaces)"
    run 0 "$program" --version
    says stdout "${program##*/} (Parallax)"
done

check "--json is one valid object on standard output, nothing else there"
model=${threaded[0]:-${plain[0]}}
run 0 "$build/resize_$model" --json --progress log "${measured[@]}" --results json
files object stdout "model=\"$model\"" 'images=4' 'failed=0' 'status="complete"'
check "--json: also when there is nothing to do, and when images fail"
run 0 "$serial" --json --output json-out "${tiny[@]}" --results none
files object stdout 'done=4' 'results=""'
run 0 "$serial" --json --output json-out "${tiny[@]}" --results none
files object stdout 'done=0' 'skipped=4'
echo text >bad.png
run 65 "$serial" --json --results none bad.png
files object stdout 'failed=1' 'status="stopped"'
check "--results none writes no file at all"
mkdir bare
(cd bare && timeout 300 "$serial" "${measured[@]}" --results none >/dev/null) ||
    problem "exit code $?"
holds bare 0
check "--quiet: nothing is said, but errors"
run 0 "$serial" --quiet "${measured[@]}" --results none
silent stdout stderr
run 0 "$serial" --quiet --output json-out "${tiny[@]}" --results none
silent stdout stderr
run 65 "$serial" --quiet --results none bad.png
silent stdout
says stderr "bad.png"
check "--progress goes to standard error only"
run 0 "$serial" --progress bar --synthetic 4 --source-size 900x700 --iterations 300 --results none
says stderr "iteration"
! grep -q "at most" stdout || problem "progress on standard output"
check "a full standard output: 74"
"$serial" "${measured[@]}" --results none >/dev/full 2>stderr </dev/null
[ $? -eq 74 ] || problem "not 74"
says stderr "standard output"

check "a results directory that cannot be written: 73 before work, named"
touch file
run 73 "$serial" "${tiny[@]}" --output early --results file/below
says stderr "cannot create file/below/"
holds early 0
check "33: a results directory of another user: 73"
user=()
[ "$(id -u)" -ne 0 ] || user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
mkdir -m 555 closed
if "${user[@]}" test -x "$serial"; then
    run 73 "${user[@]}" "$serial" "${measured[@]}" --results closed/results
    says stderr "cannot create closed/results/"
else
    echo "SKIPPED: another user cannot reach $build"
    name=''
fi

# --- More workers than CPUs: a mask of one CPU, whatever the machine has
cpu=$("$python" "$tests/faults/faults_files.py" cpu)
flagged=('oversubscribed=1' 'valid=0' 'status="complete"'
    'invalid_reason="oversubscribed: more workers than usable CPUs"')
for words in "${largest[@]}"; do
    read -r model ranks threads <<<"$words"
    way "$model" "$ranks" "$threads"
    [ $((ranks * threads)) -gt 1 ] || continue
    ! waits_for_lock "$model" || continue
    check "47: several workers on one CPU: flagged in words, in the file, in the object ($words)"
    run 0 taskset -c "$cpu" "${program[@]}" "${measured[@]}" --results "over-$model"
    says stdout "note: oversubscribed: $((ranks * threads)) workers on "
    says stdout "note: not valid for comparison: oversubscribed"
    results_are "over-$model" "${flagged[@]}"
    run 0 taskset -c "$cpu" "${program[@]}" "${measured[@]}" --json --results none
    files object stdout oversubscribed=true valid=false
done
if [ "${#threaded[@]}" -gt 0 ]; then
    check "47: threads that share a CPU do not stream through memory for the witness"
    for count in 1 2; do
        run 0 taskset -c "$cpu" "$build/resize_${threaded[0]}" --threads "$count" --synthetic 8 \
            --source-size 3000x2000 --size 2400x1600 --iterations 2 --results "streams-$count"
    done
    good "$python" - streams-1/*.h5 streams-2/*.h5 <<'END'
import sys, h5py
for path, streams in zip(sys.argv[1:], (True, False)):
    with h5py.File(path) as file:
        rows = file["workers"][:]
    stream, chain = rows["probe_stream_s"], rows["probe_chain_s"]
    assert any(chain == chain), (path, "no witness at all")
    assert any(stream == stream) == streams, (path, stream)
END
fi
for model in "${threaded[@]}"; do
    if [[ " ${model_runtimes[$model]} " == *" openmp "* ]]; then
        check "47: threads that OMP_PLACES piles on one CPU are flagged ($model)"
        OMP_PROC_BIND=true OMP_PLACES="{$cpu},{$cpu}" run 0 "$build/resize_$model" --threads 2 \
            "${measured[@]}" --json --results none
        files object stdout valid=false
    fi
    if [ "$(nproc)" -ge 2 ]; then
        check "47: two workers on two CPUs are not flagged ($model)"
        run 0 "$build/resize_$model" --threads 2 "${measured[@]}" --json --results none
        files object stdout oversubscribed=false binding_ok=true valid=true
    fi
done
for model in "${threaded[@]}"; do
    waits_for_lock "$model" || continue
    check "47: threads that wait for one lock are not flagged on one CPU ($model)"
    run 0 taskset -c "$cpu" "$build/resize_$model" --threads 4 --synthetic 16 --iterations 3 \
        --results "over-$model"
    results_are "over-$model" oversubscribed=1 valid=1 'lock="bands"' switch_interval_s=0.005 \
        call_rows=16
    check "the ways to use the lock are recorded, and exclude each other ($model)"
    run 0 "$build/resize_$model" --threads 2 "${measured[@]}" --results "held-$model" \
        --hold-in-kernel --switch-interval 0.25
    results_are "held-$model" 'lock="calls"' switch_interval_s=0.25
    run 0 "$build/resize_$model" --threads 2 "${measured[@]}" --results "released-$model" \
        --release-in-kernel --call-rows 0
    results_are "released-$model" 'lock="kernels"' call_rows=0
    run 64 "$build/resize_$model" "${measured[@]}" --release-in-kernel --hold-in-kernel
    says stderr "--release-in-kernel and --hold-in-kernel exclude each other"
    for value in 0 -1 nan 1e9 ''; do
        run 64 "$build/resize_$model" "--switch-interval=$value" "${measured[@]}"
        says stderr "--switch-interval: '$value' is not a number from"
    done
done
if [ -x "$parallax" ]; then
    for model in "${threaded[@]}"; do
        ! waits_for_lock "$model" || continue
        check "47: the table flags them, claims no efficiency, and says why ($model)"
        run 0 "$parallax" table "over-$model"
        says stdout "O: oversubscribed, more workers than usable CPUs; in no verdict."
        says stdout "$model 1x2: no efficiency: no cell of the curve ran one worker per CPU"
    done
    check "51: one point only: no efficiency is claimed, and it says why"
    for _ in {1..10}; do # a run that others disturb has another reason
        rm -rf single
        run 0 taskset -c "$cpu" "$build/resize_${threaded[0]:-${plain[0]}}" --threads 1 \
            "${measured[@]}" --results single
        run 0 "$parallax" table single
        ! grep -q 'one point only' stdout || break
    done
    says stdout "no efficiency: one point only, and no serial run of the same work"
    check "51: a run with failed images has no place in the table, and it says why"
    "$python" "$tests/faults/faults_files.py" make images
    run 3 "$serial" --measure --output failed-out --iterations 3 --results failed images
    results_are failed valid=0 'invalid_reason="images failed"'
    run 0 "$parallax" table failed
    says stdout "X ${plain[0]} 1x1: failed: "
    says stdout "X: no valid run."
fi

if [ "${#launched[@]}" -gt 0 ]; then
    check "--help, --version and usage errors under 8 ranks: never hang, said once (10 times)"
    for round in 1 2 3 4 5 6 7 8 9 10; do
        eight=(timeout 240 "$mpiexec" -n 8 "$build/resize_${launched[round % ${#launched[@]}]}")
        case $((round % 3)) in
        0) run 0 "${eight[@]}" --help && word="Usage: " ;;
        1) run 0 "${eight[@]}" --version && word="(Parallax)" ;;
        2) run 64 "${eight[@]}" --bogus && word="is no option" ;;
        esac
        got=$(cat stdout stderr | grep -cF "$word")
        [ "$got" -eq 1 ] || problem "said $got times: $word"
    done
    check "a usage error is agreed by all ranks"
    for model in "${launched[@]}"; do
        agree 64 "$model" 3 1 --size 0
        agree 64 "$model" 2 1 --deal master --schedule block --threads 0
    done
    no_mpi=$build/tests/faults/libno_mpi.so
    if [ -e "$no_mpi" ]; then
        check "--help without a launcher does not start MPI"
        run 0 env LD_PRELOAD="$no_mpi" "$build/resize_${launched[0]}" --help
        run 99 env LD_PRELOAD="$no_mpi" "$build/resize_${launched[0]}" "${measured[@]}"
    fi
fi
finish
