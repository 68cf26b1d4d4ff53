#!/usr/bin/env bash
# Spans: every model's programs write when their workers did what, parallax keeps and draws it, and
# its check tells what cannot be. usage: check_spans.sh PARALLAX BUILD [MPIEXEC]
# shellcheck source=tests/results/analysis_common.sh
. "$(dirname "$0")/analysis_common.sh"
build=$2 mpiexec=${3:-}
if [ -z "$python" ]; then
    echo "no python3 has h5py and numpy (Debian: python3-h5py)"
    exit 1
fi
checker=$tests/results/check_spans.py
options=(--source-size 64x48 --size 16x12 --iterations 3 --study strong --quiet)

# run DIRECTORY PROGRAM [OPTIONS]: if it was built
run() {
    local directory=$work/$1 program=$build/resize_$2
    shift 2
    [ -x "$program" ] || return 0
    expect 0 "${program##*/} $*" "${launcher[@]}" "$program" "${options[@]}" \
        --results "$directory" "$@"
}
launcher=()
run few serial --synthetic 20
run few omp --synthetic 20 --threads 2
run few copies --synthetic 20 --ranks 2
run few omp --synthetic 3 --threads 2 --split --bands 6
run few omp --synthetic 2 --threads 5 # more workers than units
run many serial --synthetic 1000
run many omp --synthetic 1000 --threads 2 --schedule dynamic
run many omp --synthetic 30 --threads 2 --split --bands 9
if [ -n "$mpiexec" ]; then
    launcher=("$mpiexec" -n 2)
    run few mpi --synthetic 20
    run few hybrid --synthetic 20 --threads 2
    run few mpi --synthetic 3 --split --bands 6
    run many mpi --synthetic 1000 --schedule dynamic
    run many hybrid --synthetic 1000 --threads 2
fi

# --- What the files say, and what parallax keeps of it
for kind in few many; do
    expect 0 "the spans of $kind units" "$python" "$checker" "$work/$kind"/*.h5
    says stdout " 0 faults"
    cp "$work/stdout" "$work/counted"
    expect 0 "checking the files" "$parallax" check "$work/$kind"
    expect 0 "merging them" "$parallax" merge "$work/$kind" -o "$work/$kind.h5"
    expect 0 "counting the spans" "$python" -c "import h5py, re
kept = len(h5py.File('$work/$kind.h5')['spans'])
written = int(re.search(r'(\d+) spans', open('$work/counted').read()).group(1))
assert kept == written > 0, (kept, written)"
done
expect 0 "checking the merged file" "$parallax" check "$work/few.h5"
expect 0 "salvaging it" "$parallax" salvage "$work/few.h5" -o "$work/salvaged.h5"
says stdout "  spans "
expect 0 "exporting them" "$parallax" export --csv "$work/few.h5" -o "$work/csv"
expect 0 "counting the lines" "$python" -c "import csv, h5py
lines = list(csv.DictReader(open('$work/csv/spans.csv', newline='')))
spans = h5py.File('$work/few.h5')['spans'][()]
assert [float(line['end_s']) for line in lines] == list(spans['end_s']), len(lines)"

# --- What cannot be
# wrong WORDS STATEMENT: changes `spans` of a file with several workers, and check says so.
wrong() {
    cp "$work/few.h5" "$work/wrong.h5"
    "$python" -c "import h5py
with h5py.File('$work/wrong.h5', 'r+') as file:
    spans = file['spans'][()]
    $2
    file['spans'][...] = spans
with open('$work/wrong.h5', 'r+b') as file:
    file.write(bytes(512)) # no seal"
    expect 65 "a span that $1" "$parallax" check "$work/wrong.h5"
    says stdout "$1"
}
wrong "ends a span before it begins" "spans['end_s'][3] = spans['begin_s'][3] - 1e-3"
wrong "ends a span before it begins" "spans['begin_s'][3] = float('nan')"
wrong "beyond the end of the iteration" "spans['end_s'][3] += 1000"
wrong "is no worker of the run" "spans['rank'][3] = 77"
wrong "is no worker of the run" "spans['thread'][3] = -1"
wrong "without a unit" "spans['units'][3] = 0"
wrong "an iteration without a sample" "spans['iteration'][3] = 4711"
wrong "busy for longer than its span" "spans['busy_s'][3] += 1"
wrong "two units at a time" "spans['begin_s'][1:6] = spans['begin_s'][0]; spans['busy_s'][:] = 0"

# --- What is drawn
command -v gnuplot >/dev/null && drawn=0 || drawn=78
expect "$drawn" "the report" "$parallax" report "$work/few.h5" -o "$work/report"
expect 0 "the timeline in the page" grep -c "Worker timeline of one iteration" \
    "$work/report/index.html"
boxes=0 # 18 bands of each split
for file in "$work"/few/resize_{omp-1x2,mpi}*.h5; do
    [ -e "$file" ] || continue # not built
    expect 0 "whether $file is of a split" "$python" -c "import h5py
print(h5py.File('$file')['runs'][0]['mode'].decode())"
    grep -q split "$work/stdout" && boxes=$((boxes + 18))
done
got=$(grep -cE '^[0-9.e+-]+( [0-9.e+-]+){3}$' "$work/report/resize-strong-split-timeline.dat")
[ "$got" = $boxes ] || { echo "FAILED: $got boxes for $boxes bands" && failed=1; }
[ "$drawn" -ne 0 ] || expect 0 "its picture" test -s "$work/report/resize-strong-split-timeline.svg"

[ $failed -eq 0 ] && echo "check_spans: all as expected"
exit $failed
