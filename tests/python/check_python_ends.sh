#!/usr/bin/env bash
# How runs of Python's models end that do not come to their end: signals, dead children, words.
# usage: check_python_ends.sh BUILD_DIRECTORY [PYTHON]
# shellcheck source=tests/python/python_common.sh
. "$(dirname "$0")/python_common.sh"
long=(--synthetic 8 --source-size 640x480 --size 200x150 --iterations 1000000)

# computed PROCESS: whether its session has, for a second in all.
# shellcheck disable=SC2317 # wait_until calls it
computed() {
    ps -o cputimes= -s "$1" | awk '{sum += $1} END {exit sum < 1}'
}

# Samples are written while it goes on.
# shellcheck disable=SC2317 # wait_until calls it
grown() {
    [ "$(stat -c %s "$1"/.*.tmp 2>/dev/null || echo 0)" -gt "$2" ]
}

# begin MODEL RESULTS: starts it in a session of its own, and waits until it is at work; `pid`.
begin() {
    workers "$1" 2
    of "$1" "${long[@]}" "${many[@]}" --results "$2"
    setsid "${command[@]}" >stdout 2>stderr </dev/null &
    pid=$!
    wait_until is_there "$2/.*.tmp" || problem "it does not begin"
    wait_until heeds TERM "$pid"
    [[ ${long[*]} != *"--iterations 1000000"* ]] || {
        wait_until computed "$pid" || problem "it does not compute"
        wait_until grown "$2" "$(stat -c %s "$2"/.*.tmp)" || problem "no sample comes"
    }
}

# nobody_left PROCESS: of its session; who has ended and is not yet waited for is none of ours.
# shellcheck disable=SC2317 # wait_until calls it
nobody_left() {
    left=$(ps -o stat=,pid=,args= -s "$1" | awk '!/^Z/')
    [ -z "$left" ]
}

# ends CODE: so it ends.
ends() {
    local got
    wait_until has_ended "$pid" || {
        problem "it hangs"
        kill -9 -- "-$pid"
    }
    wait "$pid"
    got=$?
    [ "$got" -eq "$1" ] || problem "exit code $got, not $1: $(tail -n 3 stderr)"
    wait_until nobody_left "$pid" || problem "processes are left: $left"
}

# no_memory DIRECTORY: of a run that began after that was made, no shared memory is left.
no_memory() {
    local blocks
    blocks=$(find /dev/shm -name 'psm_*' -newer "$1" -user "$(id -u)" 2>/dev/null)
    [ -z "$blocks" ] || problem "shared memory is left: $blocks"
}

for model in "${models[@]}"; do
    check "Ctrl-C: $model leaves a finished record"
    begin "$model" "stopped-$model"
    kill -INT -- "-$pid"
    ends 75
    run 0 "$parallax" show "stopped-$model"
    [ "$(find "stopped-$model" -name '*.h5' | wc -l)" -eq 1 ] || problem "no record is there"
    [ -z "$(find "stopped-$model" -name '*.tmp')" ] || problem "a temporary file is left"
    no_memory "stopped-$model"
done

for model in "${models[@]}"; do
    [ "$(told "$model" processes)" = 1 ] || continue
    check "a child that is killed ends the job, with its name: $model"
    begin "$model" "killed-$model"
    child=$(pgrep -P "$pid" -f "resize_python|spawn_main" | head -n 1)
    kill -9 "$child"
    ends 70
    says stderr "(process $child) was ended by signal 9"
    [ -z "$(find "killed-$model" -name '*.h5')" ] || problem "a record is there"
    [ -z "$(find "killed-$model" -name '*.tmp')" ] || problem "a temporary file is left"
    no_memory "killed-$model"
done

long=(--synthetic 8 --source-size 64x48 --size 20x15 --source-delay 600)
for model in python-asyncio python-asyncio-pool; do
    check "a source's delay is not waited for to the end: $model"
    begin "$model" "delayed-$model"
    kill -TERM "$pid"
    ends 75
done

check "more processes than can be made: none is left, and the cure is named"
for model in python-pool-fork python-pool-spawn python-shared-fork python-futures-pool; do
    mkdir "many-$model"
    of "$model" --synthetic 2 --source-size 9x9 --size 5x5 --iterations 1 --results none --ranks 40
    run 78 bash -c 'ulimit -n 64 && exec "$@"' - "${command[@]}"
    says stderr "40 processes cannot be made: Too many open files; fewer --ranks may do"
    ! pgrep -f "resize_$model .*--ranks 40" || problem "$model: processes are left"
    no_memory "many-$model"
done

# dies FUNCTION: one child of an executor dies where this function of the model's would be called.
dies() {
    cat >"one_dies_$1.py" <<END
import os
import sys
sys.path.insert(0, sys.argv[1])
from parallax_python import futures, run
begin = futures.$1
def die(*arguments):
    try:
        os.close(os.open("died", os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return begin(*arguments)
    queue = sys._getframe(1).f_locals["result_queue"]
    if "$1" == "_do":
        os.write(queue._writer.fileno(), bytes((0, 1, 0, 0, 42)))
    os.kill(os.getpid(), 9)
futures.$1 = die
sys.exit(run.main(sys.argv[2], sys.argv[2:]))
END
    for model in python-futures-pool python-asyncio-pool; do
        rm -f died
        run 70 timeout -k 5 300 "$python" "one_dies_$1.py" "$programs" "resize_$model" \
            --synthetic 9 --source-size 9x9 --size 5x5 --iterations 1 --results none --ranks 3
        says stderr "was ended by signal 9"
    done
}
check "a child that is killed while it begins ends the job, with its name"
dies _begin_child
check "a child that is killed while it sends a result ends the job, with its name"
dies _do

check "words that a program in Python has no use for"
for words in "--split" "--output out" "--schedule block" "--sink memory" "--nonesuch"; do
    # shellcheck disable=SC2086
    run 64 "$python" "$programs/resize_python-threads" $words
    says stderr "${words%% *}"
done
for program in "$build/resize_serial" "$programs/resize_python-threads"; do
    run 66 "$program" nowhere --iterations 1 --results none
    says stderr 'none of 1 input is there: "nowhere": No such file or directory'
done
run 64 "$python" "$programs/resize_python-pool-fork" --files-from -
says stderr "put it into a file"
run 64 "$python" "$programs/resize_python-pillow" --filter mitchell --results none
says stderr "Pillow has no such filter"
run 64 "$python" "$programs/resize_python.py"
says stderr "resize_python-threads"

check "results that cannot be kept"
run 73 "$python" "$programs/resize_python-threads" --synthetic 1 --source-size 9x9 --iterations 1 \
    --results /proc/nowhere
check "more shared memory than there is"
of python-shared-fork --synthetic 2000 --source-size 9x9 --size 9000x9000 --fit fill \
    --results none --ranks 2
run 78 "${command[@]}"
says stderr "take a model that pickles them"
check "as many images as an iteration has, or none at all, for more workers than that"
for model in python-threads python-pool-fork python-futures-pool python-futures-threads; do
    workers "$model" 3
    of "$model" --synthetic 1 --source-size 9x9 --size 5x5 --iterations 2 "${many[@]}" \
        --results none --json
    run 0 "${command[@]}"
    [ "$(said iterations)" = 2 ] || problem "$model: $(said iterations) iterations"
done
finish
