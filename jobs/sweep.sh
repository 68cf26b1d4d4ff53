#!/usr/bin/env bash
# Measures all cells of a study on this machine, one after the other, in shuffled order.
set -euo pipefail
jobs=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=jobs/study.sh
. "$jobs/study.sh"
# shellcheck source=jobs/launch.sh
. "$jobs/launch.sh"
# shellcheck source=jobs/cells.sh
. "$jobs/cells.sh"

usage() {
    cat <<'TEXT'
Usage: sweep.sh --study strong|weak --kernel NAME --models LIST --cores LIST [options]
                [-- driver options and input]

Measures a kernel under several models on growing numbers of cores. The cells (model, ranks x
threads, repetition) run in shuffled order, each in a launch of its own, bound to cores. Cells that
are there already are skipped: the same command again goes on where it was stopped.

  --study strong|weak      the same work for every number of cores, or work that grows with them
  --kernel NAME            resize, sobel, histogram
  --models LIST            of serial, omp, mpi, hybrid, with commas between
  --cores LIST             as in 1,2,4,8; serial is measured on 1
  --threads-per-rank LIST  hybrid: those that divide a number of cores (default: as --cores)
  --repeat N               launches of every cell (default 3)
  --results DIR            where the results files go (default results)
  --build DIR              where the programs are (default: build/release of this source tree,
                           the bin directory beside an installed copy, or PATH)
  --seed N                 of the order (default: from the study's description)
  --launcher-args TEXT     more words for mpirun, as in '--mca btl self,vader'
  --dry-run                print the commands in order, and run nothing
  -h, --help               print this and exit

What follows -- goes to the programs, for example
  sweep.sh --study strong --kernel resize --models serial,omp,mpi,hybrid --cores 1,2 \
      --results results/strong -- --size 852x567 --budget 10 photos/

Exit status: 0 all cells are there; 3 some failed; 64 wrong usage; 65 all failed; 73 cannot create
DIR; 75 stopped, the same command goes on; 78 a program or a launcher is missing.
TEXT
}

# fail CODE MESSAGE
fail() {
    echo "sweep.sh: $2" >&2
    exit "$1"
}

# --- Arguments
study='' kernel='' models='' cores='' threads='' repeat=3 results=results build='' seed=''
launcher_args='' dry_run=no driver=()

check_number() { # NAME VALUE MAXIMUM
    [[ $2 =~ ^[1-9][0-9]{0,8}$ && $2 -le $3 ]] ||
        fail 64 "$1: '$2' is not a whole number from 1 to $3"
}

# check_list NAME VALUE: no empty word and none twice; leaves the words in `words`.
check_list() {
    local word seen=,
    [[ $2 =~ ^[^,]+(,[^,]+)*$ ]] || fail 64 "$1: '$2' is not a list such as 1,2,4"
    IFS=, read -ra words <<<"$2"
    for word in "${words[@]}"; do
        [[ $seen != *",$word,"* ]] || fail 64 "$1: '$word' is named twice"
        seen+=$word,
    done
}

check_numbers() { # NAME VALUE
    local word
    check_list "$1" "$2"
    for word in "${words[@]}"; do
        check_number "$1" "$word" 1000000
    done
}

read_arguments() {
    local option value
    while [ $# -gt 0 ]; do
        option=$1
        shift
        case $option in
        -h | --help) usage; exit 0 ;;
        --dry-run) dry_run=yes; continue ;;
        --) driver=("$@"); return ;;
        --*=*) value=${option#*=} option=${option%%=*} ;;
        --study | --kernel | --models | --cores | --threads-per-rank | --repeat | --results | \
            --build | --seed | --launcher-args)
            [ $# -gt 0 ] || fail 64 "$option needs a value"
            value=$1
            shift
            ;;
        *) value='' ;;
        esac
        case $option in
        --study) study=$value ;;
        --kernel) kernel=$value ;;
        --models) models=$value ;;
        --cores) cores=$value ;;
        --threads-per-rank) threads=$value ;;
        --repeat) repeat=$value ;;
        --results) results=$value ;;
        --build) build=$value ;;
        --seed) seed=$value ;;
        --launcher-args) launcher_args=$value ;;
        *) fail 64 "'$option' is no option; --help lists them, driver options follow after --" ;;
        esac
    done
}

check_arguments() {
    local option word
    for option in study kernel models cores; do
        [ -n "${!option}" ] || fail 64 "--$option is missing; --help explains it"
    done
    [[ $study =~ ^(strong|weak)$ ]] || fail 64 "--study: '$study' is not strong or weak"
    [[ $kernel =~ ^[a-z][a-z0-9_]*$ ]] || fail 64 "--kernel: '$kernel' is no kernel's name"
    check_list --models "$models"
    for word in "${words[@]}"; do
        [[ $word =~ ^(serial|omp|mpi|hybrid)$ ]] ||
            fail 64 "--models: '$word' is not serial, omp, mpi or hybrid"
    done
    check_numbers --cores "$cores"
    [ -n "$threads" ] || threads=$cores
    check_numbers --threads-per-rank "$threads"
    check_number --repeat "$repeat" 10000
    [ -z "$seed" ] || [ "$seed" = 0 ] || check_number --seed "$seed" 999999999
    [ -n "$results" ] || fail 64 "--results: the directory's name is empty"
    [[ $results == /* ]] || results=./$results # also where it begins with a hyphen
    while [[ $results == */ && $results != / ]]; do
        results=${results%/}
    done
    for word in "${driver[@]}"; do
        case ${word%%=*} in
        --study | --results | --label | --threads | --json | --progress | --output | --measure | \
            --help | --version | -h | -V)
            fail 64 "'$word' does not go after --: the sweep sets it, or has no use for it"
            ;;
        esac
    done
}

# --- Programs
find_build() {
    local place=${jobs%/*}
    if [ -n "$build" ]; then
        [ -d "$build" ] || fail 78 "--build: '$build' is no directory"
        [[ $build == */* ]] || build=./$build
    elif [ -d "$place/build/release" ]; then
        build=$place/build/release
    elif compgen -G "$place/bin/${kernel}_*" >/dev/null; then
        build=$place/bin
    fi
}

# find_programs: fills programs[MODEL] and checksums[MODEL].
find_programs() {
    local model path
    declare -gA programs=() checksums=()
    check_list --models "$models"
    for model in "${words[@]}"; do
        path=${build:+$build/}${kernel}_$model
        [ -n "$build" ] || path=$(command -v "$path") || path=${kernel}_$model
        if [ ! -f "$path" ] || [ ! -x "$path" ]; then
            fail 78 "there is no program ${kernel}_$model in ${build:-PATH}: build it, name its \
directory with --build, or leave $model out of --models"
        fi
        programs[$model]=$path
        checksums[$model]=$(cksum <"$path" | tr ' ' -)
    done
    if [ -n "${programs[mpi]:-}${programs[hybrid]:-}" ]; then
        launch_find "$build" || fail 78 "no mpirun of Open MPI or MPICH was found: install one, or \
leave mpi and hybrid out of --models"
        if [ "$dry_run" = no ] && launch_refused; then
            fail 78 "mpirun refuses to run as root: take another user, or insist with \
OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 in the environment"
        fi
    fi
}

# compose CELL: fills `environment` and `command` with what measures it; the caller, who knows when,
# adds PARALLAX_LAUNCHED.
compose() {
    local model shape repetition
    read -r model shape repetition <<<"$1"
    launch_compose "$model" "${shape%x*}" "${shape#*x}" "$usable"
    [ "${#launch_prefix[@]}" -eq 0 ] || launch_prefix+=("${launcher_words[@]}")
    environment=("PARALLAX_SWEEP_SEED=$seed" "${launch_environment[@]}")
    command=("${launch_prefix[@]}" "${programs[$model]}" --study "$study" --results "$results"
        --label "sweep:$hash:$model-$shape:$repetition" --json --progress none "${driver[@]}")
}

# print_command CELL: as it could be typed.
print_command() {
    local word
    compose "$1"
    # shellcheck disable=SC2016
    printf 'PARALLAX_LAUNCHED=$(date +%%s.%%N)'
    for word in "${environment[@]}" "${command[@]}"; do
        [[ $word =~ ^[A-Za-z0-9_=.,:/+@%-]+$ ]] || printf -v word %q "$word"
        printf ' %s' "$word"
    done
    echo
}

# --- The sweep
read_arguments "$@"
check_arguments
find_build
find_programs
read -ra launcher_words <<<"$launcher_args"
usable=$(launch_cores)
description=("$kernel" "$study" "$launcher_args" "${driver[@]}")
hash=$(study_hash "${description[@]}")
journal=$results/sweep-$hash.tsv
[ -n "$seed" ] || seed=$((16#${hash:0:7}))
study_cells "$models" "$cores" "$threads" "$repeat" ||
    fail 64 "--models: no cell for $study_lacking: serial needs 1 among --cores, hybrid a \
--threads-per-rank that divides one of them"
study_shuffle "$seed"
study_present "$journal"
todo=() other_program=0
for cell in "${study_list[@]}"; do
    if [ -z "${study_found[$cell]:-}" ]; then
        todo+=("$cell")
    elif [ "${study_programs[$cell]}" != "${checksums[${cell%% *}]}" ]; then
        other_program=$((other_program + 1))
    fi
done
total=${#todo[@]}
echo "sweep.sh: $kernel, $study study $hash, seed $seed: ${#study_list[@]} cells," \
    "$((${#study_list[@]} - total)) there already, $total to measure; $usable usable cores" >&2
if [ "$other_program" -gt 0 ]; then
    echo "sweep.sh: $other_program of the cells that are there come from another build of the" \
        "programs; give another --results to measure all of them with this one" >&2
fi
if [ "$dry_run" = yes ]; then
    for cell in "${todo[@]}"; do
        print_command "$cell"
    done
    exit 0
fi
cells_measure "${todo[@]}"
[ "${#failures[@]}" -gt 0 ] || exit 0
[ "${#failures[@]}" -lt "${#study_list[@]}" ] || exit 65
exit 3
