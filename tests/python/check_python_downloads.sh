#!/usr/bin/env bash
# Python's models download what the C programs download.
# usage: check_python_downloads.sh BUILD_DIRECTORY [PYTHON]
# shellcheck source=tests/python/python_common.sh
. "$(dirname "$0")/python_common.sh"
# shellcheck source=tests/python/python_server.sh
. "$tests/python/python_server.sh"

cat >fine.urls <<END
$base/good.jpg
$base/length=-2/good.png
http://me:hush@127.0.0.1:$port/other/good.jpg?key=hush#part
$base/encoding=gzip/good.gz
$base/redirect=$(slashes "$base/good.jpg")/good.png
$base/redirect=$(slashes ../good.jpg)/good.png
$base/status=503/retry-after=1/fails=1/FRESH.jpg
END

# named WORD: the list, in which no server remembers that somebody has asked for anything.
named() {
    sed "s/FRESH/good/;s,/fails,/$1/fails," fine.urls
}

check "the same checksum as the C program's, from servers of all kinds; no secret is shown"
named C >C.urls
run 0 "$build/$program" "${once[@]}" --results none --backoff 0.05 --urls-from C.urls
wanted=$(said checksum)
[ "${#wanted}" -eq 16 ] || problem "$program has no checksum: $wanted"
for model in "${models[@]}"; do
    named "$model" >"$model.urls"
    workers "$model" 2
    of "$model" "${once[@]}" "${many[@]}" --backoff 0.05 --results "fine-$model" \
        --urls-from "$model.urls"
    run 0 "${command[@]}"
    [ "$model" = python-pillow ] || [ "$(said checksum)" = "$wanted" ] ||
        problem "$model: $(said checksum), not $wanted"
    [ "$(said failed)" = 0 ] || problem "$model: $(said failed) failed"
    asked requests "/status=503/retry-after=1/$model/fails=1/good.jpg" 2
    ! grep -rlae hush stdout stderr "fine-$model" || problem "$model shows a secret"
done

check "many downloads at once, where that is the model's way"
for i in {1..40}; do
    echo "$base/delay=100/$i/good.jpg"
done >slow.urls
sed s/delay=100/meet=20/ slow.urls >meeting.urls
for model in python-asyncio python-asyncio-pool; do
    workers "$model" 2
    of "$model" "${once[@]}" "${many[@]}" --results none --in-flight 2 --urls-from slow.urls
    run 0 "${command[@]}"
    "$python" -c 'import sys; sys.exit(float(sys.argv[1]) < 2)' "$(said median_s)" ||
        problem "$model: two at once in $(said median_s) s"
    of "$model" "${once[@]}" "${many[@]}" --results none --in-flight 20 --retries 0 \
        --timeout 90 --stall 90 --urls-from meeting.urls
    run 0 "${command[@]}"
done
check "the record has the downloads at once that there were: the model's, as asked, as fit"
for flights in '' 1 500; do
    of python-asyncio "${once[@]}" --results "flights-$flights" \
        ${flights:+--in-flight "$flights"} --urls-from slow.urls
    # shellcheck disable=SC2016
    run 0 bash -c 'ulimit -n 174 && exec "$@"' sh "${command[@]}"
done
results_are flights- in_flight=32
results_are flights-1 in_flight=1
results_are flights-500 in_flight=36
of python-threads --threads 2 --in-flight 3 "${once[@]}" --results none --urls-from slow.urls
run 64 "${command[@]}"
says stderr "take python-asyncio"

check "a bad certificate fails as 'tls', and --insecure is loud"
if openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -keyout key.pem \
    -out certificate.pem 2>/dev/null; then
    serve in secure -- 127.0.0.1 key.pem certificate.pem
    for model in python-asyncio python-threads; do
        run 65 "$python" "$programs/resize_$model" "${once[@]}" --errors tls.jsonl --results none \
            "https://127.0.0.1:$port/good.jpg"
        says tls.jsonl '"code": "tls", "message": "the server'\''s certificate is not valid'
        run 0 "$python" "$programs/resize_$model" "${once[@]}" --insecure --results none \
            "https://127.0.0.1:$port/good.jpg"
        says stderr "INSECURE: certificates of servers are not checked"
    done
else
    echo "SKIPPED: there is no openssl to make a certificate"
    name=''
fi
finish
