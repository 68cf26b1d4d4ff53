#!/usr/bin/env bash
# Makes the manual pages of programs, out of their options' tables.
# usage: make_manual.sh DIRECTORY VERSION DATE PROGRAM…; exit code: 0, or that of what failed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
place=$1 version=$2 date=$3
shift 3
mkdir -p "$place"

# page NAME: what is described on standard input becomes its page.
page() {
    LC_ALL=C awk -v name="$1" -v date="$date" -v product="Parallax $version" \
        -f "$here/manual.awk" >"$place/$1.1"
}

# describe_verbs PARALLAX: itself, then each verb in a section of its own.
describe_verbs() {
    local kind verb
    "$1" --describe
    while IFS='=' read -r kind verb; do
        case $kind in
        verb | script) "$1" "${verb%%$'\t'*}" --describe ;;
        esac
    done < <("$1" --describe)
    "$1" claims --run --describe
}

for program; do
    name=${program##*/}
    if [ "$name" = parallax ]; then
        describe_verbs "$program" | page "$name"
    else
        "$program" --describe | page "$name"
    fi
done
