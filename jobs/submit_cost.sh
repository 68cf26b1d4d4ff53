# What the jobs of a study cost: seconds of cells and jobs, time limits, node-hours.
# Sourced by jobs/sweep.sh; the plan is made in jobs/submit.sh, what a launch takes is measured in
# jobs/probe.sh.
# shellcheck shell=bash disable=SC2034,SC2154

limit_least=300

driver_value() { # NAME DEFAULT: the whole seconds or numbers that the programs get
    local i value=$2
    for ((i = 0; i < ${#driver[@]}; ++i)); do
        case ${driver[i]} in
        "$1") value=${driver[i + 1]:-$2} ;;
        "$1="*) value=${driver[i]#*=} ;;
        esac
    done
    [[ $value =~ ^([0-9]{1,7})(\.[0-9]+)?$ ]] || value=$2
    value=${value%%.*}
    echo $((10#$value))
}

# choose_assumptions: what a launch measures for, and warms up for, in whole seconds, where nothing
# was measured.
choose_assumptions() {
    local given
    printf -v given ' %s ' "${driver[@]%%=*}"
    budget=$(driver_value --budget 60)
    [[ $given =~ \ --(iterations|budget)\  ]] || budget=1
    warm_up=$(((budget * $(driver_value --warmup 1) + 19) / 20))
}

# Under MODEL RANKSxTHREADS: the seconds of all launches of a cell, as far as they were asked for.
declare -A cell_seconds=()

# cell_cost MODEL RANKSxTHREADS: sets `cost` to these.
cell_cost() {
    cost=${cell_seconds[$1 $2]:-$seconds_per_cell}
    if [ -n "$cost" ]; then
        return
    elif [ -n "$probe_pass" ]; then
        cost=$(((slices * $(probe_launch "$1" "$2") + 999) / 1000))
    else
        cost=$((slices * (budget + warm_up + 5 + ${2%x*} / 100)))
    fi
    cell_seconds[$1 $2]=$cost
}

# plan_measure INDEX: sets `count`, the jobs, `cells` and `total_seconds` of all of them together,
# and `seconds` of the longest; what was probed or assumed is read. The first repetition recomputes.
plan_measure() {
    local cell cost baselines=0 job_seconds job_list repetitions
    IFS=/ read -ra job_list <<<"${plan_missing[$1]}"
    IFS=, read -ra repetitions <<<"${plan_repetitions[$1]}"
    if [ "${plan_nodes[$1]}" -ne 1 ]; then
        for cell in "${submit_baselines[@]}"; do
            cell_cost "${cell% *}" "${cell#* }"
            baselines=$((baselines + cost))
        done
    fi
    cells=0 seconds=0 total_seconds=0
    for ((count = 0; count < ${#job_list[@]}; ++count)); do
        job_seconds=$((10 + baselines))
        [ "${repetitions[count]}" != 1 ] || job_seconds=$((job_seconds + probe_whole))
        for cell in ${job_list[count]//;/ }; do
            cell_cost "${cell%:*}" "${cell#*:}"
            cells=$((cells + 1)) job_seconds=$((job_seconds + cost))
        done
        total_seconds=$((total_seconds + job_seconds))
        [ "$seconds" -ge "$job_seconds" ] || seconds=$job_seconds
    done
}

time_seconds() { # LIMIT, as sbatch reads it
    local days=0 fields limit=$1
    [[ $limit != *-* ]] || { days=${limit%%-*} limit=${limit#*-}:0:0; }
    IFS=: read -ra fields <<<"$limit"
    case $1-${#fields[@]} in
    *-*-* | *-3)
        echo $(((10#$days * 24 + 10#${fields[0]}) * 3600 + 10#${fields[1]} * 60 + 10#${fields[2]}))
        ;;
    *-2) echo $((10#${fields[0]} * 60 + 10#${fields[1]})) ;;
    *) echo $((10#${fields[0]} * 60)) ;;
    esac
}

# ask_partition FORMAT: a field of sinfo for each partition that the jobs may come into; nothing
# where that is not known.
ask_partition() {
    local named=${partition:-${SBATCH_PARTITION:-}}
    [[ " $sbatch_args" != *' --partition'* && " $sbatch_args" != *' -p'* ]] || return 0
    sinfo --noheader --noconvert --format="$1 %P" ${named:+"--partition=$named"} 2>/dev/null |
        awk -v named="$named" 'named != "" || $2 ~ /\*$/ { print $1 }' || true
}

# longest_limit: sets `longest` to the most seconds that a partition allows, or a week.
longest_limit() {
    local limit seconds
    longest=0
    while read -r limit; do
        [[ $limit =~ ^([0-9]+-)?[0-9]+(:[0-9]+){1,2}$ ]] || limit=7-0
        seconds=$(time_seconds "$limit")
        [ "$longest" -ge "$seconds" ] || longest=$seconds
    done < <(ask_partition %l)
    [ "$longest" -gt 0 ] || longest=$(time_seconds 7-0)
}

# job_limit SECONDS: of a job that is estimated to take so long, in whole minutes.
job_limit() {
    local limit=$(($1 * limit_percent / 100 + 180))
    [ "$limit" -ge "$limit_least" ] || limit=$limit_least
    limit=$(((limit + 59) / 60 * 60))
    [ "$limit" -le "$longest" ] || limit=$longest
    echo "$limit"
}

hours_text() { # NODE_SECONDS
    printf '%d.%02d' $(($1 / 3600)) $(($1 % 3600 / 36))
}

# warn_of_size: jobs of more nodes than there are would be refused, or wait for ever.
warn_of_size() {
    local there
    there=$(ask_partition %D | awk '{ sum += $1 } END { print sum + 0 }')
    if [ "${there:-0}" -gt 0 ] && [ "$there" -lt "${submit_node_counts[-1]}" ]; then
        echo "the partition has no more than $(nodes_text "$there"): --nodes-max $there leaves" \
            "out what needs more"
    fi
}

# submit_table: jobs, cells, time and node-hours; fills plan_limit with the time limits.
submit_table() {
    local i n cells count seconds total_seconds limit
    local used=0 most=0 all_cells=0 all_jobs=0 all_time=0
    choose_assumptions
    probe_workload
    longest_limit
    # What was measured was so on one core of another machine, of work that may not divide so well.
    [ -n "$probe_pass" ] && limit_percent=200 || limit_percent=125
    [ "$probe_part" = no ] || limit_percent=400 # the first images may be the small ones
    plan_limit=()
    printf '%6s %6s %5s %12s %9s %11s %11s\n' nodes jobs cells 'longest job' limit node-hours \
        'at most'
    for i in "${!plan_nodes[@]}"; do
        n=${plan_nodes[i]}
        plan_measure "$i"
        limit=$(job_limit "$seconds")
        [ -z "$time" ] || limit=$(time_seconds "$time")
        plan_limit+=("$limit")
        used=$((used + n * total_seconds)) most=$((most + n * count * limit))
        all_cells=$((all_cells + cells)) all_jobs=$((all_jobs + count))
        all_time=$((all_time + total_seconds))
        printf '%6d %6d %5d %12s %9s %11s %11s%s\n' "$n" "$count" "$cells" \
            "$(time_text "$seconds")" "$(time_text "$limit")" \
            "$(hours_text $((n * total_seconds)))" "$(hours_text $((n * count * limit)))" \
            "$([ "$seconds" -le "$limit" ] || echo '  the limit is shorter than the estimate')"
    done
    printf '%6s %6d %5d %12s %9s %11s %11s\n' all "$all_jobs" "$all_cells" '' '' \
        "$(hours_text "$used")" "$(hours_text "$most")"
    submit_reasons
    warn_of_size
    [ "${#plan_nodes[@]}" -lt 2 ] || echo "the same cells, all in allocations of" \
        "$(nodes_text "${submit_node_counts[-1]}"):" \
        "$(hours_text $((all_time * submit_node_counts[-1]))) node-hours"
}

# submit_reasons: how the estimates, and the limits, came about.
submit_reasons() {
    if [ -n "$seconds_per_cell" ]; then
        echo "assumed: $seconds_per_cell s for a cell (--seconds-per-cell), and 10 s for a job"
    elif [ -n "$probe_pass" ]; then
        echo "estimated from $probe_text; $(probe_formula)"
    else
        echo "assumed, as $probe_why, for each of $slices launches of a cell: $budget s of" \
            "measuring (--budget), $warm_up s of warm-up (20 passes fit into the budget), 5 s and" \
            "1 s per 100 ranks of launch; 10 s for a job; on several nodes the baseline's cells" \
            "once more"
    fi
    local rests=''
    [ "$probe_part" = no ] ||
        rests=' (which rests on a part of a pass: other images may take longer)'
    [ -n "$time" ] || echo "limits: $((limit_percent / 100)).$((limit_percent % 100)) times the" \
        "estimate$rests and 3 minutes, at least $(time_text "$limit_least"), at most" \
        "$(time_text "$longest"); --time sets another"
}
