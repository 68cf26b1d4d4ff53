#!/usr/bin/env bash
# Checks that the source package has what it takes, that its revision is known without git, and that
# what else is packaged goes with it.
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
cached() { # NAME: its value in the cache of the build
    sed -n "s/^$1:[^=]*=//p" "$build/CMakeCache.txt"
}
version=$(cached CMAKE_PROJECT_VERSION) cmake=$(cached CMAKE_COMMAND)
wrong=0
problem() {
    echo "WRONG: $*"
    wrong=$((wrong + 1))
}

"$(cached CMAKE_CPACK_COMMAND)" --config "$build/CPackSourceConfig.cmake" -B "$work" \
    >"$work/log" 2>&1 ||
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
# CMake wants to see every file that it is to compile.
"$cmake" -S "$tree" -B "$work/configured" "-DCMAKE_C_COMPILER=$(cached CMAKE_C_COMPILER)" \
    "-DCMAKE_PREFIX_PATH=$(cached CMAKE_PREFIX_PATH)" >"$work/log" 2>&1 ||
    problem "it cannot be configured: $(tail -n 5 "$work/log")"

"$cmake" -DSOURCE="$source" -DOUTPUT="$work/here.h" -P "$source/drivers/options/revision.cmake"
"$cmake" -DSOURCE="$tree" -DOUTPUT="$work/there.h" -P "$tree/drivers/options/revision.cmake"
diff "$work/here.h" "$work/there.h" || problem "the package tells another revision"
packaging=$source/jobs/packaging
for file in CITATION.cff CHANGELOG.md jobs/packaging/{debian/changelog,spack/package.py} \
    jobs/packaging/apptainer/parallax.def; do
    grep -qF "$version" "$source/$file" || problem "$file does not know the version $version"
done
[ -f "$packaging/RELEASE-$version.md" ] || problem "no release notes of $version"
easyconfig=$(compgen -G "$packaging/easybuild/parallax-$version-*.eb") ||
    problem "no easyconfig of $version"

# --- The recipes are Python, and name every library that this build has looked for.
python=$(sed -n 's/^PARALLAX_PYTHON:[^=]*=//p' "$build/CMakeCache.txt")
for file in "$packaging/spack/package.py" "$easyconfig"; do
    [ ! -x "$python" ] ||
        "$python" -c 'import ast, sys; ast.parse(open(sys.argv[1]).read())' "$file" ||
        problem "$file is no Python"
done
# named FILE NAME: there it is a word, in quotes or not; a hyphen stands for none.
named() {
    [ "$2" = - ] || grep -qE "(^|[^a-z0-9-])$2([^a-z0-9-]|\$)" "$1" || problem "$1 lacks $2"
}
modules=0
while read -r module; do
    modules=$((modules + 1))
    read -r debian spack easybuild < <(awk -v module="$module" '$1 == module {print $2, $3, $4}' \
        "$packaging/libraries.txt") || problem "libraries.txt lacks $module"
    named "$packaging/debian/control" "$debian"
    named "$packaging/spack/package.py" "$spack"
    named "$easyconfig" "$easybuild"
done < <(sed -n 's/^[A-Z0-9]*_MODULE_NAME:[^=]*=//p' "$build/CMakeCache.txt" | grep -v cmocka)
[ "$modules" -ge 5 ] || problem "the build has looked for only $modules libraries"
echo "check_source_package: $wrong wrong"
[ "$wrong" -eq 0 ]
