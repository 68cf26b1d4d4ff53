#!/usr/bin/env bash
# What parallax export writes, read back by pandas, and by a parser of Extra-P's format.
# usage: check_export.sh PARALLAX MAKE_RESULTS CMAKE BUILD
# shellcheck source=tests/results/analysis_common.sh
. "$(dirname "$0")/analysis_common.sh"
check=$tests/results/check_export.py
if [ -n "$python" ] && ! "$python" -c 'import pandas' 2>/dev/null; then
    python=
fi

expect 0 "making results" "$make_results" "$work/data"
if [ -n "$python" ]; then # one more of a cell's, which a quota stopped: not counted beside others
    cp "$work/data/resize/0001.h5" "$work/data/resize/throttled.h5"
    "$python" - "$work/data/resize/throttled.h5" <<'E_PYTHON'
import sys, h5py
with h5py.File(sys.argv[1], "r+") as file:
    for table in "runs", "samples", "workers", "points", "provenance/facts", "provenance/nodes":
        rows = file[table][()]
        rows["run"] = b"0" * 8 + b"-0000-4000-8000-" + b"7" * 12
        if table == "runs":
            rows["throttled"] = 5
        file[table][...] = rows
with open(sys.argv[1], "r+b") as file:
    file.write(bytes(512))
E_PYTHON
fi
mapfile -t good < <(find "$work/data" -name '*.h5' | LC_ALL=C sort)
cp "${good[0]}" "$work/data/cut.h5"
truncate -s -100 "$work/data/cut.h5"

expect 3 "CSV" "$parallax" export --csv "$work/data" -o "$work/a/csv"
says stdout "$work/a/csv/runs.csv"
says stderr "cut.h5"
expect 3 "JSON lines" "$parallax" export --jsonl "$work/data"
cp "$work/stdout" "$work/runs.jsonl"
expect 3 "JSON lines into a file" "$parallax" export --jsonl "$work/data" -o "$work/again.jsonl"
same "stdout and -o differ" "$work/runs.jsonl" "$work/again.jsonl"
expect 0 "Extra-P" "$parallax" export --extra-p "${good[@]}" -o "$work/extra-p"
says stderr "omp, p = 16 left out: oversubscribed"
expect 0 "the table" "$parallax" table --json "${good[@]}"
cp "$work/stdout" "$work/table.json"
if [ -n "$python" ]; then
    "$parallax" table --hdf5 "$work/table.h5" "${good[@]}" >/dev/null
    expect 0 "reading CSV" "$python" "$check" csv "$work/a/csv" "$work/table.h5" "${good[@]}"
    says stdout " 0 differences"
    expect 0 "reading JSON lines" "$python" "$check" jsonl "$work/runs.jsonl" "${good[@]}"
    says stdout " 0 differences"
    expect 0 "reading Extra-P's" "$python" "$check" extra-p "$work/table.json" \
        "$work/extra-p"/*.jsonl
    says stdout " 0 differences"
    expect 0 "installing the loader" "$3" --install "$4" --component python --prefix "$work/prefix"
    expect 0 "loading" "$python" "$check" loader "$work/prefix/share/parallax" "${good[0]}" \
        "$work/table.h5"
    says stdout " 0 differences"
    # The check itself must notice one wrong digit, and one row that is not there.
    sed -i '3s/\.\([0-9]\)/.0\1/' "$work/a/csv/samples.csv"
    sed -i '$d' "$work/a/csv/nodes.csv"
    expect 1 "noticing a wrong digit" "$python" "$check" csv "$work/a/csv" "$work/table.h5" \
        "${good[@]}"
    says stdout "samples 1: wall_s is"
    says stdout "nodes: $((${#good[@]} - 1)) rows, not ${#good[@]}"
else
    echo "skipped: reading back needs python3 with h5py, numpy and pandas"
fi

# --- Text is data: neither guarded as for spreadsheets, nor able to break out
says_file() { # FILE WORDS
    cp "$1" "$work/stdout"
    says stdout "$2"
}
says_file "$work/a/csv/runs.csv" ",=1+1,\"=cmd|' /C calc'!A0 \"\"quoted\"\" "
expect 3 "Markdown" "$parallax" export --markdown "$work/data"
says stdout "| model | layout | p | R |"
says stdout "  X omp 1x2, mpi 2x1: runs of the same work disagree on the checksum"
[ "$(grep -c "no efficiency: one point only" "$work/stdout")" -eq 1 ] || {
    echo "FAILED: a reason stands beside its cells, and not once below the table"
    failed=1
}
says stdout "=cmd\\|' /C calc'!A0"
says stdout "Not in these tables, since they could not be read:"
says stdout "cut.h5"
# shellcheck disable=SC2016 # these are Markdown's
if grep -E '^```' "$work/stdout" | grep -vxE '```(text)?' >"$work/fences"; then
    echo "FAILED: a fence with text behind it: $(cat "$work/fences")"
    failed=1
fi
awk -F '[^\\\\][|]' '/^[|]/ { if (NF != fields && before) { print "FAILED: a row of " NF; bad = 1 }
    fields = NF; before = 1; next } { before = 0 } END { exit bad }' "$work/stdout" || failed=1

# --- Nothing that was measured is written over; what cannot be written says so
cp "${good[0]}" "$work/one.h5"
expect 73 "onto an input" "$parallax" export --jsonl "$work/one.h5" -o "$work/one.h5"
same "the input was written over" "$work/one.h5" "${good[0]}"
expect 73 "CSV where a file is" "$parallax" export --csv "$work/one.h5" -o "$work/one.h5"
expect 73 "JSON lines into no directory" "$parallax" export --jsonl "$work/one.h5" -o "$work/b/j"
says stderr "b/j: No such file or directory: make its directory first"
expect 64 "no format" "$parallax" export "$work/data"
says stderr "--jsonl"
expect 64 "two formats" "$parallax" export --csv --jsonl "$work/data" -o "$work/b"
expect 64 "CSV to nowhere" "$parallax" export --csv "$work/data"
says stderr "name a directory"
expect 64 "no operand" "$parallax" export --jsonl
expect 65 "only a damaged file" "$parallax" export --jsonl "$work/data/cut.h5"
says stdout '"run": null, "usable": false, "why": "'
expect 0 "help" "$parallax" export --help
says stdout "--extra-p"

[ $failed -eq 0 ] && echo "check_export: all as expected"
exit $failed
