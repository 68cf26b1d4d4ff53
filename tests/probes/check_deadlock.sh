#!/usr/bin/env bash
# Deadlocks are seen and named, and the cured versions finish. Who gets no core for long is not to
# be taken for one who waits: the silence that tells is longer here than it is by default.
# usage: check_deadlock.sh BUILD_DIRECTORY PYTHON
# shellcheck source=tests/probes/probes_common.sh
. "$(dirname "$0")/probes_common.sh"
probe=$build/probe_deadlock
common "$probe"
run 64 "$probe" --silence 0
says stderr "^probe_deadlock: --silence: '0' is not a number from 0.05 to 60"

silence=2
run 0 "$probe" --silence "$silence" --results results
for who in thread process; do
    holds="$who [01] holds lock [AB] and waits for lock [AB]"
    says stdout "^    $holds; $holds$"
done
[ "$(grep -cE '^2 locks, .* in one order +finished' stdout)" -eq 2 ] || problem "no cure"
deadlocks=2
if [ -x "$build/probe_ranks" ]; then
    deadlocks=3
    says stdout "^2 sends, [0-9]+ B +both send first +finished"
    says stdout "^    rank 0 is in MPI_Send of [0-9]+ bytes to rank 1, .*; rank 1 is in MPI_Send"
    says stdout "^2 sends, [0-9]+ B +MPI_Sendrecv +finished"
else
    says stdout "^2 sends +not tried: no MPI here"
fi
[ "$(grep -c ' DEADLOCK ' stdout)" -eq "$deadlocks" ] || problem "not $deadlocks deadlocks"
points results >seen
awk -v least="$silence" '$1 ~ /opposite|ranks-sends/ && $4 < least {print; early = 1}
    END {exit early}' seen || problem "earlier than after the silence"
[ "$(grep -cE '^(threads|processes)-(opposite|ordered) workers 2' seen)" -eq 4 ] ||
    problem "points are missing"

# Where there is no MPI, the others go on.
cp "$probe" alone && run 0 ./alone --silence "$silence" --results none
says stdout "^2 sends +not tried: no MPI here"
# Nor where it cannot start.
[ ! -x "$build/probe_ranks" ] ||
    PARALLAX_MPIRUN=/no/such/mpirun run 0 "$probe" --silence "$silence" --results none
[ ! -x "$build/probe_ranks" ] || says stdout "not tried: .*/no/such/mpirun"
if pgrep -f "^$build/probe_ranks (sends|sendrecv)" >/dev/null; then
    problem "ranks are left behind"
fi
finish
