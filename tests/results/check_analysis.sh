#!/usr/bin/env bash
# The whole way from results files to table and verdict, on made-up runs with known numbers.
# usage: check_analysis.sh PARALLAX MAKE_RESULTS
# shellcheck source=tests/results/analysis_common.sh
. "$(dirname "$0")/analysis_common.sh"
check_table=$tests/results/check_table.py

expect 0 "making results" "$make_results" "$work/data"

# --- The table, recomputed
if [ -n "$python" ]; then
    expect 0 "recomputing the table" "$python" "$check_table" "$parallax" "$work/data"
    says stdout " 0 differences"
    expect 73 "tables into no directory" "$parallax" table --hdf5 "$work/a/table.h5" "$work/data"
    says stderr "a/table.h5: No such file or directory: make its directory first"
    mkdir "$work/a"
    expect 0 "the table as tables" "$parallax" table --json --hdf5 "$work/a/table.h5" "$work/data"
    mv "$work/stdout" "$work/json"
    expect 0 "comparing them" "$python" "$tests/results/check_hdf5.py" table "$work/a/table.h5" \
        "$work/json"
    says stdout " 0 differences"
    # The check itself must notice one wrong digit, and one run counted too many.
    cat >"$work/digit" <<EOF_SCRIPT
#!/bin/sh
"$parallax" "\$@" | sed '/"efficiency": 0/s/\(0\.[0-9]\{5\}\)[0-9]/\17/'
EOF_SCRIPT
    cat >"$work/judge" <<EOF_SCRIPT
#!/bin/sh
"$parallax" "\$@" | sed 's/"valid": false/"valid": true/'
EOF_SCRIPT
    chmod +x "$work/digit" "$work/judge"
    expect 1 "noticing a wrong digit" "$python" "$check_table" "$work/digit" "$work/data"
    says stdout "efficiency: expected 0."
    expect 1 "noticing a wrong verdict" "$python" "$check_table" "$work/judge" "$work/data"
    says stdout "valid: expected False"
else
    echo "skipped: recomputing the table needs python3 with h5py and numpy"
fi

# --- What people read
expect 0 "the table" "$parallax" table "$work/data"
says stdout "no serial run decides"
says stdout "its checksum differs from the serial run's"
says stdout "there is no T(1)"
says stdout "one point only"
says stdout "not complete: stopped"
says stdout "R = 2: no interval"
says stdout "O: oversubscribed"
says stdout "F mpi 4x1: dealt by served, where counter was asked for"
says stdout "F: dealt otherwise than asked"
says stdout "C omp 1x4: its workers had a CPU 50 % of the time"
says stdout "C: contention"
says stdout "is above 1: look"
says stdout "is no fraction of the work"
says stdout "max/min of the runs of a cell: up to 1."
says stdout "machine speed of the runs: 1.00-1.00"
awk 'length > 120 { print "FAILED: a line of " length " columns: " $0; bad = 1 } END { exit bad }' \
    "$work/stdout" || failed=1
expect 0 "the verdict" "$parallax" table --verdict-only "$work/data"
says stdout "ANSWER   Use 8 threads: resize_omp --threads 8    (4 processes of 2 threads do"
says stdout "ANSWER   NO ANSWER: all failed. Again: parallax sweep --study strong"
says stdout "TRUST    Low: 17.4 times with 4 workers cannot be; was one core measured likewise?"
says stdout "resize, weak scaling: size=852x567 filter=lanczos3 fit=fill"
says stdout "WEAK     Not measured. To measure it: parallax sweep --study weak --kernel blur "
for field in ANSWER SPEED WHY TRUST LIMIT; do
    same_count=$(grep -c "^$field  " "$work/stdout")
    [ "$same_count" -eq 6 ] && continue
    echo "FAILED: $same_count lines $field for 6 studies"
    failed=1
done
LC_ALL=C awk 'length > 100 || /[^ -~]/ { print "FAILED: " $0; bad = 1 } END { exit bad }' \
    "$work/stdout" || failed=1
cp "$work/stdout" "$work/verdict"
expect 0 "the table" "$parallax" table "$work/data"
head -n "$(wc -l <"$work/verdict")" "$work/stdout" | cmp - "$work/verdict" || {
    echo "FAILED: the verdict does not stand before the table"
    failed=1
}
expect 0 "the verdict as JSON" "$parallax" table --json "$work/data/blur"
says stdout '"trust_level": "Low"'
says stdout '"command": "mpirun -n 4 blur_mpi"'
expect 0 "CSV" "$parallax" table --csv "$work/data/sobel"
says stdout "'=cmd|' /C calc'!A0 \"\"quoted\"\""

mkdir "$work/empty"

# --- Bad input
expect 64 "an unknown verb" "$parallax" tabel "$work/data"
says stderr "did you mean table?"
expect 64 "an unknown option" "$parallax" table --jsno "$work/data"
says stderr "--jsno"
expect 64 "a bad baseline" "$parallax" table --baseline best "$work/data"
says stderr "best"
expect 64 "two formats" "$parallax" table --csv --json "$work/data"
expect 64 "no operand" "$parallax" table
expect 64 "no verb" "$parallax"
expect 66 "no such directory" "$parallax" table "$work/nothing"
expect 66 "a directory without results" "$parallax" table "$work/empty"
expect 0 "help" "$parallax" --help
expect 0 "help of a verb" "$parallax" table --help
says stdout "--baseline KIND"
expect 0 "the version" "$parallax" --version

mkdir "$work/bad"
head -c 3000 "$work/data/resize/0001.h5" >"$work/bad/cut.h5"
: >"$work/bad/empty.h5"
expect 65 "checking a truncated file" "$parallax" check "$work/bad"
says stdout "cut.h5: "
expect 65 "only bad files" "$parallax" table "$work/bad"
expect 3 "a bad file among good ones" "$parallax" table "$work/bad" "$work/data/resize"
says stderr "cut.h5"
says stdout "serial"
expect 3 "checking bad files and good ones" "$parallax" check "$work/bad" "$work/data/resize"
says stdout "cut.h5: "
says stdout "0001.h5: ok: 1 run"
mkdir "$work/good"
cp "$work/data/resize/0001.h5" "$work/good"
ln -s nothing "$work/good/link.h5"
for verb in check table; do
    expect 3 "$verb of a link to nothing" "$parallax" $verb "$work/good"
    says stderr "good/link.h5: a symbolic link that leads to nothing"
done
expect 66 "that link alone" "$parallax" check "$work/good/link.h5"
says stderr "good/link.h5: a symbolic link that leads to nothing"
if [ -n "$python" ]; then
    while read -r table field value words; do
        cp "$work/data/resize/0001.h5" "$work/absurd.h5"
        "$python" - "$work/absurd.h5" "$table" "$field" "$value" <<'E_PYTHON'
import sys, h5py
path, table, field, value = sys.argv[1:]
with h5py.File(path, "r+") as file:
    rows = file[table][()]
    rows[field][-1] = float(value)
    file[table][...] = rows
with open(path, "r+b") as file:
    file.write(bytes(512))
E_PYTHON
        code=65
        [ "$words" != ok: ] || code=0
        expect $code "checking $field = $value" "$parallax" check "$work/absurd.h5"
        says stdout "absurd.h5: $words"
    done <<'E_TIMES'
samples wall_s 5e-324 iteration 12 took 4.941e-324 s: no clock
samples wall_s 1e300 iteration 12 took 1e+300 s: no clock
samples wall_s 1e-9 ok:
workers kernel_s 5e-324 kernel_s of run
workers wait_s 1e300 wait_s of run
workers comm_s -1e-17 ok:
runs launch_s inf launch_s of run
E_TIMES
fi
expect 0 "checking good files" "$parallax" check "$work/data"
says stdout "ok: 1 run, 13 samples"
# shellcheck disable=SC2016 # the inner shell expands them
if [ -w /dev/full ]; then
    for words in --help --version "table --help" list "list --help" "sweep --help" \
        "sweep --describe" "claims --run --help" "table $work/data/resize" \
        "table --csv $work/data/resize" "table --json $work/data/resize" \
        "table --verdict-only $work/data/resize" "check $work/data/resize" \
        "merge $work/data/resize -o $work/merged.h5" "report $work/data/histogram -o $work/full"; do
        # Without gnuplot it has nothing to say.
        command -v gnuplot >/dev/null || [[ $words != report* ]] || continue
        expect 74 "F24_lost_texts_are_an_io_error: $words" sh -c 'exec "$0" $1 >/dev/full' \
            "$parallax" "$words"
        says stderr "cannot write to standard output: No space left on device"
    done
fi
# shellcheck disable=SC2016
for closed in '0<&-' '1>&-' '2>&-' '0<&- 1>&- 2>&-'; do
    rm -f "$work/closed.h5"
    expect 0 "G1_closed_descriptors_stay_out_of_data: table $closed" \
        sh -c "exec \"\$0\" table \"\$1\" $closed" "$parallax" "$work/data/resize"
    expect 0 "G1_closed_descriptors_stay_out_of_data: merge $closed" \
        sh -c "exec \"\$0\" merge \"\$1\" -o \"\$2\" $closed" "$parallax" "$work/data/resize" \
        "$work/closed.h5"
    same "G1_closed_descriptors_stay_out_of_data: $closed" "$work/closed.h5" "$work/merged.h5"
done

# --- A directory that must not be searched is named, and the others count
mkdir "$work/shut" "$work/shut/no"
cp "$work/data/resize/0001.h5" "$work/shut"
chmod 755 "$work"
chmod 0 "$work/shut/no"
someone=()
[ "$(id -u)" -ne 0 ] || someone=(setpriv --reuid 65534 --clear-groups)
if "${someone[@]}" test -x "$parallax" 2>/dev/null; then
    expect 3 "checking beside one that is shut" "${someone[@]}" "$parallax" check "$work/shut"
    says stderr "shut/no: Permission denied"
    says stdout "0001.h5: ok"
    expect 3 "the table beside it" "${someone[@]}" "$parallax" table "$work/shut"
    expect 77 "that directory alone" "${someone[@]}" "$parallax" table "$work/shut/no"
else
    echo "skipped: a directory that is shut needs somebody else than root who may run $parallax"
fi
chmod 755 "$work/shut/no"

[ $failed -eq 0 ] && echo "check_analysis: all as expected"
exit $failed
