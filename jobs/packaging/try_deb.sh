#!/usr/bin/env bash
# Builds the Debian package in a Debian 12 of its own, installs it in another, and uses it there as
# a newcomer would: no source tree, no compiler, an ordinary user. Needs root, debootstrap, unshare,
# and where SLURM is tried what tests/jobs/slurm/up.sh needs.
# Exit code: 0 all worked, else that of what failed; 64 usage.
# shellcheck disable=SC2016 # what is in single quotes is for the shells inside
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
slurm=$(cd "$here/../../tests/jobs/slurm" && pwd)

usage() {
    cat <<'TEXT'
usage, as root: try_deb.sh [--keep DIR] [--photos DIR] TARBALL|PACKAGE.deb MIRROR
The source tarball (cmake --build DIR --target package_source) is built into a package, at which
lintian looks; a package that is there is only installed. MIRROR is Debian's, for apt, too.
  --keep DIR    keeps both Debians, the package and the logs there, for the next time and to look at
  --photos DIR  a copy of these photographs is what is worked on; else some are made
TEXT
}

refuse() {
    [ -z "$1" ] || echo "try_deb.sh: $1" >&2
    usage >&2
    exit 64
}

place='' photos='' words=()
while [ $# -gt 0 ]; do
    case $1 in
    --keep) place=${2:?--keep needs a directory}; shift ;;
    --photos) photos=${2:?--photos needs a directory}; shift ;;
    -*) refuse "unknown option '$1'" ;;
    *) words+=("$1") ;;
    esac
    shift
done
if [ "${#words[@]}" -ne 2 ] || [ ! -f "${words[0]}" ]; then
    refuse ''
fi
[ -z "$photos" ] || [ -d "$photos" ] || refuse "--photos: '$photos' is no directory"
[ "$(id -u)" -eq 0 ] || refuse "only root can make a Debian"
given=${words[0]} mirror=${words[1]}
if [ -z "$place" ]; then
    place=$(mktemp -d)
    trap 'rm -rf --one-file-system "$place"' EXIT
fi
place=$(mkdir -p "$place" && cd "$place" && pwd)
if [ ! -d "$place/archives" ] && [ -n "$(ls -A "$place")" ]; then
    refuse "--keep: '$place' is neither empty nor of an earlier trial"
fi

# inside COMMAND…: in the Debian $root, with a /proc of its own; all it started goes when it ends.
# unshare itself heeds no SIGTERM, so that this shell must be able to take it; what is begun in the
# background would heed no SIGINT.
inside() {
    env --default-signal=INT unshare --mount --pid --fork --kill-child bash -c '
        mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" &&
        mount --rbind /sys "$1/sys" && mount --bind "$2" "$1/var/cache/apt/archives" &&
        root=$1 && shift 2 &&
        exec chroot "$root" "$@"' bash "$root" "$place/archives" \
        env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive "$@" &
    running=$!
    local code=0
    wait "$running" || code=$?
    running='' # that number may be a stranger's from now on
    return "$code"
}
running=''
# stop CODE: what runs inside, and then this.
stop() {
    [ -z "$running" ] || kill -KILL "$running" 2>/dev/null || true
    wait
    exit "$1"
}
trap 'stop 130' INT
trap 'stop 143' TERM

# quietly COMMAND…: the end of what it says is only worth reading when it fails.
quietly() {
    "$@" >"$place/log" 2>&1 || { local code=$?; tail -n 30 "$place/log"; exit "$code"; }
}

# as_user COMMAND: by a shell of the ordinary user, in a home that has photographs.
as_user() {
    inside su - newcomer -c "set -e; $1"
}

# step NAME: the times of all are said at the end.
steps=() begun=0
step() {
    [ "${#steps[@]}" -eq 0 ] || steps[-1]+=" $((SECONDS - begun)) s"
    begun=$SECONDS
    steps+=("$1")
    printf '\n== %s (at %d s)\n' "$1" "$SECONDS"
}

# new_debian NAME: a copy of the one that debootstrap made becomes $root, with a user.
new_debian() {
    root=$place/$1
    rm -rf --one-file-system "$root"
    cp -a "$place/debian" "$root"
    quietly inside useradd --create-home --shell /bin/bash newcomer
}

# --- The package
step "a Debian 12"
mkdir -p "$place/archives/partial"
if [ ! -e "$place/debian.there" ]; then
    rm -rf --one-file-system "$place/debian"
    quietly debootstrap --variant=minbase bookworm "$place/debian" "$mirror"
    echo force-unsafe-io >"$place/debian/etc/dpkg/dpkg.cfg.d/trial" # none of it outlives a crash
    touch "$place/debian.there"
fi
root=$place/debian
[ ! -f /etc/resolv.conf ] || cp /etc/resolv.conf "$root/etc/resolv.conf"
quietly inside apt-get -qq update
package=$given
if [[ $given != *.deb ]]; then
    step "what building needs"
    new_debian build
    quietly inside apt-get -qq -y --no-install-recommends install build-essential lintian
    mkdir "$root/opt/packaging"
    cp -R "$here/debian" "$here/build_deb.sh" "$root/opt/packaging"
    cp "$given" "$root/opt/source.tar.gz"
    mkdir -p "$root/opt/depends" && cp -R "$here/debian" "$root/opt/depends"
    quietly inside sh -c 'cd /opt/depends && apt-get -qq -y --no-install-recommends build-dep ./'
    step "dpkg-buildpackage and lintian"
    # Symbols for debuggers nobody here installs. What is installed has the same machine code, but
    # its results say other compiler flags than those of the package proper.
    as_user 'export DEB_BUILD_OPTIONS=noautodbgsym DEB_CFLAGS_STRIP=-g DPKG_DEB_COMPRESSOR_LEVEL=1
        /opt/packaging/build_deb.sh /opt/source.tar.gz built'
    rm -f "$place"/parallax_*.deb
    cp "$root/home/newcomer/built"/parallax_*.deb "$place"
    package=$(compgen -G "$place/parallax_*.deb")
fi

# --- Installed
step "apt-get install"
new_debian use
cp "$package" "$root/tmp/parallax.deb"
quietly inside apt-get -qq -y install /tmp/parallax.deb
for tool in cc gcc cmake git; do
    ! inside sh -c "command -v $tool" || { echo "that Debian has $tool"; exit 1; }
done
quietly inside apt-get -qq -y --no-install-recommends install man-db bash-completion slurm-wlm munge
as_user 'parallax --version; parallax list'

step "production"
if [ -n "$photos" ]; then
    cp -R "$photos" "$root/home/newcomer/photos"
    inside sh -c 'chown -R newcomer: ~newcomer/photos'
else
    as_user 'resize_serial --synthetic 24 --source-size 1600x1200,1200x1600 --contents 24 \
        --size 1600x1600 --format jpeg --output photos --results none --quiet'
fi
as_user 'code=0
    resize_omp --threads 2 --size 256x256 --output thumbs photos || code=$?
    [ $code -eq 0 ] || [ $code -eq 3 ] # some photographs may be broken
    find thumbs -type f -not -path "*/.parallax/*" | grep -c .
    mpirun -n 2 --oversubscribe resize_mpi --synthetic 8 --iterations 2 --results results
    /usr/lib/*/parallax/python/resize_python-threads --synthetic 8 --iterations 2 --threads 2 \
        --results results --quiet
    parallax check results'

step "manual pages and completion"
as_user 'for page in resize_omp parallax check_kernel; do
        man --warnings -P cat $page 2>problems | grep -c .
        [ ! -s problems ] || { cat problems; exit 1; }
    done
    man -P cat resize_omp | grep -A 2 -- "--filter"
    bash -c ". /usr/share/bash-completion/bash_completion
        offers() { # WORD LINE…: completion offers it at the end of the line
            local word=\$1 function
            shift
            COMP_WORDS=(\"\$@\") COMP_CWORD=\$((\$# - 1)) COMPREPLY=()
            _completion_loader \$1
            function=\$(complete -p \$1) function=\${function#*-F } function=\${function%% *}
            \$function
            printf \"%s ->\" \"\$*\"; printf \" %s\" \"\${COMPREPLY[@]}\"; echo
            [[ \" \${COMPREPLY[*]} \" == *\" \$word \"* ]]
        }
        offers --schedule resize_omp --sched &&
            offers lanczos3 resize_mpi --filter lan && offers quickstart parallax qu"'

step "quickstart on photographs"
as_user 'parallax quickstart --time 1 photos 2>&1 | tee said | tail -n 14; grep -q "^ANSWER " said
    [ -s results/quickstart-*/report/index.html ]'

step "a study on a SLURM of 3 nodes of 4"
cp -R "$slurm" "$root/opt/slurm"
cat >"$root/opt/study.sh" <<'TEXT'
set -e
. /tmp/cluster/env.sh
mkdir study && cd study
study=(--study strong --kernel resize --models serial,omp,mpi,hybrid --cores 1,2,4,8,12
    --repeat-jobs 3 --slices 1 --results results/first -- --synthetic 48 --source-size 640x480
    --size 320x240)
parallax submit --dry-run "${study[@]}" | tail -n 8
parallax submit "${study[@]}" | tail -n 4
for ((end = SECONDS + 600; SECONDS < end;)); do
    [ -n "$(squeue --noheader)" ] || break
    sleep 1
done
parallax status --results results/first
cat results/first/sweep-*/table.txt
[ -s results/first/sweep-*/report/index.html ]
TEXT
inside bash -ec '/opt/slurm/up.sh /tmp/cluster 3 4
    trap "/opt/slurm/down.sh /tmp/cluster" EXIT
    su - newcomer -c "bash /opt/study.sh"'

step "claims"
as_user 'parallax claims --run --quick claims 2>claims.log | tail -n 60
    [ "$(grep -cE "^ *[0-9]+ " claims/claims.txt)" -ge 12 ] || { cat claims.log; exit 1; }
    [ -s claims/report/index.html ]'

step "report"
as_user 'parallax report results -o report >/dev/null
    grep -c "<svg\|<img" report/index.html; ls report | head -n 5'

step "purge leaves nothing but what people have"
quietly inside apt-get -qq -y purge parallax
inside find / -xdev \( -path /home -o -path /tmp -o -path '/var/*' -o -path /opt -o \
    -path '/proc/*' \) -prune -o -name '*parallax*' -print >"$place/left"
[ ! -s "$place/left" ] || { echo "left behind: $(cat "$place/left")"; exit 1; }
step end
unset 'steps[-1]'
printf '\nAll worked, in %d s:' "$SECONDS"
printf ' %s;' "${steps[@]}"
echo
