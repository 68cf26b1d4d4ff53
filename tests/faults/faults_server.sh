# Starts the tests' web server. Sourced by tests of downloads, after faults_common.sh.
# shellcheck shell=bash disable=SC2034,SC2154
server=$build/tests/http_server
if [ ! -x "$server" ]; then
    echo "SKIPPED: libcurl or libmicrohttpd was missing when this was built: no downloads here"
    exit 77
fi

# serve DIRECTORY NAME [PREFIX -- [ADDRESS [KEY CERTIFICATE]]]: a server that ends with this shell;
# its port goes to `port`, its process to `served`, the paths that it is asked for to the file NAME.
serve() {
    local directory=$1 name=$2 prefix=() hold
    shift 2
    while [ $# -gt 0 ] && [ "$1" != -- ]; do
        prefix+=("$1")
        shift
    done
    [ $# -eq 0 ] || shift
    mkfifo "$name.hold"
    : >"$name"
    "${prefix[@]}" "$server" "$directory" "$name" "$@" >"$name.port" 2>"$name.said" <"$name.hold" &
    served=$!
    exec {hold}>"$name.hold"
    wait_until test -s "$name.port"
    port=$(cat "$name.port")
    [ -n "$port" ] || { echo "FAIL: the server does not start: $(cat "$name.said")" >&2; exit 1; }
}

# asked FILE PATH N [MOST]: the server was asked so many times for it.
asked() {
    local got
    got=$(grep -cxF -- "$2" "$1")
    if [ "$got" -lt "$3" ] || [ "$got" -gt "${4:-$3}" ]; then
        problem "$got requests for $2, not $3"
    fi
}
