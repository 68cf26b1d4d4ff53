# Turns a study into SLURM jobs: which cells go where, what that costs, scripts, submission.
# Sourced by jobs/sweep.sh, whose arguments and programs it reads.
# shellcheck shell=bash disable=SC2154

# submit_describe: what defines the study on this cluster. What is measured on another partition, or
# with other bindings, is another study: its cells could not be compared.
submit_describe() {
    local cell kept=()
    [ -n "$cores_per_node" ] || submit_ask_cores
    : "${repeat_jobs:=5}" "${exclusive:=yes}" "${launcher:=auto}"
    study_find_defaults
    hash=$(study_hash slurm "$kernel" "$study" "$launcher_args" "slices=$slices" "$partition" \
        "$constraint" "$cores_per_node" "$exclusive" "$launcher" "${driver[@]}" \
        "${study_defaults[@]}")
    [ -n "$seed" ] || seed=$((16#${hash:0:7}))
    [[ $results == /* ]] || results=$PWD/${results#./}
    [ -n "$build" ] || build=$(dirname "${model_program[${model_list[0]}]}")
    build=$(cd "$build" && pwd)
    choose_cells "$cores_per_node" 1,2,4,8,node "$repeat_jobs"
    left_out=()
    declare -gA submit_size=()
    for cell in "${study_list[@]}"; do
        submit_fits "$cell" && kept+=("$cell") || left_out+=("${cell% *}")
    done
    [ "${#kept[@]}" -gt 0 ] ||
        fail 64 "no cell is left: --nodes-max and --cores-per-node leave out all"
    study_list=("${kept[@]}")
    study_decide "$study"
    choose_baselines
    mapfile -t submit_node_counts < <(printf '%s\n' "${submit_size[@]}" | sort -nu)
}

# Those that fit on the first node of any job.
choose_baselines() {
    local cell
    submit_baselines=()
    while read -r cell; do
        [ "${submit_size[$cell]}" -ne 1 ] || submit_baselines+=("$cell")
    done < <(study_baselines)
}

submit_ask_cores() {
    local kinds
    kinds=$(sinfo --noheader --format='%X %Y' ${partition:+"--partition=$partition"} 2>/dev/null |
        awk '{ print $1 * $2 }' | sort -u) || kinds=''
    [[ $kinds =~ ^[1-9][0-9]*$ ]] || fail 64 "--cores-per-node is missing, and sinfo does not say \
of one number for all nodes${partition:+ of $partition}: ${kinds:-nothing}"
    cores_per_node=$kinds
}

# submit_fits CELL: whether it can be run; notes the nodes that it needs in submit_size. A rank's
# threads share a node, and so do ranks that no launcher starts.
submit_fits() {
    local shape threads ranks_per_node size
    shape=${1#* } shape=${shape% *} threads=${shape#*x}
    [ "$threads" -le "$cores_per_node" ] || return 1
    ranks_per_node=$((cores_per_node / threads))
    size=$(((${shape%x*} + ranks_per_node - 1) / ranks_per_node))
    [ "$size" -le "${nodes_max:-100000}" ] || return 1
    [ "$size" -eq 1 ] || [ -n "${model_launcher[${1%% *}]}" ] || return 1
    submit_size[${1% *}]=$size
}

submit_nodes() { # CELL
    echo "${submit_size[${1% *}]}"
}

# submit_plan: fills plan_nodes, plan_repetitions, plan_cells (with ; between) and plan_missing
# (what each repetition lacks of them, with / between): a job array each. A job passes over cells
# that are there, so that all repetitions share a list; but what is in the queue is on no other.
submit_plan() {
    local cell size repetition key name
    local -A missing=() busy=() lists=() repetitions=() lacks=()
    plan_nodes=() plan_repetitions=() plan_cells=() plan_missing=()
    for cell in "${study_list[@]}"; do
        key="${submit_size[${cell% *}]} ${cell##* }" name=${cell% *}
        if [ -n "${queue_cells[$cell]:-}" ]; then
            busy[$key]=yes
        elif [ -z "${study_found[$cell]:-}" ]; then
            missing[$key]+=${missing[$key]:+;}${name/ /:}
        fi
    done
    for size in "${submit_node_counts[@]}"; do
        lists=() repetitions=() lacks=()
        for ((repetition = 1; repetition <= repeat_jobs; ++repetition)); do
            cell=${missing["$size $repetition"]:-}
            [ -n "$cell" ] || continue
            name=all
            [ -z "${busy["$size $repetition"]:-}" ] || name=$cell
            lists[$name]+=${lists[$name]:+;}$cell
            repetitions[$name]+=${repetitions[$name]:+,}$repetition
            lacks[$name]+=${lacks[$name]:+/}$cell
        done
        for name in "${!lists[@]}"; do
            plan_nodes+=("$size")
            plan_repetitions+=("${repetitions[$name]}")
            plan_cells+=("$(tr ';' '\n' <<<"${lists[$name]}" | awk '!seen[$0]++' | paste -sd ';')")
            plan_missing+=("${lacks[$name]}")
        done
    done
}

# --- What it costs
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

# choose_assumptions: what a launch measures for, and warms up for, in whole seconds.
choose_assumptions() {
    local given
    printf -v given ' %s ' "${driver[@]%%=*}"
    budget=$(driver_value --budget 60)
    [[ $given =~ \ --(iterations|budget)\  ]] || budget=1
    warm_up=$(((budget * $(driver_value --warmup 1) + 19) / 20))
}

# cell_seconds RANKS: of all of its launches.
cell_seconds() {
    echo "${seconds_per_cell:-$((slices * (budget + warm_up + 5 + $1 / 100)))}"
}

# plan_measure INDEX: sets `count`, the jobs, `cells` and `total_seconds` of all of them together,
# and `seconds` of the longest; budget and warm_up are read.
plan_measure() {
    local job cell job_seconds job_list
    IFS=/ read -ra job_list <<<"${plan_missing[$1]}"
    count=${#job_list[@]} cells=0 seconds=0 total_seconds=0
    for job in "${job_list[@]}"; do
        job_seconds=10
        for cell in ${job//;/ }; do
            cell=${cell#*:} cells=$((cells + 1))
            job_seconds=$((job_seconds + $(cell_seconds "${cell%x*}")))
        done
        [ "${plan_nodes[$1]}" -eq 1 ] ||
            job_seconds=$((job_seconds + ${#submit_baselines[@]} * $(cell_seconds 1)))
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

hours_text() { # NODE_SECONDS
    printf '%d.%02d' $(($1 / 3600)) $(($1 % 3600 / 36))
}

# submit_table: jobs, cells, time and node-hours; fills plan_limit with the time limits.
submit_table() {
    local i n cells count seconds total_seconds limit
    local used=0 most=0 all_cells=0 all_jobs=0 all_time=0
    choose_assumptions
    plan_limit=()
    printf '%6s %6s %5s %12s %9s %11s %11s\n' nodes jobs cells 'longest job' limit node-hours \
        'at most'
    for i in "${!plan_nodes[@]}"; do
        n=${plan_nodes[i]}
        plan_measure "$i"
        limit=$(((seconds * 5 / 4 + 239) / 60 * 60))
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
    if [ -n "$seconds_per_cell" ]; then
        echo "assumed: $seconds_per_cell s for a cell, and 10 s for a job"
    else
        echo "assumed for each of $slices launches of a cell: $budget s of measuring" \
            "(--budget), $warm_up s of warm-up (20 passes fit into the budget), 5 s and 1 s per" \
            "100 ranks of launch; 10 s for a job; on several nodes the baseline's cells once more"
    fi
    [ "${#plan_nodes[@]}" -lt 2 ] || echo "the same cells, all in allocations of" \
        "$(nodes_text "${submit_node_counts[-1]}"):" \
        "$(hours_text $((all_time * submit_node_counts[-1]))) node-hours"
}
