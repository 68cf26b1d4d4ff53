# Completion for Parallax in bash. What there is to complete is asked of the programs (--describe),
# so that it is what they take.

# _parallax_options WORD…: fills COMPREPLY from what the command WORD… describes.
_parallax_options() {
    local line name letter kind value names=() choices='' wanted=${COMP_WORDS[COMP_CWORD - 1]}
    local current=${COMP_WORDS[COMP_CWORD]} compgen_words before=''
    [ "$current" != = ] || current='' # bash makes three words of --NAME=VALUE
    [ "$wanted" != = ] || wanted=${COMP_WORDS[COMP_CWORD - 2]}
    while IFS= read -r line; do
        [[ $line == option=* ]] || continue
        line=${line#option=}
        read -r name letter kind value <<<"${line%%$'\t'*}"
        names+=("--$name")
        [[ $wanted == "--$name" || $wanted == "-$letter" ]] || continue
        case $kind in
        choice) choices=${value//|/ } ;;
        directory) mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;
        file) mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
        value) [[ $wanted == --kernel || $wanted == --models ]] || return ;;
        esac
    done < <("$@" --describe 2>/dev/null </dev/null)
    # Kernels, and models in a list with commas, are the build's: its programs start to say them.
    if [[ -z $choices && ($wanted == --kernel || $wanted == --models) ]]; then
        name=models
        [ "$wanted" = --models ] && before=${current%"${current##*,}"} || name=kernels
        choices=$("$@" --describe values 2>/dev/null </dev/null | sed -n "s/^$name=//p")
        choices=${choices//|/ } COMPREPLY=()
        [ -n "$choices" ] || return
    fi
    compgen_words=${names[*]}
    [ -z "$choices" ] || compgen_words=$choices
    if [[ -n $choices || $current == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -P "$before" -W "$compgen_words" -- "${current#"$before"}")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
    fi
}

_parallax_program() {
    _parallax_options "${COMP_WORDS[0]}"
}

_parallax() {
    local line verbs=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        while IFS= read -r line; do
            case $line in
            verb=* | script=*) line=${line#*=} && verbs+=("${line%%$'\t'*}") ;;
            esac
        done < <("${COMP_WORDS[0]}" --describe 2>/dev/null </dev/null)
        mapfile -t COMPREPLY < <(compgen -W "${verbs[*]} --help --version --exec-path" -- \
            "${COMP_WORDS[1]}")
    elif [[ ${COMP_WORDS[1]} == claims && ${COMP_WORDS[2]} == --run && $COMP_CWORD -gt 2 ]]; then
        _parallax_options "${COMP_WORDS[0]}" claims --run
    else
        _parallax_options "${COMP_WORDS[0]}" "${COMP_WORDS[1]}"
    fi
}

complete -o filenames -F _parallax parallax
# bash sources the file of a command's name, a link to this one.
case ${BASH_SOURCE[0]##*/} in
parallax | completion.bash) ;;
*) complete -o filenames -F _parallax_program "${BASH_SOURCE[0]##*/}" ;;
esac
