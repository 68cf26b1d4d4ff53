# The arguments of jobs/sweep.sh: what they are called, and what they may be.
# Sourced by jobs/sweep.sh, whose fail it calls.
# shellcheck shell=bash disable=SC2034,SC2154

study='' study_file='' kernel='' models='' cores='' threads_per_rank='' repeat=''
results='' build='' seed='' slices='' precision='' rounds_max='' stop_after=''
launcher_args='' dry_run=no driver=() variants=() sweep_words=()
action=measure repeat_jobs='' cores_per_node='' nodes_max='' partition='' account='' constraint=''
time='' exclusive='' sbatch_args='' launcher='' seconds_per_cell='' no_probe=''
value_options=' study study-file kernel models cores threads-per-rank repeat slices precision
 rounds-max stop-after results build seed launcher-args variant '
value_options=${value_options//$'\n'/}
submit_options=' repeat-jobs cores-per-node nodes-max partition account constraint time sbatch-args
 launcher seconds-per-cell '
submit_options=${submit_options//$'\n'/}

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

# check_numbers NAME VALUE: leaves the numbers in `numbers`, with commas; 1..8 is 1,2,4,8. `node`
# stays as it is where NAME is that of the threads.
check_numbers() {
    local word last
    check_list "$1" "$2"
    numbers=''
    for word in "${words[@]}"; do
        if [[ $1-$word == --threads-per-rank-node ]]; then
            numbers+=,$word
        elif [[ $word == *..* ]]; then
            last=${word#*..} word=${word%%..*}
            check_number "$1" "$last" 1000000
            check_number "$1" "$word" "$last"
            for (( ; word < last; word *= 2)); do
                numbers+=,$word
            done
            numbers+=,$last
        else
            check_number "$1" "$word" 1000000
            numbers+=,$word
        fi
    done
    numbers=${numbers#,}
    check_list "$1" "$numbers"
}

# take_action NAME: only one of them makes sense.
take_action() {
    [ "$action" = measure ] || fail 64 "--$action and --$1: give one of them"
    action=$1
}

read_arguments() {
    local option name value
    while [ $# -gt 0 ]; do
        option=$1
        shift
        case $option in
        -h | --help) place_usage sweep "$build"; exit 0 ;;
        --describe)
            place_describe sweep
            # This starts programs, so only for who asks for it.
            [ "${1:-}" != values ] || build_describe "${build:-${BUILD:-$(place_programs)}}"
            exit 0
            ;;
        --) driver=("$@"); return ;;
        --dry-run) dry_run=yes ;;
        --submit | --resume | --status | --report) take_action "${option#--}" ;;
        --exclusive) exclusive=yes ;;
        --no-exclusive) exclusive=no ;;
        --no-probe) no_probe=yes ;;
        *) false ;;
        esac && { sweep_words+=("$option"); continue; }
        name=${option#--} value=
        name=${name%%=*}
        if [[ $option != --* || $value_options$submit_options != *" $name "* ]]; then
            fail 64 "'$option' is no option; --help lists them, driver options follow after --"
        elif [[ $option == *=* ]]; then
            value=${option#*=}
        else
            [ $# -gt 0 ] || fail 64 "$option needs a value"
            value=$1
            shift
        fi
        [ -n "$value" ] || fail 64 "--$name: the value is empty"
        [ "$name" = study-file ] || sweep_words+=("--$name=$value")
        [ "$name" != variant ] || { variants+=("$value"); continue; }
        declare -g "${name//-/_}=$value"
    done
}

# The options that make no sense with this action.
check_action() {
    local option name
    for option in $submit_options exclusive no-probe; do
        name=${option//-/_}
        [ -z "${!name}" ] || [ "$action" != measure ] || fail 64 "--$option goes with --submit"
    done
    [ -z "$repeat" ] || [ "$action" = measure ] ||
        fail 64 "--repeat: a job measures one repetition; --repeat-jobs says how many there are"
    [ -z "$precision$rounds_max$stop_after" ] || [ "$action" = measure ] || fail 64 "--precision, \
--rounds-max, --stop-after: --repeat-jobs says how many jobs there are, --time how long they take"
    [ "${#variants[@]}" -eq 0 ] || [ "$action" = measure ] ||
        fail 64 "--variant: not with --$action"
    [ "$dry_run" = no ] || [[ $action =~ ^(measure|submit|resume)$ ]] ||
        fail 64 "--dry-run: --$action changes no study"
}

check_submit() {
    local option why
    for option in repeat-jobs:999 cores-per-node:100000 nodes-max:100000 seconds-per-cell:999999; do
        name=${option%:*}
        name=${name//-/_}
        [ -z "${!name}" ] || check_number "--${option%:*}" "${!name}" "${option#*:}"
    done
    for option in partition account constraint; do
        [[ ${!option} =~ ^[][A-Za-z0-9_.,:\&\|()*+@/=-]*$ ]] ||
            fail 64 "--$option: '${!option}' has characters that sbatch does not take"
    done
    [[ $time =~ ^([0-9]+-)?[0-9]+(:[0-9]+){0,2}$ ]] || [ -z "$time" ] ||
        fail 64 "--time: '$time' is not a limit as minutes, hours:minutes:seconds, days-hours"
    [[ $sbatch_args != *$'\n'* ]] || fail 64 "--sbatch-args: more than one line"
    [ "${launcher:-auto}" = auto ] || why=$(launch_load "$launcher" 2>&1) || fail 64 "--$why"
}

check_arguments() {
    local option word
    for option in study kernel cores; do
        [ -n "${!option}" ] || fail 64 "--$option is missing; --help explains it"
    done
    [[ $study =~ ^(strong|weak)$ ]] || fail 64 "--study: '$study' is not strong or weak"
    [[ $kernel =~ ^[a-z][a-z0-9_]*$ ]] || fail 64 "--kernel: '$kernel' is no kernel's name"
    check_numbers --cores "$cores"
    cores=$numbers
    if [ -n "$threads_per_rank" ]; then
        check_numbers --threads-per-rank "$threads_per_rank"
        threads_per_rank=$numbers
    fi
    check_rounds
    [ -z "$seed" ] || [ "$seed" = 0 ] || check_number --seed "$seed" 999999999
    for word in "${driver[@]}"; do
        case ${word%%=*} in
        --study | --results | --label | --ranks | --threads | --json | --progress | --output | \
            --measure | --help | --version | --describe | -h | -V)
            fail 64 "'$word' does not go after --: the sweep sets it, or has no use for it"
            ;;
        esac
    done
}

# The numbers of rounds; $precision is afterwards a share, as in 0.05.
check_rounds() {
    [ -z "$repeat" ] || check_number --repeat "$repeat" 10000
    check_number --slices "${slices:=3}" 100
    [ -z "$stop_after" ] || check_number --stop-after "$stop_after" 999999999
    [ -z "$rounds_max" ] || check_number --rounds-max "$rounds_max" 1000000
    [ -n "$precision" ] || [ -z "$rounds_max" ] ||
        fail 64 "--rounds-max ends what --precision begins: it is missing"
    [ -n "$precision" ] || return 0
    [[ $precision =~ ^[0-9]{1,2}(\.[0-9]{1,3})?%$ && ! $precision =~ ^[0.]*%$ ]] ||
        fail 64 "--precision: '$precision' is not a percentage as 5%, above 0"
    [ "${repeat:=5}" -ge 5 ] ||
        fail 64 "--precision: an interval that is looked at needs 5 repetitions, not $repeat"
    precision=$(LC_ALL=C awk -v percent="${precision%\%}" 'BEGIN { print percent / 100 }')
}

check_results() {
    [[ $results == /* ]] || results=./$results # also where it begins with a hyphen
    while [[ $results == */ && $results != / ]]; do
        results=${results%/}
    done
}

# thread_list CORES_OF_A_NODE DEFAULT: the threads of a rank, `node` being a number, none twice.
thread_list() {
    local word list=,
    for word in $(tr , ' ' <<<"${threads_per_rank:-$2}"); do
        [ "$word" != node ] || word=$1
        [[ $list == *",$word,"* ]] || list+=$word,
    done
    list=${list#,}
    echo "${list%,}"
}
