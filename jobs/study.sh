# A study and its cells: what is measured, in which order, and which cells are there already.
# Sourced by jobs/sweep.sh and jobs/job.sh. A cell is "MODEL RANKSxTHREADS REPETITION", for example
# "mpi 4x1 2".
# shellcheck shell=bash disable=SC2034,SC2154

# study_cells MODELS CORES THREADS_PER_RANK REPEAT: fills study_list with all cells, unshuffled. The
# first three are lists with commas; models.sh knows the models. 1: there is no cell for the model
# study_lacking.
study_cells() {
    local model shape shapes repetition model_list
    IFS=, read -ra model_list <<<"$1"
    study_list=()
    for model in "${model_list[@]}"; do
        shapes=()
        study_shapes "$model" "$2" "$3"
        if [ "${#shapes[@]}" -eq 0 ]; then
            study_lacking=$model
            return 1
        fi
        for shape in "${shapes[@]}"; do
            for ((repetition = 1; repetition <= $4; ++repetition)); do
                study_list+=("$model $shape $repetition")
            done
        done
    done
}

# study_shapes MODEL CORES THREADS_PER_RANK: adds to `shapes` what the model can have: one worker,
# threads, processes, or both.
study_shapes() {
    local core thread core_list thread_list
    IFS=, read -ra core_list <<<"$2"
    IFS=, read -ra thread_list <<<"$3"
    for core in "${core_list[@]}"; do
        case ${model_processes[$1]}${model_threads[$1]} in
        00) [ "$core" -ne 1 ] || shapes+=("1x1") ;;
        01) shapes+=("1x$core") ;;
        10) shapes+=("${core}x1") ;;
        11)
            for thread in "${thread_list[@]}"; do
                [ $((core % thread)) -ne 0 ] || shapes+=("$((core / thread))x$thread")
            done
            ;;
        esac
    done
}

# study_shuffle SEED: study_list in an order that depends on the seed alone, on every machine
# (Fisher and Yates's shuffle, drawing from a 48-bit linear congruential generator).
study_shuffle() {
    local mask=$(((1 << 48) - 1)) last pick cell
    local state=$((($1 * 0x5DEECE66D + 11) & mask))
    for ((last = ${#study_list[@]} - 1; last > 0; --last)); do
        state=$(((state * 0x5DEECE66D + 11) & mask))
        pick=$(((state >> 16) % (last + 1)))
        cell=${study_list[last]}
        study_list[last]=${study_list[pick]}
        study_list[pick]=$cell
    done
}

# study_decide STUDY: fills study_decisive[CELL] with those cells of study_list that are to be
# verified whole, since their checksum decides where others disagree: the first repetition of each
# work's serial cell, or of its cell of the fewest processes. A weak study has a work for each
# number of workers.
study_decide() {
    local cell model shape repetition work key LC_ALL=C
    local -A least=() first=()
    declare -gA study_decisive=()
    for cell in "${study_list[@]}"; do
        read -r model shape repetition <<<"$cell"
        [ "$repetition" = 1 ] || continue
        [ "$1" = weak ] && work=$((${shape%x*} * ${shape#*x})) || work=all
        printf -v key '%09d %09d %d%d %s' "${shape%x*}" "${shape#*x}" \
            "${model_processes[$model]}" "${model_threads[$model]}" "$model"
        if [ -z "${least[$work]:-}" ] || [[ $key < ${least[$work]} ]]; then
            least[$work]=$key first[$work]=$cell
        fi
    done
    for work in "${!first[@]}"; do
        study_decisive[${first[$work]}]=yes
    done
}

# study_hash WORD…: 8 hex digits of the study's description. Which models, cores and repetitions it
# has is no part of it: a study that is extended keeps the cells that are there.
study_hash() {
    printf '%s\0' "$@" | sha256sum | cut -c 1-8
}

# study_present FILE…: fills study_found[CELL] with the results file, and study_programs[CELL] with
# the program's checksum, for every cell of these journals whose results file still exists.
study_present() {
    local journal model shape repetition name program rest
    declare -gA study_found=() study_programs=()
    for journal; do
        [ -f "$journal" ] || continue
        while IFS=$'\t' read -r model shape repetition name program rest; do
            if [[ $model != '#'* && -n $program && -f ${journal%/*}/$name ]]; then
                study_found["$model $shape $repetition"]=$name
                study_programs["$model $shape $repetition"]=$program
            fi
        done <"$journal"
    done
}

# study_lock DIRECTORY: whether no other sweep has it; then it is ours until we end. Where the file
# system knows no locks, nobody is asked.
study_lock() {
    local code=0
    exec {study_lock}>"$1/.sweep.lock"
    ! command -v flock >/dev/null || flock -n -E 75 "$study_lock" 2>/dev/null || code=$?
    [ "$code" -ne 75 ]
}

# study_program FILE: prints a program's checksum.
study_program() {
    cksum <"$1" | tr ' ' -
}

# study_begin FILE WORD…: starts the journal, with the description as its first line.
study_begin() {
    local journal=$1
    shift
    [ -e "$journal" ] || {
        printf '# parallax sweep of:%s\n' "$(printf ' %q' "$@")"
        printf '# model\tshape\trepetition\tfile\tprogram\tseed\tmedian_s\n'
    } >"$journal"
}

# study_add FILE CELL RESULTS PROGRAM SEED SECONDS: notes that the cell was measured.
study_add() {
    local model shape repetition
    read -r model shape repetition <<<"$2"
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$model" "$shape" "$repetition" "${@:3}" >>"$1"
}
