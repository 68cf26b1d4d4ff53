#!/usr/bin/env bash
# Compares two builds on this machine: measures both in turn, in rounds A B B A, and says what
# became slower. usage: compare.sh BUILD_A BUILD_B RESULTS [OPTION of sweep.sh…] [-- ARGUMENT…]
#
#   ./jobs/compare.sh build/before build/release results/compare --rounds 10 --kernel blur
#
# BUILD: a directory with the programs. RESULTS: a new directory, or one of the same comparison,
# which goes on. --rounds N: 10 is the default; each measures every cell once with both. Without
# options: resize, a strong study of all models on 1, 2, 4, … cores.
# Exit code: that of parallax compare, 4 if a cell is slower; or the first one of sweep.sh.
set -euo pipefail
jobs=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

leave() { # CODE MESSAGE
    echo "compare.sh: $2" >&2
    exit "$1"
}

[ $# -ge 3 ] || leave 64 "name two builds and a directory for the results; see $0"
builds=("$1" "$2") results=$3 rounds=10 options=()
shift 3
while [ $# -gt 0 ] && [ "$1" != -- ]; do
    case $1 in
    --rounds) rounds=${2:-} && shift ;;
    --repeat | --slices | --build | --results | --precision)
        leave 64 "$1 is chosen here: say --rounds" ;;
    *) options+=("$1") ;;
    esac
    shift
done
[[ $rounds =~ ^[1-9][0-9]{0,3}$ ]] || leave 64 "--rounds: '$rounds' is not a number from 1 to 9999"
for build in "${builds[@]}"; do
    [ -d "$build" ] || leave 78 "'$build' is no directory of programs"
done

# has_option NAME: whether sweep.sh is given it.
has_option() {
    local word
    for word in "${options[@]}"; do
        [[ $word != "$1" && $word != "$1="* ]] || return 0
    done
    return 1
}

# core_list: 1, 2, 4, … and all that there are.
core_list() {
    local count list='' all
    all=$(nproc)
    for ((count = 1; count < all; count *= 2)); do
        list+=$count,
    done
    echo "$list$all"
}

has_option --kernel || options+=(--kernel resize)
has_option --study || options+=(--study strong)
has_option --cores || options+=(--cores "$(core_list)")

# measure WHICH ROUND: what this round lacks of the build.
measure() {
    "$jobs/sweep.sh" "${options[@]}" --build "${builds[$1]}" --results "$results/${names[$1]}" \
        --slices 1 --repeat "$2" "${arguments[@]}"
}

arguments=("$@") names=(A B)
for ((round = 1; round <= rounds; ++round)); do
    first=$(((round + 1) % 2)) # A B, B A, …
    measure "$first" "$round"
    measure $((1 - first)) "$round"
done
for parallax in "${builds[1]}"/{,analysis/}parallax "$(command -v parallax)"; do
    [ ! -x "$parallax" ] || exec "$parallax" compare "$results/A" "$results/B"
done
leave 78 "there is no parallax in '${builds[1]}' or PATH: parallax compare $results/A $results/B"
