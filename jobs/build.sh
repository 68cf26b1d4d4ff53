# Configures and builds a source tree for measuring. Sourced by jobs/quickstart.sh and
# jobs/claims.sh, whose fail and say it calls.
# shellcheck shell=bash disable=SC2154

# build_or_find LOG PACKAGE…: sets `build` to the programs that were installed with these scripts,
# or whose parallax called them; else to build/release, after it was made anew. Packages of Debian
# that are missing are installed before, if use_apt is yes.
build_or_find() {
    local top log=$1
    shift
    if [ -n "$installed_programs$place_verb" ]; then
        build=$(place_programs)
        return
    fi
    top=$(cd -P "$jobs/.." && pwd)
    build=$top/build/release
    if [ "$use_apt" = yes ]; then
        say "Packages"
        packages_install "$@" >&2 || true
    fi
    say "Build (in $build; minutes, the first time)"
    build_all "$top" "$build" "$top/build/$log"
}

# build_all TOP BUILD LOG: into the directory BUILD; says what was left out, and what is wrong.
build_all() {
    local top=$1 build=$2 log=$3
    mkdir -p "${log%/*}" || fail 73 "cannot create '${log%/*}'"
    if ! command -v cmake >/dev/null; then
        fail 70 "cmake is not installed, so nothing can be built"
    fi
    if ! cmake -S "$top" -B "$build" -DCMAKE_BUILD_TYPE=Release >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        fail 70 "the build cannot be configured; the whole output is in $log"
    fi
    sed -n '/^-- Parallax /,/^$/p' "$log" | grep ': off' | grep -v '^  tests:' >&2 || true
    if ! cmake --build "$build" -j "$(launch_cores)" >>"$log" 2>&1; then
        tail -n 20 "$log" >&2
        fail 70 "the build failed; the whole output is in $log"
    fi
}
