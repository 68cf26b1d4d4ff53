#!/usr/bin/env bash
# jobs/sweep.sh --submit: arguments, a dry run, then studies in a real SLURM of four virtual nodes,
# finished, requeued, stopped, cancelled and resumed. No cell may be there twice.
# usage: check_submit.sh BUILD_DIRECTORY PYTHON MPIEXEC
# shellcheck disable=SC2154
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/../faults/faults_common.sh"
# shellcheck source=tests/jobs/slurm/queue.sh
. "$tests/jobs/slurm/queue.sh"
sweep=$(cd "$tests/../jobs" && pwd)/sweep.sh

skip() {
    echo "skipped: $1"
    exit 77
}

if ! "$mpiexec" --version 2>&1 | grep -qE 'OpenRTE|Open MPI'; then
    skip "'$mpiexec' is not Open MPI's, and other launchers do not find virtual nodes"
fi
[ -x "$parallax" ] || skip "this build has no parallax program"
[ "${#threaded[@]}" -gt 0 ] || skip "this build has no model of threads"
# A model of each kind: what the studies below have, and cost, is known.
one=${plain[0]} threads=${threaded[0]} ranks=$rank_model hybrid=$hybrid_model
[ -n "$ranks" ] || skip "this build has no model of ranks"
[ -n "$hybrid" ] || skip "this build has no model of ranks and threads"

all=(--study strong --kernel resize --models "$one,$threads,$ranks,$hybrid" --build "$build")
tiny=(-- --synthetic 16 --source-size 320x200 --size 64x64 --iterations 2 --warmup 0)

# refuse CODE TEXT ARGUMENT…
refuse() {
    local code=$1 text=$2
    shift 2
    run "$code" "$sweep" "$@"
    says stderr "$text"
}

check "wrong arguments are refused by name"
refuse 64 "--partition goes with --submit" "${all[@]}" --cores 1 --partition p
refuse 64 "--exclusive goes with --submit" "${all[@]}" --cores 1 --no-exclusive
refuse 64 "--repeat-jobs says" "${all[@]}" --cores 1 --submit --repeat 2
refuse 64 "--submit and --resume" --submit --resume
refuse 64 "--time: 'soon'" "${all[@]}" --cores 1 --submit --cores-per-node 8 --time soon
refuse 64 "--nodes-max: '0'" "${all[@]}" --cores 1 --submit --cores-per-node 8 --nodes-max 0
refuse 64 "--launcher: 'mpiexec'" "${all[@]}" --cores 1 --submit --launcher mpiexec
refuse 64 "--constraint: 'a\"b'" "${all[@]}" --cores 1 --submit --constraint 'a"b'
refuse 64 "--cores-per-node is missing" "${all[@]}" --cores 1 --submit
refuse 64 "--cores: '8'" "${all[@]}" --cores 8..4
refuse 64 "no cell is left" "${all[@]}" --models "$ranks" --cores 64 --submit --cores-per-node 8 \
    --nodes-max 2
refuse 64 "--cores is part of a study" --resume --cores 4
refuse 64 "--status changes no study" --status --dry-run
refuse 66 "no study was submitted" --status --results nothing

check "a dry run of 4096 cores prints scripts and node-hours, and leaves nothing"
run 0 "$sweep" "${all[@]}" --cores 1..4096 --submit --dry-run --cores-per-node 64 --account a1 \
    --constraint 'x&y' --sbatch-args '--qos=long' --seconds-per-cell 10 --results dry "${tiny[@]}"
absent dry
says stdout '#SBATCH --constraint="x&y"'
says stdout '#SBATCH --account=a1'
says stdout '#SBATCH --qos=long'
says stdout '#SBATCH --nodes=64'
says stdout "$ranks 4096x1"
says stdout "$hybrid 64x64"
# 38 cells on 1 node, 6 on each of 2 to 64, and the baseline; 10 s for each and for the job; 5 jobs
node_seconds=$((5 * (390 + 80 * (2 + 4 + 8 + 16 + 32 + 64))))
total=$(awk '$1 == "all" { print $2, $3, $4 }' stdout)
wanted="35 370 $(awk -v s=$node_seconds 'BEGIN { printf "%d.%02d", s / 3600, int(s % 3600 / 36) }')"
[ "$total" = "$wanted" ] || problem "jobs, cells and node-hours are $total, not $wanted"
[ "$(grep -c '^#!' stdout)" -eq 8 ] || problem "$(grep -c '^#!' stdout) scripts, not 8"
awk '/^=== /{n++} /^===$/{exit} {print >("script" n)}' stdout
for script in script?; do
    sed -i 1d "$script"
    bash -n "$script" || problem "$script is no script"
done

check "a model that starts its processes stays within a node"
mkdir pretended
printf '%s\n' '#!/bin/sh' "printf '%s\\n' kernel=resize model=forking processes=1 threads=0" \
    >pretended/resize_forking
chmod +x pretended/resize_forking
run 0 "$sweep" --study strong --kernel resize --build pretended --cores 8,16 --submit --dry-run \
    --cores-per-node 8 --results dry
says stdout "left out, as they do not fit: forking 16x1"

# --- The cluster, which ends whatever happens to this script
cluster=$(mktemp -d /tmp/parallax-slurm.XXXXXX) || exit 70
end() {
    "$tests/jobs/slurm/down.sh" "$cluster" || failures=$((failures + 1))
    rm -rf "$work" "$cluster"
}
trap end EXIT
trap 'exit 130' INT TERM HUP
"$tests/jobs/slurm/up.sh" "$cluster" 4 8
code=$?
if [ $code -eq 77 ]; then
    finish || exit 1
    skip "no SLURM here, see above"
fi
[ $code -eq 0 ] || exit 1
# shellcheck disable=SC1091 # up.sh writes it
. "$cluster/env.sh"

check "a dry run says that the partition has fewer nodes"
run 0 "$sweep" "${all[@]}" --cores 1..64 --submit --dry-run --seconds-per-cell 9 "${tiny[@]}"
says stdout "no more than 4 nodes: --nodes-max 4"

# status DIRECTORY: prints the exit code.
status() {
    "$sweep" --status --results "$1" >status.out 2>status.err
    echo $?
}
# settles DIRECTORY CODE: nothing is in the queue any more, and that is the verdict.
settles() {
    local code left
    left=$(wait_for_queue) || { problem "not done after minutes: $left"; return; }
    code=$(status "$1")
    [ "$code" -eq "$2" ] || problem "--status says $code, not $2: $(cat status.out status.err)"
}
# present DIRECTORY: prints how many cells are there.
present() {
    cat "$1"/sweep-*-*.tsv 2>/dev/null | grep -vc '^#'
}
has_cells() { # DIRECTORY NUMBER
    [ "$(present "$1")" -ge "$2" ]
}
wait_for_cells() { # DIRECTORY NUMBER
    wait_until has_cells "$@" || problem "$(present "$1") cells, not $2"
}
# once DIRECTORY NUMBER: so many launches, each once; the baseline's once in each job.
once() {
    run 0 "$python" - "$1" "$2" <<'E_PYTHON'
import collections, glob, sys, h5py
labels = collections.Counter()
for name in glob.glob(sys.argv[1] + "/*.h5"):
    with h5py.File(name) as file:
        assert len(file["runs"]) == 1 and file.attrs["status"] == b"complete", name
        run = file["runs"][0]
        serial = run["model_processes"] == run["model_threads"] == 0
        labels[run["label"], run["job"] if serial else b""] += 1
        assert run["round"] - run["slice"] in (0, 1), (run["round"], run["slice"])
assert len({label for label, _ in labels}) == int(sys.argv[2]), labels
assert set(labels.values()) == {1}, labels.most_common(3)
E_PYTHON
}
# job_of DIRECTORY NODES: the last array for so many nodes.
job_of() {
    awk -v n="$2" '$1 == "cells" && $3 == n { job = $2 } END { print job }' "$1"/sweep-*.jobs
}

study=("$sweep" "${all[@]}" --cores "1..32" --threads-per-rank node --repeat-jobs 2 --slices 1
    --time 10)

check "a study at 1 to 32 cores: one array for each number of nodes, and a report"
run 0 "${study[@]}" --submit --results "a b" "${tiny[@]}"
says stdout "left out, as they do not fit: $threads 1x16, $threads 1x32"
says stdout "estimated from a probe here, ${serial##*/} with one worker: "
[ "$(grep -c '^cells' "a b"/sweep-*.jobs)" -eq 3 ] || problem "not three arrays"
[ "$(status "a b")" -eq 75 ] || problem "--status while jobs are in the queue: $(cat status.out)"
grep -q 'in the queue: .*-report PENDING (Dependency)' status.out ||
    problem "the report does not wait"
wait_for_cells "a b" 2
run 0 "$sweep" --resume --results "a b"
says stdout "nothing to submit"

check "a requeued job passes over what it has measured"
requeued=$(job_of "a b" 1)_1
scontrol requeue "$requeued" || problem "it is too late to requeue"
settles "a b" 0
scontrol show job "$requeued" | grep 'Restarts=1' >/dev/null || problem "it was not restarted"
once "a b" 28

check "the report counts all, and marks cells on more cores than there are"
place=$(echo "a b"/sweep-*/)
grep -q '28 of 28 cells; 0 failed, 0 missing' "$place/report.out" ||
    problem "$(cat "$place/report.out")"
grep -qE "^$ranks .* 32x1 .*OF?$" "$place/table.txt" ||
    problem "32x1 is not marked as oversubscribed"
[ -s "$place/report/table.csv" ] || problem "no report"
# And the serial program on the first node of the other four jobs.
run 0 "$python" -c 'import h5py, sys; assert len(h5py.File(sys.argv[1])["runs"]) == 32' \
    "${place}merged.h5"

check "orders differ between jobs, and are stored"
cut -f 6 "a b"/sweep-*-*.tsv | grep -E '^[0-9]+$' >seeds
[ "$(wc -l <seeds)" -ge 32 ] || problem "$(wc -l <seeds) seeds, not 32"
[ "$(sort -u seeds | wc -l)" -eq 6 ] || problem "$(sort -u seeds | wc -l) orders, not 6"

check "a cell that is thrown away is missing, and is all that --resume measures"
rm "a b/resize_$ranks"-16x1-*.h5
[ "$(status "a b")" -eq 3 ] || problem "two cells are missing: $(cat status.out)"
run 0 "$sweep" --resume --dry-run --results "a b"
[ "$(awk '$1 == "all" { print $2, $3 }' stdout)" = "2 2" ] ||
    problem "not 2 jobs and 2 cells: $(tail -n 5 stdout)"
says stdout " s a pass of one worker, by results of the study; divided by a cell's workers"
run 0 "$sweep" --resume --results "a b"
settles "a b" 0
once "a b" 28

check "cancelled midway and resumed at once: what was there stays, nothing is measured twice"
slow=(-- --synthetic 2 --source-size 320x200 --size 64x64 --iterations 20 --warmup 0)
# On one node and on two, some waiting for others
run 0 "${study[@]}" --study weak --cores 1,2,16 --threads-per-rank "4,node" --submit \
    --results weak "${slow[@]}"
wait_for_cells weak 3
mapfile -t jobs < <(awk '{ print $2 }' weak/sweep-*.jobs)
scancel "${jobs[@]}"
run 0 "$sweep" --resume --results weak
cp -r weak before
[ "$(present before)" -lt 16 ] || problem "it was too late to cancel"
settles weak 0
once weak 16
for file in before/*.h5; do
    cmp -s "$file" "weak/${file##*/}" || problem "$file was measured again"
done

check "the warning before the time limit: the cell in hand is stopped and does not count"
run 0 "$sweep" "${all[@]}" --models "$ranks" --cores 2 --submit --repeat-jobs 1 --slices 1 \
    --results limit -- --synthetic 16 --source-size 320x200 --size 64x64 --iterations 1000000
wanted="limits: 2.0 times the estimate and 3 minutes, at least 5 min, at most 60 min"
says stdout "$wanted"
wait_until is_there 'limit/sweep-*/job-*/.*.tmp' || problem "it does not begin"
scancel --batch --signal=USR1 "$(job_of limit 1)_1"
settles limit 3
scontrol show job "$(job_of limit 1)_1" | grep 'ExitCode=75:0' >/dev/null ||
    problem "the job's code is not 75"
compgen -G "limit/failed/*.h5.stopped" >/dev/null || problem "no stopped record"
absent limit/*.h5
grep -q '0 of 1 cells done' status.out || problem "$(cat status.out)"

check "failed cells are counted, with what they said, and measured by --resume"
mkdir broken
ln -s "$build/modules" "$serial" broken/
printf '%s\n' '#!/bin/sh' "[ \"\$1\" != --describe ] || exec '$build/resize_$threads' --describe" \
    'echo "no luck today" >&2' 'exit 70' >"broken/resize_$threads"
chmod +x "broken/resize_$threads"
run 0 "$sweep" --study strong --kernel resize --cores 1 --build broken \
    --submit --repeat-jobs 1 --slices 2 --results half "${tiny[@]}"
settles half 3
grep -q "$threads 1x1 1: failed" status.out || problem "$(cat status.out)"
grep -q 'no luck today' half/failed/*.log || problem "no log of the failure"
cp "$build/resize_$threads" broken/
run 0 "$sweep" --resume --results half
settles half 0
once half 4
finish
