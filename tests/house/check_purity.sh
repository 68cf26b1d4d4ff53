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
# A cluster's only HDF5 may be the parallel one, which brings MPI into every program.
hdf5_brings_mpi() {
    local hdf5
    hdf5=$(awk '$1 ~ /^libhdf5/ && $3 ~ /^\// && !path {path = $3} END {print path}' <<<"$linked")
    [ -n "$hdf5" ] && grep -qE "$mpi" <<<"$(ldd "$hdf5")"
}

# links PROGRAM yes|no PATTERN NAME: `linked` has such a library, or has none.
links() {
    local lines found=no
    lines=$(grep -E "$3" <<<"$linked") && found=yes
    [ "$found" != "$2" ] || return
    if [ "$found" = yes ]; then
        impurity "${1##*/} links $4: $(head -n 1 <<<"$lines" | xargs)"
    else
        impurity "${1##*/} does not link $4"
    fi
}

# asked PROGRAM: sets `runtimes` to what it says that it links. 1: it does not say what it is.
asked() {
    local lines
    lines=$("$1" --describe </dev/null 2>/dev/null) && grep -q '^model=' <<<"$lines" || return
    runtimes=" $(sed -n 's/^runtimes=//p' <<<"$lines") "
}

check_program() {
    local linked undefined calls
    linked=$(ldd "$1")
    # What is loaded when it is needed is not loaded at every start.
    [ ! -d "$build/modules" ] ||
        links "$1" no 'libhdf5|libcurl|libtiff|libwebp|libarchive|liblcms2|libjansson' \
            "what modules are for"
    case $runtimes in
    *" mpi "*) links "$1" yes "$mpi" MPI ;;
    *) hdf5_brings_mpi || links "$1" no "$mpi" MPI ;;
    esac
    case $runtimes in
    *" openmp "*) links "$1" yes "$openmp" OpenMP ;;
    *) links "$1" no "$openmp" OpenMP ;;
    esac
    # What our own code calls; libraries do as they please.
    undefined=$(nm -u "$1")
    calls=$(grep -oE ' U v?fork\b' <<<"$undefined" | xargs)
    case $runtimes in
    *" fork "*) [ -n "$calls" ] || impurity "${1##*/} makes no processes" ;;
    *) [ -z "$calls" ] || impurity "${1##*/} makes processes" ;;
    esac
    calls=$(grep -oE ' U (pthread_create|thrd_create|GOMP_[a-z_]+)' <<<"$undefined" | xargs)
    case $runtimes in
    *" openmp "*) ;;
    *" pthreads "*) [[ $calls == *_create* ]] || impurity "${1##*/} starts no threads" ;;
    *) [ -z "$calls" ] || impurity "${1##*/} starts threads: $calls" ;;
    esac
}

# The probes are no kernel under a model.
while IFS= read -r program; do
    if asked "$program"; then
        looked=$((looked + 1))
        check_program "$program"
    elif [[ ${program##*/} != probe_* ]]; then
        impurity "${program##*/} does not say what it is"
    fi
done < <(find "$build" -maxdepth 1 -type f -executable | sort)

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
