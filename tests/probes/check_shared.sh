#!/usr/bin/env bash
# --sharing between processes without MPI: every way but one gives the serial counts, racy loses
# some, and who is killed while others wait for it ends the job with its name.
# usage: check_shared.sh BUILD_DIRECTORY PYTHON
# shellcheck source=tests/probes/probes_common.sh
. "$(dirname "$0")/probes_common.sh"
program=$build/histogram_fork
image=(--split --synthetic 1 --source-size 640x480)
ways=(private mutex condition semaphore atomic)

run 0 "$build/histogram_serial" "${image[@]}" --iterations 1 --json --quiet --results none
checksum=$(grep -oE '"checksum": ?"[0-9a-f]+"' stdout)
[ -n "$checksum" ] || problem "no serial checksum"
for sharing in "${ways[@]}"; do
    for start in fork spawn; do
        run 0 "$program" "${image[@]}" --ranks 2 --start "$start" --sharing "$sharing" \
            --granularity 1 --iterations 3 --json --quiet --results "results-$sharing"
        says stdout "$checksum"
        ! grep -q lost_updates stdout || problem "$sharing tells of lost updates"
    done
    run 0 "$program" "${image[@]}" --ranks 3 --distribute own --schedule dynamic \
        --sharing "$sharing" --granularity 7 --iterations 2 --json --quiet --results none
    says stdout "$checksum"
done

for trial in 1 2 3 4 5; do
    run 0 "$program" --split --synthetic 1 --source-size 1920x1280 --ranks 2 --quiet --json \
        --sharing racy --granularity 1 --budget 200 --results "racy-$trial"
    says stdout '"lost_updates": ?[1-9]'
    says stdout '"stopped_by": ?"lost"'
    says stdout '"checksum": ?""'
    says stdout '"valid": ?false'
done
"$python" - "${ways[@]}" <<'PYTHON' || problem "the results files say something else"
import pathlib
import sys
import h5py


def runs(pattern):
    for path in sorted(pathlib.Path(".").glob(pattern)):
        with h5py.File(path) as file:
            yield file["runs"][0], file["samples"][:]


for way in sys.argv[1:]:
    found = [run["sharing"].decode() for run, _ in runs(f"results-{way}/*.h5")]
    assert found == [way, way], (way, found)
found = list(runs("racy-*/*.h5"))
assert len(found) == 5
for run, samples in found:
    assert (run["sharing"], run["invalid_code"], run["valid"]) == (b"racy", b"racy", 0)
    lost = samples["lost_updates"]
    assert (lost[:-1] == 0).all() and 0 < lost[-1] < 1920 * 1280 * 3, lost
PYTHON
# One process loses none.
run 0 "$program" --split --synthetic 1 --source-size 64x48 --ranks 1 --sharing racy --budget 0.2 \
    --results none
says stdout "^lost updates: 0 in [0-9]+ iterations"

for sharing in mutex condition semaphore; do
    "$program" "${image[@]}" --ranks 3 --sharing "$sharing" --granularity 1 --quiet \
        --iterations 1000000 --results none >stdout 2>stderr </dev/null &
    parent=$!
    wait_until has_children 3 "$parent" || problem "$sharing: no three processes"
    mapfile -t children < <(pgrep -P "$parent")
    wait_until at_work "${children[@]}" || problem "$sharing: not all of them work"
    child=${children[-1]}
    kill -KILL "$child"
    wait_until has_ended "$parent" || {
        problem "$sharing: it hangs"
        kill -KILL "$parent"
    }
    wait "$parent"
    code=$?
    [ "$code" -eq 70 ] || problem "$sharing: exit code $code, not 70"
    says stderr "the job ends: rank [0-2] \(process $child\) was ended by signal 9"
done

run 64 "$program" --sharing racy --synthetic 1 --results none
says stderr "need --split"
run 64 "$program" "${image[@]}" --sharing racy --sink hash --results none
says stderr "no --sink but null"
run 64 "$program" "${image[@]}" --sharing critical
says stderr "private, mutex, condition, semaphore, atomic, racy"
run 0 "$program" --help
says stdout "--sharing private[|]mutex[|]condition[|]semaphore[|]atomic[|]racy"
finish
