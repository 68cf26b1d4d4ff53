#!/usr/bin/env bash
# Checks that tests do not see what people set for runs of their own: it runs itself by ctest, from
# an environment that has all of it. usage: check_sealed.sh BUILD_DIRECTORY; exit code: 0 sealed,
# 1 not, 64 usage.
set -uo pipefail
if [ -n "${TEST_SEALED_SEEN:-}" ]; then # as that test
    # shellcheck source=jobs/settings.sh
    . "$(dirname "$0")/../../jobs/settings.sh"
    env -0 >"$TEST_SEALED_SEEN"
    settings_file >"$TEST_SEALED_SEEN.settings"
    exit 0
fi
build=${1:-}
if [ ! -f "$build/CMakeCache.txt" ]; then
    echo "usage: check_sealed.sh BUILD_DIRECTORY" >&2
    exit 64
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
wrong=0
problem() {
    echo "WRONG: $*"
    wrong=$((wrong + 1))
}

mkdir -p "$work/home/.config/parallax"
echo "RESULTS=$work/theirs" >"$work/home/.config/parallax/env"
# Logs of this ctest lie apart from those of the one that runs this test.
echo "subdirs(\"$build/tests/house\")" >"$work/CTestTestfile.cmake"
ctest=$(sed -n 's/^CMAKE_CTEST_COMMAND:[^=]*=//p' "$build/CMakeCache.txt")
theirs=(PARALLAX_SIZE=9x9 PARALLAX_ENV="$work/home/.config/parallax/env" OMP_SCHEDULE=static
    RESULTS="$work/theirs" BUILD="$work" LAUNCHER=srun COLUMNS=40
    XDG_CONFIG_HOME="$work/home/.config")
env HOME="$work/home" "${theirs[@]}" TEST_SEALED_SEEN="$work/seen" \
    "$ctest" --test-dir "$work" -R '^sealed$' >"$work/log" 2>&1
[ -s "$work/seen" ] || problem "it does not run itself: $(tail -n 5 "$work/log")"
for setting in HOME= "${theirs[@]%%=*}"; do
    seen=$(grep -zE "^${setting%=}=" "$work/seen" | tr '\0' ' ')
    [ "$setting" = HOME= ] && [[ $seen != "HOME=$work/"* ]] && continue
    [ -z "$seen" ] || problem "tests see $seen"
done
settings=$(cat "$work/seen.settings")
[[ $settings != "$work"/* ]] || problem "tests read $settings"
for folder in "$build"/tests/*/CTestTestfile.cmake; do
    ! grep -q '^add_test' "$folder" || grep -q '^include.*/sealed.cmake"' "$folder" ||
        problem "$folder is not sealed"
done
echo "check_sealed: $wrong wrong"
[ "$wrong" -eq 0 ]
