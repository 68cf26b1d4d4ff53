#!/usr/bin/env bash
# Records iterations of this machine, quiet and with a competitor on every core, for check_replay:
# record_traces.sh BUILD. About 30 s. Prints a line an iteration: PROGRAM quiet|busy SECONDS SHARE.
set -euo pipefail
build=$1 seconds=4.5 work=$(mktemp -d) competitors=()
trap 'end_competitors; rm -rf "$work"' EXIT
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMP_PLACES=cores OMP_PROC_BIND=close

begin_competitors() {
    local i
    for ((i = 0; i < $(nproc); ++i)); do
        while :; do :; done &
        competitors+=($!)
    done
}

end_competitors() {
    [ "${#competitors[@]}" -eq 0 ] || kill "${competitors[@]}"
    competitors=()
}

# record STATE PROGRAM COMMAND…
record() {
    local state=$1 program=$2
    shift 2
    "$@" --synthetic 32 --source-size 1280x854 --size 640x427 --iterations 400 --budget "$seconds" \
        --verify none --quiet --progress none --results "$work/$program-$state" >&2
    PARALLAX_STATE="$program $state" "${PYTHON:-python3}" - "$work/$program-$state"/*.h5 <<'PYTHON'
import os
import sys

import h5py

with h5py.File(sys.argv[1]) as file:
    samples, workers = file["samples"][()], file["workers"][()]
for sample in samples[(samples["warmup"] == 0) & (samples["valid"] == 1)]:
    own = workers[workers["iteration"] == sample["iteration"]]
    share = min(own["compute_cpu_share"])
    print(os.environ["PARALLAX_STATE"], "%.6f %.4f" % (sample["wall_s"], share))
PYTHON
}

echo "# PROGRAM STATE SECONDS SHARE, by tests/coverage/record_traces.sh on $(nproc) CPUs of"
echo "# $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(date -u +%F);" \
    "load before: $(cut -d ' ' -f 1 /proc/loadavg); busy: a loop on every CPU besides."
for state in quiet busy; do
    [ $state = quiet ] || begin_competitors
    record $state serial taskset --cpu-list 0 "$build/resize_serial"
    record $state omp "$build/resize_omp" --threads 2
    record $state mpi mpirun -n 2 --map-by slot:PE=1 --bind-to core "$build/resize_mpi"
done
