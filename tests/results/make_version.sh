#!/usr/bin/env bash
# Makes a small study with the programs of a build: tests/fixtures/schema-N.h5.gz holds one of every
# version of the results file. usage: make_version.sh BUILD FILE.h5.gz
set -euo pipefail
build=$(cd "$1" && pwd) file=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
options=(--synthetic 4 --source-size 64x48 --size 16x12 --iterations 6 --study strong --quiet)
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMP_PLACES=cores OMP_PROC_BIND=close
PATH=$build:$PATH # the file keeps the command line, but no path of this machine
cd "$work"
for _ in 1 2 3; do
    taskset -c 0 resize_serial "${options[@]}"
    resize_omp --threads 2 "${options[@]}"
    mpirun -n 2 --bind-to core resize_mpi "${options[@]}"
done
taskset -c 0,1 resize_omp --threads 4 "${options[@]}" # oversubscribed
"$build/analysis/parallax" merge results -o merged.h5
gzip -9n <merged.h5 >"$file"
