#!/usr/bin/env bash
# System calls that answer oddly, as network file systems make them: images fail, or nothing does.
# usage: faults_calls.sh BUILD_DIRECTORY PYTHON [MPIEXEC]; 77: not under sanitizers
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/faults_common.sh"
repeated=$build/tests/faults/librepeated.so odd=$build/tests/faults/libodd_calls.so
if [ ! -e "$odd" ]; then
    echo "SKIPPED: what is loaded before a program is built only without sanitizers"
    exit 77
fi
good "$python" "$tests/faults/faults_files.py" photos in 3
touch -d '1 minute ago' in/*
small=(--size 16x12 --errors log)

# oddly CODE CALLS PATH ARGUMENT…
oddly() {
    run "$1" env LD_PRELOAD="$odd" ODD_CALLS="$2" ODD_PATH="$3" "$serial" "${small[@]}" "${@:4}" in
}

for archive in none tar hdf5; do
    check "G11_requests_that_a_file_system_repeats_fail_nothing ($archive)"
    run 0 env LD_PRELOAD="$repeated" "$serial" "${small[@]}" --output "repeated-$archive" \
        --archive "$archive" --results repeated in
    no_temporaries "repeated-$archive" repeated
    silent log
    run 0 env LD_PRELOAD="$repeated" "$serial" "${small[@]}" --output "repeated-$archive" \
        --archive "$archive" --results none --existing overwrite in
    check "31: what the disk says only when a file is closed fails the images ($archive)"
    oddly 65 close "closed-$archive/." --output "closed-$archive" --archive "$archive" \
        --results none
    files errors log in/000.jpg write EIO 3
    no_temporaries "closed-$archive"
    holds "closed-$archive" 0
    run 0 "$serial" "${small[@]}" --output "closed-$archive" --archive "$archive" --results none in
    check "G16_writes_that_are_interrupted_go_on ($archive)"
    oddly 0 interrupted "$work" --output "interrupted-$archive" --archive "$archive" \
        --results "results-$archive"
    results_are "results-$archive" 'file_status="complete"'
done
check "G11_work_in_place_is_not_failed_either"
cp -rp in there
run 0 env LD_PRELOAD="$repeated" "$serial" "${small[@]}" --results none --output there --in-place \
    there
good diff -r -x .parallax there repeated-none
check "G16_a_write_that_takes_nothing_ends_with_its_reason"
oddly 74 nothing nothing/. --output nothing --results none
says stderr "No space left on device"
check "32: results whose file cannot be closed end the run before its work"
oddly 74 close kept/. --output kept-out --results kept
says stderr "cannot create kept/"
holds kept-out 0
finish
