#!/usr/bin/env bash
# Checks that an installed program finds a library that is where only the build was told: as those
# of modules, Spack or a home are. The library is xxHash under another name, in a prefix of its own.
# usage: check_run_paths.sh SOURCE_DIRECTORY; exit code: 0 it does, 1 not, 77 skipped.
set -uo pipefail
source=$1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
private=$work/private
archive=$(pkg-config --variable=libdir libxxhash)/libxxhash.a
[ -f "$archive" ] || { echo "skipped: no $archive to make a library of"; exit 77; }
mkdir -p "$private/lib/pkgconfig" "$private/include"
cp "$(pkg-config --variable=includedir libxxhash)/xxhash.h" "$private/include/"
cc -shared -Wl,-soname,libxxhash_private.so -o "$private/lib/libxxhash_private.so" \
    -Wl,--whole-archive "$archive" -Wl,--no-whole-archive 2>"$work/log" ||
    { echo "skipped: $archive cannot be linked into a library"; exit 77; }
cat >"$private/lib/pkgconfig/libxxhash.pc" <<TEXT
Name: xxhash
Description: hashes
Version: 0.8.1
Libs: -L$private/lib -lxxhash_private
Cflags: -I$private/include
TEXT
off=()
for option in MPI OPENMP JPEG PNG TIFF WEBP LCMS CURL ARCHIVE JANSSON ANALYSIS TESTS \
    PYTHON_MODELS MODULES; do
    off+=("-DPARALLAX_$option=OFF")
done
export PKG_CONFIG_PATH=$private/lib/pkgconfig
if ! { cmake -S "$source" -B "$work/build" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS_DEBUG=-O0 \
    "${off[@]}" -DPARALLAX_PROGRAMS=fetch -DPARALLAX_MODELS=serial &&
    cmake --build "$work/build" -j 2 && cmake --install "$work/build" --prefix "$work/installed"
} >"$work/log" 2>&1; then
    tail -n 20 "$work/log"
    exit 1
fi
rm -rf "$work/build"
said=$("$work/installed/bin/fetch_serial" --version 2>&1)
[[ $said == fetch_serial* ]] || {
    echo "WRONG: an installed program does not find $private/lib/libxxhash_private.so: $said"
    exit 1
}
readelf -d "$work/installed/bin/fetch_serial" | grep -q libxxhash_private || {
    echo "WRONG: it was not linked with it"
    exit 1
}
