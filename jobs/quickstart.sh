#!/usr/bin/env bash
# From a fresh clone to an answer in five lines: installs, builds, measures on this machine.
set -euo pipefail
jobs=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
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

usage() {
    cat <<'TEXT'
Usage: quickstart.sh [--no-install] [--weak] [--time MINUTES] [DIRECTORY OF PHOTOS]

Measures how resize scales on this machine under all models: the same work on 1, 2, 4, ... all
cores, every cell in 5 repetitions of 3 short launches, in rounds over all cells. Its last lines are
the answer: what to type, how much faster that is, why, whether to trust it, and what is not known.
Table and report with plots are files. It measures for 5 minutes at most, whatever the number of
cores: fewer repetitions where they take longer, and what others disturb is measured again while
there is time. In a source tree it first installs the Debian packages that are missing (as root, or
with sudo if it asks for no password), and builds.

  --no-install    install no packages
  --time MINUTES  measure for so long at most, in place of 5
  --weak          also a weak study, of work that grows with the cores; then repetitions are shorter

Without a directory, synthetic images are resized in memory. With one, some of its photos are
read, decoded and resized; nothing in it is changed. Results go to ./results/quickstart-DATE.

Exit status: 0 done; 3 some runs failed; 64 wrong usage; 65 all runs failed; 66 no readable photos;
70 the build failed; 73 cannot create the results; 75 stopped.
TEXT
}

fail() { # CODE MESSAGE
    echo "$place_self: $2" >&2
    exit "$1"
}

say() {
    printf '\n== %s\n' "$*" >&2
}

use_apt=yes photos='' studies=(strong) minutes=5
while [ $# -gt 0 ]; do
    argument=$1
    shift
    case $argument in
    --time | --time=*)
        [[ $argument == *=* ]] || { argument="$argument=${1-}"; [ $# -eq 0 ] || shift; }
        minutes=${argument#*=}
        [[ $minutes =~ ^[1-9][0-9]{0,3}$|^0?\.[1-9]$ ]] ||
            fail 64 "--time: '$minutes' is not a number of minutes from 0.1 to 9999"
        ;;
    -h | --help) place_usage quickstart; exit 0 ;;
    --describe) place_describe quickstart; exit 0 ;;
    --no-install) use_apt=no ;;
    --weak) studies=(strong weak) ;;
    -*) fail 64 "'$argument' is no option; a directory of that name is ./$argument" ;;
    *)
        [ -z "$photos" ] || fail 64 "'$argument': one directory of photos is enough"
        photos=$argument
        [ -d "$photos" ] || fail 66 "'$photos' is no directory"
        ;;
    esac
done
[ -z "$photos" ] || photos=$(cd -- "$photos" && pwd -P) ||
    fail 77 "no permission to enter '$photos'"

# What the verdict names where measuring again is the answer; no name of a user's directory.
PARALLAX_COMMAND=${place_verb:+$place_self}
: "${PARALLAX_COMMAND:=jobs/quickstart.sh}"
[ "${#studies[@]}" -eq 1 ] || PARALLAX_COMMAND+=' --weak'
[ -z "$photos" ] || PARALLAX_COMMAND+=' photos/'
export PARALLAX_COMMAND

results=''
trap 'fail 75 "stopped${results:+; what was measured is in $results}"' INT TERM

# --- What to measure
# find_models: those whose programs were built and can be launched; not those that are there to show
# another's way (jobs/claims.sh measures them).
find_models() {
    local model
    models=''
    models_find resize "$build"
    [ "${#models_found[@]}" -gt 0 ] || fail 78 "$(build_lacks "$build" resize ||
        echo "there is no program resize_* in $build")"
    for model in "${models_found[@]}"; do
        [ -z "${model_imitates[$model]}" ] || continue
        if [ -n "${model_launcher[$model]}" ] && ! launch_find "$build"; then
            echo "$place_self: no mpirun: the model $model is left out" >&2
        else
            models+=${models:+,}$model
        fi
    done
}

# find_cores: 1, 2, 4, … and all; and for many cores fewer shapes of ranks and threads.
find_cores() {
    local p
    usable=$(launch_cores)
    cores=1
    for ((p = 2; p < usable; p *= 2)); do
        cores+=,$p
    done
    [ "$usable" -eq 1 ] || cores+=,$usable
    threads=$cores
    [ "$usable" -le 4 ] || threads=2,4
}

# make_results: a new directory; nothing of an earlier call is touched.
make_results() {
    local name n=1
    name=$PWD/results/quickstart-$(date +%Y%m%d-%H%M%S)
    results=$name
    mkdir -p "$PWD/results" 2>/dev/null || fail 73 "cannot create '$PWD/results'; go elsewhere"
    until mkdir "$results" 2>/dev/null; do
        [ -e "$results" ] || fail 73 "cannot create '$results'; go to a directory of yours"
        n=$((n + 1))
        results=$name-$n
    done
}

# measure STUDY SECONDS: a failed cell does not end it, nor that the time is over; a sweep that was
# stopped does, since the signal reaches us as well.
measure() {
    local code=0
    "$jobs/sweep.sh" "${sweep[@]}" --repeat "$repeat" --slices "$slices" --study "$1" \
        --stop-after "$2" --results "$results/$1" -- "${work[@]}" || code=$?
    case $code in
    0 | 75) ;;
    3 | 65) [ "$worst" -gt "$code" ] || worst=$code ;;
    *) fail "$code" "the $1 study did not end (code $code); what was measured is in $results" ;;
    esac
}

# choose_rounds: so many repetitions, in so many slices, that all launches take four fifths of the
# time at most: each starts, warms up, and makes 6 passes or as many as 0.3 s take.
choose_rounds() {
    local study cells=0
    for study in "${studies[@]}"; do
        cells=$((cells + $("$jobs/sweep.sh" "${sweep[@]}" --repeat 1 --slices 1 --study "$study" \
            --results "$results/$study" --dry-run 2>/dev/null | wc -l)))
    done
    read -r repeat slices < <(LC_ALL=C awk -v cells="$cells" -v pass="$pass_time" \
        -v time="$((seconds * 4 / 5))" 'BEGIN {
        passes = pass > 0.05 ? int(0.3 / pass) + 1 : 6
        count = split("5 3 5 2 5 1 4 1 3 1", tries, " ")
        for (i = 1; i < count - 1; i += 2)
            if (cells * (0.7 + pass * (1 + passes)) * tries[i] * tries[i + 1] <= time)
                break
        print tries[i], tries[i + 1]
    }')
}

# --- The way
build_or_find quickstart.log "${packages_build[@]}"
if [ "$(id -u)" -eq 0 ]; then # a container, most likely: mpirun wants root to insist
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
fi
find_models
find_cores
make_results
began=$SECONDS worst=0
seconds=$(LC_ALL=C awk -v minutes="$minutes" 'BEGIN { print minutes * 60 }')
say "Measure resize under $models on $cores cores"
if [ -n "$photos" ]; then
    choose_photos
else
    choose_synthetic
fi
sweep=(--kernel resize --models "$models" --cores "$cores" --threads-per-rank "$threads"
    --build "$build")
choose_rounds
warn_if_busy
for ((i = 0; i < ${#studies[@]}; ++i)); do
    left=$(((seconds - 10 - SECONDS + began) / (${#studies[@]} - i)))
    measure "${studies[i]}" $((left > seconds / 10 ? left : seconds / 10))
done
[ "$usable" -gt 1 ] || echo "$place_self: with 1 usable core there is no scaling to see." >&2

if ! parallax=$(place_parallax "$build"); then
    echo "The parallax program was not built (see above), so there is no table and no report."
    echo "The results are HDF5 files in $results."
    exit "$worst"
fi
"$parallax" table "$results" >"$results/table.txt" ||
    echo "$place_self: the table is not complete" >&2
report=$results/report
"$parallax" report "$results" -o "$report" >/dev/null ||
    echo "$place_self: the report is not complete; its pictures need gnuplot" >&2
cat <<TEXT

Measured in $((SECONDS - began)) s.
  table      $results/table.txt
  report     $report/index.html
  programs   $(printf %q "$build")
TEXT
say "Answer"
echo
"$parallax" table --verdict-only "$results"
echo
exit "$worst"
