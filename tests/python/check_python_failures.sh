#!/usr/bin/env bash
# Downloads of Python's models fail by the codes and words of the C programs, and can be stopped.
# usage: check_python_failures.sh BUILD_DIRECTORY [PYTHON]
# shellcheck source=tests/python/python_common.sh
. "$(dirname "$0")/python_common.sh"
# shellcheck source=tests/python/python_server.sh
. "$tests/python/python_server.sh"

{ cat in/good.jpg && head -c 3000000 /dev/zero; } | gzip -9n >in/bomb.gz
# What the tests' server cannot say: /N/ has a status of N digits. It ends with this shell.
cat >raw.py <<'END'
import os
import socket
import threading
def serve(connection):
    digits = int(connection.recv(4096).split(b"/")[1])
    connection.sendall(b"HTTP/1.1 " + b"2" * digits + b" OK\r\nContent-Length: 0\r\n\r\n")
    connection.close()
def answer(server):
    while True:
        threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()
server = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=answer, args=(server,), daemon=True).start()
print(server.getsockname()[1], flush=True)
os.read(0, 1)
END
mkfifo raw.hold
"$python" raw.py >raw.port <raw.hold &
exec 7>raw.hold
wait_until test -s raw.port
odd=http://127.0.0.1:$(cat raw.port)
cat >bad.urls <<END
$base/good.jpg
$base/status=404/good.jpg
$base/status=410/good.jpg
$base/status=403/good.jpg
$base/status=503/good.jpg
$base/status=500/good.jpg
$base/reset=1/good.jpg
$base/rate=200/good.jpg
$base/length=-2/sent=900000000000/rate=100000/good.jpg
$base/length=-2/sent=5000000/good.jpg
$base/sent=5000000/length=5000000/good.jpg
$base/encoding=gzip/bomb.gz
$base/encoding=gzip/good.jpg
$base/length=900000/good.jpg
$base/length=2000/good.jpg
$base/loop=1/good.jpg
$base/redirect=$(slashes file:///etc/passwd)/good.jpg
$base/redirect=$(slashes 'http://[')/good.jpg
$odd/4/status.jpg
$odd/5000/status.jpg
$base/empty.jpg
$base/page.jpg
$base/good.jpg sha256:$(head -c 64 /dev/zero | tr '\0' 0)
http://127.0.0.1:1/refused.jpg
http://nowhere.invalid/dns.jpg
http://me:hush@127.0.0.1:$port/status=404/hidden.jpg?key=hush
END
lines=$(($(wc -l <bad.urls) - 1))
limits=(--retries 1 --backoff 0.05 --stall 4 --timeout 8 --max-bytes 1000000 --urls-from bad.urls)

# words FILE: what an error log says of each item, but not who found it.
words() {
    "$python" - "$1" <<'END'
import json
import sys
print(*sorted("{path} {stage} {code} {message}".format_map(json.loads(line))
              for line in open(sys.argv[1])), sep="\n")
END
}

check "what fails has the code and the words that the C program has for it"
run 3 "$build/$program" "${once[@]}" --results none --errors C.jsonl "${limits[@]}"
words C.jsonl >C.words
[ "$(wc -l <C.words)" -eq "$lines" ] || problem "$program: $(wc -l <C.words) lines, not $lines"
wanted=$(said checksum)
for model in "${ways[@]}"; do
    : >requests
    workers "$model" 2
    of "$model" "${once[@]}" "${many[@]}" --results none --errors "$model.jsonl" "${limits[@]}"
    run 3 "${command[@]}"
    [ "$(said checksum)" = "$wanted" ] ||
        problem "$model: $(said checksum), not $wanted"
    words "$model.jsonl" >"$model.words"
    diff C.words "$model.words" >difference || problem "$model: $(head -n 6 difference)"
    asked requests /status=404/good.jpg 1
    asked requests /status=500/good.jpg 2
    asked requests /reset=1/good.jpg 2
    asked requests /rate=200/good.jpg 1
done

check "a download that is cancelled, but not by the run's end, is no failure of its item"
"$python" - "$programs" >stdout 2>stderr <<'END' || problem "$(tail -n 1 stderr)"
import asyncio
import sys
import types
sys.path.insert(0, sys.argv[1])
from parallax_python import http_client, http_protocol
async def forever(*_):
    await asyncio.sleep(1000)
async def ended(stopped):
    client = http_client.Client(types.SimpleNamespace(stopped=lambda: stopped))
    task = asyncio.ensure_future(client.get(0))
    await asyncio.sleep(0.05)
    client.stop() if stopped else task.cancel()
    return (await asyncio.gather(task, return_exceptions=True))[0]
http_protocol.download = forever
assert isinstance(asyncio.run(ended(True)), http_protocol.Stopped), "stopped: another end"
assert isinstance(asyncio.run(ended(False)), asyncio.CancelledError), "cancelled: another end"
END

check "addresses of this machine and of private networks are not gone to"
for model in "${ways[@]}"; do
    : >requests
    workers "$model" 2
    of "$model" "${once[@]:1}" "${many[@]}" --results none --errors "private-$model.jsonl" \
        --retries 0 "$base/good.jpg" "http://localhost:$port/good.png"
    run 65 "${command[@]}"
    [ "$(grep -c '"code": "private-address"' "private-$model.jsonl")" -eq 2 ] ||
        problem "$model: $(cat "private-$model.jsonl")"
    silent requests
done

for model in "${ways[@]}"; do
    check "a download is stopped long before its end: $model"
    workers "$model" 2
    of "$model" "${once[@]}" "${many[@]}" --results none --errors "stop-$model.jsonl" \
        --timeout 1000 --stall 1000 "$base/delay=400000/good.jpg" "$base/delay=400000/good.png"
    : >requests
    "${command[@]}" >stdout 2>stderr </dev/null &
    child=$!
    wait_until test -s requests
    kill -TERM "$child"
    wait_until has_ended "$child" || kill -KILL "$child"
    wait "$child"
    code=$?
    [ "$code" -eq 75 ] || problem "exit code $code, not 75: $(tail -n 3 stderr)"
    [ ! -s "stop-$model.jsonl" ] || problem "a failure: $(cat "stop-$model.jsonl")"
done
finish
