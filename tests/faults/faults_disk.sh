#!/usr/bin/env bash
# Full disks: small file systems in memory, mounted where nobody else sees them.
# usage: faults_disk.sh BUILD_DIRECTORY PYTHON; 77: mounting is not allowed here
if [ -z "${PARALLAX_PRIVATE_MOUNTS:-}" ]; then
    export PARALLAX_PRIVATE_MOUNTS=1
    for map in "" --map-root-user; do
        # shellcheck disable=SC2086
        if unshare --mount $map sh -c 'mount -t tmpfs -o size=64k none /mnt' 2>/dev/null; then
            exec unshare --mount $map "$0" "$@"
        fi
    done
    echo "SKIPPED: no file system can be mounted here, not even in a name space of our own:" \
        "full disks (rows 31 and 32) are not tested"
    exit 77
fi
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/faults_common.sh"

# disk NAME SIZE
disk() {
    mkdir "$1"
    mount -t tmpfs -o "size=$2" none "$1" || exit 70
}

trap 'umount "$work"/*/ 2>/dev/null; rm -rf "$work"' EXIT

good "$python" "$tests/faults/faults_files.py" photos in 48
check "an undisturbed run"
run 0 "$serial" --size 300x300 --format png --output clean --results none in

for words in "${ways[@]}"; do
    read -r model ranks threads <<<"$words"
    title="$model, $ranks x $threads"
    way "$model" "$ranks" "$threads"
    check "31: the disk fills up: 74, ENOSPC in the log, the directory named ($title)"
    disk "full-$model-$ranks" 600k
    out=full-$model-$ranks/out
    run 74 "${program[@]}" --size 300x300 --format png --output "$out" --results none \
        --errors "$model-$ranks.jsonl" in
    says stderr "stopped: no space left below $out; make room, then give the same command again"
    says "$model-$ranks.jsonl" '"stage": "write", "code": "ENOSPC"'
    check "31: then no partial file is there, and it can be resumed ($title)"
    no_temporaries "$out"
    for file in "$out"/*; do good cmp "$file" "clean/${file##*/}"; done
    mount -o remount,size=8m "full-$model-$ranks"
    run 0 "${program[@]}" --size 300x300 --format png --output "$out" --results none in
    good diff -r -x .parallax clean "$out"
done

check "31: two images without room among others: they fail, the others are done"
disk tight 1m
cp in/000.jpg in/001.jpg .
run 65 "$serial" --size 2000x2000 --fit fill --format pnm --output tight/out --results none \
    000.jpg 001.jpg
no_temporaries tight
holds tight 0

check "32: the disk fills up while results are written: 74, kept what was flushed, outputs done"
disk small 120k
run 74 "$serial" --size 300x300 --format png --output made --measure --iterations 400 \
    --results small/results --verify none in/000.jpg
says stderr "No space left on device"
says stderr "what was flushed stays in small/results/."
good cmp made/000.png clean/000.png
if [ -x "$parallax" ]; then
    run 0 "$serial" --size 300x300 --iterations 5 --results measured in/000.jpg
    # shellcheck disable=SC2016 # "$out" is the command's
    outputs=('table --hdf5 $out/t.h5 measured' 'fit --hdf5 $out/t.h5 measured'
        'merge measured -o $out/m.h5' 'salvage measured/*.h5 -o $out/s.h5'
        'export --jsonl measured -o $out/r.jsonl' 'export --csv measured -o $out'
        'export --markdown measured -o $out/t.md' 'report measured -o $out')
    for words in "${outputs[@]}"; do
        for kind in size=4k nr_inodes=1; do
            check "32: the disk is full: parallax ${words%% \$*}, $kind: 74 and the reason"
            mkdir full
            mount -t tmpfs -o "$kind" none full
            head -c 4096 /dev/zero 2>/dev/null >full/all || true # or no room for its name
            out=full eval "run 74 \"$parallax\" $words"
            says stderr "No space left on device"
            no_temporaries full
            rm -f full/all
            holds full 0
            umount full
            rmdir full
        done
    done
fi
check "32: no room for the head of the results: 74 before work"
disk tiny 40k
run 74 "$serial" --size 300x300 --output before --results tiny/results in
says stderr "No space left on device"
holds before 0
finish
