#!/usr/bin/env bash
# Overheads of all constructs and collectives, for one and two workers.
# usage: check_overhead.sh BUILD_DIRECTORY PYTHON
# shellcheck source=tests/probes/probes_common.sh
. "$(dirname "$0")/probes_common.sh"
probe=$build/probe_overhead
common "$probe"
run 64 "$probe" --workers 1.5

run 0 "$probe" --workers 2 --seconds 0.1 --results results
points results >seen
for way in parallel for barrier single critical lock atomic reduction; do
    row="^omp-$way +[12] +(-?[0-9.e-]+ [mun]?s|- +built without OpenMP)"
    [ "$(grep -cE "$row" stdout)" -eq 2 ] ||
        problem "not two rows of omp-$way: $(grep "^omp-$way" stdout)"
done
for way in barrier allreduce fetch-op; do
    if [ -x "$build/probe_ranks" ]; then
        [ "$(grep -cE "^mpi-$way workers [12].0 " seen)" -eq 2 ] || problem "no mpi-$way"
    else
        says stdout "^mpi-$way +1 +- +no MPI here"
    fi
done
# Python: what each way costs, and that who takes no lock loses updates, which are counted.
if command -v python3 >/dev/null; then
    for way in value-lock value-racy queue private thread-lock; do
        [ "$(grep -cE "^python-$way workers [12].0 " seen)" -eq 2 ] || problem "no python-$way"
    done
    for _ in {1..9}; do # two that have one core in turns may not meet
        ! grep -q '^python-lost updates 0' seen || {
            run 0 "$probe" --workers 2 --seconds 0 --results again
            points again >seen
            rm -r again
        }
    done
    says stdout "^python-lost +2 +- +[1-9][0-9.e+]* of [0-9.e+]+ updates"
    says seen "^python-lost updates [1-9]"
fi
run 0 env PATH="$work" "$probe" --workers 1 --seconds 0.01 --results none
says stdout "^python-value-lock +1 +- +python3: "
finish
