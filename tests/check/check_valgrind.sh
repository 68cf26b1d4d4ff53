#!/usr/bin/env bash
# Runs each program once on tiny inputs under valgrind: no invalid access, no use of what was not
# set, no memory that is lost for good. Too long for every run of the tests.
# usage: check_valgrind.sh BUILD_DIRECTORY [MPIEXEC [PATTERN]]; PATTERN: of the runs' names.
# exit code: 0 clean, 1 not, 77 no valgrind.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd) build=$(cd "$1" && pwd) mpiexec=${2:-mpiexec} only=${3:-}
command -v valgrind >/dev/null || {
    echo "check_valgrind: no valgrind (Debian: valgrind)"
    exit 77
}
work=$(mktemp -d) || exit 73
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 70
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_hwloc_base_binding_policy=none
checked=0 faults=0

# Children of the same program are looked at as well; what else is started (a shell, Python) is not.
others='*/mpirun,*/mpiexec,*/orterun,*/orted,*/python3*,*/gnuplot,*/env,*/sh,*/bash,*/true'
tool=(valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite
    --show-leak-kinds=definite --num-callers=24 --fair-sched=yes --trace-children=yes
    "--trace-children-skip=$others"
    --log-file="$work/log.%p")
# Of Open MPI, which knows what it leaves unset. What it never frees comes from libraries that it
# has unloaded by then, which no rule can name: leaks are for the other models.
known=${OPAL_PREFIX:-/usr}/share/openmpi/openmpi-valgrind.supp
[ ! -r "$known" ] || tool+=("--suppressions=$known")
cat >pmix.supp <<'END'
{
   PMIx sends a buffer with room in it
   Memcheck:Param
   writev(vector[...])
   ...
   fun:pmix_ptl_base_send_handler
   ...
}
END
of_ranks=("${tool[@]}" --leak-check=no "--suppressions=$work/pmix.supp")

# clean NAME CODE COMMAND…
clean() {
    local name=$1 wanted=$2 code
    shift 2
    [[ $name =~ $only ]] || return 0
    rm -f log.*
    "$@" >stdout 2>stderr </dev/null
    code=$?
    checked=$((checked + 1))
    [ "$code" -eq "$wanted" ] && ! grep -lq . log.* 2>/dev/null && return
    faults=$((faults + 1))
    echo "FAIL: $name: exit code $code, not $wanted"
    head -n 3 stderr
    cat log.* 2>/dev/null | head -n 60
}

small=(--size 20x11 --on-collision hash)
run=(--iterations 2 --warmup 1 --verify all --synthetic 3 --quiet)
for program in "$build"/*_{serial,omp,mpi,fork}; do
    [ -x "$program" ] || continue
    name=${program##*/} model=${program##*_} workers=() launcher=("${tool[@]}")
    [ "$model" != omp ] || workers=(--threads 2)
    [ "$model" != fork ] || workers=(--ranks 2)
    [ "$model" != mpi ] || launcher=("$mpiexec" -n 2 "${of_ranks[@]}")
    [[ $name != fetch_* ]] || continue
    options=("${run[@]}" --source-size "37x21x3,16x24x4")
    [[ $name != resize_* ]] || options+=(--size 18x10)
    clean "$name" 0 "${launcher[@]}" "$program" "${workers[@]}" "${options[@]}" \
        --results "results-$name"
    clean "$name --split" 0 "${launcher[@]}" "$program" "${workers[@]}" "${options[@]}" \
        --split --bands 5 --results "split-$name"
done

# Pictures of all formats, into files, archives and a journal, and again.
pictures=$here/../fixtures/pictures
for format in jpeg png pnm tiff webp; do
    clean "resize into $format" 0 "${tool[@]}" "$build/resize_serial" "${small[@]}" \
        --orient auto --icc srgb --keep all --format "$format" --output "out-$format" \
        --results none -q "$pictures"
done
for archive in tar hdf5; do
    clean "resize into $archive" 0 "${tool[@]}" "$build/resize_serial" "${small[@]}" --format png \
        --archive "$archive" --output "shards-$archive" --results none -q "$pictures"
done
tar -czf packed.tar.gz -C "$pictures" . 2>/dev/null
clean "out of an archive" 0 "${tool[@]}" "$build/resize_omp" --threads 2 "${small[@]}" \
    --output unpacked --results none -q packed.tar.gz
clean "nothing to do" 0 "${tool[@]}" "$build/resize_serial" "${small[@]}" --resume --format png \
    --output out-png --results none "$pictures"
printf 'path\n%s\nmissing.jpg\n' "$pictures/grey.jpg" >list.csv
clean "a table, and a failure" 3 "${tool[@]}" "$build/resize_serial" "${small[@]}" --root / \
    --files-from list.csv --output listed --results none --errors errors.jsonl -q
clean "fetch" 0 "${tool[@]}" "$build/fetch_serial" --output raw --results none -q "$pictures"
clean "fetch of nothing" 65 "${tool[@]}" "$build/fetch_omp" --threads 2 --retries 0 --iterations 1 \
    --results none -q http://127.0.0.1:1/x.jpg --allow-private

# Whatever reads results.
parallax=$build/analysis/parallax
mkdir all && cp results-*/*.h5 split-*/*.h5 all/ 2>/dev/null
for words in "check all" "table all" "table --csv all" "fit all" "pop all" "roofline all" \
    "advise all" "claims all" "show all" "metg all" "crossover all"; do
    # shellcheck disable=SC2086
    "$parallax" $words >/dev/null 2>&1
    # shellcheck disable=SC2086
    clean "parallax $words" $? "${tool[@]}" "$parallax" $words
done
clean "parallax merge" 0 "${tool[@]}" "$parallax" merge all -o merged.h5
clean "parallax salvage" 0 "${tool[@]}" "$parallax" salvage merged.h5 -o saved.h5
clean "parallax export" 0 "${tool[@]}" "$parallax" export --csv merged.h5 -o exported
"$parallax" report merged.h5 -o report >/dev/null 2>&1
clean "parallax report" $? "${tool[@]}" "$parallax" report merged.h5 -o report

clean "probe_startup" 0 "${tool[@]}" "$build/probe_startup" --most 0 --seconds 0 --results none
clean "probe_exchange" 0 "${tool[@]}" "$build/probe_exchange" --most 0.01 --seconds 0 --results none
clean "probe_overhead" 0 "${tool[@]}" "$build/probe_overhead" --workers 1 --seconds 0 --results none
clean "probe_deadlock" 0 "${tool[@]}" "$build/probe_deadlock" --silence 2 --results none
echo "check_valgrind: $checked runs, $faults not clean"
[ "$faults" -eq 0 ]
