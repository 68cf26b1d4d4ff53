#!/usr/bin/env bash
# Builds kernels/ and check_kernel for aarch64 and runs it under an emulator: NEON variants, and the
# same bits from another compiler's plain C.
# usage: check_aarch64.sh BUILD_DIRECTORY, where aarch64/ is made; exit code: 0 right, 1 wrong, 64
# usage, 77 no cross compiler or no emulator.
set -uo pipefail
build=${1:-}
if [ ! -d "$build" ]; then
    echo "usage: check_aarch64.sh BUILD_DIRECTORY" >&2
    exit 64
fi
build=$build/aarch64 compiler=aarch64-linux-gnu-gcc
emulator=$(command -v qemu-aarch64 || command -v qemu-aarch64-static)
mkdir -p "$build" || exit 1

skip() { # WHAT is missing
    echo "check_aarch64: $1." \
        "Debian: apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user" >&2
    exit 77
}
[ -n "$emulator" ] || skip "qemu-aarch64 is not installed"
command -v "$compiler" >/dev/null || skip "$compiler is not installed"
echo 'int main(void) { return 0; }' >"$build/probe.c"
"$compiler" -static -o "$build/probe" "$build/probe.c" ||
    skip "$compiler cannot link a static program: no C library for it"

source=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
cmake -S "$source" -B "$build" -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR=aarch64 \
    -DCMAKE_C_COMPILER="$compiler" -DCMAKE_EXE_LINKER_FLAGS=-static -DCMAKE_BUILD_TYPE=Release \
    -DPARALLAX_KERNELS_ONLY=ON -DPARALLAX_WERROR=ON &&
    cmake --build "$build" || exit 1

# check ARGUMENTS: check_kernel under the emulator
check() {
    "$emulator" "$build/tests/check_kernel" "$@"
}
check --list >"$build/variants.txt" || exit 1
if ! grep -q '^resize:.* neon' "$build/variants.txt"; then
    echo "check_aarch64: resize has no variant neon:" >&2
    cat "$build/variants.txt" >&2
    exit 1
fi
check --cases 120 && check --kernel resize --cases 1800
