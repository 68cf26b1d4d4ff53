# Turns a study into SLURM jobs: which cells go where.
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
