# The experiments behind the claims: what is compared, on which work. Sourced by jobs/claims.sh,
# whose results, build, deadline, usable, … they read.
# shellcheck shell=bash disable=SC2034,SC2154

# Seconds for each, and with --quick; the claims that it decides.
declare -A experiments=(
    [threads]='140 40 1 2' [processes]='130 36 3 11' [starting]='95 34 4' [waiting]='110 46 5 6'
    [downloading]='85 28 6' [exchanging]='40 25 7' [sharing]='70 28 8 9'
    [deadlocks]='15 10 10' [mixing]='180 46 12'
)
order=(threads processes sharing deadlocks exchanging waiting downloading starting mixing)

claims_of() { # EXPERIMENT
    cut -d ' ' -f 3- <<<"${experiments[$1]}"
}

# leave_out NUMBERS WHY: for who reads the results later.
leave_out() {
    local number
    complete=no
    echo "$place_self: left out: $2" >&2
    for number in $1; do
        echo "$number $2" >>"$results/claims.left-out"
    done
}

# left: the seconds for the next sweep of those that the experiment still has, `turns` of them.
turns=1
left() {
    local seconds=$(((deadline - SECONDS) / turns))
    echo $((seconds > 5 ? seconds : 5))
}

# there KERNEL MODEL: it was built, says what it is, and can be launched.
there() {
    local program=$build/$1_$2
    [ -x "$program" ] || program=$(place_python "$build" "$1_$2") || return 1
    models_ask "$program" || return 1
    [ -z "${model_launcher[$2]}" ] || [ "$mpi_there" = yes ]
}

# choose KERNEL WORD…: fills `models` and `variants`, for sweep.sh, with those that are there. A
# word is MODEL:WORKERS, or NAME=MODEL:WORKERS:OPTIONS for a model with options, _ being a blank.
choose() {
    local kernel=$1 word name like workers options
    shift
    models='' variants=()
    for word; do
        name=${word%%[=:]*} options=''
        IFS=: read -r like workers options <<<"${word#*=}"
        there "$kernel" "$like" || continue
        models+=${models:+,}$name:$workers
        [ -z "$options" ] || variants+=(--variant "$name=$like ${options//_/ }")
    done
}

# sweep KERNEL OPTION… [-- WORD…]: measures them, what is unsteady more often while there is time.
# That it is over ends nothing; a sweep that was stopped does: the signal reaches us as well.
sweep() {
    local kernel=$1 code=0 steady=()
    shift
    [ "$mode" != full ] || steady=(--precision 3%)
    "$jobs/sweep.sh" --study strong --kernel "$kernel" --build "$build" --results "$place" \
        --repeat "$repeat" --slices "$slices" --stop-after "$(left)" --cores 1 \
        "${steady[@]}" --models "$models" "${variants[@]}" "$@" || code=$?
    case $code in
    0) ;;
    75) late=yes ;;
    3 | 65) worst=3 ;;
    *) fail 70 "the experiment $name cannot be made (code $code)" ;;
    esac
}

# probe PROGRAM OPTION…: once for each repetition; its own words go to a file.
probe() {
    local i
    for ((i = 0; i < repeat; ++i)); do
        if [ "$SECONDS" -ge "$deadline" ] && [ "$i" -ge 3 ]; then
            late=yes
            break
        fi
        "$build/$1" "${@:2}" --results "$place" >>"$place/said.txt" 2>&1 || {
            echo "$place_self: $1 failed; what it said is in $place/said.txt" >&2
            worst=3
        }
        echo "$place_self: $1, $((i + 1)) of $repeat" >&2
    done
}

one_core() { # NUMBERS
    [ "$usable" -eq 1 ] || return 1
    leave_out "$1" "this machine has one core to use: nothing can be faster, or meet, on two"
}

# Resizing in memory, by one worker and by one on each core: photographs, as large as Python's own
# work for each of them is little beside the kernel's.
try_threads() {
    ! one_core "1 2" || return 0
    choose resize "serial:1" "copies:$usable" "omp:1+$usable" "gil:1+$usable" \
        "gil-released=gil:1+$usable:--release-in-kernel" "python-threads:1+$usable" \
        "python-threads-released:1+$usable"
    sweep resize -- --synthetic $((16 * usable)) --source-size 1280x960 --size 640x480
}

# Pictures of web pages, as small as Python can send them without new memory for each. A hybrid is
# there for its memory: two processes, or one of two threads where more are too many.
try_processes() {
    local threads=$((usable % 2 == 0 && usable > 2 ? usable / 2 : usable))
    ! one_core "3 11" || return 0
    choose resize "serial:1" "copies:$usable" "omp:$usable" "mpi:1+$usable" "fork:1+$usable" \
        "fork-shared=fork:$usable:--transfer_shared" "hybrid:$usable" \
        "python-pool-fork:1+$usable" "python-shared-fork:1+$usable"
    sweep resize --threads-per-rank "$threads" -- \
        --synthetic $((64 * usable)) --source-size 480x320 --size 240x160
}

# Counts of one image's bands that workers add up: after every row, so that they meet.
try_sharing() {
    local words=() way
    ! one_core "8 9" || return 0
    for way in private racy atomic lock critical; do
        words+=("$way=omp:$usable:--sharing_${way}_--granularity_1")
    done
    for way in private mutex condition semaphore atomic; do
        words+=("fork-$way=fork:$usable:--sharing_${way}_--granularity_1")
    done
    for way in reduce accumulate lock; do
        words+=("mpi-$way=mpi:$usable:--sharing_${way}_--granularity_1")
    done
    [ "$mode" != full ] || words+=("mpi-fetch=mpi:$usable:--sharing_fetch-op_--granularity_1")
    choose histogram "${words[@]}"
    if [[ ,$models != *,atomic:* ]]; then
        leave_out "8 9" "there is no OpenMP here: no threads that share counts"
        return
    fi
    slices=1 sweep histogram -- --split --synthetic 16 --source-size 960x640
}

try_deadlocks() {
    if [ ! -x "$build/probe_deadlock" ]; then
        leave_out 10 "probe_deadlock was not built"
        return
    fi
    repeat=3 probe probe_deadlock
}

try_exchanging() {
    repeat=$((4 * repeat)) probe probe_exchange --most 4 --seconds 0.05
}

# begin_anew: what an earlier command measured of the experiment cannot be gone on with.
begin_anew() {
    local file
    for file in "$place"/*.h5; do
        [ -e "$file" ] || continue
        mkdir -p "$place/failed"
        mv -- "$file" "$place/failed/${file##*/}.stopped"
    done
    rm -f "$place"/sweep-*.tsv
}

# 128 images that each come after 50 ms, for 32 workers: nearly nothing is computed.
try_waiting() {
    choose resize omp:32 gil:32 python-threads:32 python-threads-released:32 fork:32 mpi:32 \
        python-pool-fork:32 python-asyncio:1
    slices=1 sweep resize -- --synthetic 128 --source-size 64x48 --size 32x24 --source-delay 0.05
}

# 200 downloads that a server on this machine answers after 50 ms.
try_downloading() {
    local server port hold server_id i
    if ! server=$(place_server "$build"); then
        leave_out 6 "downloads: the tests' web server was not built (libmicrohttpd, cmocka)"
        return
    fi
    mkdir -p "$place/served"
    { printf 'P6 64 48 255\n' && head -c 9216 /dev/zero; } >"$place/served/image.ppm"
    begin_anew # URLs have the server's port, which is another one each time
    rm -f "$place/hold" "$place/port" && mkfifo "$place/hold"
    "$server" "$place/served" "$place/requests" <"$place/hold" >"$place/port" 2>/dev/null &
    server_id=$!
    exec {hold}>"$place/hold" # it ends when nobody has this open
    for ((i = 0; i < 100; ++i)); do
        [ ! -s "$place/port" ] || break
        sleep 0.05
    done
    if [ ! -s "$place/port" ]; then
        exec {hold}>&-
        leave_out 6 "downloads: the tests' web server does not start"
        return
    fi
    port=$(<"$place/port")
    for ((i = 1; i <= 200; ++i)); do
        echo "http://127.0.0.1:$port/delay=50/image.ppm?$i"
    done >"$place/urls"
    choose resize omp:32 fork:32 mpi:32 in-flight=serial:1:--in-flight_32 python-threads:32 \
        python-asyncio:1
    export PARALLAX_COMPANIONS=$server_id # the CPU that it uses is the experiment's
    # Who downloads all once more to verify waits once more; all hashes must be equal anyway.
    slices=1 sweep resize -- --urls-from "$place/urls" --allow-private --size 32x24 --verify none
    unset PARALLAX_COMPANIONS
    exec {hold}>&-
}

# From the launch to the end of one pass, for ever more images.
try_starting() {
    local images
    choose resize serial:1 "omp:$usable" "fork:$usable" "mpi:$usable" "python-pool-fork:$usable"
    turns=4
    for images in 1 32 512 $([ "$mode" = full ] && echo 4096 || echo 2048); do
        slices=1 sweep resize -- --synthetic "$images" --source-size 320x240 --size 160x120 \
            --iterations 1 --warmup 0 --verify none --budget 20
        turns=$((turns - 1))
    done
    turns=1
}

# Images that come after a multiple of the time that they are computed in.
try_mixing() {
    local many=$((4 * usable)) times all=(0.25 1 2 8) pass delay
    [ "$mode" = full ] || all=(0.25 8)
    if [ -s "$place/pass" ]; then # the delays are those of before
        pass=$(<"$place/pass")
    else
        measure_pass --synthetic 8 --source-size 960x640 --size 480x320 --iterations 20 ||
            fail 70 "resize does not work"
        echo "$pass" >"$place/pass"
    fi
    if [ "$mode" = full ]; then
        choose resize "omp:$usable+$many" "fork:$many" "gil:$many" "mpi:$many" "hybrid:$many" \
            python-asyncio:1 "python-asyncio-pool:$usable"
    else
        choose resize "omp:$usable+$many" "fork:$many" "gil:$many" "mpi:$many" python-asyncio:1
    fi
    turns=${#all[@]}
    for times in "${all[@]}"; do
        delay=$(LC_ALL=C awk -v pass="$pass" -v times="$times" 'BEGIN { print pass / 8 * times }')
        slices=1 sweep resize --threads-per-rank "$((many > 4 ? 4 : 2))" -- \
            --synthetic $((32 * usable)) --source-size 960x640 --size 480x320 \
            --source-delay "$delay"
        turns=$((turns - 1))
    done
    turns=1
}
