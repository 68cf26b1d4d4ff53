#!/usr/bin/env bash
# Fits, crossovers and METG of made-up runs whose laws are known.
# usage: check_fits.sh PARALLAX MAKE_SERIES
# shellcheck source=tests/results/analysis_common.sh
. "$(dirname "$0")/analysis_common.sh"
make_series=$make_results check_fits=$tests/results/check_fits.py
joined() { # one line, so that words are found wherever lines are broken
    tr -s '\n ' ' ' <"$work/stdout" >"$work/joined" && mv "$work/joined" "$work/stdout"
}
narrow() { # no line of more than 100 columns
    awk -v what="$1" 'length > 100 { print "FAILED: " what ": " length " columns: " $0; bad = 1 }
        END { exit bad }' "$work/stdout" || failed=1
}

expect 0 "making results" "$make_series" "$work/data"

# --- The numbers, recomputed
if [ -n "$python" ]; then
    expect 0 "recomputing the fits" "$python" "$check_fits" "$parallax" "$work/data"
    says stdout "check_fits: 7 fits, "
    says stdout " 0 differences"
    cat >"$work/digit" <<EOF_SCRIPT
#!/bin/sh
"$parallax" "\$@" | sed '/"low": 0/s/\(0\.[0-9]\{5\}\)[0-9]/\17/'
EOF_SCRIPT
    chmod +x "$work/digit"
    expect 1 "noticing a wrong digit" "$python" "$check_fits" "$work/digit" "$work/data"
    says stdout "low: expected 0."
    for verb in fit crossover metg; do
        expect 0 "$verb as JSON" "$parallax" $verb --json --hdf5 "$work/$verb.h5" "$work/data"
        mv "$work/stdout" "$work/json"
        expect 0 "$verb as tables" "$python" "$tests/results/check_hdf5.py" $verb "$work/$verb.h5" \
            "$work/json"
        says stdout " 0 differences"
        expect 0 "reading it" "$python" -c \
            'import json, sys; print(json.load(open(sys.argv[1]))["schema"])' "$work/json"
        says stdout "parallax-$verb-1"
    done
else
    echo "skipped: recomputing the fits needs python3 with numpy"
fi

# --- The words
expect 0 "fit" "$parallax" fit --at 12 "$work/data/resize"
narrow fit
joined
says stdout "Amdahl fits (lack of fit F(4, 24)"
says stdout "f = 0.05"
says stdout "at most 20 times as fast as one"
says stdout "No peak resolved: the interval of kappa holds 0."
says stdout "largest measured 8 workers; 1 cell not clean, left out"
says stdout "Amdahl: not fitted: 3 numbers of workers are clean, 4 are needed (1 more has fewer"
says stdout "With 12 workers 0.25"
says stdout "extrapolated"
says stdout "does not change as far as can be told"
expect 0 "fit far beyond" "$parallax" fit --at 100 "$work/data/resize"
joined
says stdout "extrapolated, and further than 4 times the largest that was measured"
expect 0 "fit in blocks" "$parallax" fit "$work/data/blur"
joined
says stdout "rounds as blocks"
says stdout "USL fits"
says stdout "Fastest with 7 workers (95 % CI "
says stdout "Amdahl does not fit (lack of fit F(6, 28)"
says stdout "it would have f = "
says stdout "overhead that grows with the workers"
expect 0 "fit of a weak study" "$parallax" fit "$work/data/median"
joined
says stdout "Gustafson fits"
says stdout "s = 0.1"
expect 0 "fit of single points" "$parallax" fit "$work/data/histogram"
says stdout "Nothing to fit"

expect 0 "crossover" "$parallax" crossover "$work/data"
narrow crossover
joined
says stdout "mpi against omp, at work: one crossover at 16"
says stdout "below it omp is faster, above it mpi"
says stdout "to the end of one iteration: no crossover: omp is faster"
says stdout "1 cell of fewer than 3 runs left out."
expect 0 "crossover of workers" "$parallax" crossover --over workers "$work/data/blur"
joined
says stdout "by workers"
says stdout "mpi against omp, at work: "
expect 0 "crossover of images" "$parallax" crossover --over images "$work/data/sobel"
joined
says stdout "mpi against omp, at work: one crossover at 9"
says stdout "below it omp is faster, above it mpi"
expect 0 "crossover of delays" "$parallax" crossover --over delay "$work/data/transpose"
joined
says stdout "mpi against omp, at work: one crossover at 0.0"
says stdout "below it mpi is faster, above it omp"
expect 0 "crossover of named models" "$parallax" crossover --models omp,mpi "$work/data/histogram"
joined
says stdout "omp against mpi, at work: one crossover"
expect 0 "crossover of nothing" "$parallax" crossover "$work/data/median"
says stdout "Nothing to compare: no two of these did the same work."
expect 0 "crossover of a probe's points" "$parallax" crossover --over points "$work/data/probes"
narrow "points"
joined
says stdout "probe messages under mpi, by byte; 2 ranks"
says stdout "process against thread: one crossover at 10"
says stdout "below it thread is faster, above it process"
expect 0 "two variants" "$parallax" crossover --over points --models thread,process --json \
    "$work/data"
says stdout '"left": "thread"'
says stdout '"answer": "one"'
expect 0 "metg" "$parallax" metg "$work/data/histogram"
narrow metg
joined
says stdout "mpi, METG(50 %): 15"
says stdout "of a worker's time for one"
says stdout "omp, METG(50 %): below what was measured: with the smallest, 2048 pixels"

# --- Tables in a file: a new one, sealed, and no results file
if [ -f "$work/fit.h5" ]; then
    cp "$work/fit.h5" "$work/before.h5"
    expect 73 "tables where a file is" "$parallax" fit --hdf5 "$work/fit.h5" "$work/data"
    says stderr "File exists"
    same "the file was written over" "$work/fit.h5" "$work/before.h5"
    expect 65 "tables are no results" "$parallax" check "$work/fit.h5"
    says stdout "tables that parallax computed"
    printf X | dd of="$work/fit.h5" bs=1 seek=20000 conv=notrunc 2>/dev/null
    expect 65 "damaged tables" "$parallax" check "$work/fit.h5"
    says stdout "damaged"
    "$parallax" fit --json --at 12 --hdf5 "$work/at.h5" "$work/data/resize" >"$work/json"
    expect 0 "a prediction as tables" "$python" "$tests/results/check_hdf5.py" fit "$work/at.h5" \
        "$work/json"
    "$parallax" crossover --over points --json --hdf5 "$work/points.h5" "$work/data/probes" \
        >"$work/json"
    expect 0 "points as tables" "$python" "$tests/results/check_hdf5.py" crossover \
        "$work/points.h5" "$work/json"
fi

# --- Bad usage
expect 64 "no number of workers" "$parallax" fit --at 0 "$work/data"
says stderr "--at 0: must be a number of workers"
expect 64 "a bad size" "$parallax" crossover --over colour "$work/data"
says stderr "--over colour: must be size, images, workers, delay or points"
expect 64 "workers are no size of work" "$parallax" metg --over workers "$work/data"
says stderr "must be size or images"
expect 64 "a model twice" "$parallax" crossover --models omp,omp "$work/data"
expect 64 "a model that is not there" "$parallax" crossover --models omp,nonsense "$work/data"
says stderr "no run is of the model 'nonsense'"
expect 64 "one model" "$parallax" crossover --models mpi "$work/data"
says stderr "must be two names"
for verb in fit crossover metg; do
    expect 64 "no operand" "$parallax" $verb
    expect 66 "no such file" "$parallax" $verb "$work/nothing"
    expect 0 "help" "$parallax" $verb --help
    says stdout "--json"
done

[ $failed -eq 0 ] && echo "check_fits: all as expected"
exit $failed
