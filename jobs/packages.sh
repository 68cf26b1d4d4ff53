# The Debian packages that Parallax is built and tested with, and how to get the missing ones.
# Sourced by jobs/quickstart.sh, tests/run.sh and tests/bench/run.sh.
# shellcheck shell=bash disable=SC2034

packages_build=(
    gcc libc6-dev make cmake pkg-config git
    libopenmpi-dev openmpi-bin libhdf5-dev libxxhash-dev
    libjpeg62-turbo-dev libpng-dev zlib1g-dev liblcms2-dev libtiff-dev libwebp-dev
    libcurl4-openssl-dev libjansson-dev libarchive-dev
    libgsl-dev gnuplot-nox fontconfig fonts-dejavu-core
)
packages_test=(
    libcmocka-dev libmicrohttpd-dev openssl iproute2
    python3-h5py python3-numpy python3-pandas python3-pil clang-format
    binutils shellcheck slurm-wlm munge mpich libmpich-dev
    gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user ccache ninja-build valgrind
)
packages_bench=(
    python3-h5py python3-numpy python3-pil python3-opencv libvips-dev libzimg-dev
)

packages_missing() {
    local package
    for package; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
            echo "$package"
    done
}

packages_hints() {
    cat >&2 <<'TEXT'
Without apt or root, the same comes from your cluster's modules or from Spack, for example
  module load gcc cmake openmpi hdf5 xxhash libjpeg-turbo libpng libtiff libwebp lcms2 curl \
    libarchive jansson gsl
  spack install cmake pkgconf openmpi hdf5 xxhash libjpeg-turbo libpng libtiff libwebp lcms curl \
    libarchive jansson gsl cmocka gnuplot
A C compiler, CMake, pkg-config, HDF5 and xxhash are required; what else is missing is left out of
the build, and the end of its configuration says so.
TEXT
}

# packages_install NAME…: installs those that are missing, and says so. 0 if all are there in the
# end; 1 if some are not: the caller goes on with what there is.
packages_install() {
    local missing root=()
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        echo "packages: this system has no apt; going on with what is installed." >&2
        packages_hints
        return 1
    fi
    mapfile -t missing < <(packages_missing "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            echo "packages: missing, and not installed without root: ${missing[*]}" >&2
            echo "  sudo apt-get install ${missing[*]}" >&2
            packages_hints
            return 1
        fi
        root=(sudo -n)
    fi
    echo "packages: installing ${missing[*]}"
    if ! packages_apt "${root[@]}" "${missing[@]}"; then
        echo "packages: apt-get failed; still missing: $(packages_missing "$@" | xargs)" >&2
        packages_hints
        return 1
    fi
}

# packages_apt [sudo -n] NAME…: with the lists that are there, or with new ones when that fails.
packages_apt() {
    local root=()
    if [ "$1" = sudo ]; then
        root=(sudo -n)
        shift 2
    fi
    local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends
        -qq -o Dpkg::Use-Pty=0 "$@")
    "${root[@]}" "${install[@]}" >/dev/null 2>&1 && return
    "${root[@]}" apt-get update -qq || return
    "${root[@]}" "${install[@]}" >/dev/null
}
