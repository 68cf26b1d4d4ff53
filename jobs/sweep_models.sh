# The models of a sweep: those of --models with their numbers of workers, those in Python, variants.
# Sourced by jobs/sweep.sh, after models.sh and sweep_arguments.sh.
# shellcheck shell=bash disable=SC2034,SC2154

# Under the name of a variant: which model it is.
declare -gA model_of=()
declare -gA model_cores model_words model_program model_processes model_threads model_launcher
declare -gA model_runtimes model_revision # of models.sh

# sweep_take_models: fills model_list with the names in `models` and model_cores with the numbers of
# workers that some have of their own; `models` are then the names.
sweep_take_models() {
    local word
    model_list=()
    [ -n "$models" ] || return 0
    check_list --models "$models"
    for word in "${words[@]}"; do
        model_list+=("${word%%:*}")
        [[ $word != *:* ]] || model_cores[${word%%:*}]=${word#*:}
    done
    models=$(models_text "${model_list[@]}")
    check_list --models "$models"
    [ "${#model_cores[@]}" -eq 0 ] || [ "$action" = measure ] ||
        fail 64 "--models: a model with numbers of workers of its own, but not with --$action"
    for word in "${!model_cores[@]}"; do
        check_numbers --models "${model_cores[$word]//+/,}"
        model_cores[$word]=$numbers
    done
}

# sweep_take_variants: what they are called, and of which models they are.
sweep_take_variants() {
    local variant name like words
    for variant in "${variants[@]}"; do
        name=${variant%%=*}
        if [[ ! $variant =~ ^[a-z][a-z0-9-]*=[a-z][a-z0-9_-]*(\ .*)?$ ]] ||
            [ -n "${model_of[$name]:-}" ]; then
            fail 64 "--variant: '$variant' is not NAME=MODEL WORDS with a new name"
        fi
        read -r like words <<<"${variant#*=}"
        model_of[$name]=$like model_words[$name]=$words
    done
}

# sweep_ask_python KERNEL DIRECTORY MODEL: adds it to models_found if it is one in Python, whose
# programs are apart.
sweep_ask_python() {
    local program
    ! program=$(place_python "$2" "$1_$3") || ! models_ask "$program" || models_found+=("$3")
}

# sweep_vary: variants are models as well, as far as there are the models that they are of.
sweep_vary() {
    local name like
    for name in "${!model_of[@]}"; do
        like=${model_of[$name]}
        [ -n "${model_program[$like]:-}" ] || continue
        model_program[$name]=${model_program[$like]}
        model_revision[$name]=${model_revision[$like]}
        model_processes[$name]=${model_processes[$like]}
        model_threads[$name]=${model_threads[$like]}
        model_launcher[$name]=${model_launcher[$like]}
        model_runtimes[$name]=${model_runtimes[$like]}
        models_found+=("$name")
    done
}
