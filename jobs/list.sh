#!/usr/bin/env bash
# Says what there is: programs, settings, launchers, job scripts.
# shellcheck disable=SC2031
set -euo pipefail
jobs=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=jobs/places.sh
. "$jobs/places.sh"
# shellcheck source=jobs/settings.sh
. "$jobs/settings.sh"
# shellcheck source=jobs/launch.sh
. "$jobs/launch.sh"

usage() {
    cat <<'TEXT'
Usage: list.sh

Prints which kernels and models there are as programs, the probes, the settings that jobs and
sweeps read, the launchers that they know, and the job scripts for sbatch.

  -h, --help  print this and exit

Exit status: 0 done; 64 wrong usage; 78 there are no programs.
TEXT
}

fail() { # CODE MESSAGE
    echo "$place_self: $2" >&2
    exit "$1"
}

# show HEAD WORD…: a line.
show() {
    printf '%-10s %s\n' "$1" "${*:2}"
}

# list_programs: a kernel a line, with its models.
list_programs() {
    local list program name kernels=() probes=() missing=()
    local -A models=()
    list=$(place_first "$jobs/programs" "$BUILD/programs") ||
        fail 78 "there are no programs in '$BUILD'"
    while read -r program; do
        if ! models_ask "$BUILD/$program"; then
            if "$BUILD/$program" --describe </dev/null 2>/dev/null | grep -q '^usage='; then
                probes+=("$program") # no kernel's, and no model's
            else
                missing+=("$program")
            fi
            continue
        fi
        name=${program%"_$model"}
        [ -n "${models[$name]:-}" ] || kernels+=("$name")
        models[$name]+=" $model"
    done <"$list"
    show programs "$BUILD/KERNEL_MODEL"
    for name in "${kernels[@]}"; do
        show '' "$name:${models[$name]}"
    done
    [ "${#probes[@]}" -eq 0 ] || show probes "${probes[*]}"
    [ "${#missing[@]}" -eq 0 ] || show '' "not built, or they do not run here: ${missing[*]}"
}

for argument; do
    case $argument in
    -h | --help) place_usage list; exit 0 ;;
    --describe) place_describe list; exit 0 ;;
    *) fail 64 "'$argument' is no option; --help explains it" ;;
    esac
done
settings_read || exit
[ -n "$BUILD" ] || fail 78 "nothing was built or installed"
build_warn "$BUILD"
text=$(
    list_programs
    show settings "$(settings_file || echo "none; $jobs/env.sh says what can be set, and where")"
    show launchers "$(launch_names | paste -sd ' ')"
    show jobs "$(printf '%s\n' "$jobs"/*.sbatch | paste -sd ' ')"
)
place_say "$text"
