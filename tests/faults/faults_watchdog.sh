#!/usr/bin/env bash
# Processes that do not go on, and signals at any time.
# usage: faults_watchdog.sh BUILD_DIRECTORY PYTHON [MPIEXEC]
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/faults_common.sh"

endless=(--synthetic 64 --source-size 400x300 --size 100x75 --iterations 100000 --results none
    --progress none --verify none)

# begin MODEL RANKS THREADS ARGUMENT…: starts it, and waits until its processes are there: their
# numbers are in `pids`, the first of all is in `started`.
begin() {
    local program launcher wanted=$2 ranks=$2 model=$1
    way "$1" "$2" "$3"
    [ -n "${model_launcher[$1]}" ] || wanted=1
    shift 3
    rm -f pid.*
    "${launcher[@]}" sh -c 'echo >pid.$$; exec "$@"' sh "${program[@]:${#launcher[@]}}" "$@" \
        >stdout 2>stderr </dev/null &
    started=$!
    wait_until said_pids "$wanted" || problem "not $wanted processes"
    pids=(pid.*)
    pids=("${pids[@]#pid.}")
    [ "${model_processes[$model]}" = 1 ] && [ -z "${model_launcher[$model]}" ] || return 0
    wait_until has_children "$ranks" "$started" || problem "not $ranks processes"
    mapfile -t pids < <(children "$started")
}

# said_pids N: so many have said their number.
# shellcheck disable=SC2317 # wait_until calls it
said_pids() {
    local found=(pid.*)
    [ "${#found[@]}" -ge "$1" ] && [ -e "${found[0]}" ]
}

ended() { # CODE: what was begun ends so.
    local code
    wait_until has_ended "$started" || problem "it does not end"
    kill -CONT "${pids[@]}" 2>/dev/null
    kill -KILL "${pids[@]}" "$started" 2>/dev/null
    wait "$started"
    code=$?
    [ "$code" -eq "$1" ] || problem "exit code $code, not $1: $(head -c 300 stderr)"
}

# What is loaded before a program is built only without sanitizers, under which a launcher's ranks
# take longer to end than these checks wait.
blocking=$build/tests/faults/libblocking.so
for words in "${largest[@]}"; do
    read -r model ranks threads <<<"$words"
    [ -e "$blocking" ] || break
    [ "$ranks" -gt 1 ] || continue
    check "G7_a_stopped_rank_is_named_with_its_file ($model)"
    for _ in 1 2 3; do # a rank that happens to be between two images has no file to name
        begin "$model" "$ranks" "$threads" "${endless[@]}" --watchdog 2
        wait_until at_work "${pids[@]}" || problem "not all of them work"
        kill -STOP "${pids[1]}"
        ended 70
        says stderr "stopped or blocked, no sign of life"
        ! grep -q "at synthetic-" stderr || break
    done
    says stderr "at synthetic-"

    check "G7_a_job_that_was_stopped_as_a_whole_goes_on ($model)"
    begin "$model" "$ranks" "$threads" "${endless[@]}" --watchdog 2
    wait_until at_work "${pids[@]}" || problem "not all of them work"
    kill -STOP "${pids[@]}"
    sleep 4.5
    kill -CONT "${pids[@]}"
    sleep 1 # in which the watchdog looks five times
    kill -0 "$started" 2>/dev/null || problem "it ended: $(head -c 300 stderr)"
    kill -TERM "${pids[@]}"
    ended 75
done

if [ -e "$blocking" ]; then
    mkdir in
    printf 'P6 2 2 255\n0123456789ab' >in/a.ppm
    cp in/a.ppm in/blocks.ppm
    for words in "${largest[@]}"; do
        read -r model ranks threads <<<"$words"
        check "G7_a_file_that_blocks_is_named ($model)"
        way "$model" "$ranks" "$threads"
        timeout 300 "${launcher[@]}" env LD_PRELOAD="$blocking" \
            "${program[@]:${#launcher[@]}}" --size 2x2 --output "out-$model" --results none \
            --watchdog 1 in >stdout 2>stderr </dev/null
        code=$?
        [ "$code" -eq 70 ] || problem "exit code $code, not 70: $(head -c 300 stderr)"
        says stderr "a file could not be read or written"
        says stderr "in/blocks.ppm"
    done
fi

check "G9_a_signal_while_images_are_made_ends_it_soon"
for _ in {1..9}; do # who gets no core may send it when all of the 2 GB are there
    begin "${plain[0]}" 1 1 --synthetic 8 --source-size 20000x4000 --results none
    wait_until at_work "$started"
    kill -TERM "$started"
    ended 75
    peak=$(sed -nE 's/^memory: peak of ([0-9]+)[0-9.]* MB .*/\1/p' stdout)
    [ "${peak:-9999}" -ge 1500 ] || break
done
[ "${peak:-9999}" -lt 1500 ] || problem "it was not stopped before $peak MB were made"
says stdout "0 iterations, stopped by signal"

# After the pass its sample goes into the results file; then verification takes seconds.
check "G9_a_signal_while_verifying_ends_it_soon"
size_of_results() {
    stat -c %s verified/.*.tmp 2>/dev/null || echo 0
}
# shellcheck disable=SC2317 # wait_until calls it
has_sample() {
    local size
    size=$(size_of_results)
    [ "$before" -ne 0 ] || before=$size
    [ "$size" -gt "$before" ] || has_ended "$started"
}
for _ in {1..9}; do # who gets no core may see it only when all is over
    rm -rf verified
    begin "${plain[0]}" 1 1 --synthetic 3000 --source-size 300x200 --size 299x199 \
        --iterations 1 --warmup 0 --results verified --verify all
    before=0
    wait_until has_sample
    ! kill -TERM "$started" 2>/dev/null || ! is_there 'verified/.*.tmp' || break
    wait "$started"
done
ended 75
results_are verified 'status="stopped"'

for words in "${largest[@]}"; do
    read -r model ranks threads <<<"$words"
    [ "$model" != "${plain[0]}" ] || ranks=1
    check "G9_a_signal_at_the_very_start_is_heeded ($model)"
    begin "$model" "$ranks" "$threads" "${endless[@]}"
    for pid in "${pids[@]}"; do
        wait_until heeds USR1 "$pid"
        kill -USR1 "$pid"
    done
    ended 75
done
finish
