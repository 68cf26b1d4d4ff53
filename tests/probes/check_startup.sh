#!/usr/bin/env bash
# Every way to make a worker is measured, or says why it is not.
# usage: check_startup.sh BUILD_DIRECTORY PYTHON
# shellcheck source=tests/probes/probes_common.sh
. "$(dirname "$0")/probes_common.sh"
probe=$build/probe_startup
common "$probe"
run 64 "$probe" --most much
says stderr "'much' is not a number from 0 to 1024"

run 0 "$probe" --most 0.5 --seconds 0.1 --results results
points results >seen
for way in thread fork fork-exec posix-spawn; do
    says seen "^$way "
done
ways='region-first|region-next|python|mpirun|mpi-init|mpi-comm-spawn'
for way in ${ways//|/ }; do
    grep -qE "^$way +" stdout || [[ $way == mpi-init ]] || problem "no row of $way"
    says stdout "^$way +[0-9]+ +([0-9.e+]+ [mun]?s +\[|- +[a-z])"
done
[ "$(grep -cE '^fork byte ' seen)" -eq 3 ] || problem "not three sizes of fork: $(cat seen)"

run 0 "$probe" --least 1024 --most 1024 --seconds 0 --results none
says stdout "^fork +1024 GiB +- +not enough memory: "
run 0 env PATH=/nowhere "$probe" --most 0 --seconds 0 --results none
says stdout "^python +1 +- +python3: "
cp "$probe" alone && run 0 ./alone --most 0 --seconds 0 --results none
says stdout "^mpirun +1 +- +no MPI here"
finish
