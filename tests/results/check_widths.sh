#!/usr/bin/env bash
# Tables and sentences fit the terminal.
# usage: check_widths.sh PARALLAX MAKE_RESULTS PROGRAM DEADLOCK OVERHEAD
# shellcheck source=tests/results/analysis_common.sh
. "$(dirname "$0")/analysis_common.sh"
if [ -z "$python" ]; then
    echo "skipped: terminals are made with python3"
    exit 77
fi
expect 0 "making results" "$make_results" "$work/data"
expect 0 "fitting terminals" "$python" "$tests/results/check_widths.py" "$parallax" "$3" \
    "$work/data" "$4" "$5"
cat "$work/stdout"
exit "$failed"
