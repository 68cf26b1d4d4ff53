#!/usr/bin/env bash
# The jobs of jobs/ in a real SLURM of four virtual nodes: measured, stopped, requeued, cancelled,
# and with a node that goes down. usage: check_slurm.sh BUILD_DIRECTORY PYTHON MPIEXEC
# shellcheck disable=SC2154,SC2030,SC2031
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/../faults/faults_common.sh"
source=$(cd "$tests/.." && pwd)

skip() {
    echo "skipped: $1"
    exit 77
}

if ! "$mpiexec" --version 2>&1 | grep -qE 'OpenRTE|Open MPI'; then
    skip "'$mpiexec' is not Open MPI's, and other launchers do not find virtual nodes"
fi
[ -x "$parallax" ] || skip "this build has no parallax program"
[ "${#threaded[@]}" -gt 0 ] || skip "this build has no model of threads"
ranks=$rank_model hybrid=$hybrid_model
[ -n "$ranks" ] || skip "this build has no model of ranks"
[ -n "$hybrid" ] || skip "this build has no model of ranks and threads"

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
[ $code -ne 77 ] || skip "no SLURM here, see above"
[ $code -eq 0 ] || exit 1
# shellcheck disable=SC1091 # up.sh writes it
. "$cluster/env.sh"
export PARALLAX=$source BUILD=$build CORES_PER_NODE=8

# --- Jobs. Each has a directory of its own for results, and a log of that name.
tiny=(--source-size 320x200 --size 64x64 --iterations 2)
endless=(--synthetic 8 --source-size 320x200 --size 64x64 --iterations 1000000)
declare -A job=()

# submit NAME SBATCH_ARGUMENT…: job[NAME] is its number. Variables for the job are exported.
submit() {
    local key=$1
    shift
    job[$key]=$(RESULTS=$work/$key sbatch --parsable --output="$work/$key.log" "$@") ||
        problem "sbatch refused: $*"
}
field() { # JOB FIELD
    scontrol --oneliner show job "$1" | sed -n "s/.* $2=\([^ ]*\).*/\1/p" | head -n 1
}
state() {
    scontrol --oneliner show job "${job[$1]}" | sed -n 's/.* JobState=\([A-Z_]*\).*/\1/p' |
        sort -u | paste -sd ' '
}
ended() {
    ! [[ $(state "$1") =~ PENDING|CONFIGURING|RUNNING|COMPLETING|REQUEUED ]]
}
# ends NAME STATE CODE
ends() {
    wait_until ended "$1" || wait_until ended "$1" || problem "job $1 is still $(state "$1")"
    [ "$(state "$1")" = "$2" ] || problem "job $1 ended as $(state "$1"), not $2"
    local code
    code=$(field "${job[$1]}" ExitCode)
    [ "$code" = "$3:0" ] ||
        problem "job $1 left with $code, not $3: $(tail -qn 3 "$work/$1.log")"
}
# counts NAME NUMBER: cells that are there, and as many complete runs, none twice.
counts() {
    local cells files
    cells=$(find "$work/$1/cells" -name '*.json' | wc -l)
    files=$("$parallax" check "$work/$1" | grep -c ', complete$')
    [ "$cells" -eq "$2" ] || problem "$cells cells are there, not $2"
    [ "$files" -eq "$2" ] || problem "$files complete runs, not $2"
}
# cell NAME GLOB WORDS…: the JSON of each such cell has all these words.
cell() {
    local json word file pattern=$work/$1/cells/$2.json
    is_there "$pattern" || problem "there is no cell $2"
    shift 2
    while read -r file; do
        json=$(<"$file")
        for word; do
            [[ $json == *"$word"* ]] || problem "no $word in $json"
        done
    done < <(compgen -G "$pattern")
}

# The collection, and what a serial run makes of it.
"$serial" --synthetic 12 --source-size 300x200,200x300 --contents 12 --format jpeg \
    --size 300x300 --output photos --results none --quiet
for i in 1 2 3 4; do
    mkdir "photos/$i" && cp photos/*.jpg "photos/$i"
done
png=(--size 600x600 --format png)
"$serial" "${png[@]}" --output wanted --results none --quiet photos
"$serial" --synthetic 64 "${tiny[@]}" --results none --json >serial.json
checksum=$(sed 's/.*\("checksum": "[0-9a-f]*"\).*/\1/' serial.json)

# The time limit is looked at twice a minute: that job runs while others do.
export MODELS=$ranks THREADS=4 SLICES=1
CORES_PER_NODE=1 submit limit --nodes=1 --time=1 "$source/jobs/strong.sbatch" "${endless[@]}"
# Half a minute of work in a job that stops after 20 s of its minute.
INPUT=photos OUTPUT=requeued CORES_PER_NODE=1 submit production --array=1 --time=1 \
    "$source/jobs/array.sbatch" "${png[@]}" --source-delay 0.5 --stop-before-end 40
MODELS='' submit one --nodes=1 --time=5 "$source/jobs/strong.sbatch" \
    --synthetic 64 "${tiny[@]}"
SLICES=2 MODELS='' submit two --nodes=2 --time=5 "$source/jobs/strong.sbatch" \
    --synthetic 64 "${tiny[@]}"

check "one node: 1, 2, 4, 8 cores, all models, one checksum"
ends one COMPLETED 0
counts one $((${#plain[@]} + 4 * (${#threaded[@]} + ${#ranked[@]}) + 2 * ${#both[@]}))
cell one '*' "$checksum" '"nodes": 1'
cell one "*-$ranks-8x1-*" '"deal": "counter"'
cell one "*-$hybrid-2x4-*"

check "two nodes: all their cores; models that no launcher starts are left out"
ends two COMPLETED 0
counts two $((2 * ${#launched[@]})) # in two rounds
cell two '*' "$checksum" '"nodes": 2'
cell two "*-$ranks-16x1-1.[01]-*"

check "a job array does the work of one run"
INPUT=photos OUTPUT=thumbs submit array --array=1-3 --time=5 "$source/jobs/array.sbatch" \
    "${png[@]}"
ends array COMPLETED 0
diff -r -x .parallax wanted thumbs >difference 2>&1 ||
    problem "other files than a serial run makes: $(head -n 3 difference)"

check "44, 45: a job array whose time is over is queued again, and does the rest"
ends production COMPLETED 0
[ "$(field "${job[production]}" Restarts)" = 1 ] || problem "it was not restarted once"
says "$work/production.log" "the job is queued again"
diff -r -x .parallax wanted requeued >difference 2>&1 || problem "$(head -n 3 difference)"

check "a requeued job goes on with the next cell, and measures none twice"
MODELS=${threaded[0]} submit requeue --nodes=1 --time=5 "$source/jobs/strong.sbatch" --synthetic 8 \
    --source-size 320x200 --size 64x64 --warmup 0 --iterations 400
wait_until is_there "$work/requeue/cells/*.json" || problem "no cell comes"
scontrol requeue "${job[requeue]}"
ends requeue COMPLETED 0
[ "$(field "${job[requeue]}" Restarts)" = 1 ] || problem "it was not restarted"
counts requeue 4

check "scancel leaves no half-written output, and the rest is done by the same command"
INPUT=photos OUTPUT=cancelled CORES_PER_NODE=1 submit cancel --array=1 --time=5 \
    "$source/jobs/array.sbatch" "${png[@]}" --source-delay 0.2 # it is not through when it ends
wait_until is_there "cancelled/1/*.png" || problem "no output comes"
scancel "${job[cancel]}"
wait_until ended cancel || problem "still $(state cancel)"
[ "$(state cancel)" = CANCELLED ] || problem "it is $(state cancel): too late to cancel"
(cd cancelled && find . -name '*.png' -exec cmp {} ../wanted/{} \;) >difference 2>&1
[ ! -s difference ] || problem "a file is not whole: $(head -n 3 difference)"
INPUT=photos OUTPUT=cancelled submit again --array=1 --time=5 "$source/jobs/array.sbatch" \
    "${png[@]}"
ends again COMPLETED 0
diff -r -x .parallax -x '.parallax-*.tmp' wanted cancelled >difference 2>&1 ||
    problem "after the second job: $(head -n 3 difference)"

check "the time limit: SIGUSR1 ends the measurement after its iteration, code 75"
ends limit FAILED 75
counts limit 0
"$parallax" check "$work/limit" | grep ', stopped$' >/dev/null || problem "no record says stopped"
run 0 "$python" - "$work/limit" <<'E_PYTHON'
import glob, sys, h5py
for name in glob.glob(sys.argv[1] + "/*.h5"):
    with h5py.File(name) as file:
        assert file.attrs["status"] == b"stopped" and file["runs"][0]["stopped_by"] == b"signal"
        assert file["samples"]["valid"].all(), "the last iteration was dropped"
E_PYTHON

check "four nodes: 32 ranks, 8 on each, windows replaced by a serving rank 0, the same checksum"
submit four --nodes=4 --time=5 "$source/jobs/strong.sbatch" --synthetic 64 "${tiny[@]}"
ends four COMPLETED 0
cell four "*-$ranks-32x1-*" "$checksum" '"nodes": 4' '"deal": "served"' '"status": "complete"'
run 0 "$python" - "$work/four" "${job[four]}" <<'E_PYTHON'
import glob, sys, h5py
(name,) = glob.glob(sys.argv[1] + "/*.h5")
with h5py.File(name) as file:
    nodes = sorted((row["node"], row["ranks"]) for row in file["provenance/nodes"])
    assert nodes == [(b"n%d" % i, 8) for i in (1, 2, 3, 4)], nodes
    facts = {row["name"]: row["value"] for row in file["provenance/facts"]}
    assert facts[b"env.SLURM_JOB_ID"] == sys.argv[2].encode(), "not this job's number"
    assert facts[b"slurm.nodelist"] == b"n[1-4]", facts[b"slurm.nodelist"]
E_PYTHON

check "a node goes down: its job fails, the other's does not"
submit lost --nodes=2 --nodelist=n1,n2 --no-requeue --time=5 "$source/jobs/strong.sbatch" \
    "${endless[@]}"
submit other --nodes=1 --nodelist=n3 --time=5 "$source/jobs/weak.sbatch" --synthetic 2 "${tiny[@]}"
wait_until is_there "$work/lost/cells/*" || problem "no cell begins"
read -r pid _ < <(sed -n 4p "$cluster/processes") # munged, slurmctld, n1, n2
kill -KILL "$pid"
scontrol update NodeName=n2 State=DOWN Reason=test
wait_until ended lost || problem "still $(state lost)"
[ "$(state lost)" = NODE_FAIL ] || problem "the job with the lost node is $(state lost)"
ends other COMPLETED 0
counts other 4

check "all results are sound"
run 0 "$parallax" check "$work"/{limit,one,two,array,requeue,again,four,other}

check "nothing is left of the cluster"
"$tests/jobs/slurm/down.sh" "$cluster" || problem "down.sh failed"
for process in /proc/[0-9]*; do
    if grep -qzxF "SLURM_CONF=$cluster/slurm.conf" "$process/environ" 2>/dev/null &&
        [ "${process#/proc/}" -ne $$ ]; then
        left=$(tr '\0' ' ' <"$process/cmdline" 2>/dev/null)
        case $left in
        '' | bash* | grep* | tr* | *check_slurm.sh*) ;;
        *) problem "left running: $left" ;;
        esac
    fi
done
finish
