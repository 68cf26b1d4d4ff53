#!/usr/bin/env bash
# Installs what is missing, builds in four ways and runs the tests of each.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 70
# shellcheck source=jobs/packages.sh
. jobs/packages.sh

usage() {
    cat <<'TEXT'
usage: tests/run.sh [--quick] [--no-install]
  --quick       only the dev build: no sanitizers, no MPICH, no build without MPI
  --no-install  use what is installed, never call apt
The last line is "N passed, N failed". Exit code: 0 when all passed, else 1.
TEXT
}

quick=no apt=yes
for argument; do
    case $argument in
    --quick) quick=yes ;;
    --no-install) apt=no ;;
    --help) usage; exit 0 ;;
    *) echo "tests/run.sh: unknown option '$argument'" >&2; usage >&2; exit 64 ;;
    esac
done

jobs=$(nproc 2>/dev/null || echo 2)
slots=$((2 * jobs)) # of tests: they wait for half of their time, for disks, servers and each other
passed=0 failed=0 times=()

# A step that is not a ctest counts as one test when it fails.
step() {
    local name=$1
    shift
    if "$@"; then
        return 0
    fi
    echo "FAILED: $name" >&2
    failed=$((failed + 1))
    return 1
}

# ctest_preset NAME: adds its tests to the counts.
ctest_preset() {
    local log="build/$1/tests.log" ran bad at_once=$slots
    [ "$1" != mpich ] || at_once=$jobs # whose ranks keep a core busy while they wait
    ctest --preset "$1" -j "$at_once" 2>&1 | tee "$log"
    local code=${PIPESTATUS[0]}
    ran=$(sed -n 's/.* tests failed out of \([0-9]*\)$/\1/p' "$log" | tail -n 1)
    bad=$(sed -n 's/.*, \([0-9]*\) tests failed out of [0-9]*$/\1/p' "$log" | tail -n 1)
    if [ -z "$ran" ] || { [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; }; then
        echo "FAILED: ctest of the preset $1 did not run to its end (code $code)" >&2
        failed=$((failed + 1))
        return 1
    fi
    passed=$((passed + ran - bad))
    failed=$((failed + bad))
}

# build_and_test PRESET: configures, builds, tests; each preset has a directory of its own.
build_and_test() {
    local begun=$SECONDS built generator=()
    echo "=== $1: configure, build, test ($(date -u +%H:%M:%S) UTC)"
    if [ ! -e "build/$1/CMakeCache.txt" ] && command -v ninja >/dev/null; then
        generator=(-G Ninja)
    fi
    step "configuring $1" cmake --preset "$1" "${generator[@]}" || return
    step "building $1" cmake --build --preset "$1" -j "$jobs" || return
    built=$SECONDS
    ctest_preset "$1"
    times+=("$1: $((built - begun)) s to build, $((SECONDS - built)) s to test")
}

# Where the time went, for whoever wants it shorter.
print_times() {
    local preset
    echo "times:"
    printf '  %s\n' "${times[@]}"
    for preset in "${times[@]%%:*}"; do
        sed -n "s/.* Test *#[0-9]*: \([^ ]*\) .* \([0-9.]*\) sec.*/\2 s $preset \1/p" \
            "build/$preset/tests.log"
    done | sort -rn | head -n 10 | sed 's/^/  /'
}

if [ "$apt" = yes ]; then
    packages_install "${packages_build[@]}" "${packages_test[@]}"
fi
for program in cmake ctest cc pkg-config; do
    step "looking for $program: it is not installed" command -v "$program" >/dev/null
done
# What two presets compile alike is compiled once.
if command -v ccache >/dev/null; then
    export CMAKE_C_COMPILER_LAUNCHER=${CMAKE_C_COMPILER_LAUNCHER-ccache}
    export CCACHE_DIR=${CCACHE_DIR:-$PWD/build/ccache} CCACHE_BASEDIR=${CCACHE_BASEDIR:-$PWD}
    export CCACHE_NOHASHDIR=1
fi
if [ "$failed" -eq 0 ]; then
    build_and_test dev
    if [ "$quick" = no ]; then
        UBSAN_OPTIONS=print_stacktrace=1 build_and_test asan
        build_and_test nompi
        if [ -x /usr/bin/mpicc.mpich ]; then
            build_and_test mpich
        else
            echo "skipped: the MPI tests with MPICH (it is not installed)"
        fi
    fi
fi
echo
[ "${#times[@]}" -eq 0 ] || print_times
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
