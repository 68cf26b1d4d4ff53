#!/usr/bin/env bash
# Files of every version of the results file, read together: each verb does its work on them, and
# says of their runs what follows from the files themselves. usage: check_versions.sh PARALLAX
# shellcheck source=tests/results/analysis_common.sh
. "$(dirname "$0")/analysis_common.sh"
if [ -z "$python" ]; then
    echo "no python3 has h5py and numpy (Debian: python3-h5py)"
    exit 1
fi
mkdir "$work/data" "$work/other"
newest=0 runs=0
for file in "$tests"/fixtures/schema-*.h5.gz; do
    version=${file##*/schema-}
    version=${version%.h5.gz}
    [ "$version" -gt "$newest" ] && newest=$version
    gunzip -c "$file" >"$work/data/schema-$version.h5"
    runs=$((runs + 10))
done
cells() { # cells COUNT WHAT: of the CSV table that was just written
    [ "$(wc -l <"$work/stdout")" -eq $(($1 + 1)) ] && return 0
    echo "FAILED: $2 does not make $1 cells"
    failed=1
}
# edit FILE STATEMENT: changes a results file, which Python calls `file`.
edit() {
    "$python" -c "import h5py
with h5py.File('$1', 'r+') as file:
    rows = file['runs'][()]
    $2
    file['runs'][...] = rows
with open('$1', 'r+b') as file:
    if not file.read(4).startswith(b'\x89HDF'):
        file.seek(0)
        file.write(bytes(512)) # no seal: as one that was killed left it"
}

# --- Every verb that there is
# Those behind the second heading measure, and read none.
verbs=$("$parallax" --help | sed -n '/^To measure/q; s/^  \([a-z]\+\)  *[A-Z].*/\1/p')
expect 0 "listing the verbs" grep -qx merge <<<"$verbs"
for verb in $verbs; do
    operand=$work/data
    case $verb in
    salvage) arguments=(-o "$work/salvaged.h5") operand=$work/data/schema-1.h5 ;;
    merge) arguments=(-o "$work/merged.h5") ;;
    report) arguments=(-o "$work/report") ;;
    diff | compare) arguments=("$work/data") ;;
    export) arguments=(--csv -o "$work/csv") ;;
    *) arguments=() ;;
    esac
    code=0
    [ "$verb" != compare ] || code=64 # it has read them: they are the same runs
    [ "$verb" = report ] && ! command -v gnuplot >/dev/null && code=78
    expect $code "$verb of all versions" "$parallax" "$verb" "${arguments[@]}" "$operand"
    [ "$verb" != compare ] || says stderr "the same runs are in two of the operands"
done

# --- What they say: every value is recomputed
expect 0 "the table of all versions" "$parallax" table "$work/data"
says stdout " O"
expect 0 "recomputing the table" "$python" "$tests/results/check_table.py" "$parallax" "$work/data"
says stdout "check_table: $runs runs"
says stdout " 0 differences"
for file in "$work"/data/*.h5; do
    expect 0 "checking $file" "$parallax" check "$file"
    says stdout "ok: 10 runs"
    expect 0 "the table of $file" "$parallax" table --csv "$file"
    cells 4 "$file"
done
expect 0 "the table of all versions" "$parallax" table --csv "$work/data"
cells $((4 * newest)) "all versions together" # another revision of Parallax wrote each

# --- Salvage knows a version by its fields
expect 0 "checking the salvaged file" "$parallax" check "$work/salvaged.h5"
"$parallax" table --json "$work/data/schema-1.h5" >"$work/table.json"
expect 0 "the table of the salvaged file" "$parallax" table --json "$work/salvaged.h5"
same "the table of the salvaged file is another" "$work/stdout" "$work/table.json"

# --- The merged file is of the newest version and says the same
expect 0 "checking the merged file" "$parallax" check "$work/merged.h5"
says stdout "ok: $runs runs"
expect 0 "reading it with h5py" \
    "$python" "$tests/results/check_results_file.py" "$work/merged.h5"
"$parallax" table --json "$work/data" >"$work/table.json"
expect 0 "the table of the merged file" "$parallax" table --json "$work/merged.h5"
same "the table of the merged file is another" "$work/stdout" "$work/table.json"
expect 0 "merging all of them again" \
    "$parallax" merge "$work/data" "$work/merged.h5" -o "$work/again.h5"
same "the same runs make another file" "$work/again.h5" "$work/merged.h5"

# --- F22: copies that did not know of each other, as an older file tells by its environment
mkdir "$work/copies"
cp "$work/data/schema-1.h5" "$work/copies/"
edit "$work/copies/schema-1.h5" "rows['ranks'][rows['model'] == b'mpi'] = 1
    workers = file['workers']; kept = workers[()]
    kept['rank'] = 0; workers[...] = kept"
expect 0 "the table of copies" "$parallax" table "$work/copies"
says stdout "X mpi 1x1: its launcher announced 2 ranks and it found 1: copies that did not know"
expect 0 "recomputing it" "$python" "$tests/results/check_table.py" "$parallax" "$work/copies"
says stdout " 0 differences"

# --- What no version may hold
cp "$work/data/schema-$newest.h5" "$work/other/newer.h5"
edit "$work/other/newer.h5" "file.attrs['schema_version'] = $newest + 1"
expect 65 "a newer version" "$parallax" check "$work/other/newer.h5"
says stdout "version $((newest + 1)), this program reads up to $newest"
cp "$work/data/schema-$newest.h5" "$work/other/wrong.h5"
edit "$work/other/wrong.h5" "rows['invalid_code'][0] = b'binding'"
expect 65 "a code that contradicts its run" "$parallax" check "$work/other/wrong.h5"
says stdout "is called valid, its invalid_code is \"binding\""

[ $failed -eq 0 ] && echo "check_versions: all as expected"
exit $failed
