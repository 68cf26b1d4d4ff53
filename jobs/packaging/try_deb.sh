#!/usr/bin/env bash
# Installs a package in a Debian 12 of its own and uses it there as a newcomer would: no source
# tree, no compiler, an ordinary user. Needs root, debootstrap and unshare.
# usage: try_deb.sh PACKAGE.deb MIRROR [DIRECTORY]: of Debian, for debootstrap and apt; DIRECTORY
# keeps that Debian for the next time (default: one that is removed again). What is said goes to
# standard output. Exit code: 0 all worked, 1 not, 64 usage.
# shellcheck disable=SC2016 # what is in single quotes is for the shells inside
set -euo pipefail
if [ $# -lt 2 ] || [ $# -gt 3 ] || [ ! -f "$1" ] || [ "$(id -u)" -ne 0 ]; then
    echo "usage, as root: try_deb.sh PACKAGE.deb MIRROR [DIRECTORY]" >&2
    exit 64
fi
package=$1 mirror=$2 root=${3:-}
if [ -z "$root" ]; then
    root=$(mktemp -d)
    trap 'rm -rf --one-file-system "$root" "$root.log"' EXIT
fi
root=$(mkdir -p "$root" && cd "$root" && pwd)

# inside COMMAND…: in that Debian, with a /proc of its own, which goes when it ends.
inside() {
    unshare --mount --pid --fork bash -c 'mount -t proc proc "$1/proc" &&
        mount --bind /dev "$1/dev" && mount --bind /sys "$1/sys" && shift && exec "$@"' \
        bash "$root" chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
        LC_ALL=C.UTF-8 "$@"
}

# as_user COMMAND: by a shell of the ordinary user, in a home that has photographs.
as_user() {
    inside su - newcomer -c "$1"
}

step() {
    printf '\n== %s (%d s)\n' "$*" "$SECONDS"
}

step "Debian"
[ -f "$root/etc/debian_version" ] || debootstrap --variant=minbase bookworm "$root" "$mirror" \
    >"$root.log" 2>&1 || { tail "$root.log"; exit 1; }
[ ! -f /etc/resolv.conf ] || cp /etc/resolv.conf "$root/etc/resolv.conf"
step "Install"
cp "$package" "$root/tmp/parallax.deb"
inside apt-get -qq update
inside env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends --reinstall \
    install /tmp/parallax.deb openmpi-bin gnuplot-nox fontconfig fonts-dejavu-core python3 man-db \
    bash-completion >"$root.log" 2>&1 || { tail "$root.log"; exit 1; }
inside id newcomer >/dev/null 2>&1 || inside useradd --create-home --shell /bin/bash newcomer
! inside sh -c 'command -v cc gcc cmake' || { echo "that Debian has a compiler"; exit 1; }

step "What there is"
as_user 'parallax --version && parallax list'
step "A program, and its results"
as_user 'set -e
    rm -rf photos thumbs results && mkdir photos
    { printf "P6 640 480 255\n" && head -c 921600 /dev/urandom; } >photos/a.ppm
    resize_omp --threads 2 --size 64x64 --format png --output thumbs photos
    ls thumbs
    mpirun -n 2 --oversubscribe resize_mpi --synthetic 8 --iterations 2 --results results
    resize_serial --synthetic 8 --iterations 2 --results results --quiet
    /usr/lib/*/parallax/python/resize_python-threads --synthetic 8 --iterations 2 --threads 2 \
        --results results --quiet
    parallax table results | tail -n 12
    parallax report results -o report >/dev/null && ls report | head -n 3'
step "Manual and completion"
as_user 'man resize_omp | grep -A 2 -- "--filter"; man parallax | grep -c . &&
    bash -c ". /usr/share/bash-completion/bash_completion && _completion_loader resize_omp
        complete -p resize_omp; COMP_WORDS=(resize_omp --sched) COMP_CWORD=1; _parallax_program
        printf \"%s\n\" \"\${COMPREPLY[@]}\""'
step "A sweep, and quickstart"
as_user 'set -e
    parallax sweep --study strong --kernel sobel --models serial,omp --cores 1 --repeat 1 \
        --slices 1 --results swept -- --synthetic 4 --source-size 320x240
    parallax quickstart 2>&1 | tail -n 14'
step "It goes without a trace but what people have"
inside env DEBIAN_FRONTEND=noninteractive apt-get -qq -y purge parallax >/dev/null 2>&1
left=$(inside find / -xdev -path /home -prune -o -path /tmp -prune -o -path '/var/*' -prune -o \
    -path '/proc/*' -prune -o -name '*parallax*' -print)
[ -z "$left" ] || { echo "left behind: $left"; exit 1; }
step "All worked"
