#!/usr/bin/env bash
# The faults of names in tables and archives (row 23) and of downloads (rows 52 to 64), and the
# tests that are called after them, as a table.
# usage: faults_rows.sh; exit code: 0 every row has a test, 1 one has none.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 70
declare -A rows=(
    [23]="names that lead outside, in tables and archives"
    [52]="404, 410" [53]="429, 503 with Retry-After" [54]="500, reset, no address"
    [55]="slow drip, endless" [56]="oversized, lying length, chunked, gzip bomb" [57]="short body"
    [58]="redirect loop, or to a file" [59]="leads to private addresses" [60]="bad certificate"
    [61]="credentials in a URL" [62]="names from URLs" [63]="another hash"
    [64]="more connections than open files"
)
without=0
echo "| row | fault | tests |"
echo "|---|---|---|"
for row in $(printf '%s\n' "${!rows[@]}" | sort -n); do
    found=$(
        grep -hoE "check \"$row: [^\"(]*" tests/faults/*.sh | sed "s/^check \"$row: //;s/ *$//"
        grep -hoE "(cmocka_unit_test|IN_SCRATCH)\([a-z0-9]+_${row}_[a-z0-9_]+" tests/unit/*.c |
            sed "s/^.*(//;s/_${row}_/: /;s/_/ /g"
    )
    [ -n "$found" ] || without=$((without + 1))
    echo "| $row | ${rows[$row]} | $(paste -sd ';' <<<"$found" | sed 's/;/; /g') |"
done
echo "faults_rows: ${#rows[@]} rows, $without without a test"
[ "$without" -eq 0 ]
