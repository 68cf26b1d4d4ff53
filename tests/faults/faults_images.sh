#!/usr/bin/env bash
# Bad images, files and directories, under every model: what fails, what is said, what is left.
# usage: faults_images.sh BUILD_DIRECTORY PYTHON [MPIEXEC]
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/faults_common.sh"

good "$python" "$tests/faults/faults_files.py" make in
good=(good.jpg good.png really-png.jpg row.png column.png pixel.jpg)

# bad FILE STAGE CODE: one line in the log, no output.
bad() {
    files errors "$out.jsonl" "in/$1" "$2" "$3" "$ranks"
    absent "$out/$1"
}

for words in "${ways[@]}"; do
    read -r model ranks threads <<<"$words"
    out=out-$model-$ranks title="$model, $ranks x $threads"
    check "exit code 3, agreed by all ranks ($title)"
    agree 3 "$model" "$ranks" "$threads" --size 50x50 --output "agree-$out" --results none in
    way "$model" "$ranks" "$threads"
    run 3 "${program[@]}" --size 100x100 --output "$out" --errors "$out.jsonl" \
        --results "results-$out" in
    cp stdout "$out.stdout"
    check "the summary counts, and names the causes ($title)"
    says stdout "images: 6 done, 7 failed"
    says stderr "truncated (decode)"
    says stderr "1 empty (read)"
    check "each failed image has one valid JSON line ($title)"
    files lines "$out.jsonl" 7
    check "nothing half-written is left ($title)"
    no_temporaries "$out"
    holds "$out" "${#good[@]}"
    check "1: a truncated JPEG fails as 'truncated' ($title)"
    bad truncated.jpg decode truncated
    says "$out.jsonl" "copy it again, or accept a grey rest with --allow-truncated"
    check "2: files that are only a header fail ($title)"
    bad header.jpg decode truncated
    bad header.png decode truncated
    check "3: a file of zero bytes fails as 'empty' ($title)"
    bad empty.jpg read empty
    check "4: HTML named .jpg fails as 'unknown-format' ($title)"
    bad page.jpg decode unknown-format
    check "5: a PNG named .jpg is processed, written as its name says, and said ($title)"
    files size "$out/really-png.jpg" 100x75
    [ "$(head -c 2 "$out/really-png.jpg" | od -An -tx1)" = " ff d8" ] || problem "it is no JPEG"
    says stderr "note: 1 file is not of the format that the name says: in/really-png.jpg is png"
    check "6: a PNG with a bad CRC fails ($title)"
    bad crc.png decode corrupt
    check "12: 60000 x 60000 pixels are refused, and the cure is named ($title)"
    bad bomb.png decode too-large
    says "$out.jsonl" "raise --max-pixels"
    check "16: 1 x N, N x 1 and 1 x 1 keep at least one pixel ($title)"
    files size "$out/row.png" 100x1
    files size "$out/column.png" 1x100
    files size "$out/pixel.jpg" 100x100
    check "the results file is sound and says that images failed ($title)"
    results_are "results-$out" 'status="complete"' images=13 valid=0 \
        'invalid_reason="images failed"'
    check "every output and the checksum are those of the serial program ($title)"
    good diff -r -x .parallax "out-$reference" "$out"
    good diff <(grep -o 'checksum: [0-9a-f]*' "out-$reference.stdout") \
        <(grep -o 'checksum: [0-9a-f]*' "$out.stdout")
done

check "1: --allow-truncated takes it"
run 0 "$serial" --allow-truncated --output grey --results none in/truncated.jpg
files decode grey/truncated.jpg

check "65 when all images failed, and no valid time in the table"
run 65 "$serial" --size 100x100 --results none in/empty.jpg in/page.jpg

if [ "${#threaded[@]}" -gt 0 ]; then
    check "30: one huge image among many small ones: dealt one by one, and the imbalance is told"
    mkdir uneven
    "$python" - <<'END' || problem "no images"
for name, width, height in [("huge", 4000, 3000)] + [(f"small-{i}", 40, 30) for i in range(30)]:
    with open(f"uneven/{name}.ppm", "wb") as file:
        file.write(b"P6\n%d %d\n255\n" % (width, height) + bytes(3 * width * height))
END
    run 0 "$build/resize_${threaded[0]}" --threads 2 --size 20x20 --measure --iterations 3 \
        --results uneven-results uneven
    results_are uneven-results 'schedule="dynamic"' images=31
    if [ -x "$parallax" ]; then
        run 0 "$parallax" pop uneven-results
        says stdout "load balance"
    fi
fi

check "G6_large_files_are_refused_by_their_first_bytes: 3 GB named .jpg"
truncate -s 3G video.jpg
run 65 "$build/resize_serial" --errors video.jsonl --results video video.jpg
says video.jsonl '"code": "unknown-format"'
files sample video/*.h5 bytes_read=4096 units_failed=1

check "--fail-fast stops at the first, and says why"
run 3 "$serial" --fail-fast --output fast --results fast-results in
says stderr "failed images"
results_are fast-results 'status="stopped"' 'stopped_by="errors"'

check "--errors is empty when nothing failed, whatever was in it"
echo old >old.jsonl
run 0 "$serial" --errors old.jsonl --output new --results none in/good.jpg
silent old.jsonl
check "--errors that cannot be created: 73 before work"
run 73 "$serial" --errors none/such.jsonl --output no-log --results none in/good.jpg
says stderr "error log"
holds no-log 0

for words in "${largest[@]}"; do
    read -r model ranks threads <<<"$words"
    title="$model, $ranks x $threads"
    way "$model" "$ranks" "$threads"
    program+=(--size 90x90 --results none)
    check "22: names with newline, bad UTF-8, leading -, 255 bytes, from -0 on stdin ($title)"
    rm -rf names
    "$python" "$tests/faults/faults_files.py" hostile names >names.list
    timeout 300 "${program[@]}" -0 --files-from - --output "hostile-$model-$ranks" \
        <names.list >stdout 2>stderr || problem "exit code $?: $(cat stderr)"
    says stdout "images: 10 done, 0 failed"
    holds "hostile-$model-$ranks" 10
    good diff -r -x .parallax "hostile-$reference" "hostile-$model-$ranks"
    check "20: an unreadable file fails as EACCES, the others are done ($title)"
    rm -rf locked
    mkdir locked
    cp in/good.jpg locked/a.jpg
    cp in/good.png locked/b.png
    cp in/good.png locked/c.png
    chmod 000 locked/b.png
    user=()
    [ "$(id -u)" -ne 0 ] || user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    mkdir -m 777 "open-$model-$ranks"
    if "${user[@]}" test -x "$serial"; then
        HOME=$work/open-$model-$ranks run 3 "${user[@]}" "${program[@]}" \
            --output "open-$model-$ranks/out" --errors "open-$model-$ranks/log" locked
        files errors "open-$model-$ranks/log" locked/b.png read EACCES "$ranks"
        files decode "open-$model-$ranks/out/a.jpg" "open-$model-$ranks/out/c.png"
        absent "open-$model-$ranks/out/b.png"
    else
        echo "SKIPPED: 20: another user cannot reach $build; row 20 is not tested here"
        name=''
    fi
    check "21: FIFOs, devices and link loops are passed over, and block nobody ($title)"
    rm -rf odd
    mkdir -p odd/sub
    cp in/good.png odd/sub/a.png
    mkfifo odd/fifo.jpg
    ln -s loop.jpg odd/loop.jpg
    ln -s .. odd/sub/up
    run 0 "${program[@]}" --output "odd-$model-$ranks" odd /dev/null
    says stdout "images: 1 done, 0 failed, 3 inputs passed over"
    check "28: no images: 66 ($title)"
    mkdir -p none/below
    echo text >none/below/notes.txt
    agree 66 "$model" "$ranks" "$threads" --results none --output no-output none
    says stderr "there is no image in the input"
    run 66 "${program[@]}" --output no-output --files-from /dev/null
    absent no-output
    run 66 "${program[@]}" --output no-output --results no-results missing/a.jpg missing/b.jpg
    says stderr 'none of 2 inputs is there: "missing/a.jpg"'
    absent no-output
    absent no-results
    check "images of kinds that are not read are counted ($title)"
    mkdir -p "kinds-$model-$ranks"
    cp in/good.jpg "kinds-$model-$ranks"
    touch "kinds-$model-$ranks"/{a.HEIC,b.heic,c.gif}
    kinds=("${program[@]}" --results none --output "of-kinds-$model-$ranks")
    run 0 "${kinds[@]}" "kinds-$model-$ranks"
    says stdout ", 3 files of unknown kinds passed over: 2 .heic, 1 .gif"
    run 0 "${kinds[@]}" "kinds-$model-$ranks"
    says stderr ", 3 files of unknown kinds passed over: 2 .heic, 1 .gif"
    run 0 "${kinds[@]}" --json "kinds-$model-$ranks"
    says stdout '"unknown_kinds": {"heic": 2, "gif": 1}'
    check "29: fewer images than workers: all end, and it is said ($title)"
    run 0 "${program[@]}" --output "few-$model-$ranks" in/good.jpg
    files size "few-$model-$ranks/good.jpg" 90x60
    [ $((ranks * threads)) -eq 1 ] ||
        says stdout "$((ranks * threads - 1)) of $((ranks * threads)) workers had nothing to do"
    check "24: two inputs, one output name: 73 before work ($title)"
    rm -rf twice
    mkdir -p twice
    cp in/good.png twice/x.png
    cp in/good.jpg twice/x.jpg
    agree 73 "$model" "$ranks" "$threads" --format png --results none --output "clash" twice
    says stderr "use --on-collision hash"
    holds clash 0
    run 0 "${program[@]}" --format png --on-collision hash --output "hash-$model-$ranks" twice
    holds "hash-$model-$ranks" 2
    good diff -r -x .parallax "hash-$reference" "hash-$model-$ranks"
    check "25: an output that is an input: 64, unless --in-place ($title)"
    run 64 "${program[@]}" --output twice twice
    says stderr "or --in-place"
    files size twice/x.jpg 240x160
    run 0 "${program[@]}" --in-place --output twice twice
    files size twice/x.jpg 90x60
    files size twice/x.png 90x68
    check "26: an output that exists: --existing error 73, skip, overwrite ($title)"
    rm -rf there
    mkdir there
    echo mine >there/x.png
    agree 73 "$model" "$ranks" "$threads" --existing error --results none --output there twice
    says stderr "--existing skip or overwrite"
    run 0 "${program[@]}" --output there twice
    says stdout "1 already there"
    [ "$(cat there/x.png)" = mine ] || problem "what was there is gone"
    run 0 "${program[@]}" --existing overwrite --output there twice
    files decode there/x.png there/x.jpg
    check "33: an output directory that cannot be written: 73 before work ($title)"
    if "${user[@]}" test -x "$serial"; then
        rm -rf closed
        mkdir -m 555 closed
        HOME=$work/open-$model-$ranks run 73 "${user[@]}" "${program[@]}" --output closed/out in
        says stderr 'cannot write to the output directory "closed/out"'
        absent closed/out
    else
        echo "SKIPPED: 33: another user cannot reach $build; row 33 is not tested here"
        name=''
    fi
done

check "results name the revision of the kernel, and of the decoders where files are decoded"
run 0 "$serial" --size 50x50 --iterations 1 --quiet --results decoded in/good.jpg
run 0 "$serial" --size 50x50 --iterations 1 --quiet --results drawn --synthetic 1
good "$python" - decoded/*.h5 drawn/*.h5 <<'EOF_PYTHON'
import re
import sys
import h5py
rows = [h5py.File(path, "r")["runs"][0] for path in sys.argv[1:]]
assert all(int(row["kernel_version"]) >= 1 for row in rows)
decoded, drawn = (row["codec_version"].decode() for row in rows)
assert re.match(r"jpeg \d+ lib.*, pnm \d+(,|$)", decoded) and drawn == "", (decoded, drawn)
EOF_PYTHON
finish
