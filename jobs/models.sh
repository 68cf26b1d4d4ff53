# What programs say of themselves (--describe), so that nobody knows a model by its name.
# Sourced by jobs/launch.sh and by tests.
# shellcheck shell=bash disable=SC2034

# Under the name of a model: its program's path; 1 where there may be several processes, or several
# threads in each; who starts the processes (mpi; empty: nobody else, the program is started); whose
# way it imitates, so that it is there to be compared with (empty: nobody's); the runtimes that it
# links; the revision of Parallax that it was built from (-: not said).
declare -gA model_program=() model_processes=() model_threads=() model_launcher=()
declare -gA model_imitates=() model_runtimes=() model_revision=()
# Where a sweep gives it any: numbers of workers of its own; further words for its program.
declare -gA model_cores=() model_words=()

# models_ask PROGRAM: notes what it says, and sets `model` to its model's name. 1: it says nothing,
# or has another's name.
models_ask() {
    local name value kernel='' processes='' threads='' launcher='' imitates=''
    local runtimes='' revision=-
    model=''
    while IFS='=' read -r name value; do
        case $name in
        kernel | model | processes | threads | launcher | imitates | runtimes | revision)
            printf -v "$name" %s "$value"
            ;;
        usage) break ;; # the options follow, many lines
        esac
    done < <("$1" --describe </dev/null 2>/dev/null)
    [ -n "$model" ] && [ "${1##*/}" = "${kernel}_$model" ] || return
    model_program[$model]=$1
    model_processes[$model]=$processes model_threads[$model]=$threads
    model_launcher[$model]=$launcher model_runtimes[$model]=$runtimes
    model_revision[$model]=${revision:--} model_imitates[$model]=$imitates
}

# models_find KERNEL DIRECTORY: fills models_found with the models of the kernel's programs there:
# first those of one worker, then of threads, of processes, of both; else by their names.
models_find() {
    local program model
    models_found=()
    for program in "$2/$1"_*; do
        [ -f "$program" ] && [ -x "$program" ] && models_ask "$program" && models_found+=("$model")
    done
    models_sort
}

models_sort() {
    local model
    [ "${#models_found[@]}" -gt 0 ] || return 0
    mapfile -t models_found < <(
        for model in "${models_found[@]}"; do
            echo "${model_processes[$model]}${model_threads[$model]} $model"
        done | LC_ALL=C sort | cut -d ' ' -f 2
    )
}

# models_text MODEL…: a list of them, with commas.
models_text() {
    local IFS=,
    echo "$*"
}
