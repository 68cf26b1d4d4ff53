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
# Python: who takes no lock is faster and loses updates, whoever sends each is slowest.
if command -v python3 >/dev/null; then
    for way in value-lock value-racy queue private thread-lock; do
        [ "$(grep -cE "^python-$way workers [12].0 " seen)" -eq 2 ] || problem "no python-$way"
    done
    awk '$1 ~ /^python/ && $3 == "2.0" {time[$1] = $4}
        END {exit !(time["python-value-racy"] < time["python-value-lock"] &&
                    time["python-private"] < time["python-value-racy"])}' seen ||
        problem "locks cost nothing: $(grep '^python' seen)"
    says stdout "^python-lost +2 +- +[1-9][0-9.e+]* of [0-9.e+]+ updates"
    says seen "^python-lost updates [1-9]"
fi
run 0 env PATH="$work" "$probe" --workers 1 --seconds 0.01 --results none
says stdout "^python-value-lock +1 +- +python3: "
# Two threads that meet cost more than one that meets nobody.
if grep -q '^omp-barrier' seen; then
    awk '$1 == "omp-barrier" {time[$3] = $4} END {exit !(time["2.0"] > time["1.0"])}' seen ||
        problem "a barrier of two costs no more than one of one"
fi
finish
