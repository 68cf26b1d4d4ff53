# What the tests of the parallax program share: a work directory, and checks that count.
# Sourced with the arguments PARALLAX [MAKE_RESULTS].
# shellcheck shell=bash disable=SC2034
set -uo pipefail
parallax=$1 make_results=${2:-}
tests=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d) || exit 70
trap 'rm -rf "$work"' EXIT
failed=0
export PYTHONDONTWRITEBYTECODE=1 # the sources stay as they are
python= # one that has h5py and numpy; empty: none
for candidate in /usr/bin/python3 python3; do
    "$candidate" -c 'import h5py, numpy' 2>/dev/null && python=$candidate && break
done

# expect CODE WHAT COMMAND…: runs it, keeps its output, and compares its exit code.
expect() {
    local code=$1 what=$2
    shift 2
    "$@" >"$work/stdout" 2>"$work/stderr"
    local got=$?
    [ "$got" -eq "$code" ] && return 0
    echo "FAILED: $what: exit code $got, not $code"
    cat "$work/stderr"
    failed=1
}
says() { # says stdout|stderr WORDS
    grep -qF -- "$2" "$work/$1" && return 0
    echo "FAILED: $1 does not say '$2':"
    head -n 5 "$work/$1"
    failed=1
}
same() { # same WHAT FILE FILE
    cmp -s "$2" "$3" && return 0
    echo "FAILED: $1"
    failed=1
}
