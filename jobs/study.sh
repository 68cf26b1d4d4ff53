# A study and its cells: what is measured, in which order, and which cells are there already.
# Sourced by jobs/sweep.sh and jobs/job.sh. A cell is "MODEL RANKSxTHREADS REPETITION", for example
# "mpi 4x1 2". Where a repetition is measured in several short launches, spread over as many rounds,
# it is the cell of one of them: "mpi 4x1 2.0", "mpi 4x1 2.1", …
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
        study_shapes "$model" "${model_cores[$model]:-$2}" "$3"
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

# study_shuffle_on: study_list in the next order of the seed that study_state began with, which is
# the same on every machine (Fisher and Yates's shuffle, drawing from a 48-bit linear congruential
# generator).
study_mask=$(((1 << 48) - 1)) study_state=0
study_shuffle_on() {
    local last pick cell
    for ((last = ${#study_list[@]} - 1; last > 0; --last)); do
        study_state=$(((study_state * 0x5DEECE66D + 11) & study_mask))
        pick=$(((study_state >> 16) % (last + 1)))
        cell=${study_list[last]}
        study_list[last]=${study_list[pick]}
        study_list[pick]=$cell
    done
}

# study_rounds FIRST LAST SLICES SEED: the cells of study_list in each round of the repetitions
# FIRST to LAST, in another order in each: its slices. The orders of earlier repetitions are passed
# over.
study_rounds() {
    local cells=("${study_list[@]% *}") all=() round
    study_state=$((($4 * 0x5DEECE66D + 11) & study_mask))
    for ((round = 0; round < $2 * $3; ++round)); do
        study_list=("${cells[@]}")
        study_shuffle_on
        [ "$round" -lt $((($1 - 1) * $3)) ] ||
            all+=("${study_list[@]/%/ $((round / $3 + 1)).$((round % $3))}")
    done
    study_list=("${all[@]}")
}

# study_round CELL SLICES: sets study_number to the number of the round that it belongs to, from 0,
# and study_slice to that of its slice; empty: it is of no round.
study_round() {
    local repetition=${1##* }
    study_number='' study_slice=''
    [[ $repetition == *.* ]] || return 0
    study_slice=${repetition#*.}
    study_number=$(((${repetition%.*} - 1) * $2 + study_slice))
}

# study_baselines: prints the cells "MODEL RANKSxTHREADS" of study_list that others are compared
# with: the serial ones, or of each model those of the fewest workers.
study_baselines() {
    local cell model shape rest
    local -A least=()
    for cell in "${study_list[@]}"; do
        read -r model shape rest <<<"$cell"
        if [ "${model_processes[$model]}${model_threads[$model]}" = 00 ]; then
            echo "$model $shape"
            return
        fi
        if [ -z "${least[$model]:-}" ] ||
            [ $((${shape%x*} * ${shape#*x})) -lt "${least[$model]% *}" ]; then
            least[$model]="$((${shape%x*} * ${shape#*x})) $shape"
        fi
    done
    for model in "${!least[@]}"; do
        echo "$model ${least[$model]#* }"
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
        [[ $repetition == 1 || $repetition == 1.0 ]] || continue
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

# study_find_defaults: fills study_defaults with the variables that the programs take options from:
# all of PARALLAX_NAME but those that tell how they are called.
study_find_defaults() {
    local name
    study_defaults=()
    for name in "${!PARALLAX_@}"; do
        case ${name#PARALLAX_} in
        ENV | VERB | COMMAND | COLLECTION | CPUS | LAUNCHED | ROUND | SLICE | *_SEED | \
            STUDY_FILE | END_TIME | MPIRUN | COMPANIONS | RESULTS | QUIET | JSON | PROGRESS | \
            LABEL) ;;
        *) study_defaults+=("$name=${!name}") ;;
        esac
    done
}

# study_hash WORD…: 8 hex digits of the study's description. Which models, cores and repetitions it
# has is no part of it: a study that is extended keeps the cells that are there.
study_hash() {
    printf '%s\0' "$@" | sha256sum | cut -c 1-8
}

# study_present FILE…: reads these journals. For every cell that the revision of model_revision
# measured, and whose results file still exists, fills study_found[CELL] with that file, the last if
# it was measured several times; study_files[CELL] with all of them, study_programs[CELL] with the
# program's checksum, study_seconds[CELL] with the median, and study_disturbed[CELL] with how often
# others disturbed it, if they did so the last time.
study_present() {
    local journal model shape repetition name program seed seconds revision disturbed cell
    local -A times=()
    declare -gA study_found=() study_files=() study_programs=() study_seconds=() study_disturbed=()
    for journal; do
        [ -f "$journal" ] || continue
        while IFS=$'\t' read -r model shape repetition name program seed seconds revision \
            disturbed; do
            [[ $model != '#'* && -n $program ]] || continue
            [ "${revision:--}" = "${model_revision[$model]:--}" ] || continue
            cell="$model $shape $repetition"
            [ "$disturbed" != true ] || times[$cell]=$((${times[$cell]:-0} + 1))
            [ -f "${journal%/*}/$name" ] || continue
            study_found[$cell]=$name study_programs[$cell]=$program study_seconds[$cell]=$seconds
            study_files[$cell]+=" $name"
            unset "study_disturbed[$cell]"
            [ "$disturbed" != true ] || study_disturbed[$cell]=${times[$cell]}
        done <"$journal"
    done
}

# study_gather SLICES: a repetition is there, as study_found["MODEL RANKSxTHREADS REPETITION"], when
# all of its slices are, and so are its files.
study_gather() {
    local cell slice
    for cell in "${!study_found[@]}"; do
        [[ $cell == *.0 ]] || continue
        cell=${cell%.0}
        for ((slice = 0; slice < $1; ++slice)); do
            [ -n "${study_found[$cell.$slice]:-}" ] || continue 2
        done
        study_found[$cell]=${study_found[$cell.0]} study_programs[$cell]=${study_programs[$cell.0]}
        for ((slice = 0; slice < $1; ++slice)); do
            study_files[$cell]+=${study_files[$cell.$slice]}
        done
    done
}

# study_disturb JOURNAL: fills study_again with the cells of study_list that others disturbed, and
# that were measured again less than twice.
study_disturb() {
    local cell
    study_present "$1"
    study_again=()
    for cell in "${study_list[@]}"; do
        [ -z "${study_disturbed[$cell]:-}" ] || [ "${study_disturbed[$cell]}" -gt 2 ] ||
            study_again+=("$cell")
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
        printf '# model\tshape\trepetition\tfile\tprogram\tseed\tmedian_s\trevision\tdisturbed\n'
    } >"$journal"
}

# study_add FILE CELL RESULTS PROGRAM SEED SECONDS REVISION DISTURBED: notes that the cell was
# measured. An empty word is a hyphen: journals are read by words.
study_add() {
    local model shape repetition
    read -r model shape repetition <<<"$2"
    (IFS=$'\t' && printf '%s\n' "$model"$'\t'"$shape"$'\t'"$repetition"$'\t'"${*:3}") >>"$1"
}
