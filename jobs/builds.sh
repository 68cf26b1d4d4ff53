# Which programs there are, and what a build lacks of its source tree. Sourced by jobs/launch.sh.
# shellcheck shell=bash disable=SC2154

# build_source BUILD: prints the source tree of this build directory. 1: it is none, or its tree is
# gone.
build_source() {
    local tree
    tree=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$1/CMakeCache.txt" 2>/dev/null)
    [ -f "$tree/CMakeLists.txt" ] && echo "$tree"
}

# build_names TREE KERNELS|MODELS: prints the names in this list of the tree, a line each.
build_names() {
    awk -v head="set($2 " '
        index($0, head) == 1 { on = 1; $0 = substr($0, length(head) + 1) }
        on {
            last = /\)/
            gsub(/[)]|:[^ )]*/, "")
            for (i = 1; i <= NF; ++i)
                print $i
        }
        last { exit }' "$1/CMakeLists.txt"
}

# build_lacks BUILD KERNEL [MODEL]: prints what it lacks of that, and what to do. 1: the source tree
# does not have it either, or it is all there.
build_lacks() {
    local tree program=$1/$2_${3:-}
    if [ -n "${3:-}" ] && [ -x "$program" ]; then
        echo "$program does not say what it is (--describe): it cannot run here, or is of an" \
            "older version; build again with: cmake --build $1"
        return
    fi
    tree=$(build_source "$1") && build_names "$tree" KERNELS | grep -qx -- "$2" || return 1
    if ! compgen -G "${1//[[*?\\]/?}/$2_*" >/dev/null; then
        echo "the build in $1 lacks the kernel $2 that the source tree has: build again with:" \
            "cmake --build $1"
    elif [ -n "${3:-}" ] && build_names "$tree" MODELS | grep -qx -- "$3"; then
        echo "the build in $1 lacks $2_$3, whose model the source tree has: build again with:" \
            "cmake --build $1 (cmake -S $tree -B $1 says what is off, and why)"
    else
        return 1
    fi
}

# build_warn BUILD: says on standard error if sources have changed since it was built.
build_warn() {
    local tree newer
    tree=$(build_source "$1") && [ -f "$1/programs.built" ] || return 0
    newer=$(find "$tree/CMakeLists.txt" "$tree/kernels" "$tree/drivers" \
        \( -name '*.[ch]' -o -name CMakeLists.txt \) -newer "$1/programs.built" -print -quit)
    [ -z "$newer" ] || echo "$place_self: the build in $1 is older than ${newer#"$tree"/} of its" \
        "source tree; to measure what is there now: cmake --build $1" >&2
}

# build_describe BUILD: prints the same for programs, as kernels=A|B and models=A|B.
build_describe() {
    build_text "$1" | sed -n 's/^Kernels in .*: /kernels=/p; s/^Models: /models=/p' | tr ' ' '|'
}

# build_text BUILD: prints its kernels and models, for who asks for help; nothing: there are none.
build_text() {
    local list program kernels models_found=() IFS=$' \t\n'
    list=$(place_first "$1/programs" "$jobs/programs") || return 0
    list=$(<"$list")
    for program in $list; do
        models_ask "$1/$program" || continue
        kernels=$(sed -n "s/_$model\$//p" <<<"$list" | paste -sd ' ')
        models_find "${program%"_$model"}" "$1"
        printf 'Kernels in %s: %s\nModels: %s\n' "$1" "$kernels" "${models_found[*]}"
        return
    done
}
