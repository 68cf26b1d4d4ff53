# What the fault tests share: named checks of the real programs, each with a pass or FAIL line.
# Sourced by tests/faults_*.sh, which are called with: BUILD_DIRECTORY PYTHON [MPIEXEC]
# shellcheck shell=bash
set -uo pipefail
tests=$(cd "$(dirname "$0")/.." && pwd)
build=$(cd "$1" && pwd) || exit 70
python=$2 mpiexec=${3:-}
parallax=$build/analysis/parallax
work=$(mktemp -d) || exit 70
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work" || exit 70
export PYTHONDONTWRITEBYTECODE=1 # the sources stay as they are
export LC_ALL=C
unset "${!OMP_@}" "${!SLURM_@}"
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

# run CODE COMMAND…: keeps its two streams in the files stdout and stderr; a minute at most.
run() {
    local wanted=$1 got
    shift
    timeout 60 "$@" >stdout 2>stderr </dev/null
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

# no_temporaries DIRECTORY…: no half-written file stays behind.
no_temporaries() {
    local found
    found=$(find "$@" -name '.*' -type f)
    [ -z "$found" ] || problem "left behind: $found"
}

# holds DIRECTORY N: so many files.
holds() {
    local got
    got=$(find "$1" -type f -printf x | wc -c)
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

# The ways to run the programs here: "model ranks threads".
ways=("serial 1 1" "omp 1 2")
if [ -n "$mpiexec" ] && [ -x "$build/resize_mpi" ]; then
    ways+=("mpi 2 1" "mpi 3 1" "hybrid 2 2")
fi

# way MODEL RANKS THREADS: sets program=(…), to which arguments are added.
way() {
    program=("$build/resize_$1")
    [ "$1" = omp ] || [ "$1" = hybrid ] && program+=(--threads "$3")
    case $1 in mpi | hybrid) program=("$mpiexec" -n "$2" "${program[@]}") ;; esac
    return 0
}

# Everybody's exit code, not only the launcher's: rank N leaves it in codes/N.
# shellcheck disable=SC2016
each_code='"$@"; code=$?; echo $code >codes/${OMPI_COMM_WORLD_RANK:-${PMI_RANK:-0}}; exit $code'

# agree CODE MODEL RANKS THREADS ARGUMENT…: all ranks leave with CODE. Open MPI's launcher is told
# not to end the others when the first leaves, and then returns 0.
agree() {
    local code=$1 model=$2 ranks=$3 launcher=() program=() file
    way "$2" "$3" "$4"
    shift 4
    rm -rf codes
    mkdir codes
    case $model in
    mpi | hybrid)
        launcher=("${program[@]:0:3}")
        program=("${program[@]:3}")
        ;;
    esac
    OMPI_MCA_orte_abort_on_non_zero_status=0 timeout 60 "${launcher[@]}" \
        sh -c "$each_code" sh "${program[@]}" "$@" >stdout 2>stderr </dev/null
    holds codes "$ranks"
    for file in codes/*; do
        [ "$(cat "$file")" = "$code" ] || problem "rank ${file#codes/} left with $(cat "$file")"
    done
}
