#!/usr/bin/env bash
# The kernels of two commits against each other: builds both, runs them in turn in one program.
set -euo pipefail
bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=${bench%/tests/bench}

usage() {
    cat <<'TEXT'
usage: tests/bench/kernels.sh [OPTION ...] BASE
  BASE            a commit, or the folder of another working tree
  --channels N    1, 2, 3, 4 or some of them, as in 134 (default 1234)
  --variant NAME  one of c, avx2, avx512, neon (default: all that this CPU has)
  --lines REGEX   those lines of tests/bench/kernels.txt (default: all)
  --size WxH      of the source (default 4928x3279)
  --seconds S     at most so long for a line (default 20)
  --limits        instead, for targets of speed that were missed, what memory and the ports of an
                  x86-64 core allow (kernels/README.md); the options above have no effect
  --code          instead, which functions have the same machine code, and so need no timing: by
                  kernels_code.py, with python3; the options above have no effect
Compares the kernels of this working tree with those of BASE, compiled as they are installed, but
that functions begin with a cache line in both, so that where they are linked is no difference. A
line ends when the 95 % confidence interval of base / change is within 1 % of the ratio; it says
"wide" where the time did not suffice, "SLOWER" where the lower end is below 0.98, "OTHER PIXELS"
where results differ. Times are CPU times of the thread. Exit code: 0, 1 if a line says SLOWER or
OTHER PIXELS, 64 usage.
TEXT
}

fail() { # CODE MESSAGE
    echo "tests/bench/kernels.sh: $2" >&2
    exit "$1"
}

channels=1234 variant='' lines='' size=4928x3279 seconds=20 base='' limits='' code=''
while [ $# -gt 0 ]; do
    case $1 in
    -h | --help)
        usage
        exit 0
        ;;
    --channels | --variant | --lines | --size | --seconds)
        [ $# -gt 1 ] || fail 64 "$1 needs a value"
        declare "${1#--}=$2"
        shift
        ;;
    --limits) limits=yes ;;
    --code) code=yes ;;
    -*) fail 64 "no option $1; see --help" ;;
    *) base=$1 ;;
    esac
    shift
done
[ -n "$base" ] || fail 64 "which commit is the base? See --help"

build=$top/build/kernels
mkdir -p "$build"
if [ -d "$base" ]; then
    base_tree=$(cd "$base" && pwd)
else
    commit=$(git -C "$top" rev-parse --verify --quiet "$base^{commit}") ||
        fail 64 "no commit '$base'"
    base_tree=$build/tree-$commit
    if [ ! -d "$base_tree" ]; then
        mkdir "$base_tree"
        git -C "$top" archive "$commit" | tar -x -C "$base_tree"
    fi
fi

compile=(cc -std=c11 -D_POSIX_C_SOURCE=200809L -O2)

# side NAME TREE: an object that shows the table side_NAME of the tree's kernels. Who calls this
# asks whether it failed, so that `set -e` means nothing here.
side() {
    local name=$1 tree=$2 folder library kernels declared
    folder=$build/$name-$(cksum <<<"$tree" | cut -d' ' -f1)
    library=$folder/kernels/libparallax_kernels.a
    cmake -S "$tree" -B "$folder" -DCMAKE_BUILD_TYPE=Release -DPARALLAX_KERNELS_ONLY=ON \
        -DCMAKE_C_FLAGS=-falign-functions=64 &&
        cmake --build "$folder" --target parallax_kernels -j "$(nproc)" || return
    kernels=$(nm -g "$library" 2>/dev/null |
        awk '$2 ~ /[DR]/ && $3 ~ /^kernel_/ {print $3}' | sort -u)
    declared=$(paste -sd, <<<"$kernels")
    "${compile[@]}" -I"$tree" -I"$top" -DSIDE="side_$name" "-DSIDE_DECLARED=$declared" \
        "-DSIDE_KERNELS=&${declared//,/,\&}" -c "$bench/kernels_side.c" -o "$folder/side.o" &&
        "${compile[@]}" -I"$tree" -c "$tree/tests/check/check_case.c" -o "$folder/case.o" &&
        ld -r "$folder/side.o" "$folder/case.o" --whole-archive "$library" -o "$folder/all.o" &&
        objcopy --keep-global-symbol="side_$name" "$folder/all.o" "$build/$name.o" &&
        cp "$library" "$build/$name.a"
}

log=$build/log
sources=("$bench/kernels.c")
[ -z "$limits" ] || sources=("$bench"/limits{,_work,_ports}.c)
if ! { side base "$base_tree" && side change "$top" &&
    "${compile[@]}" -I"$top" "${sources[@]}" "$top/drivers/common/statistics.c" \
        "$build/base.o" "$build/change.o" -lm -o "$build/compare"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    fail 70 "the kernels cannot be built; the whole output is in $log"
fi
if [ -n "$code" ]; then
    exec python3 -B "$bench/kernels_code.py" "$build/base.a" "$build/change.a"
elif [ -n "$limits" ]; then
    exec "$build/compare"
fi
grep -v '^#' "$bench/kernels.txt" | grep -E -- "$lines" |
    "$build/compare" "$size" "$channels" "$seconds" ${variant:+"$variant"}
