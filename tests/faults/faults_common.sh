# What the fault tests share: named checks of the real programs, each with a pass or FAIL line.
# Sourced by faults_*.sh and tests of jobs, which are called with: BUILD_DIRECTORY PYTHON [MPIEXEC]
# shellcheck shell=bash
set -uo pipefail
tests=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=tests/wait.sh
. "$tests/wait.sh"
build=$(cd "$1" && pwd) || exit 70
python=$2 mpiexec=${3:-}
parallax=$build/analysis/parallax
work=$(mktemp -d) || exit 70
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work" || exit 70
export PYTHONDONTWRITEBYTECODE=1 # the sources stay as they are
export LC_ALL=C
unset "${!OMP_@}" "${!SLURM_@}" "${!PARALLAX_@}" # which are defaults of options, too
if ! "$python" -c 'import PIL, h5py' 2>/dev/null; then
    echo "FAIL: $python has no PIL or h5py: install python3-pil and python3-h5py" >&2
    exit 1
fi

name='' failures=0 checks=0 problems=()

# check NAME…: ends the check before, and begins one.
check() {
    settle
    name=$*
    problems=()
}

settle() {
    [ -n "$name" ] || return 0
    checks=$((checks + 1))
    if [ "${#problems[@]}" -eq 0 ]; then
        echo "pass: $name"
    else
        failures=$((failures + 1))
        echo "FAIL: $name"
        printf '      %s\n' "${problems[@]}"
    fi
    name=''
}

finish() {
    settle
    echo "$((checks - failures)) of $checks checks passed"
    [ "$failures" -eq 0 ]
}

problem() {
    problems+=("$*")
}

# run CODE COMMAND…: keeps its two streams in the files stdout and stderr; it has five minutes.
run() {
    local wanted=$1 got
    shift
    timeout -k 1 300 "$@" >stdout 2>stderr </dev/null
    got=$?
    [ "$got" -eq "$wanted" ] && return
    problem "exit code $got, not $wanted: $* ($(head -c 300 stderr | tr '\n' ' '))"
}

# says stdout|stderr WORDS…
says() {
    local file=$1
    shift
    grep -qF -- "$*" "$file" || problem "$file does not say '$*': $(head -c 300 "$file")"
}

silent() {
    local file
    for file; do
        [ -s "$file" ] && problem "$file says '$(head -c 300 "$file")'"
    done
}

# good COMMAND…: succeeds; what it prints else is the problem.
good() {
    local said
    said=$("$@" 2>&1) || problem "${said:-$* failed}"
}

files() { # files VERB ARGUMENT…: see faults_files.py
    good "$python" "$tests/faults/faults_files.py" "$@"
}

absent() {
    local file
    for file; do
        if [ -e "$file" ]; then
            problem "$file is there"
        fi
    done
}

# no_temporaries DIRECTORY…: no half-written file stays behind. The journal is none.
no_temporaries() {
    local found
    found=$(find "$@" -name .parallax -prune -o -name '.*' -type f -print)
    [ -z "$found" ] || problem "left behind: $found"
}

# holds DIRECTORY N: so many files, beside the journal.
holds() {
    local got
    got=$(find "$1" -name .parallax -prune -o -type f -printf x | wc -c)
    [ "$got" -eq "$2" ] || problem "$1 holds $got files, not $2"
}

# results_are DIRECTORY NAME=JSON…: one results file, sound for us and for h5py, and its run.
results_are() {
    local found=("$1"/*.h5)
    shift
    if [ "${#found[@]}" -ne 1 ] || [ ! -e "${found[0]}" ]; then
        problem "not one results file: ${found[*]}"
        return
    fi
    good "$python" "$tests/results/check_results_file.py" "${found[0]}"
    [ -x "$parallax" ] && good "$parallax" check "${found[0]}"
    files runs "${found[0]}" "$@"
}

# The models of this build that can be started here, by what they can have: several threads, several
# ranks (started by MPIEXEC, or by the program itself), both, or neither of them; and the ways to
# run each: "model ranks threads". The way with most workers of each model is in `largest`. What
# MPIEXEC starts is in `launched`; the first of them with one thread a rank and the first with more
# are rank_model and hybrid_model, or empty.
# shellcheck source=jobs/models.sh
. "$tests/../jobs/models.sh"
models_find resize "$build"
plain=() threaded=() ranked=() both=() launched=() ways=() largest=() rank_model='' hybrid_model=''
for model in "${models_found[@]}"; do
    [ -z "${model_launcher[$model]}" ] || [ -n "$mpiexec" ] || continue
    if [ -n "${model_launcher[$model]}" ]; then
        launched+=("$model")
        [ "${model_threads[$model]}" = 1 ] || : "${rank_model:=$model}"
        [ "${model_threads[$model]}" = 0 ] || : "${hybrid_model:=$model}"
    fi
    case ${model_processes[$model]}${model_threads[$model]} in
    00) plain+=("$model") ways+=("$model 1 1") ;;
    01) threaded+=("$model") ways+=("$model 1 2") ;;
    10) ranked+=("$model") ways+=("$model 2 1" "$model 3 1") ;;
    11) both+=("$model") ways+=("$model 2 2") ;;
    esac
    largest+=("${ways[-1]}")
done
# shellcheck disable=SC2034
serial=$build/resize_${plain[0]:?no program of one worker in $build}
# shellcheck disable=SC2034
threader=$build/resize_${threaded[0]:-none}
reference=${ways[0]% *} reference=${reference/ /-} # in the names of files: MODEL-RANKS

# way MODEL RANKS THREADS: sets program=(…), to which arguments are added, and launcher=(…), the
# first words of it, which are not the program's.
way() {
    program=("$build/resize_$1") launcher=()
    [ "${model_threads[$1]}" = 0 ] || program+=(--threads "$3")
    [ "${model_processes[$1]}" = 0 ] || [ -n "${model_launcher[$1]}" ] || program+=(--ranks "$2")
    [ -z "${model_launcher[$1]}" ] || launcher=("$mpiexec" -n "$2")
    program=("${launcher[@]}" "${program[@]}")
}

# waits_for_lock MODEL: its threads wait for one lock of them all, so that more of them than CPUs
# are no fault.
waits_for_lock() {
    "$build/resize_$1" --describe | grep '^options=' | grep -w switch-interval >/dev/null
}

# In the order in which they were made.
children() { # PROCESS
    grep -lE "^PPid:[[:space:]]*$1\$" /proc/[0-9]*/status 2>/dev/null | cut -d / -f 3 | sort -n
}

# Everybody's exit code, not only the launcher's: rank N leaves it in codes/N.
# shellcheck disable=SC2016
each_code='"$@"; code=$?; echo $code >codes/${OMPI_COMM_WORLD_RANK:-${PMI_RANK:-0}}; exit $code'

# agree CODE MODEL RANKS THREADS ARGUMENT…: all ranks leave with CODE. Open MPI's launcher is told
# not to end the others when the first leaves, and then returns 0. A program that starts its ranks
# itself has one code.
agree() {
    local code=$1 ranks=$3 launcher program file
    way "$2" "$3" "$4"
    [ "${#launcher[@]}" -gt 0 ] || ranks=1
    shift 4
    rm -rf codes
    mkdir codes
    OMPI_MCA_orte_abort_on_non_zero_status=0 timeout 300 "${launcher[@]}" sh -c "$each_code" sh \
        "${program[@]:${#launcher[@]}}" "$@" >stdout 2>stderr </dev/null
    holds codes "$ranks"
    for file in codes/*; do
        [ "$(cat "$file")" = "$code" ] || problem "rank ${file#codes/} left with $(cat "$file")"
    done
}
