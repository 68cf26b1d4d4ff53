#!/usr/bin/env bash
# Runs that are killed at random points, with all their processes, and gone on with by other models
# and other numbers of ranks: what comes of it is what an undisturbed run makes, byte for byte.
# usage: faults_killed.sh BUILD_DIRECTORY PYTHON [MPIEXEC [KILLS [SEED]]]; KILLS: of each kind, 3.
# With SEED the same ways, moments and so on are drawn again. 50 kills a kind, in a few minutes:
#     tests/faults/faults_killed.sh build/dev /usr/bin/python3 mpiexec 50
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/faults_common.sh"

export OMPI_MCA_rmaps_base_oversubscribe=1 # for who calls it by hand: three ranks on two cores
kills=${4:-3} images=120 seed=${5:-$((RANDOM * 32768 + RANDOM))}
RANDOM=$seed
echo "seed $seed"
turner=$build/transpose_${plain[0]}
good "$python" "$tests/faults/faults_files.py" photos in "$images"
mkdir in/deep
for file in in/*7.jpg; do
    mv "$file" in/deep/
done
echo '<!DOCTYPE html>' >in/page.jpg
touch -d '1 minute ago' in/*.jpg in/deep/*.jpg # nobody is writing them

# A process and all that it has started, as far as they are still its own.
family() { # PROCESS
    local child
    echo "$1"
    for child in $(children "$1"); do
        family "$child"
    done
}

# attempt SECONDS COMMAND…: kills it and all its processes after so long; its code is in `code`, 137
# if that was in time.
attempt() {
    local all seconds=$1
    shift
    "$@" >stdout 2>stderr </dev/null &
    started=$!
    sleep "$seconds"
    mapfile -t all < <(family "$started")
    kill -KILL "${all[@]}" 2>/dev/null
    wait "$started" 2>/dev/null
    code=$?
}

# choose KERNEL: a way that has a program of this kernel, at random: program=(…)
choose() {
    local words model ranks threads
    while :; do
        words=${ways[RANDOM % ${#ways[@]}]}
        read -r model ranks threads <<<"$words"
        way "$model" "$ranks" "$threads"
        program=("${program[@]/#"$build"\/resize_/"$build"/"$1"_}")
        [ -x "$build/$1_$model" ] && break
    done
    syncs=(none batch file)
    program+=(--sync "${syncs[RANDOM % 3]}" --results none)
    [ -z "$archive" ] || [ $((RANDOM % 2)) -eq 0 ] || program+=(--shard-bytes 100000)
}

# killed_and_complete KERNEL WANTED OUT ARGUMENT…: until it has been killed so often, and is done.
# What is there is whole at every moment; at last it is all, and nothing else.
killed_and_complete() {
    local kernel=$1 wanted=$2 out=$3 done=0 trials=0 left
    shift 3
    while [ "$done" -lt "$kills" ] && [ "${#problems[@]}" -eq 0 ]; do
        begin_tree "$out"
        trials=$((trials + 1))
        while :; do
            choose "$kernel"
            printf -v delay '0.%03d' $((RANDOM % 700))
            attempt "$delay" "${program[@]}" "$@"
            # 73: a process that was started just before the kill still holds the place.
            [ "$code" -eq 137 ] || [ "$code" -eq 73 ] || break
            done=$((done + (code == 137)))
        done
        [ "$code" -eq 3 ] || problem "exit code $code: $(head -c 300 stderr)"
        choose "$kernel"
        run 3 "${program[@]}" "$@" # the page is no picture
        same "$wanted" "$out"
        left=$(find "$out" -name '.*.tmp' ! -path '*/.parallax/*')
        [ -z "$left" ] || problem "left behind: $left"
    done
    echo "  $done kills in $trials trials"
}

# same WANTED OUT: files, or members of shards.
same() {
    if [ -n "$archive" ]; then
        good "$python" "$tests/faults/faults_archives.py" compare "$2" "$1"
    else
        good diff -r -x .parallax "$1" "$2"
    fi
}

archive=''
begin_tree() {
    rm -rf "$1"
    [ "$1" != turned ] || cp -rp in turned
}

check "40, 46: killed at random, resumed by other models: the same final set"
run 3 "$serial" --size 160x120 --shrink-on-load off --results none --output clean in
killed_and_complete resize clean out --size 160x120 --shrink-on-load off --resume --output out in
if [ -x "$turner" ]; then
    check "G2_work_in_place_that_is_killed_at_random_is_done_once"
    run 3 "$turner" --results none --output upright in
    cp in/page.jpg upright/
    killed_and_complete transpose upright turned --in-place --resume --output turned turned
fi
for archive in tar hdf5; do
    check "40_46_shards_of_runs_that_are_killed_at_random_hold_all_once ($archive)"
    rm -rf out
    killed_and_complete resize clean out --size 160x120 --shrink-on-load off --resume --output out \
        --archive "$archive" in
done
finish
