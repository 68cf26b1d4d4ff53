#!/usr/bin/env bash
# Checks that what is installed works wherever it is moved to, says what is missing, and reads its
# settings where it should. usage: check_install.sh BUILD_DIRECTORY; exit code: 0 it does, 1 not,
# 64 usage.
set -uo pipefail
build=${1:-}
if [ ! -f "$build/CMakeCache.txt" ]; then
    echo "usage: check_install.sh BUILD_DIRECTORY" >&2
    exit 64
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
wrong=0
# expect CODE WORDS COMMAND…: it leaves with CODE and says WORDS.
expect() {
    local code=$1 words=$2 said
    shift 2
    said=$("$@" 2>&1)
    local found=$?
    [ "$found" -eq "$code" ] && [[ $said == *"$words"* ]] && return
    echo "WRONG: $*: $found instead of $code: $said"
    wrong=$((wrong + 1))
}
# there NAME…: installed, and no empty file.
there() {
    local name
    for name; do
        [ -s "$work/moved/$name" ] || {
            echo "WRONG: $name is not installed"
            wrong=$((wrong + 1))
        }
    done
}

expect 0 "" cmake --install "$build" --prefix "$work/with blanks"
mv "$work/with blanks" "$work/moved"
cd "$work" || exit 1
export HOME=$work/home XDG_CONFIG_HOME=''
unset PARALLAX_ENV PARALLAX BUILD RESULTS LAUNCHER CORES_PER_NODE
program=$work/moved/bin/resize_serial
version=$(sed -n 's/^CMAKE_PROJECT_VERSION:[^=]*=//p' "$build/CMakeCache.txt")
run=(--synthetic 1 --source-size 8x8 --size 4x4 --iterations 1 --warmup 0)
expect 0 "results: $work/results" "$program" "${run[@]}" --results "$work/results"
python=$(find "$work/moved" -name resize_python-threads)
[ -z "$python" ] ||
    expect 0 "results: $work/results" "$python" "${run[@]}" --results "$work/results"
there share/doc/parallax/{LICENSE,CITATION.cff,README.md,CHANGELOG.md} \
    "share/modulefiles/parallax/$version" \
    libexec/parallax/{quickstart,claims,sweep,job}.sh libexec/parallax/{array,strong}.sbatch \
    libexec/parallax/launchers/openmpi.sh
[ ! -x "$build/tests/check_kernel" ] ||
    expect 0 "histogram" "$work/moved/bin/check_kernel" --kernel histogram --cases 20

# --- The manual and completion, of what programs describe
# complete WORD…: prints what bash would offer for the last of them.
complete_words() {
    # shellcheck disable=SC2016
    PATH=$work/moved/bin:$PATH bash -c '
        file=$1 && shift && . "$file" && COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        $(complete -p "$1" | sed "s/.*-F \([^ ]*\) .*/\1/")
        printf "%s\n" "${COMPREPLY[@]}"' \
        complete "$work/moved/share/bash-completion/completions/$1" "$@"
}
page=$work/moved/share/man/man1/resize_serial.1
there share/man/man1/resize_serial.1 share/zsh/site-functions/_parallax
for option in $("$program" --describe | sed -n 's/^options=//p'); do
    grep -qF -- "\\fB\\-\\-${option//-/\\-}\\fR" "$page" || {
        echo "WRONG: --$option is not in $page"
        wrong=$((wrong + 1))
    }
done
expect 0 "--iterations" complete_words resize_serial --it
expect 0 "lanczos3" complete_words resize_serial --filter lan
expect 0 "lanczos3" complete_words resize_serial --filter = lan

# --- Verbs that are scripts, found from wherever parallax is; its own scripts do the rest.
parallax=$work/moved/bin/parallax
if [ -x "$parallax" ]; then
    ln -s "$parallax" "$work/linked"
    expect 0 "$work/moved/libexec/parallax" "$work/linked" --exec-path
    expect 0 "sweep" complete_words parallax sw
    expect 0 "--threads-per-rank" complete_words parallax sweep --thr
    expect 0 "--quick" complete_words parallax claims --run --qu
    expect 0 "resize" complete_words parallax sweep --kernel re
    expect 0 "omp,serial" complete_words parallax sweep --models omp,s
    for words in "crossover --models" "crossover --kernel" "sweep --results"; do
        # shellcheck disable=SC2086
        offered=$(cd "$work/moved" && complete_words parallax $words "" | grep -cx bin)
        [ "$offered" = "$([ "${words##* }" = --results ] && echo 1 || echo 0)" ] || {
            echo "WRONG: a directory is offered, or not, after $words"
            wrong=$((wrong + 1))
        }
    done
    expect 0 "kernels=" "$parallax" sweep --describe values
    if "$parallax" sweep --describe | grep -q "^kernels="; then
        echo "WRONG: programs are started to describe options"
        wrong=$((wrong + 1))
    fi
    for verb in table salvage sweep quickstart; do
        grep -q "^.SS parallax $verb " "$work/moved/share/man/man1/parallax.1" || {
            echo "WRONG: parallax.1 does not explain $verb"
            wrong=$((wrong + 1))
        }
    done
    study=(--study strong --kernel resize --models serial --cores 1 --repeat 1 --slices 1)
    expect 0 "parallax sweep: 1 launch" \
        "$work/linked" sweep "${study[@]}" --results "$work/swept" -- "${run[@]:0:6}"
    expect 0 "serial " "$parallax" table "$work/swept"
    expect 0 "Usage: parallax sweep" "$parallax" submit --help
    expect 64 "parallax status: --repeat" "$parallax" status --repeat 2
    expect 0 "Usage: parallax quickstart" "$parallax" quickstart --help
    expect 0 "Usage: parallax claims --run" "$parallax" claims --run --help
    expect 66 "No such file" "$parallax" claims "$work/nowhere"
    # --- Settings: the first that is there, below the environment
    expect 0 "settings   none" "$parallax" list
    mkdir -p home/.config/parallax home/bin
    echo "BUILD=$work/home/bin" >home/.config/parallax/env
    expect 78 "program resize_* in $work/home/bin" "$parallax" sweep "${study[@]}"
    expect 0 "resize: " env BUILD="$work/moved/bin" "$parallax" list
    echo "LAUNCHER=srun" >parallax.env
    expect 0 "settings   $work/parallax.env" "$parallax" list
    echo "BUILD=$work/other" >other.env
    expect 78 "$work/other" env PARALLAX_ENV=other.env "$parallax" sweep "${study[@]}"
    expect 78 "PARALLAX_ENV: 'none.env'" env PARALLAX_ENV=none.env "$parallax" list
    mv moved/libexec hidden
    expect 78 "install Parallax anew" "$parallax" sweep "${study[@]}"
    mv hidden moved/libexec
fi

module=$(find "$work/moved" -name parallax_record.so)
if [ -n "$module" ]; then
    cp "${module%/*}/parallax_http.so" "$module" 2>/dev/null &&
        expect 78 "install it anew" "$program" "${run[@]}" --results "$work/results"
    rm "$module"
    expect 78 "install it anew" "$program" "${run[@]}" --results "$work/results"
    expect 0 "checksum" "$program" "${run[@]}" --results none
fi
echo "check_install: $wrong wrong"
[ "$wrong" -eq 0 ]
