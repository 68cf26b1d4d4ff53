#!/usr/bin/env bash
# Makes the Debian package, from a source tarball, and has lintian look at it.
# usage: build_deb.sh TARBALL DIRECTORY: DIRECTORY, which is made, gets the package and the log; the
# build goes on where an earlier call was stopped. The tarball is made by
#   cmake --build build/release --target package_source
# Exit code: 0 made, without errors of lintian; 1 these; 64 usage; else that of what failed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [ $# -ne 2 ] || [ ! -f "$1" ]; then
    echo "usage: build_deb.sh TARBALL DIRECTORY" >&2
    exit 64
fi
mkdir -p "$2"
place=$(cd "$2" && pwd)
tree=$place/source goes_on=()
if [ -f "$tree/debian/rules" ]; then
    goes_on=(--no-pre-clean)
else
    mkdir -p "$tree"
    tar -xf "$1" -C "$tree" --strip-components=1
    cp -R "$here/debian" "$tree/debian"
fi
cd "$tree"
dpkg-buildpackage -us -uc -b "${goes_on[@]}" >"$place/build.log" 2>&1 || {
    code=$?
    tail -n 20 "$place/build.log" >&2
    exit "$code"
}
ls "$place"/*.deb
command -v lintian >/dev/null || {
    echo "lintian is not installed: nobody looked at it" >&2
    exit 0
}
lintian --allow-root --fail-on error "$place"/*.changes
