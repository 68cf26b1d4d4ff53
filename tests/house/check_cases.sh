#!/usr/bin/env bash
# Compares tests/cases/CASES.md with the names of tests, which begin with the number of their case.
# usage: check_cases.sh [DIRECTORY]; exit code: 0 every case has its tests, 1 some have not.
set -uo pipefail
cd "${1:-$(dirname "$0")/../..}" || exit 70
list=tests/cases/CASES.md faults=0 tested=0
fault() {
    echo "check_cases: $*"
    faults=$((faults + 1))
}

# names FILE…: the numbers that names in these files begin with, one a line.
names() {
    LC_ALL=C grep -rhoE --include='*.[ch]' --include='*.sh' --include='*.py' \
        --exclude=check_cases.sh '\b[FGH][0-9]+_[A-Za-z0-9]' -- "$@" 2>/dev/null |
        grep -v '^H5_[A-Z]' | cut -d _ -f 1 | sort -u # HDF5's own names
}
declare -A named=() listed=()
for number in $(names tests); do
    named[$number]=yes
done

# has FILE NUMBER…: whether a test of one of these numbers is there.
has() {
    local number
    for number in "${@:2}"; do
        ! names "$1" | grep -qx "$number" || return 0
    done
    return 1
}

# check_row SECTION CASE NUMBER… : FILE…
check_row() {
    local section=$1 case=$2 number numbers=() files=() there=no
    shift 2
    for number; do
        shift
        [ "$number" != : ] || break
        numbers+=("$number")
        [ -z "${listed[$number]:-}" ] || fault "$number is listed twice"
        listed[$number]=yes
        [ -z "${named[$number]:-}" ] || there=yes
    done
    files=("$@")
    case $section-$there in
    Tested-*)
        tested=$((tested + 1))
        [ "${#files[@]}" -gt 0 ] || fault "$case: which file has its test?"
        for number in "${files[@]}"; do
            has "$number" "${numbers[@]}" || fault "$case: no test in $number is called after it"
        done
        ;;
    Planned-yes) fault "$case is planned, and has a test: move it to those that are tested" ;;
    esac
}

section=''
while IFS= read -r line; do
    case $line in
    '## '*) section=${line#\#\# } ;;
    '| '[FGH][0-9]*)
        IFS='|' read -r _ case wrong right files _ <<<"$line"
        if [ -z "${wrong// /}" ] || [ -z "${right// /}" ]; then
            fault "$case: what is wrong, and what is right?"
        fi
        read -ra numbers <<<"$case"
        read -ra files <<<"${files//\`/}"
        check_row "$section" "${numbers[*]}" "${numbers[@]}" : "${files[@]}"
        ;;
    esac
done <"$list"
for number in "${!named[@]}"; do
    [ -n "${listed[$number]:-}" ] || fault "$number has tests, and is not in $list"
done
echo "check_cases: ${#listed[@]} numbers, $tested cases tested, $faults faults"
[ "$tested" -gt 0 ] && [ "$faults" -eq 0 ]
