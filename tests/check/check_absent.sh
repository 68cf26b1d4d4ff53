#!/usr/bin/env bash
# Builds the tool without each of the libraries that it can do without, without libjpeg's inner
# header and without modules of its own, and runs what is left: it compiles without a warning, says
# what it lacks, and does the rest. Too long for every run of the tests.
# usage: check_absent.sh DIRECTORY [LIBRARY…]; builds are DIRECTORY-LIBRARY.
# exit code: 0 all is well, 1 not, 64 usage.
set -uo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
if [ $# -lt 1 ]; then
    echo "usage: check_absent.sh DIRECTORY [LIBRARY…]" >&2
    exit 64
fi
place=$1
shift
libraries=("$@")
[ $# -gt 0 ] || libraries=(ARCHIVE JANSSON LCMS TIFF WEBP CURL JPEG PNG JPEGINT MODULES)
faults=0
fault() {
    echo "FAIL: $*"
    faults=$((faults + 1))
}

# build LIBRARY: also the unit tests in `tests`.
build() {
    tests=(codec list source table)
    [[ $1 == @(JPEG|PNG) ]] || tests+=(metadata) # which looks at files of both
    cmake -S "$here" -B "$place-$1" -G Ninja --preset dev "-DPARALLAX_$1=OFF" \
        -DPARALLAX_PROGRAMS="resize;fetch" -DPARALLAX_MODELS=serial -DPARALLAX_ANALYSIS=OFF \
        -DPARALLAX_PYTHON_MODELS=ON "-DPARALLAX_TEST_FOLDERS=unit;server" &&
        cmake --build "$place-$1" -j2 --target resize_serial fetch_serial "${tests[@]/#/test_}"
}

for library in "${libraries[@]}"; do
    if ! build "$library" >"$place-$library.log" 2>&1; then
        fault "without $library: $(grep -m 3 -E 'error|Error' "$place-$library.log")"
        continue
    fi
    grep -iE "^-- +[a-z]+: off|: off" "$place-$library.log" | head -n 1
    for test in "${tests[@]}"; do
        "$place-$library/tests/test_$test" >"$place-$library.log" 2>&1 ||
            fault "without $library: test_$test: $(grep -m 2 FAILED "$place-$library.log")"
    done
    "$place-$library/resize_serial" --synthetic 2 --source-size 64x48 --size 20x20 --format pnm \
        --output "$place-$library/out" --results none --quiet || fault "without $library: resize"
done
echo "check_absent: ${#libraries[@]} libraries, $faults faults"
[ "$faults" -eq 0 ]
