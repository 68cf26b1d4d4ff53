#!/usr/bin/env bash
# ThreadSanitizer sees the one line of --sharing racy, and no other, whatever the sharing.
# usage: check_race.sh BUILD_DIRECTORY [SOURCE_DIRECTORY]; 77: no clang with OpenMP and archer here
set -uo pipefail
source=${2:-$(cd "$(dirname "$0")/../.." && pwd)} work=$1/tests/race
clang=$(command -v clang || true)
archer=$(readlink -f "${clang:-/}")
archer=${archer%/bin/*}/lib/libarcher.so
# Without archer the sanitizer knows nothing of OpenMP's locks and joins, and sees races in them.
if [ -z "$clang" ] || [ ! -f "$archer" ]; then
    echo "check_race: no clang with archer"
    exit 77
fi
mkdir -p "$work"
if ! { cmake -S "$source" -B "$work" -DCMAKE_C_COMPILER="$clang" -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_C_FLAGS_DEBUG="-O1 -g" -DPARALLAX_SANITIZE=thread -DPARALLAX_MPI=OFF \
    -DPARALLAX_TESTS=OFF -DPARALLAX_ANALYSIS=OFF &&
    cmake --build "$work" -j2 --target histogram_omp; } >"$work.log" 2>&1; then
    tail -n 20 "$work.log"
    [ -x "$work/histogram_omp" ] || grep -q 'OpenMP.*off' "$work.log" && exit 77
    exit 1
fi

problems=0
problem() {
    echo "PROBLEM: $*"
    problems=$((problems + 1))
}
# try SHARING OPTIONS…: sets `seen`, the places that the sanitizer reports, one a line, and `code`.
try() {
    # Each on a core of its own, and both have work: whoever else is here, they meet.
    TSAN_OPTIONS="ignore_noninstrumented_modules=1 exitcode=66" OMP_TOOL_LIBRARIES=$archer \
        OMP_PLACES=cores OMP_PROC_BIND=close "$work/histogram_omp" --split --synthetic 1 \
        --source-size 320x240 --threads 2 --bands 16 --granularity 1 --schedule block \
        --sharing "$1" --results none --quiet "${@:2}" >/dev/null 2>"$work.said"
    code=$?
    # The first frame of ours of either access: "#0 FUNCTION FILE:LINE:COLUMN (PROGRAM+…)".
    seen=$(awk '/WARNING: ThreadSanitizer/ {any = 1}
        any && /^  (Write|Read|Previous|Atomic)/ {top = 1; next}
        top && /#[0-9]+ / {top = 0; n = split($3, part, ":"); sub(/.*\//, "", part[1])
            print part[1] ":" part[2]}' "$work.said" | sort -u)
}

for sharing in private atomic lock critical; do
    try "$sharing" --iterations 5 --warmup 0
    if [ "$code" -ne 0 ] || [ -n "$seen" ]; then
        problem "$sharing: code $code, races at $seen"
    fi
done
for _ in {1..9}; do
    try racy --source-size 1920x1280 # a thread that loses its core loses it while it adds
    [ "$code" -ne 66 ] || break
done
[ "$code" -eq 66 ] || problem "racy: code $code: the sanitizer saw no race"
echo "ThreadSanitizer names: $seen"
[ "$(wc -l <<<"$seen")" -eq 1 ] || problem "racy: not one line"
text=$(sed -n "${seen##*:}p" "$source/drivers/models/${seen%%:*}" 2>/dev/null)
echo "which is: $text"
[[ $text == *'total[i] += mine[i];'* ]] || problem "which is not where the counts are added"
echo "$problems problems"
[ "$problems" -eq 0 ]
