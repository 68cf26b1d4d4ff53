# What the tests of probes share. usage: check_NAME.sh BUILD_DIRECTORY PYTHON
# shellcheck shell=bash disable=SC2034
set -uo pipefail
# shellcheck source=tests/wait.sh
. "$(dirname "${BASH_SOURCE[0]}")/../wait.sh"
build=$(cd "$1" && pwd) python=${2:-python3} problems=0
work=$(mktemp -d) || exit 70
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 70

problem() {
    echo "PROBLEM: $*"
    problems=$((problems + 1))
}

# run CODE COMMAND…: its exit code must be CODE; `stdout` and `stderr` have what it says.
run() {
    local want=$1 code
    shift
    timeout 240 "$@" >stdout 2>stderr </dev/null
    code=$?
    [ "$code" -eq "$want" ] || problem "$*: exit code $code, not $want: $(head -n 3 stderr)"
}

# says FILE PATTERN: an extended regular expression.
says() {
    grep -qE -- "$2" "$1" || problem "$1 does not say '$2': $(head -c 600 "$1")"
}

# Every probe answers these, and takes no wrong word.
common() {
    run 0 "$1" --help
    says stdout "^Usage: .*${1##*/}"
    run 0 "$1" --version
    says stdout "^${1##*/} \(Parallax\) [0-9]"
    run 64 "$1" --no-such-option
    run 64 "$1" word
    "$1" --help >/dev/full 2>stderr
    [ $? -eq 74 ] || problem "$1 --help >/dev/full is not 74"
}

# points DIRECTORY: "VARIANT UNIT X SECONDS" of every point of all files in it.
points() {
    "$python" - "$1" <<'PYTHON'
import pathlib, sys
import h5py
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.h5")):
    with h5py.File(path) as file:
        assert file["runs"]["mode"][0] == b"probe", path
        for row in file["points"]:
            print(row["variant"].decode(), row["unit"].decode(), row["x"], row["seconds"])
PYTHON
}

finish() {
    echo "$problems problems"
    [ "$problems" -eq 0 ]
    exit
}
