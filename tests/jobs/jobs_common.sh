# What the tests of sweeps have in common. Sourced; the working directory becomes one of their own.
# shellcheck shell=bash disable=SC2034,SC2154
# shellcheck source=tests/wait.sh
. "$(dirname "${BASH_SOURCE[0]}")/../wait.sh"
work=$(mktemp -d) || exit 70
trap 'rm -rf "$work"' EXIT
unset "${!PARALLAX@}"
export HOME=$work XDG_CONFIG_HOME='' PARALLAX_ENV=/dev/null # nobody's settings
failed=0

# expect CODE WHAT COMMAND…: runs it, keeps what it prints, and compares its exit code.
expect() {
    local wanted=$1 what=$2 code=0
    shift 2
    "$@" >out 2>err || code=$?
    if [ "$code" -ne "$wanted" ]; then
        echo "FAILED: $what: exit code $code, not $wanted" >&2
        sed 's/^/    /' out err >&2
        failed=$((failed + 1))
    fi
}

# same WHAT WANTED FOUND
same() {
    if [ "$2" != "$3" ]; then
        echo "FAILED: $1: '$3', not '$2'" >&2
        failed=$((failed + 1))
    fi
}

# holds WHAT FILE TEXT: some line of FILE contains TEXT.
holds() {
    if ! grep -qF -- "$3" "$2"; then
        echo "FAILED: $1: no '$3' in" >&2
        sed 's/^/    /' "$2" >&2
        failed=$((failed + 1))
    fi
}

count_files() {
    find "$1" -maxdepth 1 -name '*.h5' | wc -l
}

# refuse TEXT ARGUMENT…: wrong arguments, named by the text.
refuse() {
    local text=$1
    shift
    expect 64 "refusing: $text" "$sweep" "$@"
    holds "the message" err "$text"
}

# pretend MODEL PROCESSES THREADS COMMAND: a program of that model, which does this.
pretend() {
    printf '%s\n' "#!/bin/sh" "if [ \"\$1\" = --describe ]; then" \
        "printf '%s\\n' kernel=resize model=$1 processes=$2 threads=$3 launcher= runtimes=" \
        "exit; fi" "$4" >"some/resize_$1"
    chmod +x "some/resize_$1"
}
