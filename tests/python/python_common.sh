# What the tests of Python's models share. Sourced by check_python_*.sh, which are called with:
# BUILD_DIRECTORY [PYTHON]
# shellcheck shell=bash disable=SC2034,SC2154
if [ -z "${2:-}" ] || ! command -v "$2" >/dev/null; then
    echo "SKIPPED: there is no python3 here to run programs in Python"
    exit 77
fi
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../faults/faults_common.sh"
programs=$build/python
mapfile -t models < <(find "$programs/" -name 'resize_python-*' -printf '%f\n' |
    sed s/resize_// | sort)
[ "${#models[@]}" -gt 5 ] || { echo "FAIL: no programs in $programs" >&2; exit 1; }

# of MODEL WORDS…: the command line of a program in Python, in the array `command`.
of() {
    command=("$python" "$programs/resize_$1" "${@:2}")
}

# said FIELD: of the JSON object on standard output; in words of Python.
said() {
    "$python" -c 'import json, sys; print(json.load(open("stdout"))[sys.argv[1]])' "$1"
}

# Words that make a run brief.
small=(--iterations 2 --warmup 1 --verify all)

# told MODEL FIELD: what `--describe` says.
told() {
    "$python" "$programs/resize_$1" --describe | sed -n "s/^$2=//p"
}

# workers MODEL N: the option that gives it so many; none where it has one.
workers() {
    many=()
    [ "$(told "$1" processes)" = 0 ] || many=(--ranks "$2")
    [ "$(told "$1" threads)" = 0 ] || many=(--threads "$2")
}
