#!/usr/bin/env bash
# Runs that are stopped: by signals, by a rank that is killed, by a full disk. What is there is
# complete, and the same command again does the rest.
# usage: faults_stop.sh BUILD_DIRECTORY PYTHON [MPIEXEC]
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/faults_common.sh"

images=60
good "$python" "$tests/faults/faults_files.py" photos in "$images"
# Outputs are to be seen one by one; those that are synced in batches, faults_killed.sh kills.
# Who is to be stopped waits for each image, so that it is never through when the signal comes.
work_options=(--size 800x800 --shrink-on-load off --sync none in)
check "an undisturbed run"
run 0 "$serial" "${work_options[@]}" --output clean --results none
holds clean "$images"

# Leaves its process id in pids/<rank>, then becomes the program.
# shellcheck disable=SC2016
each_pid='echo $$ >pids/${OMPI_COMM_WORLD_RANK:-${PMI_RANK:-0}}; exec "$@"'

# begin MODEL RANKS THREADS RESULTS: starts a run in the background, sets launcher_pid.
begin() {
    way "$1" "$2" "$3"
    rm -rf out pids
    mkdir pids
    timeout --foreground 600 "${launcher[@]}" sh -c "$each_pid" sh \
        "${program[@]:${#launcher[@]}}" "${work_options[@]}" --source-delay 0.2 --output out \
        --results "$4" \
        >stdout 2>stderr </dev/null &
    timeout_pid=$!
}

outputs() {
    find out -name .parallax -prune -o -name '[!.]*' -type f -print 2>/dev/null | wc -l
}

# wait_for N: until there are N outputs, or the run has ended. Starts no process but sleep, so as to
# be in time on a busy machine.
wait_for() {
    local found=()
    while [ "${#found[@]}" -lt "$1" ] && kill -0 "$timeout_pid" 2>/dev/null; do
        sleep 0.005
        found=(out/[!.]*.jpg)
        [ -e "${found[0]}" ] || found=()
    done
}

# The launcher, or the program where there is none: the child of timeout.
launcher() {
    ps -o pid= --ppid "$timeout_pid" | tr -d ' '
}

# ended CODE|some: soon, with this code, or with any but 0.
ended() {
    local begun=$SECONDS code
    wait "$timeout_pid"
    code=$?
    [ $((SECONDS - begun)) -le 100 ] || problem "it took $((SECONDS - begun)) s to end"
    if [ "$1" = some ]; then
        [ "$code" -ne 0 ] || problem "exit code 0"
    else
        [ "$code" -eq "$1" ] || problem "exit code $code, not $1: $(head -c 300 stderr)"
    fi
}

# All that is there equals the undisturbed run's.
complete_as_far_as_it_goes() {
    local file
    for file in out/*.jpg; do
        [ ! -e "$file" ] || good cmp "$file" "clean/${file#out/}"
    done
}

# The same command again, if need be with another model: does what is missing and no more.
other=("$build/resize_${threaded[0]:-${plain[0]}}")
resumes() {
    local count
    count=$(outputs)
    run 0 "${other[@]}" "${work_options[@]}" --resume --output out --results none
    [ "$count" -eq 0 ] || cat stderr stdout | grep -q "$count already there\|$count outputs are" ||
        problem "it does not say that $count are there: $(cat stdout stderr)"
    [ "$count" -eq "$images" ] || says stdout "images: $((images - count)) done, 0 failed"
    good diff -r -x .parallax clean out
}

# stopped_by_us RESULTS: a signal that we handle leaves nothing half-done.
stopped_by_us() {
    complete_as_far_as_it_goes
    [ "$(outputs)" -lt "$images" ] || problem "it was not stopped in time"
    no_temporaries out "$1"
    says stdout "note: stopped by a signal; the same command again does the rest"
    results_are "$1" 'status="stopped"' 'file_status="stopped"' 'stopped_by="signal"' valid=0
}

# Programs that are started as one process get each signal; those of a launcher, their ranks and the
# launcher itself.
alone=() started=()
for words in "${largest[@]}"; do
    read -r model ranks threads <<<"$words"
    if [ -n "${model_launcher[$model]}" ]; then
        started+=("$words")
    elif [ $((ranks * threads)) -gt 1 ]; then
        alone+=("$words")
    fi
done
for words in "${alone[@]}"; do
    read -r model ranks threads <<<"$words"
    for signal in TERM INT USR1; do
        check "43: SIG$signal to a program ($words): 75, nothing half-done, it can be resumed"
        begin "$model" "$ranks" "$threads" "results-$model-$signal"
        wait_for $((RANDOM % 12 + 1))
        kill -s "$signal" "$(cat pids/0)"
        ended 75
        stopped_by_us "results-$model-$signal"
        resumes
    done
done

# Whoever sends SIGTERM kills soon: mpirun after 0.95 s. A batch that was not full yet is told of.
small_options=(--size 40x30 --source-delay 0.1 --sync batch --results none --output out in)
run 0 "$serial" --size 40x30 --results none --output clean-small in
end_soon() {
    rm -rf out
    "${program[@]}" --archive "$archive" "${small_options[@]}" >stdout 2>stderr </dev/null &
    started_pid=$!
    until grep -q ' d ' out/.parallax/{,.}part* 2>/dev/null || ! kill -0 "$started_pid"; do
        sleep 0.01
    done 2>/dev/null
    kill -s TERM "$started_pid"
    sleep 0.5
    kill -s KILL "$started_pid" 2>/dev/null
    wait "$started_pid"
    code=$?
}
for words in "${ways[0]}" "${alone[@]}"; do
    read -r model ranks threads <<<"$words"
    for archive in none tar; do
        check "43: half a second after SIGTERM all that was done is safe ($words, $archive)"
        way "$model" "$ranks" "$threads"
        for _ in 1 2 3 4 5; do # of a process that gets no core nothing can be asked
            end_soon
            [ "$code" -eq 137 ] || break
        done
        [ "$code" -eq 75 ] || problem "exit code $code, not 75: $(head -c 300 stderr)"
        count=$(sed -n 's/^images: \([0-9]*\) done.*/\1/p' stdout)
        no_temporaries out
        run 0 "$serial" --archive "$archive" "${small_options[@]}" --source-delay 0
        says stdout "$((images - count)) done, 0 failed, $count already there"
        [ "$archive" != none ] || good diff -r -x .parallax clean-small out
    done
done

if [ "${#started[@]}" -gt 0 ]; then
    read -r first _ <<<"${started[0]}"
    for round in 1 2 3 4; do
        rank=$((RANDOM % 3))
        check "40: rank $rank of 3 is killed: the job ends, what is there is complete, it resumes"
        begin "$first" 3 1 "results-killed-$round"
        wait_for $((RANDOM % 15 + 1))
        kill -s KILL "$(cat "pids/$rank")" || problem "it had ended before"
        ended some # the launcher takes a second to end the others, which may be done by then
        complete_as_far_as_it_goes
        left=$(find out -name .parallax -prune -o -name '.*' ! -name '.parallax-*.tmp' -print)
        [ -z "$left" ] || problem "left behind: $left"
        absent "results-killed-$round"/[!.]*
        resumes
    done
    for words in "${started[@]/%/ TERM 1}" "${started[@]/%/ USR1 0}" "${started[@]/%/ INT 0}"; do
        read -r model ranks threads signal rank <<<"$words"
        check "42, 43: SIG$signal to rank $rank of $ranks ($model): 75, and it can be resumed"
        begin "$model" "$ranks" "$threads" "results-$model-$signal"
        wait_for $((RANDOM % 12 + 1))
        kill -s "$signal" "$(cat "pids/$rank")"
        ended 75
        stopped_by_us "results-$model-$signal"
        resumes
    done
    check "42: SIGUSR1 to the launcher: 75, and it can be resumed"
    begin "$first" 2 1 results-launcher-USR1
    wait_for 4
    kill -s USR1 "$(launcher)"
    ended 75
    stopped_by_us results-launcher-USR1
    resumes
    for signal in TERM INT; do # which Open MPI's passes on a second later: all may be done then
        check "43: SIG$signal to the launcher: not 0, what is there is complete, it can be resumed"
        begin "$first" 3 1 "results-launcher-$signal"
        wait_for 3
        kill -s "$signal" "$(launcher)"
        ended some
        complete_as_far_as_it_goes
        no_temporaries out
        resumes
    done
fi

# ends_near VARIABLE=VALUE…: a run in such an environment stops by itself, and can be resumed.
ends_near() {
    rm -rf out
    timeout 300 env "$@" "$serial" --source-delay 0.4 "${work_options[@]}" --output out \
        --results none --stop-before-end 30 >stdout 2>stderr </dev/null
    code=$?
    [ "$code" -eq 75 ] || problem "exit code $code, not 75: $(head -c 300 stderr)"
    says stderr "30 s before the job's end"
    [ "$(outputs)" -lt "$images" ] || problem "it was not stopped"
    complete_as_far_as_it_goes
    no_temporaries out
}

check "44: the end of the job is near: 75, and it can be resumed"
for variable in SLURM_JOB_END_TIME PARALLAX_END_TIME; do
    ends_near "$variable=$(($(date +%s) + 31))"
done
mkdir tools
printf '#!/bin/sh\ncase "$*" in *"--jobs 7 "* | *"--jobs 5_3 "*) echo 0:31 ;; esac\n' >tools/squeue
chmod +x tools/squeue
ends_near SLURM_JOB_ID=7 "PATH=$PWD/tools:$PATH"
ends_near SLURM_ARRAY_JOB_ID=5 SLURM_ARRAY_TASK_ID=3 SLURM_JOB_ID=5 "PATH=$PWD/tools:$PATH"
resumes
check "44: where nobody says when the job ends, that is told, and all is done"
rm -rf out
run 0 "$serial" "${work_options[@]}" --output out --results none --stop-before-end 30
says stderr "--stop-before-end does nothing"
good diff -r -x .parallax clean out
finish
