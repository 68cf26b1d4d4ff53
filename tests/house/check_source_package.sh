#!/usr/bin/env bash
# Checks that the source package has what it takes, and that its revision is known without git.
# usage: check_source_package.sh BUILD_DIRECTORY; exit code: 0 it has, 1 not, 64 usage.
set -uo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-}
if [ ! -f "$build/CMakeCache.txt" ]; then
    echo "usage: check_source_package.sh BUILD_DIRECTORY" >&2
    exit 64
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
version=$(sed -n 's/^CMAKE_PROJECT_VERSION:[^=]*=//p' "$build/CMakeCache.txt")
wrong=0
problem() {
    echo "WRONG: $*"
    wrong=$((wrong + 1))
}

cpack --config "$build/CPackSourceConfig.cmake" -B "$work" >"$work/log" 2>&1 ||
    { cat "$work/log"; exit 1; }
tar -xzf "$work/parallax-$version.tar.gz" -C "$work" || exit 1
tree=$work/parallax-$version
if [ -e "$source/.git" ] && command -v git >/dev/null; then
    (cd "$source" && git ls-files) | grep -v '^\.git' | while read -r file; do
        [ -e "$source/$file" ] && [ ! -e "$tree/$file" ] && echo "$file"
    done >"$work/missing"
    [ ! -s "$work/missing" ] || problem "not in the package: $(paste -sd ' ' "$work/missing")"
fi
for name in build results .git; do
    [ ! -e "$tree/$name" ] || problem "$name is in the package"
done
[ -x "$tree/tests/run.sh" ] || problem "scripts cannot be started"

cmake -DSOURCE="$source" -DOUTPUT="$work/here.h" -P "$source/drivers/options/revision.cmake"
cmake -DSOURCE="$tree" -DOUTPUT="$work/there.h" -P "$tree/drivers/options/revision.cmake"
diff "$work/here.h" "$work/there.h" || problem "the package tells another revision"
for file in CITATION.cff jobs/packaging/debian/changelog CHANGELOG.md; do
    grep -qF "$version" "$source/$file" || problem "$file does not know the version $version"
done
[ -f "$source/jobs/packaging/RELEASE-$version.md" ] || problem "no release notes of $version"
echo "check_source_package: $wrong wrong"
[ "$wrong" -eq 0 ]
