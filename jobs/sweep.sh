#!/usr/bin/env bash
# Measures all cells of a study, in shuffled order: on this machine, or in SLURM jobs.
set -euo pipefail
jobs=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=jobs/sweep_arguments.sh
. "$jobs/sweep_arguments.sh"
# shellcheck source=jobs/study.sh
. "$jobs/study.sh"
# shellcheck source=jobs/launch.sh
. "$jobs/launch.sh"
# shellcheck source=jobs/cells.sh
. "$jobs/cells.sh"
# shellcheck source=jobs/queue.sh
. "$jobs/queue.sh"
# shellcheck source=jobs/submit.sh
. "$jobs/submit.sh"
# shellcheck source=jobs/submit_write.sh
. "$jobs/submit_write.sh"

# fail CODE MESSAGE
fail() {
    echo "sweep.sh: $2" >&2
    exit "$1"
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
    if [ "$action" = measure ] && [ -n "${programs[mpi]:-}${programs[hybrid]:-}" ]; then
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

# choose_cells NODE_CORES DEFAULT_THREADS REPEAT: fills study_list.
choose_cells() {
    study_cells "$models" "$cores" "$(thread_list "$1" "$2")" "$3" ||
        fail 64 "--models: no cell for $study_lacking: serial needs 1 among --cores, hybrid a \
--threads-per-rank that divides one of them"
}

# find_todo: fills `todo` with the cells of study_list that are not there.
find_todo() {
    local cell
    study_present "$results/sweep-$hash"*.tsv
    todo=() other_program=0
    for cell in "${study_list[@]}"; do
        if [ -z "${study_found[$cell]:-}" ]; then
            todo+=("$cell")
        elif [ "${study_programs[$cell]}" != "${checksums[${cell%% *}]}" ]; then
            other_program=$((other_program + 1))
        fi
    done
    total=${#todo[@]}
}

warn_of_builds() {
    [ "$other_program" -eq 0 ] ||
        echo "sweep.sh: $other_program of the cells that are there come from another build of the" \
            "programs; give another --results to measure all of them with this one" >&2
}

# --- The sweep on this machine
measure_here() {
    usable=$(launch_cores)
    description=("$kernel" "$study" "$launcher_args" "${driver[@]}")
    hash=$(study_hash "${description[@]}")
    journal=$results/sweep-$hash.tsv
    [ -n "$seed" ] || seed=$((16#${hash:0:7}))
    choose_cells "$usable" "$cores" "${repeat:-3}"
    study_shuffle "$seed"
    find_todo
    echo "sweep.sh: $kernel, $study study $hash, seed $seed: ${#study_list[@]} cells," \
        "$((${#study_list[@]} - total)) there already, $total to measure; $usable usable cores" >&2
    warn_of_builds
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
}

read_arguments "$@"
check_action
check_results
if [ -z "$study" ] && [[ $action =~ ^(resume|status|report)$ ]]; then
    queue_each_study
fi
check_arguments
check_submit
find_build
read -ra launcher_words <<<"$launcher_args"
if [ "$action" != status ] && [ "$action" != report ]; then
    find_programs
fi
case $action in
measure) measure_here ;;
status) submit_describe; queue_status ;;
report) submit_describe; queue_report ;;
*) submit_study ;;
esac
