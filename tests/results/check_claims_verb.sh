#!/usr/bin/env bash
# parallax claims: text, JSON, merged files, what was left out, the page of the report.
# usage: check_claims_verb.sh PARALLAX MAKE_RESULTS PROBE_DEADLOCK
# shellcheck source=tests/results/analysis_common.sh
. "$(dirname "$0")/analysis_common.sh"
"$make_results" "$work/data" >/dev/null || exit 70
data=$work/data/resize

expect 0 "claims" "$parallax" claims "$data"
cp "$work/stdout" "$work/alone"
says stdout "Processes speed up computing."
[ "$(grep -cE '^[ 1][0-9] (holds|does not hold|depends|not decided) ' "$work/stdout")" -eq 12 ] || {
    echo "FAILED: not twelve verdicts:"
    cat "$work/stdout"
    failed=1
}
awk 'length > 100 { long = 1 } END { exit long }' "$work/stdout" || {
    echo "FAILED: lines longer than 100 characters"
    failed=1
}
says stdout "not measured; parallax claims --run does that"
expect 0 "claims as JSON" "$parallax" claims --json "$data"
says stdout '"schema": "parallax-claims-1"'
[ -z "$python" ] || "$python" - "$work/stdout" <<'END' || failed=1
import json, sys
claims = json.load(open(sys.argv[1]))["claims"]
assert [claim["number"] for claim in claims] == list(range(1, 13))
for claim in claims:
    assert claim["verdict"] in ("holds", "does_not_hold", "depends", "not_decided"), claim
    assert claim["why"] or claim["tests"], claim
    for test in claim["tests"]:
        assert test["as_claimed"] in ("yes", "no", "not_decided"), test
END

expect 0 "claims as a table" "$parallax" claims --markdown "$data"
[ "$(grep -cE '^\| [0-9]+ \| [^|]* \| \*\*[a-z ]*\*\* \| [^|]* \|$' "$work/stdout")" -eq 12 ] || {
    echo "FAILED: not twelve rows:"
    cat "$work/stdout"
    failed=1
}

# --- Verdicts are of what runs say, wherever they are
expect 0 "merging" "$parallax" merge "$data" -o "$work/merged.h5"
expect 0 "claims of one file" "$parallax" claims "$work/merged.h5"
same "a merged file has other verdicts" "$work/alone" "$work/stdout"
expect 0 "claims into a file" "$parallax" claims "$data" -o "$work/claims.txt"
same "a file has other verdicts" "$work/alone" "$work/claims.txt"

# --- Why something was left out
printf '7 there is no \033other worker\nwords\n99999 x\n' >"$data/claims.left-out"
expect 0 "what was left out" "$parallax" claims "$data"
says stdout "there is no ?other worker."
rm "$data/claims.left-out"

# --- Wrong use
expect 64 "nothing" "$parallax" claims
expect 64 "no such option" "$parallax" claims --bogus "$data"
expect 66 "no such file" "$parallax" claims "$work/nowhere"
expect 73 "an output that is an input" "$parallax" claims "$work/merged.h5" -o "$work/merged.h5"
says stderr "is one of the files that are read"
expect 73 "an output that cannot be" "$parallax" claims "$data" -o "$work/no/where"

# --- The page has them where an experiment for them was made
expect 0 "a report without" "$parallax" report "$data" -o "$work/without"
grep -q 'id="claims"' "$work/without/index.html" && echo "FAILED: claims in any report" && failed=1
"$3" --results "$work/probed" >"$work/said" 2>&1 || { cat "$work/said"; failed=1; }
expect 0 "probes alone" "$parallax" claims "$work/probed"
says stdout "10 holds          Locks taken in opposite orders"
code=0
"$parallax" report "$data" "$work/probed" -o "$work/with" >"$work/report" 2>&1 || code=$?
[ "$code" -eq 0 ] || [ "$code" -eq 78 ] || { echo "FAILED: report: $code"; failed=1; }
page=$(<"$work/with/index.html")
for words in 'href="#claims"' 'id="claim-10"' '<em>holds</em>' 'threads share theirs'; do
    grep -q -- "$words" <<<"$page" || { echo "FAILED: the page has no $words"; failed=1; }
done
[ "$code" -eq 78 ] || [ -s "$work/with/claim-10.svg" ] || { echo "FAILED: no picture"; failed=1; }

[ $failed -eq 0 ] && echo "check_claims_verb: all as expected"
exit $failed
