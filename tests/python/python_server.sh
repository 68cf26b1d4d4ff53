# A web server on loopback for tests of Python's downloads. Sourced after python_common.sh.
# shellcheck shell=bash disable=SC2034,SC2154
# shellcheck source=tests/faults/faults_server.sh
. "$tests/faults/faults_server.sh"

good "$python" "$tests/faults/faults_files.py" make in
gzip -9n <in/good.jpg >in/good.gz
serve in requests
base=http://127.0.0.1:$port
slashes() { # twice: the server undoes one of them before it looks for slashes
    local text=${1//\//%252F}
    echo "${text//:/%253A}"
}
once=(--allow-private --iterations 1 --warmup 0 --size 20x31 --verify none --quiet --json)
for program in resize_omp resize_serial; do
    [ ! -x "$build/$program" ] || break
done
# One of each way to download and to hand on what came.
ways=(python-asyncio python-asyncio-pool python-futures-pool python-pool-fork python-shared-spawn
    python-threads)
