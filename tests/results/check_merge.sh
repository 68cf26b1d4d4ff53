#!/usr/bin/env bash
# parallax merge on made-up runs: what comes out says the same as what went in, however often.
# usage: check_merge.sh PARALLAX MAKE_RESULTS
# shellcheck source=tests/results/analysis_common.sh
. "$(dirname "$0")/analysis_common.sh"
same_table() { # same_table WHAT RESULTS…
    local what=$1
    shift
    expect 0 "the table of $what" "$parallax" table --json "$@"
    same "the table of $what differs" "$work/stdout" "$work/table.json"
}
# untouched WHAT: all.h5 is the very file that it was, and nothing was left beside it.
untouched() {
    same "$1: all.h5 was changed" "$work/out/all.h5" "$work/all.copy"
    if [ "$work/out/all.h5" -nt "$work/stamp" ]; then
        echo "FAILED: $1: all.h5 was written anew"
        failed=1
    fi
    if [ -n "$(find "$work/out" -name '.*.tmp')" ]; then
        echo "FAILED: $1: a temporary file was left behind"
        failed=1
    fi
}

expect 0 "making results" "$make_results" "$work/data"
count=$(find "$work/data" -name '*.h5' | wc -l)
"$parallax" table --json "$work/data" >"$work/table.json"

# --- One file of many
expect 73 "merging into no directory" "$parallax" merge "$work/data" -o "$work/out/all.h5"
says stderr "all.h5: No such file or directory: make its directory first"
[ ! -e "$work/out" ] || { echo "FAILED: a directory was made unasked" && failed=1; }
mkdir "$work/out"
expect 0 "merging" "$parallax" merge "$work/data" -o "$work/out/all.h5"
says stdout "$count runs merged, 0 were there already; it holds $count"
expect 0 "checking the merged file" "$parallax" check "$work/out/all.h5"
says stdout "ok: $count runs"
same_table "the merged file" "$work/out/all.h5"
same_table "the merged file with its sources" "$work/out/all.h5" "$work/data"
if [ -n "$python" ]; then
    expect 0 "reading it with h5py" \
        "$python" "$tests/results/check_results_file.py" "$work/out/all.h5"
else
    echo "skipped: reading the merged file with h5py needs python3 with h5py"
fi

# --- Merging again changes nothing
cp "$work/out/all.h5" "$work/all.copy"
touch -d '2001-01-01' "$work/out/all.h5"
touch -d '2002-01-01' "$work/stamp"
expect 0 "merging again" "$parallax" merge "$work/data" -o "$work/out/all.h5"
says stdout "0 runs merged, $count were there already; it holds $count"
untouched "merging again"
expect 0 "the output among its inputs" "$parallax" merge "$work" -o "$work/out/all.h5"
untouched "the output among its inputs"
expect 0 "the output as its only input" \
    "$parallax" merge -o "$work/out/all.h5" "$work/out/../out/all.h5"
untouched "the output as its only input"
expect 0 "the merged file with its sources" \
    "$parallax" merge "$work/out/all.h5" "$work/data" -o "$work/both.h5"
same "the same runs make another file" "$work/both.h5" "$work/all.copy"

# --- In parts, in another order
expect 0 "the first part" "$parallax" merge "$work"/data/{sobel,histogram,blur} \
    -o "$work/parts.h5"
expect 0 "the second part" "$parallax" merge -o "$work/parts.h5" "$work/data/resize"
says stdout "it holds $count"
same "the parts make another file than the whole" "$work/parts.h5" "$work/all.copy"

# --- Two runs of one name
mkdir "$work/other"
expect 0 "making a run" "$parallax" merge "$work/data/histogram" -o "$work/other/histogram.h5"
cat >"$work/change.py" <<'EOF_PYTHON'
import sys
import h5py
with h5py.File(sys.argv[1], "r+") as file:
    rows = file["samples"][()]
    rows["wall_s"][3] += 1
    file["samples"][...] = rows
with open(sys.argv[1], "r+b") as file:  # which its seal would call damage
    file.write(bytes(512))
EOF_PYTHON
if [ -n "$python" ]; then
    expect 0 "changing a time" "$python" "$work/change.py" "$work/other/histogram.h5"
    expect 65 "two contents of one run" \
        "$parallax" merge "$work/other" "$work/data" -o "$work/out/all.h5"
    says stderr "$work/other/histogram.h5"
    says stderr "$work/out/all.h5"
    says stderr "samples"
    untouched "two contents of one run"
    expect 65 "two contents, no output yet" \
        "$parallax" merge "$work/other" "$work/data/histogram" -o "$work/none.h5"
    says stderr "$work/data/histogram/"
fi

# --- What is no input
mkdir "$work/bad"
first=$(find "$work/data/resize" -name '*.h5' | sort | head -n 1)
head -c 3000 "$first" >"$work/bad/cut.h5"
: >"$work/bad/empty.h5"
expect 65 "only bad files" "$parallax" merge "$work/bad" -o "$work/none.h5"
expect 65 "only bad files to add" "$parallax" merge "$work/bad" -o "$work/out/all.h5"
untouched "only bad files to add"
expect 3 "bad files among good ones" "$parallax" merge "$work/bad" "$work/data" -o "$work/some.h5"
says stderr "cut.h5"
says stderr "empty.h5"
same "bad files change what the good ones make" "$work/some.h5" "$work/all.copy"
cp "$first" "$work/data/resize/.killed.h5.tmp"
expect 0 "a directory with a killed writer's file" \
    "$parallax" merge "$work/data" -o "$work/out/all.h5"
says stdout "0 runs merged, $count"
expect 65 "a killed writer's file by name" \
    "$parallax" merge "$work/data/resize/.killed.h5.tmp" -o "$work/none.h5"
says stderr "rename it"
if [ -e "$work/none.h5" ]; then
    echo "FAILED: a merge that failed left a file"
    failed=1
fi

# --- What is no output
expect 65 "adding to what is no results file" "$parallax" merge "$work/data" -o "$work/bad/cut.h5"
says stderr "name another"
[ "$(wc -c <"$work/bad/cut.h5")" -eq 3000 ] || { echo "FAILED: cut.h5 was changed" && failed=1; }
expect 73 "a directory as output" "$parallax" merge "$work/data" -o "$work/out"
ln -s all.h5 "$work/out/link.h5"
expect 73 "a link as output" "$parallax" merge "$work/data" -o "$work/out/link.h5"
: >"$work/.busy.h5.tmp"
expect 73 "another merge into the same file" "$parallax" merge "$work/data" -o "$work/busy.h5"
says stderr ".busy.h5.tmp exists"
expect 64 "no output" "$parallax" merge "$work/data"
says stderr "-o FILE"
expect 64 "no input" "$parallax" merge -o "$work/none.h5"
expect 66 "an input that does not exist" "$parallax" merge "$work/nothing" -o "$work/none.h5"

[ $failed -eq 0 ] && echo "check_merge: all as expected"
exit $failed
