#!/usr/bin/env bash
# Results files where no file can be locked: flock() fails as on network file systems.
# usage: faults_locks.sh BUILD_DIRECTORY PYTHON [MPIEXEC]; 77: not under sanitizers
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/faults_common.sh"
no_locks=$build/tests/faults/libno_locks.so
if [ ! -e "$no_locks" ]; then
    echo "SKIPPED: what is loaded before a program is built only without sanitizers"
    exit 77
fi
short=(--synthetic 2 --source-size 64x48 --size 16x12 --iterations 2)

# warns FILE: one line about locks, and no other.
warns() {
    local count
    count=$(grep -c 'no locks on this file system' "$1")
    [ "$count" -eq 1 ] || problem "$count warnings in $1: $(head -c 300 "$1")"
}

# ENOLCK, EOPNOTSUPP, ENOSYS, and the kernel's own ENOTSUPP
for error in 37 95 38 524; do
    export NO_LOCKS=$error
    for words in "${largest[@]}"; do
        read -r model ranks threads <<<"$words"
        [ "$error" = 37 ] || [ "$model" = "${plain[0]}" ] || continue
        check "F18_results_are_written_without_locks ($error, $model)"
        way "$model" "$ranks" "$threads"
        run 0 "${launcher[@]}" env LD_PRELOAD="$no_locks" "${program[@]:${#launcher[@]}}" \
            "${short[@]}" --results "$error-$model"
        warns stderr
        results_are "$error-$model" 'file_status="complete"'
    done
    check "F18_shards_are_written_and_read_without_locks ($error)"
    run 0 env LD_PRELOAD="$no_locks" "$serial" --synthetic 4 --source-size 64x48 --size 16x12 \
        --format png --output "shards-$error" --archive hdf5 --results none
    [ -s "shards-$error/shards.h5" ] || problem "$(ls "shards-$error")"
    [ -x "$parallax" ] || continue
    results=$error-${plain[0]}
    check "G8_results_are_read_and_merged_without_locks ($error)"
    run 0 env LD_PRELOAD="$no_locks" "$parallax" check "$results"
    warns stderr
    says stdout "ok: 1 run"
    run 0 env LD_PRELOAD="$no_locks" "$parallax" table ./[0-9]*-*/*.h5
    warns stderr
    for _ in new again; do
        run 0 env LD_PRELOAD="$no_locks" "$parallax" merge ./[0-9]*-*/*.h5 -o "merged-$error.h5"
        warns stderr
    done
    run 0 "$parallax" check "merged-$error.h5"
    check "G8_what_a_killed_program_left_is_read_without_locks ($error)"
    cp "$results"/*.h5 "killed-$error.h5"
    head -c 512 /dev/zero | dd of="killed-$error.h5" conv=notrunc status=none
    run 0 env LD_PRELOAD="$no_locks" "$parallax" check "killed-$error.h5"
    run 0 env LD_PRELOAD="$no_locks" "$parallax" salvage "killed-$error.h5"
    warns stderr
done

check "F18_a_variable_that_asks_for_locks_stops_no_run"
for wish in TRUE BEST_EFFORT FALSE; do
    run 0 env LD_PRELOAD="$no_locks" HDF5_USE_FILE_LOCKING=$wish "$serial" "${short[@]}" \
        --results "wish-$wish"
    results_are "wish-$wish" 'file_status="complete"'
    [ -x "$parallax" ] || continue
    run 0 env LD_PRELOAD="$no_locks" HDF5_USE_FILE_LOCKING=$wish "$parallax" check wish-$wish
done
check "F18_who_switched_locks_off_is_not_told_that_there_are_none"
run 0 env LD_PRELOAD="$no_locks" HDF5_USE_FILE_LOCKING=FALSE "$serial" "${short[@]}" --results off
silent stderr
finish
