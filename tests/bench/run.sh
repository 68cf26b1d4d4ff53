#!/usr/bin/env bash
# Our kernels against other libraries, measured side by side: installs them, builds, measures.
set -euo pipefail
bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=${bench%/tests/bench} build=${bench%/tests/bench}/build/bench
# shellcheck source=jobs/packages.sh
. "$top/jobs/packages.sh"

usage() {
    cat <<'TEXT'
usage: tests/bench/run.sh [--no-install] [option of peers.py ...]
       tests/bench/run.sh [--no-install] photos [option of photos.py ...] PHOTO...
  --no-install  use what is installed, never call apt
Installs Pillow, OpenCV, libvips and zimg (as root, or with sudo if it asks for no password),
builds our kernels and what calls zimg and libvips into build/bench, and measures on one CPU.
Libraries that are missing are named and left out. The last two lines name the results file and
the table. photos: whole programs, from photographs in files to thumbnails in files: ours (built
into build/photos), the codec's bound, sharp, Pillow.

TEXT
}

fail() { # CODE MESSAGE
    echo "tests/bench/run.sh: $2" >&2
    exit "$1"
}

# Debian's Python first: its packages are the peers.
find_python() {
    local candidate
    for candidate in /usr/bin/python3 python3; do
        if "$candidate" -c 'import h5py, numpy' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

# build_modules: quiet unless it fails; names the libraries that were not found.
build_modules() {
    local log=$top/build/bench.log
    mkdir -p "$top/build" || fail 73 "cannot create '$top/build'"
    if ! cmake -S "$top" -B "$build" -DCMAKE_BUILD_TYPE=Release -DPARALLAX_BENCH=ON \
        -DPARALLAX_MPI=OFF -DPARALLAX_OPENMP=OFF -DPARALLAX_ANALYSIS=OFF -DPARALLAX_TESTS=OFF \
        >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        fail 70 "the build cannot be configured; the whole output is in $log"
    fi
    sed -n 's/^-- \(The benchmark goes without\)/\1/p' "$log" >&2
    if ! cmake --build "$build" --target bench -j "$(nproc)" >>"$log" 2>&1; then
        tail -n 20 "$log" >&2
        fail 70 "the build failed; the whole output is in $log"
    fi
}

# build_programs: what photos.py runs of ours, as users build it.
build_programs() {
    local log=$top/build/photos.log
    if ! cmake -S "$top" -B "$top/build/photos" -DCMAKE_BUILD_TYPE=Release -DPARALLAX_MPI=OFF \
        -DPARALLAX_ANALYSIS=OFF -DPARALLAX_TESTS=OFF -DPARALLAX_PROGRAMS=resize >"$log" 2>&1 ||
        ! cmake --build "$top/build/photos" --target resize_omp -j "$(nproc)" >>"$log" 2>&1; then
        tail -n 20 "$log" >&2
        fail 70 "our programs cannot be built; the whole output is in $log"
    fi
}

use_apt=yes help=no script=peers.py options=()
for argument; do
    case $argument in
    --no-install) use_apt=no ;;
    photos) script=photos.py ;;
    -h | --help) help=yes ;;
    *) options+=("$argument") ;;
    esac
done
if [ "$help" = yes ]; then
    usage
    exec python3 -B "$bench/$script" --help
fi

if [ "$use_apt" = yes ]; then
    packages_install "${packages_build[@]}" "${packages_bench[@]}" >&2 || true
fi
python=$(find_python) || fail 78 "no python3 has h5py and numpy: install python3-h5py"
echo "tests/bench/run.sh: building into $build" >&2
build_modules
[ "$script" = peers.py ] || build_programs
exec "$python" -B "$bench/$script" --build "$build" "${options[@]}"
