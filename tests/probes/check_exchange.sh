#!/usr/bin/env bash
# Images are handed over in every way, or it is said why not; the fits have their parts.
# usage: check_exchange.sh BUILD_DIRECTORY PYTHON
# shellcheck source=tests/probes/probes_common.sh
. "$(dirname "$0")/probes_common.sh"
probe=$build/probe_exchange
common "$probe"
run 64 "$probe" --most 0

run 0 "$probe" --most 1 --seconds 0.05 --results results
points results >seen
ways=(pointer shared pipe socket python)
[ ! -x "$build/probe_ranks" ] || ways+=(message mpi-window)
for way in "${ways[@]}"; do
    [ "$(grep -cE "^$way byte (64|256|1024|4096|16384|65536|262144|1048576).0 " seen)" -eq 8 ] ||
        problem "not 8 sizes of $way: $(grep "^$way " stdout)"
done
says stdout "^pipe +0 +65536 +"
says stdout "^pipe +65536 +inf +"
[ ! -x "$build/probe_ranks" ] || says stdout "^message +0 +[0-9]+ +"
[ "$(pgrep -cf "^$probe")" -eq 0 ] || problem "partners are left behind"

cp "$probe" alone && run 0 env PATH=/nowhere ./alone --most 0.01 --seconds 0 --results none
says stdout "^message +64 B +- +no MPI here"
says stdout "^python +64 B +- +python3: "
finish
