#!/usr/bin/env bash
# Checks what the programs of a build directory link, and what kernels/ calls.
# usage: check_purity.sh BUILD_DIRECTORY; exit code: 0 pure, 1 not, 64 usage, 77 no tool for it.
set -uo pipefail
build=${1:-}
if [ ! -f "$build/CMakeCache.txt" ]; then
    echo "usage: check_purity.sh BUILD_DIRECTORY" >&2
    exit 64
fi
for tool in ldd nm; do
    if ! command -v "$tool" >/dev/null; then
        echo "check_purity: $tool is not installed (package binutils)" >&2
        exit 77
    fi
done

impure=0 looked=0
impurity() {
    echo "IMPURE: $1"
    impure=$((impure + 1))
}

openmp='lib(g|i)?omp[.5]'
mpi='libmpi[._]|libmpich[._]|libopen-(rte|pal)[._]'
# links FILE PATTERN. The output is taken whole: a grep that stops early would end ldd by SIGPIPE.
links() {
    local lines
    lines=$(ldd "$1") && grep -qE "$2" <<<"$lines"
}
# A cluster's only HDF5 may be the parallel one, which brings MPI into every program.
hdf5_brings_mpi() {
    local hdf5
    hdf5=$(ldd "$1" | awk '$1 ~ /^libhdf5/ && $3 ~ /^\// && !path {path = $3} END {print path}')
    [ -n "$hdf5" ] && links "$hdf5" "$mpi"
}

# must_not PROGRAM PATTERN NAME
must_not() {
    local lines
    if lines=$(ldd "$1" | grep -E "$2"); then
        impurity "${1##*/} links $3: $(echo "$lines" | head -n 1 | xargs)"
    fi
}
must() {
    links "$1" "$2" || impurity "${1##*/} does not link $3"
}

check_program() {
    case $1 in
    *_serial | *_omp) hdf5_brings_mpi "$1" || must_not "$1" "$mpi" MPI ;;
    *_mpi | *_hybrid) must "$1" "$mpi" MPI ;;
    esac
    case $1 in
    *_serial | *_mpi) must_not "$1" "$openmp" OpenMP ;;
    *_omp | *_hybrid) must "$1" "$openmp" OpenMP ;;
    esac
    case $1 in # what our own code calls; libraries do as they please
    *_serial | *_mpi)
        if nm -u "$1" | grep -E ' U (pthread_create|thrd_create|GOMP_)'; then
            impurity "${1##*/} starts threads"
        fi ;;
    esac
}

while IFS= read -r program; do
    looked=$((looked + 1))
    check_program "$program"
done < <(find "$build" -type f -executable -regextype posix-extended \
    -regex '.*/[a-z]+_(serial|omp|mpi|hybrid)' | sort)

# kernels/: memory, mathematics, errno and assertions; no clock, file, thread, process or rank.
allowed='mem(cpy|move|set|cmp)|malloc|calloc|realloc|aligned_alloc|free|abort'
allowed+='|__errno_location|__assert_fail|__stack_chk_fail|_GLOBAL_OFFSET_TABLE_'
allowed+='|(floor|ceil|fabs|fmin|fmax|sqrt)f?|__mem[a-z]+_chk'
allowed+='|__cpu_(model|indicator_init|features2)|__(asan|ubsan|tsan|sanitizer)_.*'
library=$build/kernels/libparallax_kernels.a
if [ ! -f "$library" ]; then
    impurity "there is no kernels/libparallax_kernels.a in $build"
else
    # What one object of the library defines, another may call.
    defined=$(nm --defined-only "$library" 2>/dev/null | awk 'NF == 3 {print $3}' | sort -u)
    foreign=$(nm -u "$library" 2>/dev/null | awk '$1 == "U" {print $2}' | sort -u |
        grep -vxE "$allowed" | grep -vxF "$defined")
    for symbol in $foreign; do
        impurity "kernels/ calls $symbol"
    done
fi
echo "check_purity: $looked programs and kernels/, $impure impurities"
[ "$looked" -gt 0 ] || { echo "check_purity: no program found under $build" >&2; exit 1; }
[ "$impure" -eq 0 ]
