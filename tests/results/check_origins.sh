#!/usr/bin/env bash
# What parallax show says of a file, and parallax diff of two.
# usage: check_origins.sh PARALLAX MAKE_RESULTS
# shellcheck source=tests/results/analysis_common.sh
. "$(dirname "$0")/analysis_common.sh"
joined() { # one line, so that words are found wherever lines are broken
    tr -s '\n ' ' ' <"$work/stdout" >"$work/joined" && mv "$work/joined" "$work/stdout"
}

expect 0 "making results" "$make_results" "$work/data"
"$parallax" merge "$work/data/resize" -o "$work/all.h5" >/dev/null
one=$work/data/resize/0001.h5 other=$work/data/blur/0113.h5

# --- One file, or several
expect 0 "show" "$parallax" show "$work/all.h5"
awk 'length > 100 { print "FAILED: a line of " length " columns: " $0; bad = 1 } END { exit bad }' \
    "$work/stdout" || failed=1
joined
says stdout "study: strong scaling: resize size=852x567"
says stdout "omp 1x2 (5)"
says stdout "machine: Example CPU 3000 @ 2.40GHz; 1 socket(s), 8 core(s)"
says stdout "command: make_results"
says stdout "does not count: "
says stdout "not complete: stopped"
cp "$one" "$work/cut.h5"
truncate -s -100 "$work/cut.h5"
expect 3 "show, one damaged" "$parallax" show "$work/cut.h5" "$one"
says stderr "cut.h5"
says stdout "0001.h5"
expect 65 "show, only damaged" "$parallax" show "$work/cut.h5"
expect 64 "show nothing" "$parallax" show
expect 0 "show what must not act" "$parallax" show "$work/data/sobel"
says stdout "=cmd|' /C calc'!A0"

# --- Two files, two runs
expect 0 "diff of equal ones" "$parallax" diff "$one" "$one"
says stdout "0 of "
expect 1 "diff of two" "$parallax" diff "$one" "$other"
says stdout "run.kernel"
says stdout "  A resize"
says stdout "  B blur"
expect 1 "diff of two runs" "$parallax" diff "$work/all.h5:00000001" "$other:0000"
says stdout "A: $work/all.h5:00000001, 1 run"
expect 0 "diff of a run and its file" "$parallax" diff "$work/all.h5:00000001" "$one"
expect 66 "diff, no such run" "$parallax" diff "$work/all.h5:ffff" "$one"
says stderr "0 runs in it begin with ffff"
expect 64 "diff, two such runs" "$parallax" diff "$work/all.h5:0000" "$one"
expect 64 "diff of one" "$parallax" diff "$one"
expect 65 "diff, damaged" "$parallax" diff "$one" "$work/cut.h5"
expect 66 "diff, no such file" "$parallax" diff "$one" "$work/nothing"

# --- What differs is named, what is of one launch is not counted
if [ -n "$python" ]; then
    cat >"$work/change.py" <<'EOF_SCRIPT'
import shutil, sys
import h5py
source, target, name, value = sys.argv[1:]
shutil.copy(source, target)
with h5py.File(target, "r+") as file:
    if name.startswith("node."):
        rows = file["provenance/nodes"][()]
        rows[name[5:]] = value.encode()
        file["provenance/nodes"][...] = rows
    else:
        rows = file["provenance/facts"][()]
        rows["name"][0] = name.encode()
        rows["value"][0] = value.encode()
        file["provenance/facts"][...] = rows
with open(target, "r+b") as file:  # as who changes a file does
    file.write(bytes(512))
EOF_SCRIPT
    "$python" "$work/change.py" "$one" "$work/a.h5" compiler "GCC 12"
    "$python" "$work/change.py" "$one" "$work/b.h5" compiler "GCC 13"
    expect 1 "another compiler" "$parallax" diff "$work/a.h5" "$work/b.h5"
    says stdout "compiler"
    says stdout "  A GCC 12"
    says stdout "  B GCC 13"
    says stdout "1 of "
    "$python" "$work/change.py" "$one" "$work/c.h5" node.governor performance
    expect 1 "another governor" "$parallax" diff "$one" "$work/c.h5"
    says stdout "node.governor"
    says stdout "  B performance"
    "$python" "$work/change.py" "$one" "$work/d.h5" argv one
    "$python" "$work/change.py" "$one" "$work/e.h5" argv two
    expect 0 "another command" "$parallax" diff "$work/d.h5" "$work/e.h5"
    says stdout "  A one"
else
    echo "skipped: changing files needs python3 with h5py and numpy"
fi

[ $failed -eq 0 ] && echo "check_origins: all as expected"
exit $failed
