#!/usr/bin/env bash
# Measures all cells of a study, in shuffled order: on this machine, or in SLURM jobs.
set -euo pipefail
jobs=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=jobs/places.sh
. "$jobs/places.sh"
# shellcheck source=jobs/settings.sh
. "$jobs/settings.sh"
# shellcheck source=jobs/sweep_arguments.sh
. "$jobs/sweep_arguments.sh"
# shellcheck source=jobs/sweep_help.sh
. "$jobs/sweep_help.sh"
# shellcheck source=jobs/study_file.sh
. "$jobs/study_file.sh"
# shellcheck source=jobs/study.sh
. "$jobs/study.sh"
# shellcheck source=jobs/launch.sh
. "$jobs/launch.sh"
# shellcheck source=jobs/sweep_models.sh
. "$jobs/sweep_models.sh"
# shellcheck source=jobs/cell.sh
. "$jobs/cell.sh"
# shellcheck source=jobs/cells.sh
. "$jobs/cells.sh"
# shellcheck source=jobs/rounds.sh
. "$jobs/rounds.sh"
# shellcheck source=jobs/queue.sh
. "$jobs/queue.sh"
# shellcheck source=jobs/submit.sh
. "$jobs/submit.sh"
# shellcheck source=jobs/probe.sh
. "$jobs/probe.sh"
# shellcheck source=jobs/submit_cost.sh
. "$jobs/submit_cost.sh"
# shellcheck source=jobs/submit_write.sh
. "$jobs/submit_write.sh"

# fail CODE MESSAGE
fail() {
    echo "$place_self: $2" >&2
    exit "$1"
}

# --- Programs
find_build() {
    build=${build:-$BUILD}
    [ -n "$build" ] || return 0
    [ -d "$build" ] || fail 78 "--build: '$build' is no directory"
    [[ $build == */* ]] || build=./$build
}

# find_programs: asks the programs what they are. `models`, all that there are unless --models named
# some, is afterwards also the array model_list.
find_programs() {
    local model place=${build:-PATH} why
    sweep_take_models
    sweep_take_variants
    if [ -n "$build" ]; then
        models_find "$kernel" "$build"
        for model in "${model_list[@]}" "${model_of[@]}"; do
            [ -n "${model_program[$model]:-}" ] || sweep_ask_python "$kernel" "$build" "$model"
        done
    else
        find_in_path
    fi
    [ "${#models_found[@]}" -gt 0 ] || fail 78 "$(build_lacks "$build" "$kernel" ||
        echo "there is no program ${kernel}_* in $place: build it, or name its directory with \
--build")"
    sweep_vary
    [ -n "$models" ] || models=$(models_text "${models_found[@]}")
    check_list --models "$models"
    model_list=("${words[@]}")
    for model in "${model_list[@]}"; do
        [ -n "${model_program[$model]:-}" ] || ! why=$(build_lacks "$build" "$kernel" "$model") ||
            fail 78 "$why"
        [ -n "${model_program[$model]:-}" ] || fail 64 "--models: '$model' is none of \
$(models_text "${models_found[@]}"), the programs ${kernel}_* in $place that say what they are"
    done
}

# Nothing is started that happens to have such a name.
find_in_path() {
    local model path
    [ -n "$models" ] || fail 64 "--models is missing: without it, the programs are looked for in \
build/release or --build"
    models_found=()
    check_list --models "$models"
    for model in "${words[@]}" "${model_of[@]}"; do
        ! path=$(command -v "${kernel}_$model") || ! models_ask "$path" || models_found+=("$model")
    done
}

# find_launcher: of the models that need one.
find_launcher() {
    local model launched=() why
    for model in "${model_list[@]}"; do
        [ -z "${model_launcher[$model]}" ] || launched+=("$model")
    done
    [ "${#launched[@]}" -gt 0 ] || return 0
    launch_find "$build" || fail 78 "no mpirun of a kind that is known was found: install one, or \
leave $(models_text "${launched[@]}") out of --models"
    if [ "$dry_run" = no ] && why=$(launcher_refuses); then
        fail 78 "$why"
    fi
}

# print_command CELL: as it could be typed.
print_command() {
    local word
    cell_compose "$1" "$results"
    # shellcheck disable=SC2016
    printf 'PARALLAX_LAUNCHED=$(date +%%s.%%N)'
    for word in "${cell_environment[@]}" "${cell_command[@]}"; do
        [[ $word =~ ^[A-Za-z0-9_=.,:/+@%-]+$ ]] || printf -v word %q "$word"
        printf ' %s' "$word"
    done
    echo
}

# choose_cells NODE_CORES DEFAULT_THREADS REPEAT: fills study_list and study_decisive.
choose_cells() {
    if study_cells "$models" "$cores" "$(thread_list "$1" "$2")" "$3"; then
        study_decide "$study"
        return
    fi
    [ "${model_threads[$study_lacking]}" = 0 ] || fail 64 "--models: no cell for $study_lacking: \
it needs a --threads-per-rank that divides one of --cores"
    fail 64 "--models: no cell for $study_lacking: it needs 1 among --cores"
}

# find_todo: fills `todo` with the cells of study_list that are not there.
find_todo() {
    local cell model
    local -A checksum=()
    for model in "${model_list[@]}"; do
        checksum[$model]=$(study_program "${model_program[$model]}")
    done
    study_present "$results/sweep-$hash"*.tsv
    [ "$action" = measure ] || study_gather "$slices"
    todo=() other_program=0
    for cell in "${study_list[@]}"; do
        if [ -z "${study_found[$cell]:-}" ]; then
            todo+=("$cell")
        elif [ "${study_programs[$cell]}" != "${checksum[${cell%% *}]}" ]; then
            other_program=$((other_program + 1))
        fi
    done
    total=${#todo[@]}
}

warn_of_builds() {
    build_warn "$build"
    [ "$other_program" -eq 0 ] ||
        echo "$place_self: $other_program of the cells that are there come from another build of" \
            "the programs; give another --results to measure all of them with this one" >&2
}

# --- The sweep on this machine
measure_here() {
    find_launcher
    usable=$(launch_cores)
    study_find_defaults
    description=("$kernel" "$study" "$launcher_args" "slices=$slices" "${variants[@]/#/variant }"
        "${driver[@]}" "${study_defaults[@]}")
    hash=$(study_hash "${description[@]}")
    journal=$results/sweep-$hash.tsv
    [ -n "$seed" ] || seed=$((16#${hash:0:7}))
    cell_label=sweep:$hash cell_launcher=${launch_kind:-} cell_words=("${launcher_words[@]}")
    cell_nodes=1 cell_cores=$usable cell_seed=$seed cell_order=$seed
    choose_cells "$usable" "$cores" 1
    rounds_plan
    echo "$place_self: $kernel, $study study $hash, seed $seed:" \
        "${#study_list[@]} launches, $((${#study_list[@]} - total)) there already," \
        "$total to measure; $usable usable cores" >&2
    warn_of_builds
    if [ "$dry_run" = yes ]; then
        for cell in "${todo[@]}"; do
            print_command "$cell"
        done
        exit 0
    fi
    rounds_measure
    [ "$late" -eq 0 ] || exit 75
    [ "${#failures[@]}" -gt 0 ] || exit 0
    [ "${#failures[@]}" -lt "${#study_list[@]}" ] || exit 65
    exit 3
}

read_arguments "$@"
check_action
settings_read || exit
results=${results:-$RESULTS}
[ "$LAUNCHER" = auto ] || [ "$action" = measure ] || launcher=${launcher:-$LAUNCHER}
check_results
if [ -n "$study_file" ]; then
    study_file_read
    study_file_run "${sweep_words[@]}"
fi
if [ -z "$study" ] && [[ $action =~ ^(resume|status|report)$ ]]; then
    queue_each_study
fi
check_arguments
check_submit
find_build
read -ra launcher_words <<<"$launcher_args"
find_programs
case $action in
measure) measure_here ;;
status) submit_describe; queue_status ;;
report) submit_describe; queue_report ;;
*) submit_study ;;
esac
