#!/usr/bin/env bash
# What a process inherits, and whether those that were asked for are really there.
# usage: faults_process.sh BUILD_DIRECTORY PYTHON [MPIEXEC]
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/faults_common.sh"

tiny=(--synthetic 4 --source-size 64x48 --size 32x32)
measured=("${tiny[@]}" --iterations 3 --results none)

good "$serial" --size 32x32 --output clean --results none "${tiny[@]:0:4}"
for closed in '0<&-' '1>&-' '2>&-' '0<&- 1>&- 2>&-'; do
    check "G1_closed_descriptors_stay_out_of_data: $closed"
    rm -rf out-closed closed
    eval "\"\$serial\" --size 32x32 --output out-closed --results closed --progress bar \
        \"\${tiny[@]:0:4}\" $closed" 2>/dev/null || problem "exit code $?"
    good diff -r -x .parallax clean out-closed
    results_are closed 'status="complete"'
done

check "F24_lost_texts_are_an_io_error"
for program in "$build/resize_${models_found[0]}" "$build/resize_${models_found[-1]}" \
    "$build/probe_draw"; do
    [ -x "$program" ] || continue
    for option in --help --version --describe; do
        timeout 300 "$program" "$option" >/dev/full 2>stderr </dev/null
        code=$?
        [ "$code" -eq 74 ] || problem "${program##*/} $option: exit code $code, not 74"
        says stderr "cannot write to standard output"
    done
done

openmp=()
for model in "${threaded[@]}"; do
    [[ " ${model_runtimes[$model]} " != *' openmp '* ]] || openmp+=("$model")
done
if [ "${#openmp[@]}" -gt 0 ]; then
    check "F14_threads_that_do_not_work_are_missed"
    for model in "${openmp[@]}"; do
        OMP_THREAD_LIMIT=1 run 78 "$build/resize_$model" --threads 2 "${measured[@]}"
        says stderr "only 1 of 2 threads"
        OMP_DYNAMIC=true run 0 "$build/resize_$model" --threads 2 --json --quiet "${measured[@]}"
    done
fi
if [ "${#threaded[@]}" -gt 0 ]; then
    check "F14_threads_that_cannot_be_had_end_with_a_code_of_ours"
    for model in "${openmp[@]}"; do
        OMP_STACKSIZE=100G run 78 "$build/resize_$model" --threads 2 "${measured[@]}"
        OMP_NUM_THREADS=1000000000000 run 64 "$build/resize_$model" "${measured[@]}"
        says stderr "OMP_NUM_THREADS"
    done
    for model in "${threaded[@]}"; do
        [ ! -e "$build/tests/faults/libblocking.so" ] || # sanitizers want all addresses
            run 78 prlimit --stack=4000000000:unlimited --as=3000000000 \
                "$build/resize_$model" --threads 2 "${measured[@]}"
    done
fi

check "F22_copies_that_do_not_know_of_each_other_leave_with_78"
step=(env SLURM_JOB_ID=7 SLURM_STEP_ID=0 SLURM_STEP_NUM_TASKS=4 SLURM_PROCID=0)
run 78 "${step[@]}" "$serial" "${measured[@]}"
says stderr "srun announces 4 ranks"
run 78 env PMI_SIZE=3 PMI_RANK=0 "$serial" "${measured[@]}"
run 0 "${step[@]}" "$serial" --independent "${measured[@]}"
echo image >listed.jpg
run 78 "${step[@]}" "$serial" --list listed.jpg
silent stdout
run 0 "${step[@]}" "$serial" --independent --list listed.jpg
run 78 env SLURM_JOB_ID=7 SLURM_STEP_ID=0 SLURM_NTASKS=2 SLURM_PROCID=0 "$serial" "${measured[@]}"
run 78 env SLURM_STEPID=0 SLURM_STEP_NUM_TASKS=2 SLURM_PROCID=0 "$serial" "${measured[@]}"
for ranks in MV2_COMM_WORLD_SIZE FLUX_JOB_SIZE JSM_NAMESPACE_SIZE; do
    run 78 env "$ranks=3" MV2_COMM_WORLD_RANK=0 FLUX_TASK_RANK=0 JSM_NAMESPACE_RANK=0 "$serial" \
        "${measured[@]}"
done
if [ -x "$build/resize_fork" ]; then
    # Processes that a program makes are not those that a launcher announces, were they as many.
    run 78 env PMI_SIZE=2 PMI_RANK=0 "$build/resize_fork" --ranks 2 "${measured[@]}"
    run 78 env PMI_SIZE=2 PMI_RANK=0 "$build/resize_fork" --ranks 4 "${measured[@]}"
    run 0 env PMI_SIZE=1 PMI_RANK=0 "$build/resize_fork" --ranks 2 "${measured[@]}"
fi
check "F22_a_batch_script_announces_nobody"
run 0 env SLURM_JOB_ID=7 SLURM_NTASKS=4 SLURM_PROCID=0 "$serial" "${measured[@]}"

clock_back=$build/tests/faults/libclock_back.so
if [ -e "$clock_back" ]; then
    check "49: a clock that is set back while a program runs makes no time negative"
    run 0 env LD_PRELOAD="$clock_back" "$serial" "${tiny[@]}" --iterations 5 --results back
    results_are back 'status="complete"' iterations=5
    good "$python" -c 'import glob, h5py
rows = h5py.File(glob.glob("back/*.h5")[0])["samples"][()]
assert (rows["wall_s"] > 0).all() and (rows["wall_s"] < 1000).all(), rows["wall_s"]'
fi

check "H4_the_cost_of_an_iteration_does_not_grow_with_their_number"
# To sort all samples after each would take hours.
run 0 "$serial" --synthetic 1 --source-size 8x8 --size 4x4 --iterations 100000 --results none

check "H10_a_broken_file_ends_a_measurement_at_once"
printf 'P6 2 2 255\n0123456789ab' >whole.ppm
printf 'P6 2 2 255\n012' >broken.ppm
run 3 "$serial" --size 2x2 --json --quiet --results none whole.ppm broken.ppm
says stdout '"stopped_by": "errors"'
grep -q '"iterations": [01],' stdout || problem "more than one iteration: $(cat stdout)"

# takes MODEL OPTION: whether its program has such an option.
takes() {
    "$build/resize_$1" --describe </dev/null | grep -qE "^options=(.* )?$2( |\$)"
}

# begin_ranks MODEL ARGUMENT…: an endless run of three ranks: processes `ranks`, made by `parent`.
begin_ranks() {
    local model=$1
    shift
    "$build/resize_$model" --ranks 3 "$@" "${tiny[@]}" --iterations 1000000 --budget 600 \
        --results none --quiet >stdout 2>stderr </dev/null &
    parent=$!
    wait_until has_children 3 "$parent" || problem "no three processes"
    mapfile -t ranks < <(children "$parent")
    wait_until at_work "${ranks[@]}" || problem "not all of them work"
}

# ended_ranks CODE: it ends with that code, and nobody stays behind.
ended_ranks() {
    local code rank
    wait_until has_ended "$parent" || problem "the parent is still there"
    kill -KILL "$parent" 2>/dev/null
    wait "$parent" 2>/dev/null
    code=$?
    [ "$code" -eq "$1" ] || problem "exit code $code, not $1"
    for rank in "${ranks[@]}"; do
        wait_until has_ended "$rank" || problem "process $rank is still there"
    done
}

# Processes that a program makes itself: who ends one of them, or the parent, ends all.
for model in "${ranked[@]}" "${both[@]}"; do
    [ -z "${model_launcher[$model]}" ] || continue
    kinds=('')
    ! takes "$model" transfer || kinds+=('--transfer shared')
    ! takes "$model" start || kinds+=('--start spawn')
    for kind in "${kinds[@]}"; do
        read -ra words <<<"$kind"
        for victim in 0 1 2; do
            for signal in 9:KILL 11:SEGV; do
                check "40: rank $victim ends by SIG${signal#*:}: so does the job, with its name" \
                    "($model${kind:+ $kind})"
                ASAN_OPTIONS=handle_segv=0 begin_ranks "$model" "${words[@]}"
                kill -s "${signal#*:}" "${ranks[victim]}"
                ended_ranks 70
                says stderr "rank $victim (process ${ranks[victim]}) was ended by" \
                    "signal ${signal%:*}"
            done
        done
        check "a killed parent ends the job ($model${kind:+ $kind})"
        begin_ranks "$model" "${words[@]}"
        kill -KILL "$parent"
        ended_ranks 137
        for signal in INT TERM; do
            check "43: SIG$signal to the parent, and to all as a terminal does: 75" \
                "($model${kind:+ $kind})"
            begin_ranks "$model" "${words[@]}"
            kill -s "$signal" "$parent" "${ranks[@]}"
            ended_ranks 75
        done
    done
    takes "$model" start || continue
    check "what is started anew is what runs, though its file is another one now ($model)"
    cp "$build/resize_$model" copy
    ln -sfn "$build/modules" modules # which belong to it
    exec 9<copy
    rm copy
    printf '#!/bin/sh\nexit 99\n' >copy
    chmod +x copy
    run 0 /proc/self/fd/9 --start spawn --ranks 3 "${tiny[@]}" --iterations 3 \
        --results spawned
    exec 9<&-
    results_are spawned 'status="complete"' 'process_start="spawn"' 'transfer="pipe"' ranks=3
    check "what cannot be started anew says so ($model)"
    loader=$(ldd "$build/resize_$model" | sed -nE 's,^[[:space:]]*(/[^ ]*/ld-[^ ]*) .*,\1,p')
    timeout 300 "$loader" "$build/resize_$model" --start spawn --ranks 2 "${measured[@]}" \
        >stdout 2>stderr </dev/null && problem "exit code 0"
    says stderr "$model: the job ends: rank"
    if [ -e "$build/tests/faults/libblocking.so" ]; then # sanitizers want all addresses
        check "what a limit on addresses leaves is shared ($model)"
        # shellcheck disable=SC2016
        run 0 sh -c 'ulimit -v 2000000; exec "$@"' sh "$build/resize_$model" \
            --transfer shared --ranks 2 "${measured[@]}"
    fi
    check "a limit on the size of files is told ($model)"
    # shellcheck disable=SC2016
    run 71 sh -c 'ulimit -f 1; exec "$@"' sh "$build/resize_$model" --start spawn --ranks 2 \
        "${measured[@]}"
    says stderr "File too large"
done

# A control group of ours below the one that we are in, of either version; not all may make one.
group=''
make_group() {
    local own place
    own=$(sed -nE 's/^[0-9]+:(cpu|cpu,cpuacct)://p' /proc/self/cgroup)
    for place in "/sys/fs/cgroup/cpu$own" "/sys/fs/cgroup/cpu,cpuacct$own" \
        "/sys/fs/cgroup$(sed -n 's/^0:://p' /proc/self/cgroup)"; do
        group=${place%/}/parallax-test-$$
        mkdir "$group" 2>/dev/null || continue
        if [ -w "$group/cpu.cfs_quota_us" ] || [ -w "$group/cpu.max" ]; then
            return
        fi
        rmdir "$group"
    done
    group=''
    return 1
}

# limited PERCENT COMMAND…: of one CPU, as much as that.
limited() {
    if [ -w "$group/cpu.max" ]; then
        echo "$1"000 100000 >"$group/cpu.max"
    else
        echo 100000 >"$group/cpu.cfs_period_us"
        echo "$1"000 >"$group/cpu.cfs_quota_us"
    fi
    shift
    # shellcheck disable=SC2016
    run 0 sh -c 'echo $$ >"$0/cgroup.procs" && exec "$@"' "$group" "$@"
}

if [ "${#threaded[@]}" -gt 0 ] && make_group; then
    check "F35_the_quota_of_a_control_group_counts"
    words=(--json --quiet "${measured[@]}")
    for model in "${threaded[@]}"; do
        limited 150 "$build/resize_$model" "${words[@]}"
        says stdout '"threads": 1,'
        says stdout '"oversubscribed": false'
        limited 150 "$build/resize_$model" --threads 2 "${words[@]}"
        says stdout '"oversubscribed": true'
        limited 50 "$build/resize_$model" "${words[@]}"
        says stdout '"threads": 1,'
        says stdout '"oversubscribed": true'
    done
    for model in "${launched[@]}"; do
        way "$model" 2 1
        limited 150 "${program[@]}" "${words[@]}"
        says stdout '"oversubscribed": true'
    done
    rmdir "$group"
else
    echo "skipped: F35 with a real quota (no control group can be made here)"
fi
finish
