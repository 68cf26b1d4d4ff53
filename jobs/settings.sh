# What differs from cluster to cluster, so that nobody edits a source tree or an installed copy. The
# first of these files that is there is read, then env.sh beside this one, which says what can be
# set:
#   $PARALLAX_ENV, ./parallax.env, ~/.config/parallax/env, /etc/parallax/env
# What is set in the environment wins over all of them. Sourced by who has set `jobs` to this folder
# and sourced places.sh.
# shellcheck shell=bash disable=SC2154

# settings_file: prints the path of that first one. 1: there is none; 78: PARALLAX_ENV names one
# that cannot be read.
settings_file() {
    local file
    if [ -n "${PARALLAX_ENV:-}" ]; then
        [ -r "$PARALLAX_ENV" ] || {
            echo "PARALLAX_ENV: '$PARALLAX_ENV' cannot be read" >&2
            return 78
        }
        echo "$PARALLAX_ENV"
        return
    fi
    for file in "$PWD/parallax.env" "${XDG_CONFIG_HOME:-${HOME:-/}/.config}/parallax/env" \
        /etc/parallax/env; do
        [ ! -r "$file" ] || { echo "$file"; return; }
    done
    return 1
}

# settings_read: 0, or 78.
settings_read() {
    local name file code=0 given=()
    file=$(settings_file) || code=$?
    [ "$code" -ne 78 ] || return 78
    if [ -n "$file" ]; then
        for name in BUILD RESULTS LAUNCHER LAUNCH_PMI CORES_PER_NODE; do
            [ -z "${!name:-}" ] || given+=("$name=${!name}")
        done
        # shellcheck source=/dev/null
        . "$file"
        for name in "${given[@]}"; do
            printf -v "${name%%=*}" %s "${name#*=}"
        done
    fi
    # shellcheck source=jobs/env.sh
    . "$jobs/env.sh"
}
