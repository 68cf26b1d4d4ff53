#!/usr/bin/env bash
# --sharing: racy loses updates and says how many, the others lose none and cost what they cost.
# usage: check_racy.sh BUILD_DIRECTORY PYTHON
# shellcheck source=tests/probes/probes_common.sh
. "$(dirname "$0")/probes_common.sh"
program=$build/histogram_omp
image=(--split --synthetic 1 --source-size 1920x1280 --threads 2 --bands 16 --quiet)

# Threads that wait must not spin: where others compute too, they would use up the time.
export OMP_WAIT_POLICY=passive
for trial in $(seq 20); do
    run 0 "$program" "${image[@]}" --sharing racy --json \
        --budget 200 --results "racy-$trial"
    says stdout '"lost_updates": ?[1-9]'
    says stdout '"stopped_by": ?"lost"'
    says stdout '"checksum": ?""'
    says stdout '"valid": ?false'
done
"$python" - <<'PYTHON' || problem "the results files say something else"
import pathlib
import h5py
files = sorted(pathlib.Path(".").glob("racy-*/*.h5"))
assert len(files) == 20, files
for path in files:
    with h5py.File(path) as file:
        run, samples = file["runs"][0], file["samples"][:]
        for field, word in (("sharing", b"racy"), ("granularity", b"1 rows"), ("checksum", b""),
                            ("invalid_code", b"racy"), ("status", b"complete"),
                            ("stopped_by", b"lost"), ("verified", b"none")):
            assert run[field] == word, (path, field, run[field])
        assert run["valid"] == 0
        lost = samples["lost_updates"]
        assert (lost[:-1] == 0).all() and 0 < lost[-1] < 1920 * 1280 * 3, (path, lost)
PYTHON

# One worker loses none: the run ends with its budget, and so say all samples.
run 0 "$program" --split --synthetic 1 --source-size 64x48 --threads 1 --sharing racy --budget 0.2 \
    --results none
says stdout "stopped by budget"
says stdout "^lost updates: 0 in [0-9]+ iterations"

# What cures it gives the serial checksum, and any number of rows does.
run 0 "$build/histogram_serial" "${image[@]:0:5}" --iterations 1 --json --quiet --results none
checksum=$(grep -oE '"checksum": ?"[0-9a-f]+"' stdout)
[ -n "$checksum" ] || problem "no serial checksum"
for sharing in private atomic lock critical; do
    for rows in 1 7 1280; do
        run 0 "$program" "${image[@]}" --sharing "$sharing" --granularity "$rows" --iterations 3 \
            --json --results none
        says stdout "$checksum"
        ! grep -q lost_updates stdout || problem "$sharing tells of lost updates"
    done
done

run 64 "$program" --sharing racy --synthetic 1 --results none
says stderr "need --split"
run 64 "$program" --granularity 4 --synthetic 1 --results none
run 64 "$program" "${image[@]}" --sharing racy --sink hash --results none
says stderr "no --sink but null"
run 64 "$program" "${image[@]}" --sharing racy --output out --results none
run 0 "$program" "${image[@]}" --sharing racy --sink null --results none
run 64 "$program" "${image[@]}" --sharing nobody
says stderr "private, atomic, lock, critical, racy"
finish
