#!/usr/bin/env bash
# parallax compare, advise, pop and roofline, on made-up runs whose laws are known.
# usage: check_builds.sh PARALLAX MAKE_SERIES
# shellcheck source=tests/results/analysis_common.sh
. "$(dirname "$0")/analysis_common.sh"
make_series=$make_results
joined() { # one line, so that words are found wherever lines are broken
    tr -s '\n ' ' ' <"$work/stdout" >"$work/joined" && mv "$work/joined" "$work/stdout"
}
narrow() { # no line of more than 100 columns, but those that name a path
    awk -v what="$1" 'length > 100 && !/\(revision / {
            print "FAILED: " what ": " length " columns: " $0; bad = 1 }
        END { exit bad }' "$work/stdout" || failed=1
}

expect 0 "the first build" "$make_series" "$work/before"
expect 0 "one that is 10 % slower" "$make_series" "$work/slower" 1.1
expect 0 "one that is 0.1 % slower" "$make_series" "$work/same" 1.001 abc1234
expect 0 "and one that is not" "$make_series" "$work/again" 1.002 abc1234-dirty

# --- Two builds
expect 0 "equal builds" "$parallax" compare "$work/before/blur" "$work/same/blur"
narrow "equal builds"
joined
says stdout "0 slower, 0 faster, 14 equal, 0 undecided."
expect 4 "a slower build" "$parallax" compare "$work/before/blur" "$work/slower/blur"
narrow "a slower build"
joined
says stdout "14 slower, 0 faster, 0 equal, 0 undecided."
says stdout "omp 1x2: from B on slower than A: 1.1 times its time (95 % CI 1.1 to 1.1)"
expect 0 "a faster build" "$parallax" compare "$work/slower/blur" "$work/before/blur"
joined
says stdout "0 slower, 14 faster"
expect 0 "a history" "$parallax" compare "$work/before/blur" "$work/same/blur" "$work/again/blur"
expect 4 "one with a regression" "$parallax" compare --json "$work/before/blur" \
    "$work/same/blur" "$work/slower/blur"
says stdout '"schema": "parallax-compare-1"'
says stdout '"in_all": true'
if [ -n "$python" ]; then
    "$python" - "$work/stdout" <<'E_PYTHON' || failed=1
import json, sys
found = json.load(open(sys.argv[1]))
assert [build["name"] for build in found["builds"]] == ["A", "B", "C"], found["builds"]
assert len(found["cells"]) == 14, len(found["cells"])
for cell in found["cells"]:
    first, second, whole = cell["steps"]
    assert first["answer"] in ("equal", "undecided"), cell
    assert second["answer"] == whole["answer"] == "slower", cell
    assert abs(whole["ratio"]["value"] - 1.1) < 1e-9 and len(cell["times_s"]) == 3, cell
E_PYTHON
fi
expect 64 "a build with itself" "$parallax" compare "$work/before/blur" "$work/before/blur"
says stderr "the same runs are in two of the operands"
expect 66 "nothing in common" "$parallax" compare "$work/before/blur" "$work/before/median"
says stdout "Nothing to compare"
expect 64 "one build" "$parallax" compare "$work/before"
expect 66 "no build" "$parallax" compare "$work/before" "$work/missing"

# --- Two revisions in one directory: what tells their studies apart stands at each
mkdir "$work/both"
cp -r "$work/same/blur" "$work/both/one"
cp -r "$work/again/blur" "$work/both/two"
both=("$work/both/one" "$work/both/two")
for verb in "table" "export --markdown"; do
    # shellcheck disable=SC2086
    expect 0 "$verb of two revisions" "$parallax" $verb "${both[@]}"
    joined
    says stdout "CPU 3000 @ 2.40GHz; at revision abc1234 "
    says stdout "CPU 3000 @ 2.40GHz; at revision abc1234-dirty "
done
expect 0 "their verdicts" "$parallax" table --verdict-only "${both[@]}"
for revision in abc1234 abc1234-dirty; do
    grep -qx "  at revision $revision" "$work/stdout" && continue
    echo "FAILED: no verdict is said to be at revision $revision"
    failed=1
done
"$parallax" report "${both[@]}" -o "$work/report" >/dev/null 2>&1 # 78 without gnuplot
cp "$work/report/index.html" "$work/stdout"
says stdout "; at revision abc1234</p>"
says stdout "; at revision abc1234-dirty</p>"
expect 0 "comparing them" "$parallax" compare "${both[@]}"
says stdout "A: $work/both/one (revision abc1234)"
says stdout "B: $work/both/two (revision abc1234-dirty)"
expect 0 "both against a third" "$parallax" compare "$work/both" "$work/before/blur"
says stdout "A: $work/both (revision abc1234 + abc1234-dirty)"

# --- Advice: the law is Amdahl's with f = 0.05, at 80 % with 6 workers
expect 0 "advice" "$parallax" advise --images 16000 "$work/before/resize"
narrow advice
joined
says stdout "USE 8 workers: resize_omp --threads 8"
says stdout "TIME 16000 images take 5 min 3" # 1000 times 2 (0.05 + 0.95/8) s
says stdout "It falls below 80 % at 6.0"
says stdout "repetitions are needed: the same sweep with --repeat "
expect 0 "advice on 5 cores" "$parallax" advise --cores 5 "$work/before/resize"
joined
says stdout "USE 4 workers"
says stdout "BETWEEN omp on 5 cores, not measured, by Amdahl: 0.4"
expect 0 "advice on one image" "$parallax" advise --images 1 "$work/before/resize"
says stdout "USE 1 worker: "
! grep -q "not measured" "$work/stdout" || { echo "FAILED: one image on more cores" && failed=1; }
expect 0 "advice beyond" "$parallax" advise --cores 33 "$work/before/resize"
joined
says stdout "33 cores are more than 4 times the 8 that were measured: nothing is said about them."
expect 0 "advice as JSON" "$parallax" advise --json --target-efficiency 0.9 "$work/before/resize"
says stdout '"schema": "parallax-advise-1"'
says stdout '"verdict": "answer"'
says stdout '"target_efficiency": 0.9'
expect 0 "advice on weak studies" "$parallax" advise "$work/before/median"
says stdout "No advice: there are only weak studies"
expect 64 "an efficiency of 2" "$parallax" advise --target-efficiency 2 "$work/before"
says stderr "--target-efficiency 2: must be a number above 0, at most 1"
expect 64 "half a core" "$parallax" advise --cores 0.5 "$work/before"

# --- Where the time goes: these runs have no rows of workers
expect 0 "pop" "$parallax" pop "$work/before/resize"
narrow pop
says stdout "no efficiencies: not all of its workers' rows are there"
expect 0 "pop as JSON" "$parallax" pop --json "$work/before/resize"
says stdout '"schema": "parallax-pop-1"'
expect 0 "roofline" "$parallax" roofline "$work/before/resize"
narrow roofline
says stdout "No position: the program did not count the kernel's work."
expect 0 "roofline as JSON" "$parallax" roofline --json "$work/before/resize"
says stdout '"schema": "parallax-roofline-1"'

# --- All of it as tables
cd "$work" || exit 70
expect 4 "compare as HDF5" "$parallax" compare --hdf5 compare.h5 before/blur slower/blur
expect 0 "advice as HDF5" "$parallax" advise --hdf5 advise.h5 before/resize
expect 0 "pop as HDF5" "$parallax" pop --hdf5 pop.h5 before/resize
expect 0 "roofline as HDF5" "$parallax" roofline --hdf5 roofline.h5 before/resize
if [ -n "$python" ]; then
    "$python" - <<'E_PYTHON' || failed=1
import h5py
with h5py.File("compare.h5") as file:
    steps = file["steps"][()]
    assert len(steps) == 14 and set(steps["answer"]) == {b"slower"}, steps
    assert all(abs(steps["ratio"] - 1.1) < 1e-9) and all(steps["ratio_low"] < 1.1 + 1e-9)
    assert len(file["times"]) == 28 and list(file["builds"]["name"]) == [b"A", b"B"]
    assert len(file["files"]) == 140, len(file["files"])
with h5py.File("advise.h5") as file:
    (study,) = file["studies"]
    use = file["ways"][0]
    assert study["cores"] == 8 and study["limit"] == b"falls", study
    assert use["advice"] == b"use" and use["workers"] == 8, use
    assert use["command"].startswith(b"resize_omp --threads 8"), use
with h5py.File("pop.h5") as file:
    assert len(file["places"]) == 0 and all(file["cells"]["missing"] != b"")
with h5py.File("roofline.h5") as file:
    assert len(file["cells"]) > 0 and all(file["cells"]["missing"] != b"")
E_PYTHON
fi

[ "$failed" -eq 0 ] || exit 1
echo "check_builds: all as expected"
