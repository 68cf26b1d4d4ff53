#!/usr/bin/env bash
# Shards of runs that are killed, by what was told of them, and on a disk that is full.
# usage: faults_shards.sh BUILD_DIRECTORY PYTHON [MPIEXEC]
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/faults_common.sh"
archives=$tests/faults/faults_archives.py

good "$python" "$tests/faults/faults_files.py" photos in 44
small=(--size 40x30 --fit fill --results none)
run 0 "$serial" "${small[@]}" --output clean in

# same DIRECTORY: its shards hold what the files in clean do.
same() {
    good "$python" "$archives" compare "$1" clean
}

shards() {
    find killed -name 'shard-*' 2>/dev/null | wc -l
}

# filled N PROCESS
# shellcheck disable=SC2317 # wait_until calls it
filled() {
    [ "$(shards)" -ge "$1" ] || has_ended "$2"
}

# killed N: a run of the program is killed when there are so many shards, and another one under way.
# Whoever started others ends when they are gone.
killed() {
    local job ranks
    "${program[@]}" "${small[@]}" --source-delay 0.1 --output killed \
        --archive "$archive" --shard-bytes 10000 in >/dev/null 2>&1 &
    job=$!
    wait_until filled "$1" "$job"
    mapfile -t ranks < <(children "$job")
    [ "${#ranks[@]}" -gt 0 ] || ranks=("$job")
    kill -STOP "${ranks[@]}" 2>/dev/null
    until is_there 'killed/.*.tmp' || has_ended "${ranks[0]}"; do
        kill -CONT "${ranks[@]}" 2>/dev/null
        sleep 0.02
        kill -STOP "${ranks[@]}" 2>/dev/null
    done
    kill -KILL "${ranks[@]}" 2>/dev/null
    wait "$job" 2>/dev/null
    good "$python" "$archives" within killed clean
}

check "40_46_killed_runs_are_resumed_with_other_ranks"
for archive in tar hdf5; do
    rm -rf killed
    way "${ways[0]%% *}" 1 1
    killed 2
    [ "$(find killed -maxdepth 1 -name '.*.tmp' | wc -l)" -eq 1 ] ||
        problem "none was under way: $(ls -A killed)"
    for way in "${largest[@]}"; do
        read -r model ranks threads <<<"$way"
        way "$model" "$ranks" "$threads"
        killed $(($(shards) + 1))
    done
    run 0 "$serial" "${small[@]}" --output killed --archive "$archive" in
    same killed
    no_temporaries killed
done

# Results that the journal tells of, whoever has noted them.
told() {
    cat killed/.parallax/{,.}part* killed/.parallax/journal 2>/dev/null | grep -c ' d '
}

told_or_ended() { # PROCESS
    [ "$(told)" -gt 10 ] || has_ended "$1"
}

check "40_shards_that_were_being_filled_keep_what_was_told_of"
for archive in tar hdf5; do
    rm -rf killed
    "$serial" "${small[@]}" --source-delay 0.3 --output killed --archive "$archive" in \
        >/dev/null 2>&1 &
    wait_until told_or_ended $!
    kill -KILL $!
    wait $! 2>/dev/null
    kept=$(told)
    [ "$(shards)" -eq 0 ] || problem "it has come to its end"
    run 0 "$serial" "${small[@]}" --output killed --archive "$archive" in
    says stdout "$((44 - kept)) done, 0 failed, $kept already there"
    same killed
    no_temporaries killed
done

check "31_a_full_disk_leaves_whole_shards"
if mkdir full && mount -t tmpfs -o size=48k tmpfs full 2>/dev/null; then
    run 74 "$serial" "${small[@]}" --output full --archive tar in
    says stderr "full"
    no_temporaries full
    good "$python" "$archives" within full clean
    umount full
    for pages in {9..24}; do # in some of them the journal has no room for all that a shard has
        mount -t tmpfs -o size="$((pages * 4))k" tmpfs full
        "$serial" "${small[@]}" --output full --archive tar in >stdout 2>stderr
        done=$(sed -n 's/^images: \([0-9]*\) done.*/\1/p' stdout)
        held=$(find full -name '*.tar' -exec tar --warning=no-unknown-keyword -tf {} \; | wc -l)
        [ "$held" -eq "${done:-0}" ] || problem "$pages pages: $done done, $held in shards"
        # How many depends on when they were settled; none would be what was lost once.
        [ "$held" -ge 1 ] || problem "$pages pages: nothing is held"
        [ "$held" -eq 44 ] || says stderr "No space left on device"
        no_temporaries full
        umount full
    done
    mount -t tmpfs -o size=2m tmpfs full
    run 74 "$build/fetch_${plain[0]}" --results none --output full --archive hdf5 in
    no_temporaries full
    good "$python" "$archives" within full in
    umount full
else
    echo "skipped: no tmpfs can be mounted here"
fi

finish
