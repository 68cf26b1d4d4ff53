#compdef @commands@
# Completion for Parallax in zsh. What there is to complete is asked of the programs (--describe), so
# that it is what they take.

# _parallax_options WORD…: the options that the command WORD… describes.
_parallax_options() {
    local line name letter kind value help kernels models
    local -a specs lines
    lines=("${(@f)$("$@" --describe 2>/dev/null </dev/null)}")
    # The build's programs start to say these.
    [[ $words[CURRENT-1] != --(kernel|models) && $words[CURRENT] != --(kernel|models)=* ]] ||
        lines+=(${(M)${(f)"$("$@" --describe values 2>/dev/null </dev/null)"}:#(kernels|models)=*})
    kernels=${${(M)lines:#kernels=*}#*=} models=${${(M)lines:#models=*}#*=}
    for line in $lines; do
        [[ $line == option=* ]] || continue
        line=${line#option=}
        read -r name letter kind value <<<"${line%%$'\t'*}"
        help=${line#*$'\t'}
        help=${${help//\[/(}//\]/)}
        help=${help//:/\\:}
        case $kind in
        value)
            case $name in
            kernel) [[ -z $kernels ]] || kind=choice value=$kernels ;;
            models) [[ -z $models ]] || kind=list value=$models ;;
            esac
            ;;
        esac
        case $kind in
        list) specs+=("--${name}[$help]:value:_values -s , value ${value//|/ }") ;;
        flag) specs+=("--${name}[$help]") ;;
        choice) specs+=("--${name}[$help]:value:(${value//|/ })") ;;
        directory) specs+=("--${name}[$help]:directory:_files -/") ;;
        file) specs+=("--${name}[$help]:file:_files") ;;
        *) specs+=("--${name}[$help]:${value//:/\\:}: ") ;;
        esac
    done
    _arguments -S $specs '*:file:_files'
}

_parallax() {
    local line command=$words[1] verb
    local -a verbs
    if [[ $service != parallax ]]; then
        _parallax_options $command
        return
    fi
    if ((CURRENT == 2)); then
        while IFS= read -r line; do
            case $line in
            verb=* | script=*)
                line=${line#*=}
                verbs+=("${line%%$'\t'*}:${line#*$'\t'}")
                ;;
            esac
        done < <($command --describe 2>/dev/null </dev/null)
        _describe verb verbs
        return
    fi
    verb=$words[2]
    shift words
    ((CURRENT--))
    _parallax_options $command $verb
}

_parallax "$@"
