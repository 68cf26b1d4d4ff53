#!/usr/bin/env bash
# Checks how the sources look: format, lengths, blanks, shell scripts. Prints every offence.
# Exit code: 0 clean, 1 offences.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 70

offences=0
offend() { # TEXT, one offence a line; nothing: none
    [ -z "$1" ] && return
    printf '%s\n' "$1"
    offences=$((offences + $(printf '%s\n' "$1" | wc -l)))
}

mapfile -t sources < <(find kernels drivers tests analysis -name '*.[ch]' | sort)
mapfile -t scripts < <(find jobs tests .ci -name '*.sh' -o -path .ci/run -o -name '*.sbatch' | sort)
mapfile -t all < <(printf '%s\n' "${sources[@]}" "${scripts[@]}"
    find . -path ./build\* -prune -o -path ./.git -prune -o \
        \( -name '*.py' -o -name '*.cmake' -o -name CMakeLists.txt -o -name '*.json' \) -print |
        sed 's,^\./,,' | sort)
if [ "${#sources[@]}" -lt 10 ]; then
    echo "check_format: only ${#sources[@]} sources found: looked in the wrong place" >&2
    exit 1
fi

# Versions differ in what they think is well formatted: 14 is Debian 12's.
formatter=$(command -v clang-format-14 || command -v clang-format || true)
if [ -n "$formatter" ] && "$formatter" --version | grep -q 'version 14\.'; then
    offend "$("$formatter" --dry-run -Werror "${sources[@]}" 2>&1 | grep 'error:')"
else
    echo "check_format: clang-format 14 is not installed; only lengths and blanks are checked" >&2
fi
if command -v shellcheck >/dev/null; then
    offend "$(shellcheck -x -f gcc "${scripts[@]}")"
fi
# Columns, not bytes: not every awk knows the difference.
offend "$(LC_ALL=C.UTF-8 grep -nE '^.{101,}' "${sources[@]}" "${scripts[@]}" | cut -d: -f1-2 |
    sed 's/$/: longer than 100 columns/')"
offend "$(wc -l "${sources[@]}" "${scripts[@]}" |
    awk '$2 != "total" && $1 > 250 {print $2 ": " $1 " lines, at most 250"}')"
offend "$(grep -nE '[[:blank:]]$' "${all[@]}" | sed 's/:[^:]*$/: blanks at the end of the line/')"
offend "$(grep -nP '\t' "${sources[@]}" "${scripts[@]}" | cut -d: -f1-2 | sed 's/$/: a tab/')"
# Of a C file's first line, only the kind is checked.
offend "$(awk 'FNR == 1 && !/^\/\* / {print FILENAME ":1: does not say what the file is for"}' \
    "${sources[@]}")"
# A function's body stands between "{" and "}" at the left margin.
offend "$(awk 'FNR == 1 {begin = 0}
    /^\{/ {begin = FNR}
    /^\}/ && begin {
        lines = FNR - begin - 1
        if (lines > 40) print FILENAME ":" begin ": function of " lines " lines, at most 40"
        begin = 0}' \
    "${sources[@]}")"
offend "$(awk -f tests/house/dialect.awk "${sources[@]}")"
offend "$(grep -nE '(^|[^[:alnum:]._-])/(home|root|work|Users)/[[:alnum:]]' "${all[@]}" |
    cut -d: -f1-2 | sed 's/$/: a path of one machine/')"

echo "check_format: ${#sources[@]} sources, ${#scripts[@]} scripts, $offences offences"
[ "$offences" -eq 0 ]
