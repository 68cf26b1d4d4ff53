# The rounds of a sweep on this machine: those planned, what was disturbed once more, and further
# ones until intervals are narrow. Sourced by jobs/sweep.sh, whose description of the study it
# reads.
# shellcheck shell=bash disable=SC2034,SC2154

# rounds_plan: study_list, which holds the cells of one round, becomes all that is planned; `todo`
# is what of it is not there, and round_cells keeps the cells of one round.
rounds_plan() {
    round_cells=("${study_list[@]}")
    study_rounds 1 "${repeat:=5}" "$slices" "$seed"
    study_decide "$study"
    find_todo
}

# rounds_measure: all of it. A cell that fails is not tried again by this command. Launches that
# --stop-after leaves no time for are counted in `late`; rounds that are whole were begun first.
rounds_measure() {
    local again='; the same command again goes on with them'
    # It was another, which says what it would do; but where that is a sweep of a study file.
    [ -z "${PARALLAX_COMMAND:-}" ] || [ -n "${PARALLAX_STUDY_FILE:-}" ] || again=''
    cells_open
    cells_measure "${todo[@]}"
    late=$((total - measured - ${#failures[@]}))
    rounds_repair
    [ -z "$precision" ] || rounds_narrow
    cells_end
    [ "$late" -eq 0 ] || echo "$place_self: after $stop_after s $late launches of those planned" \
        "are not measured$again" >&2
}

# rounds_repair: measures what was disturbed once more, and again, at the end of what was planned: a
# disturbance that comes and goes may be over.
rounds_repair() {
    local turn
    for turn in 1 2; do
        study_disturb "$journal"
        [ "${#study_again[@]}" -gt 0 ] && ! cells_late || return 0
        echo "$place_self: ${#study_again[@]} launches were disturbed, and are measured again" >&2
        cells_measure "${study_again[@]}"
    done
}

# rounds_narrow: one repetition after the other, until every ratio is known as well as wanted.
rounds_narrow() {
    local all=("${study_list[@]}") wide last=$repeat
    : "${rounds_max:=$((4 * repeat * slices))}"
    while wide=$(rounds_wide) && [ -n "$wide" ]; do
        if [ $(((last + 1) * slices)) -gt "$rounds_max" ] || cells_late; then
            echo "$place_self: after $((last * slices)) rounds, the most allowed, still wider:" \
                "$(paste -sd ';' <<<"$wide" | sed 's/;/; /g')" >&2
            break
        fi
        last=$((last + 1))
        study_list=("${round_cells[@]}")
        study_rounds "$last" "$last" "$slices" "$seed"
        all+=("${study_list[@]}")
        find_todo
        [ "${#todo[@]}" -eq 0 ] || echo "$place_self: repetition $last, since an interval is" \
            "wider than wanted: $(head -n 1 <<<"$wide")" >&2
        cells_measure "${todo[@]}"
        rounds_repair
        [ "${#failures[@]}" -eq 0 ] || break
    done
    study_list=("${all[@]}")
}

# rounds_wide: prints the cells whose time against their baseline's is not known within $precision,
# a line each: the half width of the 95 % confidence interval of the ratio, by Student's t on the
# logarithms of the ratios of repetitions, of which each is the mean over its slices. Disturbed
# launches do not count, nor does what is there only once.
rounds_wide() {
    local cell
    study_present "$journal"
    {
        study_list=("${round_cells[@]}")
        study_baselines | sed 's/^/base /'
        for cell in "${!study_found[@]}"; do
            [[ $cell != *.* || -n ${study_disturbed[$cell]:-} ]] ||
                echo "cell ${cell%.*} ${study_seconds[$cell]}"
        done
    } | LC_ALL=C awk -v most="$precision" '
        # The quantile .975 of t by the expansion of Cornish and Fisher: exact to 1 % from 4 on.
        function quantile(n,   z, a, b, c) {
            z = 1.959964
            a = (z ^ 3 + z) / 4
            b = (5 * z ^ 5 + 16 * z ^ 3 + 3 * z) / 96
            c = (3 * z ^ 7 + 19 * z ^ 5 + 17 * z ^ 3 - 15 * z) / 384
            return z + a / n + b / n ^ 2 + c / n ^ 3
        }
        $1 == "base" { one = bases[$2] = $2 " " $3 }
        $1 == "cell" && $5 > 0 {
            cells[$2 " " $3]
            repetitions[$4]
            sum[$2 " " $3, $4] += log($5)
            slices[$2 " " $3, $4] += 1
        }
        END {
            for (cell in cells) {
                split(cell, words, " ")
                with = words[1] in bases ? bases[words[1]] : one
                if (cell == with || with == "")
                    continue
                n = mean = square = 0
                for (r in repetitions)
                    if (slices[cell, r] && slices[with, r])
                        log_ratio[++n] = sum[cell, r] / slices[cell, r] \
                            - sum[with, r] / slices[with, r]
                for (i = 1; i <= n; ++i)
                    mean += log_ratio[i] / n
                for (i = 1; i <= n; ++i)
                    square += (log_ratio[i] - mean) ^ 2
                half = n < 2 ? 9.99 : quantile(n - 1) * sqrt(square / (n - 1) / n)
                if (n < 5 || half > most)
                    printf "%s: %.1f %%\n", cell, 100 * half
            }
        }' | sort
}
