#!/usr/bin/env bash
# Follows CONTRIBUTING's way to a kernel of one's own, in a copy of the sources: the template
# becomes a kernel that all checks hold for, and a program.
# usage: check_template.sh BUILD_DIRECTORY; exit code: 0, or 1 where the way leads nowhere.
set -uo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)
work=$(cd "$1" && pwd)/tests/template wrong=0
rm -rf "$work" && mkdir -p "$work" || exit 1
wrong() {
    echo "WRONG: $*"
    wrong=1
}

# The first fence of sh below the heading, as it stands there.
commands=$(awk '/^## How to add a kernel/ {here = 1} here && /^ *```sh/ {on = 1; next}
    on && /```/ {exit} on' "$source/CONTRIBUTING.md")
grep -q 'kernels/template.c' <<<"$commands" || wrong "CONTRIBUTING does not say how to begin"
(cd "$source" && cp -r CMakeLists.txt CMakePresets.json kernels drivers tests analysis jobs \
    ./*.md LICENSE CITATION.cff "$work")
cd "$work" || exit 1
bash -eu <<<"$commands" || wrong "its commands fail"
build() {
    cmake --build build -j2 --target "$@" >log 2>&1 && return
    tail -n 20 log
    wrong "$* is not built"
}
cmake -S . -B build -DPARALLAX_PROGRAMS=invert -DPARALLAX_MODELS=serial -DPARALLAX_ANALYSIS=OFF \
    -DPARALLAX_MPI=OFF -DPARALLAX_PYTHON_MODELS=OFF -DPARALLAX_MODULES=OFF -DPARALLAX_WERROR=ON \
    -DPARALLAX_TEST_FOLDERS=check -DCMAKE_BUILD_TYPE=Debug >log 2>&1 ||
    wrong "cmake: $(tail -n 20 log)"
build check_kernel
# Without a golden line it fails; with those that it prints all is well.
build/tests/check_kernel --kernel invert >said && wrong "no golden hash, and nobody minds"
grep -q 'has no golden hash' said || wrong "$(cat said)"
build/tests/check_kernel --kernel invert --golden >lines || wrong "$(cat lines)"
revision=$(head -n 1 lines) goldens=$(tail -n +2 lines)
# Not by -v, in which some awks allow no newline.
revision=$revision goldens=$goldens awk '{print}
    /^} revisions\[\] = {/ {print ENVIRON["revision"]}
    /goldens\[\] = {/ {print ENVIRON["goldens"]}' \
    tests/check/check_golden.c >pasted && mv pasted tests/check/check_golden.c
build check_kernel invert_serial
build/tests/check_kernel --kernel invert --cases 300 >said || wrong "$(tail -n 5 said)"
grep -qE '^invert: [0-9]+ cases, 0 refused, 0 failed' said || wrong "$(cat said)"
# Its option is the program's, and it does what its formula says.
printf 'P5\n3 1\n255\n\x01\x80\xff' >in.pgm
build/invert_serial --amount 100 --results none --quiet --output out in.pgm ||
    wrong "it does not run"
[ "$(tail -c 3 out/in.pgm | od -An -tu1 | xargs)" = "254 127 0" ] || wrong "that is no negative"
[ "$wrong" -eq 0 ] && rm -rf "$work"
exit "$wrong"
