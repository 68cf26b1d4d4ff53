# What tests wait for in the SLURM of their own. Sourced where its env.sh is.
# shellcheck shell=bash

# wait_for_queue: until no job is in it. 1, and prints what is there, where that takes a quarter of
# an hour.
wait_for_queue() {
    local end=$((SECONDS + 900))
    while [ -n "$(squeue --noheader)" ]; do
        [ "$SECONDS" -lt "$end" ] || { squeue; return 1; }
        sleep 0.2
    done
}
