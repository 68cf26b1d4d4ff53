#!/usr/bin/env bash
# jobs/array.sbatch without SLURM, whose variables and commands are made up here: it takes what a
# run over all of INPUT takes, stops before its time is over, is queued again, and comes to its end.
# check_slurm.sh shows the same of a real one.
# usage: check_array.sh BUILD_DIRECTORY PYTHON [MPIEXEC]
# shellcheck disable=SC2154
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/../faults/faults_common.sh"
source=$(cd "$tests/.." && pwd)
if [ "${#ranked[@]}" -eq 0 ]; then
    echo "skipped: this build has no model of ranks"
    exit 77
fi
for model in "${ranked[@]}"; do # one that needs no launcher, if there is one
    [ -n "${model_launcher[$model]}" ] || break
done

mkdir tools
# shellcheck disable=SC2016 # these are for the program that is written
printf '#!/bin/sh\necho "$*" >>"%s/requeued"\n' "$work" >tools/scontrol
chmod +x tools/scontrol
export PATH=$work/tools:$PATH PARALLAX=$source BUILD=$build CORES_PER_NODE=2 MODEL=$model
export SLURM_JOB_NAME=array SLURM_JOB_NUM_NODES=1 SLURM_ARRAY_JOB_ID=7 SLURM_ARRAY_TASK_COUNT=2
export SLURM_ARRAY_TASK_MIN=3 SLURM_SUBMIT_DIR=$source INPUT=in RESULTS=$work/results

# task NUMBER CODE ARGUMENT…: one of the array's jobs.
task() {
    local number=$1 code=$2
    shift 2
    run "$code" env SLURM_JOB_ID="$number" SLURM_ARRAY_TASK_ID="$number" \
        bash "$source/jobs/array.sbatch" "$@"
}

good "$python" "$tests/faults/faults_files.py" photos in 12
mkdir in/deep in/.hidden in/sub.jpg
mv in/003.jpg in/deep/x.JPEG
mv in/004.jpg in/deep/y.jfif
cp in/005.jpg in/.hidden/no.jpg
cp in/005.jpg in/.no.jpg
cp in/005.jpg in/sub.jpg/no-image.txt
ln -s ../005.jpg in/deep/link.jpg
good "$python" -c 'from PIL import Image; Image.open("in/000.jpg").save("in/p.PPM", "PPM")'
ln -s in linked # as people have their photographs elsewhere
small=(--size 40x30 --sync none)

check "a job array takes what a run over all of INPUT takes"
run 0 "$serial" "${small[@]}" --results none --output wanted in
OUTPUT=in/out task 3 0 "${small[@]}"
INPUT=linked OUTPUT=in/out task 4 0 "${small[@]}"
good diff -r -x .parallax wanted in/out
OUTPUT=in/out task 3 0 "${small[@]}" # the outputs below INPUT are no inputs
good diff -r -x .parallax wanted in/out
rm -r in/out
mkdir none
INPUT=none OUTPUT=other task 3 66 "${small[@]}"
says stderr "there is no image in the input"
OUTPUT=other task 3 64 "${small[@]}" --name '{index}.{ext}'
says stderr "names would be equal"
absent other requeued

check "44, 45: a job that ends soon stops, is queued again, and goes on until all is done"
export OUTPUT=out
for restart in 0 1; do # the first time its end is near, half a second after it began
    export SLURM_RESTART_COUNT=$restart
    [ "$restart" -eq 1 ] || PARALLAX_END_TIME=$(("$(date +%s)" + 61)) \
        task 3 75 "${small[@]}" --source-delay 1 --stop-before-end 60
    [ "$restart" -eq 0 ] || task 3 0 "${small[@]}"
    [ "$restart" -eq 1 ] || says stderr "the job is queued again"
done
[ "$(cat requeued)" = "requeue 3" ] || problem "requeued: $(cat requeued)"
task 4 0 "${small[@]}"
good diff -r -x .parallax wanted out

check "results go where settings say, else where the outputs are"
results_are_there() { # DIRECTORY
    [ -n "$(compgen -G "$1/*.h5")" ] || problem "no results in $1"
}
results_are_there results
(
    unset RESULTS
    cd in && INPUT=../in OUTPUT=../own task 3 0 "${small[@]}"
    rm -f stdout stderr
    [ "${#problems[@]}" -eq 0 ]
) || problem "it ended with another code"
results_are_there own/.parallax/results
absent in/results

check "45: no more often than REQUEUES says"
rm -rf requeued out
SLURM_RESTART_COUNT=5 REQUEUES=5 PARALLAX_END_TIME=$(($(date +%s) + 61)) \
    task 3 75 "${small[@]}" --source-delay 1 --stop-before-end 60
says stderr "the same sbatch again does the rest"
absent requeued
finish
