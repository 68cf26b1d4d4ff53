#!/usr/bin/env bash
# Downloads: addresses, certificates, secrets, names, open files; several at once, and stopped ones.
# usage: faults_network.sh BUILD_DIRECTORY PYTHON [MPIEXEC]
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/faults_common.sh"
# shellcheck source=tests/faults/faults_server.sh
. "$tests/faults/faults_server.sh"

good "$python" "$tests/faults/faults_files.py" make in
serve in requests
base=http://127.0.0.1:$port
fetch=$build/fetch_${plain[0]}
slashes() {
    local text=${1//\//%252F}
    echo "${text//:/%253A}"
}

for words in "${largest[@]}"; do
    read -r model ranks threads <<<"$words"
    title="$model, $ranks x $threads"
    way "$model" "$ranks" "$threads"
    program=("${program[@]/resize_/fetch_}")
    check "59: loopback is blocked at connect, by number and by name ($title)"
    : >requests
    run 65 "${program[@]}" --retries 0 --iterations 1 --results none --errors "$model.jsonl" \
        "$base/good.jpg" "http://localhost:$port/good.png"
    files errors "$model.jsonl" "$base/good.jpg" read private-address "$ranks"
    files errors "$model.jsonl" "http://localhost:$port/good.png" read private-address "$ranks"
    silent requests
    check "61: credentials and queries stay out of logs, records, words and names ($title)"
    mkdir "secret-$model"
    cd "secret-$model" || exit 70
    run 3 "${program[@]}" --allow-private --backoff 0.05 --retries 1 --output out \
        --errors log.jsonl --results results "http://me:hush@127.0.0.1:$port/good.jpg?key=hush" \
        "http://me:hush@127.0.0.1:$port/status=500/gone.jpg?key=hush" \
        "http://me:hush@127.0.0.1:1/refused.jpg?hush#hush"
    says log.jsonl "http://*@127.0.0.1:$port/status=500/gone.jpg?*#2"
    ! grep -rlae hush . || problem "a secret is there"
    ! find . -name '*hush*' | grep . || problem "a name has a secret"
    [ ! -x "$parallax" ] || "$parallax" show results/*.h5 >shown 2>&1
    ! grep -qae hush shown || problem "a secret is shown"
    cd "$work" || exit 70
    check "62: names from URLs stay below the output, with plain bytes ($title)"
    printf '%s\n' "$base/../../up/good.jpg" "$base/.hidden/good.jpg" \
        "$base/\$(touch>hurt);\`id\`/good.jpg" "$base/%2e%2e%2f%2e%2e%2fx/good.jpg" \
        "$base/"$'\xc3\xa9'"'/good.jpg" >names.urls
    mkdir "names-$model"
    run 0 "${program[@]}" --allow-private --results none --output "names-$model/out/deep" \
        --urls-from names.urls
    holds "names-$model" 5
    holds "names-$model/out/deep/127.0.0.1_$port" 5
    LC_ALL=C find "names-$model" -name .parallax -prune -o \
        '(' -name '*[!A-Za-z0-9._~%+=,@-]*' -o -name '.?*' ')' -print | grep . &&
        problem "a name is as the URL has it"
    check "fetch stores the bytes as they are, and they are verified ($title)"
    run 0 "${program[@]}" --allow-private --verify all --output "raw-$model" --results \
        "raw-results-$model" "$base/truncated.jpg" "$base/page.jpg"
    good cmp in/truncated.jpg "raw-$model/127.0.0.1_$port/truncated.jpg"
    good cmp in/page.jpg "raw-$model/127.0.0.1_$port/page.jpg"
    results_are "raw-results-$model" 'kernel="fetch"' 'source="http"' 'verified="all"' \
        'status="complete"'
done

check "59: a redirect and a name that lead from a public address to a private one are blocked"
inside() { # in a network of its own, where 203.0.113.1 is this machine
    ip link set lo up && ip address add 203.0.113.1/32 dev lo &&
        ip address add 10.9.9.9/32 dev lo && "$@"
}
if [ "$(id -u)" -eq 0 ] && unshare -n ip link set lo up 2>/dev/null; then
    export -f inside
    # shellcheck disable=SC2016
    serve in outside unshare -n bash -c 'inside exec "$0" "$@"' -- 0.0.0.0
    there=(nsenter -t "$served" -n "$fetch" --iterations 1 --results none --retries 0)
    run 0 "${there[@]}" "http://203.0.113.1:$port/good.jpg"
    run 65 "${there[@]}" --errors to.jsonl \
        "http://203.0.113.1:$port/redirect=$(slashes "http://10.9.9.9:$port/good.jpg")/good.jpg" \
        "http://203.0.113.1:$port/redirect=$(slashes "http://localhost:$port/good.jpg")/good.png"
    [ "$(grep -c '"code": "private-address"' to.jsonl)" -eq 2 ] || problem "$(cat to.jsonl)"
    run 0 "${there[@]}" --allow-private \
        "http://203.0.113.1:$port/redirect=$(slashes "http://10.9.9.9:$port/good.jpg")/good.jpg"
else
    echo "SKIPPED: 59: no network of our own can be made: redirects are not tested here"
    name=''
fi

# Longer busy with each item than any limit; there are no other tries.
busy=(--allow-private --iterations 1 --warmup 0 --results none --in-flight 4 --retries 0
    --timeout 4 --stall 4 --source-delay 4.5)
check "60: a bad certificate fails as 'tls', and --insecure is loud and recorded"
if openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -keyout key.pem \
    -out certificate.pem 2>/dev/null; then
    serve in secure -- 127.0.0.1 key.pem certificate.pem
    run 65 "$fetch" --allow-private --iterations 1 --errors tls.jsonl --results none \
        "https://127.0.0.1:$port/good.jpg"
    files errors tls.jsonl "https://127.0.0.1:$port/good.jpg" read tls 1
    run 0 "$fetch" --allow-private --insecure --quiet --results insecure --iterations 1 \
        "https://127.0.0.1:$port/good.jpg"
    says stderr "INSECURE: certificates of servers are not checked"
    good "$python" - insecure/*.h5 <<'EOF_PYTHON'
import sys
import h5py
facts = h5py.File(sys.argv[1], "r")["provenance/facts"][()]
facts = {row["name"].decode(): row["value"].decode() for row in facts}
assert facts["input.note"].startswith("INSECURE"), facts
EOF_PYTHON
    check "limits of time do not run while nobody shakes hands, because the worker is busy"
    run 0 "$fetch" "${busy[@]}" --insecure "https://127.0.0.1:$port/1/good.jpg" \
        "https://127.0.0.1:$port/2/good.jpg" "https://127.0.0.1:$port/3/good.jpg"
else
    echo "SKIPPED: 60: there is no openssl to make a certificate"
    name=''
fi

serve in many
base=http://127.0.0.1:$port
check "64: more downloads at once than open files: as many as there may be, and it is said"
for i in {1..60}; do
    echo "$base/$i/good.jpg"
done >many.urls
# shellcheck disable=SC2016
run 0 bash -c 'ulimit -n 128 && exec "$@"' sh "$fetch" --allow-private --in-flight 500 \
    --iterations 1 --results fitting --urls-from many.urls
results_are fitting in_flight=20 read_ahead=60
says stderr "--in-flight 500 does not fit into the files that a process may have open"

check "one worker has as many downloads at once as --in-flight says, and the same bytes"
for i in {1..40}; do
    echo "$base/delay=100/$i/good.jpg"
done >slow.urls
run 0 "$fetch" --allow-private --iterations 1 --warmup 0 --json --results one --urls-from slow.urls
cp stdout one.json
for i in {1..40}; do
    echo "$base/meet=20/$i/good.jpg"
done >meeting.urls
run 0 "$fetch" --allow-private --iterations 1 --warmup 0 --json --results twenty --in-flight 20 \
    --retries 0 --timeout 90 --stall 90 --urls-from meeting.urls
good "$python" - one.json stdout <<'EOF_PYTHON'
import json
import sys
one, twenty = (json.load(open(path)) for path in sys.argv[1:])
assert one["checksum"] == twenty["checksum"], (one, twenty)
assert one["median_s"] >= 4, one["median_s"]
EOF_PYTHON
results_are twenty in_flight=20 read_ahead=40
check "limits of time do not count what a worker does between two downloads"
for i in {1..3}; do
    echo "$base/delay=300/busy/$i/good.jpg"
done >busy.urls
echo "$base/rate=200/busy/good.jpg" >>busy.urls
run 3 "$fetch" "${busy[@]}" --errors busy.jsonl --urls-from busy.urls
says stdout "images: 3 done, 1 failed"
files errors busy.jsonl "$base/rate=200/busy/good.jpg" read timeout 1
for i in {1..3}; do
    asked many "/delay=300/busy/$i/good.jpg" 1
done
check "what fails among many at once fails alone"
sed -i "7s,.*,$base/status=404/good.jpg,;9s,.*,$base/status=500/fails=1/good.jpg," slow.urls
run 3 "$fetch" --allow-private --backoff 0.05 --in-flight 8 --output flight --results none \
    --errors flight.jsonl --urls-from slow.urls
holds flight 39
files lines flight.jsonl 1
check "a download is stopped long before its end, and is left for the next run"
"$fetch" --allow-private --results none --errors stop.jsonl --output stopped \
    --retries 0 --timeout 1000 --stall 1000 "$base/delay=400000/good.jpg" >stdout 2>stderr &
child=$!
wait_until grep -q delay=400000 many
kill -TERM "$child"
wait_until has_ended "$child" || kill -KILL "$child"
wait "$child"
code=$?
[ "$code" -eq 75 ] || problem "exit code $code, not 75"
silent stop.jsonl
for words in "${largest[@]}"; do
    read -r model ranks threads <<<"$words"
    check "--source-delay: each image waits, blocked in its read ($model, $ranks x $threads)"
    way "$model" "$ranks" "$threads"
    run 0 "${program[@]}" --synthetic 8 --source-size 60x40 --size 6x4 --source-delay 0.1 \
        --iterations 1 --warmup 0 --quiet --results "delay-$model"
    results_are "delay-$model" delay_s=0.1
    good "$python" - "delay-$model"/*.h5 $((ranks * threads)) <<'EOF_PYTHON'
import sys
import h5py
rows = h5py.File(sys.argv[1], "r")["workers"][()]
assert 0.8 <= rows["read_s"].sum(), rows["read_s"]
waiting = rows["read_s"] + rows["comm_s"] + rows["wait_s"]
assert 0.7 <= rows["blocked_s"].sum() <= 1.001 * waiting.sum(), rows["blocked_s"]
assert len(rows) == int(sys.argv[2]), rows
EOF_PYTHON
done
check "what is no URL is refused before work, without a word of it"
run 66 "$fetch" --results none ftp://me:hush@host/x
run 66 "$fetch" --results none "http://host/x sha256:12"
! grep -q hush stderr || problem "a secret is said"
check "an error log that is the list of URLs is refused"
run 64 "$fetch" --results none --allow-private --errors many.urls --urls-from many.urls
finish
