#!/usr/bin/env bash
# Checks who includes whom against the table in CONTRIBUTING.md. Prints every wall that is crossed.
# usage: check_layers.sh [DIRECTORY]; exit code: 0 none, 1 some.
set -uo pipefail
cd "${1:-$(dirname "$0")/../..}" || exit 70
# Rows "| `place` | `may` `include` … |": a place, then what it may include, as shell patterns; a
# place with a star counts where no row has the place itself. Library headers of any row count.
declare -A allowed=()
libraries='' crossed=0 looked=0
while IFS='|' read -r _ place may _; do
    read -ra words <<<"${may//\`/}"
    place=${place//[\` ]/}
    allowed[$place]=" ${words[*]} $place "
    for word in "${words[@]}"; do
        [[ $word != *.h && $word != gsl/* ]] || libraries+=" $word"
    done
done < <(grep -E '^\| `(kernels|drivers|analysis)[^|]*\|' CONTRIBUTING.md)
[ "${#allowed[@]}" -gt 10 ] || { echo "check_layers: no table in CONTRIBUTING.md" >&2; exit 1; }

# may PLACE TARGET: whether the row of PLACE names TARGET, a folder or a library's header.
may() {
    local pattern
    for pattern in ${allowed[$1]:-${allowed[${1%/*}/*]:-}} "$1"; do
        # shellcheck disable=SC2053 # a pattern; its star stands for one folder or header
        [[ $2 == $pattern && ${2//[^\/]/} == "${pattern//[^\/]/}" ]] && return
    done
    return 1
}

set -f
while IFS=: read -r file line text; do
    target=${text#*[<\"]} target=${target%%[>\"]*}
    case $text in
    *\"*) wall=${target%/*} ;;
    *) wall=$target
        [[ " $libraries " == *" $target "* || $target == gsl/* ]] || continue ;;
    esac
    looked=$((looked + 1))
    place=${file%/*}
    # A kernel of one file has no folder, but the rights of one.
    [ "$place" != kernels ] || ! grep -q '^const struct kernel kernel_' "$file" || place='kernels/*'
    may "$place" "$wall" && continue
    echo "$file:$line: $place must not include $target"
    crossed=$((crossed + 1))
done < <(set +f; grep -rnE '^ *# *include [<"]' --include='*.[ch]' kernels drivers analysis)
echo "check_layers: $looked includes, $crossed walls crossed"
[ "$looked" -gt 100 ] && [ "$crossed" -eq 0 ]
