#!/usr/bin/env bash
# Damaged results files: no verb gives one to HDF5 or dies of it, and salvage saves what is left.
# usage: check_salvage.sh PARALLAX MAKE_RESULTS
# shellcheck source=tests/results/analysis_common.sh
. "$(dirname "$0")/analysis_common.sh"
if [ -z "$python" ]; then
    echo "no python3 has h5py and numpy (Debian: python3-h5py)"
    exit 1
fi
unseal() { # unseal FILE: as if its writer was killed
    head -c 512 /dev/zero | dd of="$1" conv=notrunc status=none
}
# spoil FILE TEXT DISTANCE: turns the highest bit of a byte, so far from the last such text.
spoil() {
    "$python" -c "
d = bytearray(open('$1', 'rb').read())
i = d.rfind(b'$2')
assert i > 0
d[i + $3] ^= 0x80
open('$1', 'wb').write(d)" || failed=1
}
expect 0 "making results" "$make_results" "$work/made"
mkdir "$work/data"
first=$(find "$work/made" -name '*.h5' | sort | head -n 1)
find "$work/made" -name '*.h5' | sort | sed -n '2,6p' | xargs -I{} cp {} "$work/data"
"$parallax" table --json "$work/data" >"$work/good.json"

# --- Each verb names it, and the others go on
for kind in sealed unsealed; do
    bad=$work/data/$kind.h5
    cp "$first" "$bad"
    [ "$kind" = sealed ] || unseal "$bad"
    expect 0 "F25_before ($kind)" "$parallax" check "$bad"
    spoil "$bad" 'license\0' -3
    cp "$bad" "$work/copy"
    expect 65 "F25_check ($kind)" "$parallax" check "$bad"
    says stdout "$kind.h5: "
    says stdout "\`parallax salvage\` saves what can be read of it"
    expect 3 "F25_table ($kind)" "$parallax" table --json "$work/data"
    says stderr "\`parallax salvage\` saves what can be read of it"
    same "F25: the table of the others ($kind)" "$work/stdout" "$work/good.json"
    expect 3 "F25_merge ($kind)" "$parallax" merge "$work/data" -o "$work/$kind-merged.h5"
    says stderr "\`parallax salvage\` saves what can be read of it"
    expect 65 "F25_merge into it ($kind)" "$parallax" merge "$first" -o "$bad"
    expect 0 "F36_salvage ($kind)" "$parallax" salvage "$bad"
    says stdout "$work/data/$kind-salvaged.h5: "
    says stdout " rows saved, 0 lost"
    expect 0 "F36_check ($kind)" "$parallax" check "$work/data/$kind-salvaged.h5"
    "$parallax" table --json "$first" >"$work/wanted.json"
    expect 0 "F36_table ($kind)" "$parallax" table --json "$work/data/$kind-salvaged.h5"
    same "F36: the table of what was salvaged ($kind)" "$work/stdout" "$work/wanted.json"
    expect 0 "F36_h5py ($kind)" \
        "$python" "$tests/results/check_results_file.py" "$work/data/$kind-salvaged.h5"
    same "F36: the damaged file was changed ($kind)" "$bad" "$work/copy"
    rm "$work/data/$kind"*.h5
done

# --- Rows that are lost
bad=$work/lost.h5
cp "$first" "$bad"
spoil "$bad" 'Example CPU 3000' 0
expect 3 "F36_lost nodes" "$parallax" salvage "$bad" -o "$work/new.h5"
says stdout "provenance/nodes   0 of 1 rows; the others cannot be read: corrupt: "
says stdout " rows saved, 1 lost"
expect 0 "F36_lost nodes: what is there is sound" "$parallax" check "$work/new.h5"
size=$(stat -c %s "$first")
head -c $((size * 9 / 10)) "$first" >"$bad"
cp "$bad" "$work/copy"
expect 65 "F36_a cut file" "$parallax" check "$bad"
expect 3 "F36_salvage of a cut file" "$parallax" salvage "$bad" -o "$work/cut.h5"
says stdout " lost"
same "F36: the cut file was changed" "$bad" "$work/copy"
"$parallax" check "$work/cut.h5" >"$work/stdout" # it may lack workers
says stdout "cut.h5: "
expect 65 "a pipe" "$parallax" salvage -o "$work/none.h5" <(head -c 3000 "$first")
head -c 3000 "$first" >"$bad"
expect 65 "F36_nothing is left" "$parallax" salvage -o "$work/none.h5" "$bad"
says stderr "no run can be read"
[ ! -e "$work/none.h5" ] || { echo "FAILED: a file of nothing" && failed=1; }

# --- Names, and what is no input
cp "$first" "$work/.run.h5.parallax-host-1-2-3-4.tmp"
unseal "$work/.run.h5.parallax-host-1-2-3-4.tmp"
expect 0 "what a killed program left" "$parallax" salvage "$work/.run.h5.parallax-host-1-2-3-4.tmp"
says stdout "$work/run-salvaged.h5: "
expect 73 "an output that exists" "$parallax" salvage "$first" -o "$work/run-salvaged.h5"
expect 66 "no input" "$parallax" salvage "$work/nothing.h5"
echo "kernel,seconds" >"$work/table.h5"
expect 65 "no results file" "$parallax" salvage "$work/table.h5"
expect 64 "two inputs" "$parallax" salvage "$first" "$first"
expect 64 "no operand" "$parallax" salvage

[ $failed -eq 0 ] && echo "check_salvage: all as expected"
exit $failed
