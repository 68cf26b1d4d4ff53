# A study as a file: what sweep.sh would be told in words, with lists of parameters, of which every
# combination is a study of its own. Sourced by jobs/sweep.sh, whose fail it calls.
# shellcheck shell=bash disable=SC2034,SC2154

# What the file says: words for the sweep; the names of its axes with their values, a tab between;
# the input. Study and kernel may be axes, too, and come first.
file_words=() file_axes=() file_values=() file_input=()

# study_file_split TEXT: sets `words` to the parts between commas; "in quotes" a comma is none.
study_file_split() {
    local rest=$1, part
    words=()
    while [[ $rest =~ ^[[:space:]]*(\"([^\"]*)\"|([^,\"]*[^,\"[:space:]])?)[[:space:]]*,(.*)$ ]]; do
        part=${BASH_REMATCH[2]}${BASH_REMATCH[3]} rest=${BASH_REMATCH[4]}
        [ -n "$part" ] || return 1
        words+=("$part")
    done
    [ -z "$rest" ] && [ "${#words[@]}" -gt 0 ]
}

# study_file_fits NAME: whether the option makes sense here: one file is for one machine and for a
# cluster. Of a cluster's jobs each is a repetition.
study_file_fits() {
    case $action in
    measure) [[ $submit_options != *" $1 "* ]] ;;
    *) [[ " precision rounds-max stop-after " != *" $1 "* ]] ;;
    esac
}

# study_file_take SECTION NAME VALUE LINE
study_file_take() {
    local where="$study_file, line $4" words
    study_file_split "$3" || fail 65 "$where: '$3' is not a value, or values with commas between"
    case $1-$2 in
    study-study | study-kernel | parameters-*)
        [[ $2 =~ ^[a-z][a-z0-9-]*$ ]] || fail 65 "$where: '$2' is no option of a program"
        [[ $1 == parameters || -z ${!2} ]] || return 0 # the command line has said it
        file_axes+=("$2")
        file_values+=("$(IFS=$'\t' && echo "${words[*]}")")
        ;;
    study-input) file_input=("${words[@]}") ;;
    study-results | study-build | study-study-file)
        fail 65 "$where: '$2' belongs on the command line: a study goes to other machines"
        ;;
    study-repeat)
        if [ "$action" = measure ]; then
            file_words+=(--repeat "${words[0]}")
            : "${repeat:=${words[0]}}"
        else
            file_words+=(--repeat-jobs "${words[0]}")
        fi
        ;;
    study-variant) file_words+=("--$2" "${3#"${3%%[![:space:]]*}"}") ;;
    study-*)
        [[ $value_options$submit_options == *" $2 "* ]] || fail 65 "$where: '$2' is none of study, \
kernel, input, or an option of sweep.sh that has a value"
        study_file_fits "$2" || return 0
        file_words+=("--$2" "$(IFS=, && echo "${words[*]}")")
        [ "$2" != precision ] || : "${precision:=${words[0]}}"
        [ "$2" != stop-after ] || : "${stop_after:=${words[0]}}"
        ;;
    *) fail 65 "$where: '$2' stands in no section; there are [study] and [parameters]" ;;
    esac
}

# study_file_read: the file that --study-file names.
study_file_read() {
    local line name section='' number=0 seen=' '
    [ -r "$study_file" ] || fail 66 "--study-file: cannot read '$study_file'"
    while IFS= read -r line || [ -n "$line" ]; do
        number=$((number + 1)) line=${line%$'\r'}
        [[ $line == *\"* ]] || line=${line%%[[:space:]][#;]*}
        line=${line#"${line%%[![:space:]]*}"} line=${line%"${line##*[![:space:]]}"}
        case $line in
        '' | '#'* | ';'*) continue ;;
        '[study]' | '[parameters]') section=${line//[][]/} ;;
        '['*) fail 65 "$study_file, line $number: $line is neither [study] nor [parameters]" ;;
        *=*)
            name=${line%%=*} name=${name%"${name##*[![:space:]]}"}
            [[ $seen != *" $section-$name "* || $name == variant ]] ||
                fail 65 "$study_file, line $number: '$name' is there twice"
            seen+="$section-$name "
            study_file_take "$section" "$name" "${line#*=}" "$number"
            ;;
        *) fail 65 "$study_file, line $number: '$line' is not NAME = VALUE" ;;
        esac
    done <"$study_file"
}

# study_file_combine: fills `combinations` with the words of each, its fields with tabs between:
# study, kernel, then the program's words. A parameter that is yes is a flag; no: it is left out.
study_file_combine() {
    local i value values combination longer
    combinations=("")
    for i in "${!file_axes[@]}"; do
        longer=()
        IFS=$'\t' read -ra values <<<"${file_values[i]}"
        for combination in "${combinations[@]}"; do
            for value in "${values[@]}"; do
                case $value in
                yes) longer+=("$combination"$'\t'"--${file_axes[i]}") ;;
                no) longer+=("$combination") ;;
                *) longer+=("$combination"$'\t'"--${file_axes[i]}"$'\t'"$value") ;;
                esac
            done
        done
        combinations=("${longer[@]}")
    done
}

# study_file_words COMBINATION: sets `own` to words for the sweep and `given` to the program's.
study_file_words() {
    local fields
    IFS=$'\t' read -ra fields <<<"${1#$'\t'}"
    own=() given=()
    while [ "${#fields[@]}" -gt 0 ]; do
        case ${fields[0]} in
        --study | --kernel) own+=("${fields[@]:0:2}"); fields=("${fields[@]:2}") ;;
        *) given+=("${fields[0]}"); fields=("${fields[@]:1}") ;;
        esac
    done
}

# study_file_command WORD…: prints what measures the study, with those words for the sweep that say
# what it is: without those that say where, how often, or to go on with it.
study_file_command() {
    local word command=(parallax sweep --study-file "$study_file")
    [ "$action" = measure ] || command[1]=submit
    for word; do
        case $word in
        --results=* | --build=* | --repeat=* | --repeat-jobs=* | --stop-after=*) ;;
        --dry-run | --submit | --resume | --status | --report) ;;
        *) command+=("$word") ;;
        esac
    done
    [ "${#driver[@]}" -eq 0 ] || command+=(-- "${driver[@]}")
    quoted "${command[@]}"
}

# study_file_keep WORD…: stores the file beside the results, under a name of its contents, and tells
# the results files of it, and how all of it is measured again.
study_file_keep() {
    PARALLAX_STUDY_FILE=$(<"$study_file")
    PARALLAX_COMMAND=$(study_file_command "$@")
    export PARALLAX_STUDY_FILE PARALLAX_COMMAND
    [[ $dry_run == no && $action =~ ^(measure|submit)$ ]] || return 0
    local kept
    kept=$results/study-$(study_hash "$PARALLAX_STUDY_FILE").ini
    if ! { mkdir -p -- "$results" && cp -- "$study_file" "$kept.tmp" &&
        mv -- "$kept.tmp" "$kept"; } 2>/dev/null; then
        fail 73 "--results: cannot create '$kept'"
    fi
}

# study_file_launches: how many launches there are in the journals of this directory, which begin
# with two lines that describe them.
study_file_launches() {
    cat -- "$results"/sweep-*.tsv 2>/dev/null |
        awk '!/^#/ { ++launches } END { print launches + 0 }'
}

# study_file_sweep REST WORD…: one sweep, after which come REST; it is told when we are to stop.
# Sets `code`, and adds to `took` and `sweeps`, if it measured anything.
study_file_sweep() {
    local launches start
    launches=$(study_file_launches) start=$(date +%s%3N)
    PARALLAX_STUDY_PARTS="$took $sweeps $1" PARALLAX_VERB=$place_verb "$jobs/sweep.sh" "${@:2}" &
    child=$!
    [ "$stopped" = no ] || kill -TERM "$child"
    code=129
    while [ "$code" -gt 128 ] && kill -0 "$child" 2>/dev/null; do # a signal ends the waiting
        code=0
        wait "$child" || code=$?
    done
    if [ "$code" -gt 128 ]; then # or it ended meanwhile: its own code is still to be had
        code=0
        wait "$child" || code=$?
    fi
    child=''
    if [ "$(study_file_launches)" -gt "$launches" ]; then
        took=$((took + $(date +%s%3N) - start)) sweeps=$((sweeps + 1))
    fi
}

# study_file_run WORD…: the sweep of every combination, with these words after the file's. Each
# repetition of all of them comes before the next one, so that what changes with time disturbs all
# alike.
study_file_run() {
    local combination own given code=0 worst=0 repetition most=1 failed=0 left rest name
    local took=0 sweeps=0 number of
    local -a combinations rounds=()
    for name in study kernel cores; do
        [[ -n ${!name} || " ${file_axes[*]} " == *" $name "* ||
            " ${file_words[*]} " == *" --$name "* ]] ||
            fail 64 "--$name is missing, there and in '$study_file'"
    done
    study_file_combine
    study_file_keep "$@"
    begun=$SECONDS child='' stopped=no
    trap 'stopped=yes; [ -z "$child" ] || kill -TERM "$child" 2>/dev/null || true' INT TERM HUP
    if [ "$action" = measure ] && [ -z "$precision" ]; then
        check_number --repeat "${repeat:=5}" 10000
        most=$repeat
    fi
    [ -z "$stop_after" ] || check_number --stop-after "$stop_after" 999999999
    for ((repetition = 1; repetition <= most; ++repetition)); do
        [ "$most" -eq 1 ] || rounds=(--repeat "$repetition")
        failed=0 number=0
        for combination in "${combinations[@]}"; do
            study_file_words "$combination"
            left=()
            if [ -n "$stop_after" ]; then
                rest=$((stop_after - SECONDS + begun))
                left=(--stop-after $((rest > 0 ? rest : 1)))
            fi
            number=$((number + 1)) of="combination $number of ${#combinations[@]}"
            [ "$most" -eq 1 ] || of+=", repetition $repetition of $most"
            echo "$place_self: ${own[*]} ${given[*]} ($of)" >&2
            rest=$((most * ${#combinations[@]} - (repetition - 1) * ${#combinations[@]} - number))
            study_file_sweep "$rest" "${file_words[@]}" "$@" "${own[@]}" "${rounds[@]}" \
                "${left[@]}" -- "${given[@]}" "${driver[@]}" "${file_input[@]}"
            [ "$stopped" = no ] || exit 75 # also where the sweep had not begun to look for it
            [[ $code == 0 || $code == 3 || $code == 65 ]] || exit "$code"
            [ "$code" -eq 0 ] || failed=$((failed + 1))
            [ "$worst" -ge "$code" ] || worst=$code
        done
    done
    [ "$worst" -ne 65 ] || [ "$failed" -eq "${#combinations[@]}" ] || worst=3
    exit "$worst"
}
