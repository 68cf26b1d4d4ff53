#!/usr/bin/env bash
# Downloads from a server that fails in every way, under every model.
# usage: faults_http.sh BUILD_DIRECTORY PYTHON [MPIEXEC]
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/faults_common.sh"
# shellcheck source=tests/faults/faults_server.sh
. "$tests/faults/faults_server.sh"

good "$python" "$tests/faults/faults_files.py" make in
{ cat in/good.jpg && head -c 3000000 /dev/zero; } | gzip -9n >in/bomb.gz
gzip -9n <in/good.jpg >in/good.gz
serve in requests
base=http://127.0.0.1:$port
slashes() { # twice: the server undoes one of them before it looks for slashes
    local text=${1//\//%252F}
    echo "${text//:/%253A}"
}
right=$(sha256sum in/good.jpg | cut -d ' ' -f 1)
wrong=${right//[0-9]/0}

# url NAME: as it is in the list of this model; path NAME: as the server sees it.
declare -A path=(
    [gone]=status=404/good.jpg
    [gone-for-ever]=status=410/good.jpg
    [later]=status=429/retry-after=1/fails=1/good.jpg
    [busy]=status=503/good.jpg
    [broken]=status=500/good.jpg
    [broken-twice]=status=500/fails=2/good.jpg
    [reset]=reset=1/good.jpg
    [reset-twice]=reset=1/fails=2/good.jpg
    [drip]=rate=200/good.jpg
    [endless]=length=-2/sent=900000000000/rate=100000/good.jpg
    [chunked]=length=-2/sent=5000000/good.jpg
    [large]=sent=5000000/length=5000000/good.jpg
    [bomb]=encoding=gzip/bomb.gz
    [packed]=encoding=gzip/good.gz
    [no-packing]=encoding=gzip/good.jpg
    [short]=length=900000/good.jpg
    [cut]=length=2000/good.jpg
    [loop]=loop=1/good.jpg
    [file]=redirect=$(slashes file:///etc/passwd)/good.jpg
    [moved]=redirect=$(slashes "$base/good.jpg")/good.jpg
    [empty]=empty.jpg
    [page]=page.jpg
    [other]=other/good.jpg
    [same]=same/good.jpg
    [good]=good.jpg
)
fine=(broken-twice reset-twice packed moved same good later)

url() {
    echo "$base/$out/$1/${path[$1]}"
}

# sees NAME N [MOST]: the server was asked so many times.
sees() {
    local seen=${path[$1]}
    asked requests "/$out/$1/${seen//%25/%}" "${@:2}"
}

# fails NAME CODE [STAGE]: one line in the log, no output.
fails() {
    files errors "$out.jsonl" "$(url "$1")" "${3:-read}" "$2" "$ranks"
    absent "$out/127.0.0.1_$port/$out/$1"
}

arrives() {
    find "$out/127.0.0.1_$port/$out/$1" -name 'good.*' -type f | grep -q . ||
        problem "$1 is not there"
}

options=(--allow-private --retries 2 --backoff 0.05 --stall 4 --timeout 8 --max-bytes 1000000)
for words in "${largest[@]}"; do
    read -r model ranks threads <<<"$words"
    out=$model title="$model, $ranks x $threads"
    echo "http://nowhere.invalid/$out/dns.jpg" >"$out.urls"
    for item in "${!path[@]}"; do
        case $item in
        other) echo "$(url other) sha256:$wrong" ;;
        same) echo "$(url same) sha256:${right^^}" ;;
        *) url "$item" ;;
        esac
    done >>"$out.urls"
    check "exit code 3, and what arrived is written ($title)"
    way "$model" "$ranks" "$threads"
    run 3 "${program[@]}" "${options[@]}" --size 100x100 --output "$out" --errors "$out.jsonl" \
        --results "results-$out" --urls-from "$out.urls"
    cp stdout "$out.stdout"
    says stdout "images: ${#fine[@]} done, $((${#path[@]} + 1 - ${#fine[@]})) failed"
    no_temporaries "$out"
    for item in "${fine[@]}"; do
        arrives "$item"
    done
    check "52: 404 and 410 fail without another try ($title)"
    fails gone gone
    fails gone-for-ever gone
    sees gone 1
    sees gone-for-ever 1
    check "53: 429 with Retry-After is waited for, 503 for ever fails as 'busy' ($title)"
    sees later 2
    fails busy busy
    sees busy 3
    check "54: 500, resets and names without address: so many tries, DNS apart ($title)"
    fails broken server-error
    fails reset network
    sees broken 3
    sees reset 3 4 # libcurl asks at once again where a connection broke that it had used before
    sees broken-twice 3
    sees reset-twice 3
    files errors "$out.jsonl" "http://nowhere.invalid/$out/dns.jpg" read dns "$ranks"
    says stderr "1 dns (read)"
    check "55: a slow drip and an endless body end by the limits of time ($title)"
    fails drip timeout
    fails endless timeout
    sees drip 1
    sees endless 1
    check "56: too many bytes, said, chunked or unpacked, fail as 'too-large' ($title)"
    fails large too-large
    fails chunked too-large
    fails bomb too-large
    fails no-packing corrupt
    fails cut truncated decode
    check "57: a short body fails as 'short-body' after all tries ($title)"
    fails short short-body
    sees short 3
    check "58: a redirect loop and one to a file fail, one is followed ($title)"
    fails loop redirect
    fails file redirect
    arrives moved
    check "63: another hash than the list's fails as 'hash-mismatch' ($title)"
    fails other hash-mismatch
    sees other 1
    check "3 and 4: no bytes, and a page in place of an image ($title)"
    fails empty empty
    fails page unknown-format decode
    check "the results file is sound, and names the source ($title)"
    results_are "results-$out" 'source="http"' 'status="complete"' in_flight=1 valid=0
    : "${first:=$out}"
    good diff -r -x .parallax "$first/127.0.0.1_$port/$first" "$out/127.0.0.1_$port/$out"
done
finish
