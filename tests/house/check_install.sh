#!/usr/bin/env bash
# Checks that what is installed works wherever it is moved to, and says what is missing.
# usage: check_install.sh BUILD_DIRECTORY; exit code: 0 it does, 1 not, 64 usage.
set -uo pipefail
build=${1:-}
if [ ! -f "$build/CMakeCache.txt" ]; then
    echo "usage: check_install.sh BUILD_DIRECTORY" >&2
    exit 64
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
wrong=0
# expect CODE WORDS COMMAND…: it leaves with CODE and says WORDS.
expect() {
    local code=$1 words=$2 said
    shift 2
    said=$("$@" 2>&1)
    local found=$?
    [ "$found" -eq "$code" ] && [[ $said == *"$words"* ]] && return
    echo "WRONG: ${*##*/}: $found instead of $code: $said"
    wrong=$((wrong + 1))
}

expect 0 "" cmake --install "$build" --prefix "$work/installed"
mv "$work/installed" "$work/moved"
program=$(find "$work/moved" -name resize_serial)
run=(--synthetic 1 --source-size 8x8 --size 4x4 --iterations 1 --warmup 0)
expect 0 "results: $work/results" "$program" "${run[@]}" --results "$work/results"
python=$(find "$work/moved" -name resize_python-threads)
[ -z "$python" ] ||
    expect 0 "results: $work/results" "$python" "${run[@]}" --results "$work/results"
module=$(find "$work/moved" -name parallax_record.so)
if [ -n "$module" ]; then
    cp "${module%/*}/parallax_http.so" "$module" 2>/dev/null &&
        expect 78 "install it anew" "$program" "${run[@]}" --results "$work/results"
    rm "$module"
    expect 78 "install it anew" "$program" "${run[@]}" --results "$work/results"
    expect 0 "checksum" "$program" "${run[@]}" --results none
fi
echo "check_install: $wrong wrong"
[ "$wrong" -eq 0 ]
