#!/usr/bin/env bash
# Checks what check_kernel --bench prints and draws: not how fast anything is, but that nothing is
# missing and that the figures are possible.
# usage: check_bench.sh CHECK_KERNEL; exit code: 0 all is well, 1 not, 64 usage.
set -uo pipefail
check_kernel=${1:-}
if [ ! -x "$check_kernel" ]; then
    echo "usage: check_bench.sh CHECK_KERNEL" >&2
    exit 64
fi
folder=$(mktemp -d) || exit 73
trap 'rm -rf "$folder"' EXIT

failed=0
fail() {
    echo "FAIL: $1"
    failed=$((failed + 1))
}
# bench CODE OPTIONS …: output and errors in files; the code must be CODE.
bench() {
    local wanted=$1 code=0
    shift
    "$check_kernel" --bench "$@" >"$folder/out" 2>"$folder/err" || code=$?
    [ "$code" -eq "$wanted" ] ||
        fail "--bench $*: exit code $code, not $wanted: $(<"$folder/err")"
}
says() { # FILE TEXT
    grep -qF -- "$2" "$folder/$1" || fail "'$2' is not in what it says ($1)"
}

# Every variant is in the table, unless the CPU lacks it.
check_complete() {
    local kernel variants variant
    while IFS=: read -r kernel variants; do
        for variant in $variants; do
            awk -v k="$kernel" -v v="$variant" '
                $1 == k && / [0-9.]+ *$/ {for (i = 2; i < NF; ++i) if ($i == v) found = 1}
                $0 == "not on this CPU: " k " " v {found = 1}
                END {exit !found}' "$folder/out" || fail "no line for $kernel $variant"
        done
    done < <("$check_kernel" --list)
}

# The last nine columns are numbers; those that cannot round to 0 are above it.
check_figures() {
    awk 'function wrong(what) {print "FAIL: " what ": " $0; bad = 1}
        $1 == "kernel" {table = 1; next}
        /GB\/s .*Gop\/s \(/ {
            ++limits
            if (!($2 > 0 && $3 > 0 && $6 > 0)) wrong("a limit is not positive")
        }
        table && NF == 0 {table = 0}
        !table {next}
        {
            ++rows
            n = NF
            ms = $(n - 9); ns = $(n - 7); intensity = $(n - 5); speedup = $n
            if ($(n - 8) != "-") wrong("a confidence interval from three rounds")
            for (i = n - 7; i <= n; ++i)
                if ($i !~ /^[0-9]+(\.[0-9]+)?\*?$/) wrong("column " i " is not a number")
            if (!(ms > 0 && ns > 0 && intensity > 0 && speedup > 0)) wrong("not positive")
            name = ""
            for (i = 1; i < n - 10; ++i) name = name " " $i
            ++variants[name]
            kernel[name] = $1
            if (variants[name] > most[$1]) most[$1] = variants[name]
            if ($(n - 10) == "c") {
                plain[name] = ms
                at[name] = intensity
                if (speedup != 1) wrong("plain C is not as fast as itself")
            }
            if (at[name] != intensity) wrong("not the op/byte of plain C")
            ratio = plain[name] / ms / speedup
            if (speedup > 0.5 && (ratio < 0.97 || ratio > 1.03)) wrong("the speedup is another")
        }
        END {
            for (name in variants)
                if (variants[name] < most[kernel[name]]) {
                    print "FAIL: a variant is missing:" name
                    bad = 1
                }
            if (rows < 10) {print "FAIL: only " rows + 0 " rows"; bad = 1}
            if (limits < 1) {print "FAIL: no limits"; bad = 1}
            exit bad
        }' "$folder/out" || failed=$((failed + 1))
}

# Each kernel has its name in the picture.
check_plot() {
    local kernel
    while IFS=: read -r kernel _; do
        grep -q ">${kernel}[ <]" "$folder/roofline.svg" || fail "the plot does not name $kernel"
    done < <("$check_kernel" --list)
    says err "$folder/roofline.svg"
}

size=(--size 97x61x3 --rounds 3)
if command -v gnuplot >/dev/null; then
    bench 0 "${size[@]}" --plot "$folder/roofline.svg"
    check_plot
    bench 0 --kernel transpose --size 1x1x4 --rounds 1 --plot "$folder/one.png"
    [ "$(head -c 4 "$folder/one.png" | tail -c 3)" = PNG ] || fail "one.png is no PNG"
else
    echo "check_bench: gnuplot is not installed: no pictures are checked"
fi
bench 0 "${size[@]}"
check_complete
check_figures

PATH=$folder bench 78 --kernel sobel "${size[@]}" --plot "$folder/absent.svg"
says err "gnuplot is not installed"
[ -s "$folder/absent.gp" ] || fail "without gnuplot the script is not left"
bench 73 --kernel sobel "${size[@]}" --plot "$folder/nowhere/roofline.svg"
says err "$folder/nowhere/roofline.gp"
for wrong in "--size 0x9" "--size 9" "--size 9x9x5" "--rounds 0" "--rounds 1x" "--plot a.pdf"; do
    read -ra words <<<"$wrong"
    bench 64 "${words[@]}"
    says err "'${words[1]}'"
done

echo "check_bench: $failed failed"
[ "$failed" -eq 0 ]
