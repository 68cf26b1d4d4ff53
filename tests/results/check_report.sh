#!/usr/bin/env bash
# The report: one page that needs nothing else, whatever the files say.
# usage: check_report.sh PARALLAX MAKE_RESULTS MAKE_SERIES MAKE_MANY
# shellcheck source=tests/results/analysis_common.sh
. "$(dirname "$0")/analysis_common.sh"
make_series=$3 make_many=$4
check_page=$tests/results/check_page.py
drawn=0 # what a report ends with
command -v gnuplot >/dev/null || drawn=78
checker=$(command -v python3 || true)
page() { # page WHAT DIRECTORY [OPTIONS]: the page is whole
    [ -n "$checker" ] || return 0
    [ $drawn -eq 0 ] || set -- "$@" --without-pictures
    expect 0 "the page of $1" "$checker" "$check_page" "${@:2}"
    says stdout " 0 faults"
}
there() {
    for file; do
        [ -s "$file" ] && continue
        echo "FAILED: $file is missing or empty"
        failed=1
    done
}
mkdir "$work/empty"
expect 0 "making results" "$make_results" "$work/data"
expect 0 "making series" "$make_series" "$work/series"

# --- What is there
expect $drawn "the report" "$parallax" report "$work/data" -o "$work/a/report"
page "all results" "$work/a/report" \
    --holds "its checksum differs from the serial run" \
    --holds "its workers had a CPU 50 % of the time" --holds "one point only" \
    --holds "Example CPU 3000" \
    --holds "machine's ceiling" --holds "How to cite" --holds "2026-01-01T00:00:00Z"
report=$work/a/report
there "$report"/{index.html,verdict.txt,results.hdf5} "$report"/table.{txt,csv,json}
for panel in strong-{speedup,efficiency,time,ranks-threads,stages,workers,repetitions} \
    weak-{scaled-speedup,efficiency,time,stages,workers,repetitions}; do
    there "$report/resize-$panel".{gp,dat}
    [ $drawn -ne 0 ] || there "$report/resize-$panel"{.svg,-dark.svg,.png,.pdf}
done
expect 0 "the runs beside the page" "$parallax" check "$report/results.hdf5"
expect 0 "the table of all runs" "$parallax" table --csv "$work/data"
cp "$work/stdout" "$work/all.csv"
expect 0 "the table of the file beside the page" "$parallax" table --csv "$report/results.hdf5"
same "the file beside the page holds other runs" "$work/all.csv" "$work/stdout"
# A run that is thrown away does not come back from an older report in the same directory.
mkdir "$work/twice"
cp "$work"/data/resize/000[1-9].h5 "$work/twice"
expect $drawn "a report among its results" "$parallax" report "$work/twice" -o "$work/twice/report"
rm "$work/twice/0009.h5"
expect 0 "the table of what is left" "$parallax" table --json "$work/twice"
grep -q 00000009-0000 "$work/stdout" && echo "FAILED: a run came back" && failed=1

# --- What is drawn: the baseline's uncertainty is a band and not in every point; few points have no
# line; what is flagged is hollow; what leaves the picture is an arrow.
script=$report/resize-strong-speedup.gp
cp "$script" "$work/stdout"
for words in "95 % CI of the baseline" "title 'ideal'" "pt 4" "pt 2"; do says stdout "$words"; done
cp "$report/blur-strong-speedup.gp" "$work/stdout"
says stdout "machine's ceiling"
grep -q "with lines lc rgb c" "$report/blur-strong-speedup.gp" &&
    echo "FAILED: a line through three points" && failed=1
expect $drawn "the report of curves that follow laws" "$parallax" report "$work/series" \
    -o "$work/laws"
page "laws" "$work/laws" --holds "omp: Amdahl" --holds "omp: USL" --holds "omp: Gustafson" \
    --holds "one crossover"
cp "$work/laws/resize-strong-speedup.dat" "$work/stdout"
says stdout "# Amdahl of omp"

# --- Hostile names: text stays text, in the page, in the scripts and in file names
evil="$work/<script>alert(1)<%s>&\"'"
mkdir "$evil"
cp "$work"/data/sobel/*.h5 "$evil"
expect $drawn "the report of hostile names" "$parallax" report "$evil" -o "$work/evil"
page "hostile names" "$work/evil" --holds "/<script>alert(1)<%s>&\"'/" --holds "=cmd|' /C calc'"
if [ -n "$(find "$work" . -maxdepth 3 -name 'injected*' 2>/dev/null)" ]; then
    echo "FAILED: a backquoted command in a parameter was executed"
    failed=1
fi

# --- Nothing to draw with, nothing to draw, nowhere to write
expect 78 "the report without gnuplot" env PATH="$work/empty" "$parallax" report \
    "$work/data/resize" -o "$work/without"
says stderr "gnuplot-nox"
there "$work/without/resize-strong-speedup.gp" "$work/without/resize-strong-speedup.dat"
drawn_before=$drawn drawn=78
page "no gnuplot" "$work/without" --holds "gnuplot was not installed"
drawn=$drawn_before
mkdir "$work/invalid"
for file in "$work"/data/histogram/*.h5; do
    "$parallax" table --json "$file" >"$work/one.json" # no pipe: grep -q would leave it broken
    grep -q '"bins=256"' "$work/one.json" && cp "$file" "$work/invalid"
done
expect 0 "the report of nothing valid" "$parallax" report "$work/invalid" -o "$work/nothing"
drawn=78
page "nothing valid" "$work/nothing" --holds "no cell has a time" --holds "no serial run decides"
drawn=$drawn_before
expect 73 "a report where a file is" "$parallax" report "$work/data" -o "$report/table.txt"

# --- A later report in the same directory leaves no picture of an earlier one
mkdir "$work/blur"
cp "$work"/data/blur/*.h5 "$work/blur"
echo "plot sin(x)" >"$work/a/report/mine.gp"
expect $drawn "another report there" "$parallax" report "$work/blur" -o "$report"
there "$report"/{mine.gp,blur-strong-speedup.gp}
for left in "$report"/resize-*; do
    [ ! -e "$left" ] || { echo "FAILED: $left is left" && failed=1; }
done

# --- Files that could not be read are named
mkdir "$work/bad"
cp "$work/data/resize/0001.h5" "$work/data/resize/0002.h5" "$work/bad"
head -c 3000 "$work/data/resize/0003.h5" >"$work/bad/cut.h5"
code=3
[ $drawn -eq 0 ] || code=$drawn
expect $code "the report of a damaged file" "$parallax" report "$work/bad" -o "$work/damaged"
page "a damaged file" "$work/damaged" --holds "could not be read" --holds "cut.h5"

# --- Many: 13 series have 13 colours; many runs are no other report than few
expect 0 "making 13 series" "$make_many" "$work/series13" 2 300
expect $drawn "the report of 13 series" "$parallax" report "$work/series13" -o "$work/13"
page "13 series" "$work/13"
colours=$(grep -E '^c[0-9]+ = ' "$work/13/resize-strong-speedup.gp" | sed 's/.* = //' | sort -u |
    wc -l)
[ "$colours" -eq 13 ] || { echo "FAILED: $colours colours for 13 series" && failed=1; }

[ $failed -eq 0 ] && echo "check_report: all as expected"
exit $failed
