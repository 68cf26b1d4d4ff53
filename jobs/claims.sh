#!/usr/bin/env bash
# From a clone to twelve verdicts on threads and processes: builds, measures, judges.
set -euo pipefail
jobs=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=''
# shellcheck source=jobs/places.sh
. "$jobs/places.sh"
# shellcheck source=jobs/packages.sh
. "$jobs/packages.sh"
# shellcheck source=jobs/build.sh
. "$jobs/build.sh"
# shellcheck source=jobs/launch.sh
. "$jobs/launch.sh"
# shellcheck source=jobs/workload.sh
. "$jobs/workload.sh"
# shellcheck source=jobs/claims_experiments.sh
. "$jobs/claims_experiments.sh"

usage() {
    cat <<'TEXT'
Usage: claims.sh [--quick] [--no-install] [--build DIR] [--time N] [RESULTS]

Puts what a well-known article says of threads and processes to the test on this machine: one
experiment after the other, each with results of its own below RESULTS (default ./results/claims).
Its last lines are the verdicts, `parallax claims RESULTS`; the same are on the first page of
RESULTS/report. It measures for about 14 minutes.

  --quick       3 repetitions in place of 5, and less of each: about 5 minutes
  --no-install  call no apt; else missing Debian packages are installed, if that needs no password
  --build DIR   programs that are there already; else, in a source tree, they are built into
                build/release
  --time N      on a slow or busy machine: up to N times as long

What cannot be tried here (no MPI, no Python, one core, no server for downloads) is left out, and
said. Ctrl-C leaves what was measured, and so does the end of an experiment's time; the same command
goes on with what is missing, and passes over what is complete.

Exit status: 0 done; 3 some runs failed; 64 wrong usage; 70 the build failed, or an experiment;
73 cannot create the results; 75 stopped; 78 parallax was not built.
TEXT
}

fail() { # CODE MESSAGE
    echo "$place_self: $2" >&2
    exit "$1"
}

say() {
    printf '\n== %s\n' "$*" >&2
}

use_apt=yes mode=full results='' times=1
while [ $# -gt 0 ]; do
    case $1 in
    -h | --help) place_usage 'claims --run' "$build"; exit 0 ;;
    --describe) place_describe 'claims --run'; exit 0 ;;
    --quick) mode=quick ;;
    --no-install) use_apt=no ;;
    --build)
        [ -d "${2:-}" ] || fail 64 "--build: '${2:-}' is no directory"
        build=$(cd -- "$2" && pwd)
        shift
        ;;
    --time)
        [[ ${2:-} =~ ^[1-9][0-9]?$ ]] || fail 64 "--time: '${2:-}' is not a number from 1 to 99"
        times=$2
        shift
        ;;
    -*) fail 64 "'$1' is no option; a directory of that name is ./$1" ;;
    *)
        [ -z "$results" ] || fail 64 "'$1': one directory of results is enough"
        results=$1
        ;;
    esac
    shift
done
results=${results:-results/claims}
mkdir -p -- "$results" 2>/dev/null || fail 73 "cannot create '$results'"
results=$(cd -- "$results" && pwd)
PARALLAX_COMMAND=${place_verb:+$place_self}
: "${PARALLAX_COMMAND:=jobs/claims.sh}"
[ "$mode" = full ] || PARALLAX_COMMAND+=' --quick'
export PARALLAX_COMMAND
trap 'fail 75 "stopped; what was measured is in $results, and the same command goes on"' INT TERM

# --- Programs
[ -n "$build" ] ||
    build_or_find claims.log "${packages_build[@]}" libcmocka-dev libmicrohttpd-dev
parallax=$(place_parallax "$build") || fail 78 "the parallax program was not built: it needs GSL"
if [ "$(id -u)" -eq 0 ]; then # a container, most likely: mpirun wants root to insist
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
fi
usable=$(launch_cores) worst=0
models_find resize "$build"
[ "${#models_found[@]}" -gt 0 ] ||
    fail 78 "$(build_lacks "$build" resize || echo "there is no program resize_* in $build")"
build_warn "$build"
mpi_there=no
! launch_find "$build" || mpi_there=yes
revision=${model_revision[${models_found[0]}]}

# --- Experiments
# budget EXPERIMENT: its seconds.
budget() {
    local words
    read -ra words <<<"${experiments[$1]}"
    echo $((times * ${words[$([ "$mode" = full ] && echo 0 || echo 1)]}))
}

# is_done EXPERIMENT: of these programs, and as thoroughly as asked for.
is_done() {
    local line=''
    [ ! -f "$results/$1/done" ] || line=$(<"$results/$1/done")
    [ "$line" = "full $revision" ] || [ "$line" = "$mode $revision" ]
}

# left_time EXPERIMENT…: the budgets of those that are not done.
left_time() {
    local sum=0 name
    for name; do
        is_done "$name" || sum=$((sum + $(budget "$name")))
    done
    echo "$sum"
}

# experiment NAME: within its time, as far as it can be tried.
experiment() {
    local name=$1 numbers
    deadline=$((SECONDS + $(budget "$name")))
    place=$results/$name complete=yes late=no
    mkdir -p "$place" || fail 73 "cannot create '$place'"
    numbers=$(claims_of "$name")
    [ ! -f "$results/claims.left-out" ] ||
        sed -i -E "/^(${numbers// /|}) /d" "$results/claims.left-out"
    "try_$name"
    [ "$late" = no ] || late_ones+=${late_ones:+, }$name
    [ "$complete$late" != yesno ] || echo "$mode $revision" >"$place/done"
}

if [ "$mode" = full ]; then
    repeat=5 slices=2
else
    repeat=3 slices=1
fi
warn_if_busy
began=$SECONDS at=0 late_ones=''
for name in "${order[@]}"; do
    at=$((at + 1))
    if is_done "$name"; then
        echo "$place_self: [$at/${#order[@]}] $name: complete already" >&2
        continue
    fi
    say "[$at/${#order[@]}] $name, up to $(budget "$name") s; all that is left" \
        "takes $(($(left_time "${order[@]}") / 60 + 1)) min at most"
    experiment "$name"
done

[ -z "$late_ones" ] || echo "$place_self: time was too short for all of $late_ones; the same" \
    "command again goes on with them" >&2

# --- Verdicts
"$parallax" claims --json "$results" -o "$results/claims.json" || worst=3
report=$results/report
"$parallax" report "$results" -o "$report" >/dev/null ||
    echo "$place_self: the report is not complete; its pictures need gnuplot" >&2
say "Claims (measured in $((SECONDS - began)) s; report: $report/index.html)"
"$parallax" claims "$results" | tee "$results/claims.txt"
exit "$worst"
