# Writes the scripts of a study's jobs, and hands them to sbatch.
# Sourced by jobs/sweep.sh; the plan is made in jobs/submit.sh.
# shellcheck shell=bash disable=SC2154

# quoted WORD…: as bash would read them back.
quoted() {
    local word text=''
    for word; do
        [[ $word =~ ^[A-Za-z0-9_=.,:/+@%-]+$ ]] || printf -v word %q "$word"
        text+=" $word"
    done
    echo "${text# }"
}

nodes_text() { # NUMBER
    [ "$1" -eq 1 ] && echo "1 node" || echo "$1 nodes"
}

# script_head NAME NODES SECONDS: what the cells' jobs and the report's have in common.
script_head() {
    printf '#SBATCH --job-name=parallax-%s-%s\n#SBATCH --nodes=%d\n' "$hash" "$1" "$2"
    [ -z "$partition" ] || echo "#SBATCH --partition=$partition"
    [ -z "$account" ] || echo "#SBATCH --account=$account"
    [ -z "$constraint" ] || echo "#SBATCH --constraint=\"$constraint\""
    printf '#SBATCH --time=%02d:%02d:%02d\n' $(($3 / 3600)) $(($3 % 3600 / 60)) $(($3 % 60))
    echo '#SBATCH --requeue'
    echo '#SBATCH --open-mode=append'
}

# script_cells INDEX: the script of a job array of the plan.
script_cells() {
    local n=${plan_nodes[$1]} limit=${plan_limit[$1]} cells=${plan_cells[$1]} warning=120
    [ "$limit" -ge 600 ] || warning=$((limit / 8))
    cells=${cells//;/$'\n'}
    cat <<TEXT
#!/usr/bin/env bash
# The $study study $hash of $kernel, on $(nodes_text "$n"); each job of the array is a repetition,
# of $slices rounds. Written by sweep.sh --submit. --resume writes it anew: edit the settings
# instead (${jobs//$'\n'/ }/env.sh).
$(script_head "n$n" "$n" "$limit")
#SBATCH --ntasks-per-node=$cores_per_node
#SBATCH --cpus-per-task=1
#SBATCH --hint=nomultithread
#SBATCH --signal=B:USR1@$warning
TEXT
    [ "$exclusive" = no ] || printf '#SBATCH %s\n' --exclusive --mem=0
    [ -z "$sbatch_args" ] || echo "#SBATCH $sbatch_args"
    cat <<TEXT

PARALLAX_JOBS=$(quoted "$jobs")
export BUILD=$(quoted "${build:-.}") RESULTS=$(quoted "$results")
export LAUNCHER=$(quoted "$launcher")${LAUNCH_PMI:+ LAUNCH_PMI=$(quoted "$LAUNCH_PMI")} \
CORES_PER_NODE=$cores_per_node
KERNEL=$kernel STUDY=$study
SWEEP_HASH=$hash SWEEP_SEED=$seed SLICES=$slices
LAUNCHER_ARGUMENTS=($(quoted "${launcher_words[@]}"))
ARGUMENTS=($(quoted "${driver[@]}"))
# Measured in shuffled order; what is there already is passed over.
CELLS='
${cells//:/ }
'
# Measured by every job, on its first node: what cells are compared with.
BASELINES=($(quoted "${submit_baselines[@]}"))
# Verified whole, so that it decides where checksums disagree.
DECISIVE=($(quoted "${!study_decisive[@]}"))
# shellcheck source=/dev/null
. "\$PARALLAX_JOBS/sweep_job.sh"
TEXT
}

# script_report: merges, tabulates, reports, and counts what is missing.
script_report() {
    cat <<TEXT
#!/usr/bin/env bash
# The $study study $hash of $kernel: one file of all cells, table, report, and what is missing.
# Written by sweep.sh --submit.
$(script_head report 1 900)
#SBATCH --ntasks=1
TEXT
    [ -z "$sbatch_args" ] || echo "#SBATCH $sbatch_args"
    cat <<TEXT

exec $(quoted "$jobs/sweep.sh") --report --results $(quoted "$results" "${submit_words[@]}")
TEXT
}

# submit_remember: fills submit_words with the study's own arguments.
submit_remember() {
    local name
    submit_words=()
    for name in study kernel models cores threads_per_rank slices seed repeat_jobs cores_per_node \
        nodes_max partition account constraint time sbatch_args launcher launcher_args \
        seconds_per_cell build; do
        [ -z "${!name}" ] || submit_words+=("--${name//_/-}" "${!name}")
    done
    [ "$exclusive" = yes ] || submit_words+=(--no-exclusive)
    [ -z "$no_probe" ] || submit_words+=(--no-probe)
    submit_words+=(-- "${driver[@]}")
}

# submit_batch WORD…: sets `id` to the number of the new job.
submit_batch() {
    id=$(sbatch --parsable --open-mode=append "$@") || {
        echo "$place_self: sbatch refused, see above; what was submitted before is recorded" >&2
        fail 74 "when the cause is gone: $(place_sweep resume) --results \
$(quoted "$results")"
    }
    id=${id%%;*}
}

# submit_all: the smallest allocations first; each script is written before it is submitted.
submit_all() {
    local i n log=${results//%/%%}/sweep-$hash script ids=() after=() id
    [ "${#queue_ending[@]}" -eq 0 ] || after=("--dependency=afterany$(printf ':%s' \
        "${queue_ending[@]}")")
    for i in "${!plan_nodes[@]}"; do
        n=${plan_nodes[i]} script=$results/sweep-$hash/n${plan_nodes[i]}.sbatch
        script_cells "$i" >"$script"
        submit_batch --array="${plan_repetitions[i]}" --output="$log/n$n-%a.out" "${after[@]}" \
            "$script"
        queue_note cells "$id" "$n" "${plan_repetitions[i]}" "${plan_cells[i]}"
        ids+=("$id")
        echo "submitted: $id, $(nodes_text "$n"), repetitions ${plan_repetitions[i]}"
    done
    ids+=("${!queue_waiting[@]}")
    script=$results/sweep-$hash/report.sbatch
    script_report >"$script"
    [ -z "$queue_report" ] || scancel --state=PENDING "$queue_report" || true
    submit_batch --output="$log/report.out" --dependency="afterany$(printf ':%s' "${ids[@]}")" \
        "$script"
    queue_note report "$id" 1 1 -
    echo "submitted: $id, the report, after all others: ${results}/sweep-$hash/report.out"
}

# submit_show: what submit_all would do.
submit_show() {
    local i name place=$results/sweep-$hash
    for i in "${!plan_nodes[@]}"; do
        name=n${plan_nodes[i]}
        echo "=== sbatch --array=${plan_repetitions[i]} $(quoted "--output=$place/$name-%a.out" \
            "$place/$name.sbatch")"
        script_cells "$i"
    done
    echo "=== sbatch --dependency=afterany:… $(quoted "--output=$place/report.out" \
        "$place/report.sbatch")"
    script_report
    echo "==="
}

# submit_lock: two at once would submit the same cells.
submit_lock() {
    mkdir -p "$results/sweep-$hash" 2>/dev/null || fail 73 "--results: cannot create '$results'"
    study_lock "$results" ||
        fail 75 "another sweep is at work in '$results'; wait for it, or give another --results"
}

submit_study() {
    local table cell queued
    submit_describe
    [ "$dry_run" = yes ] || submit_lock
    find_todo
    if ! queue_read; then
        [ "$dry_run" = yes ] ||
            fail 78 "squeue does not answer: jobs can be submitted where SLURM is"
        [ ! -f "$results/sweep-$hash.jobs" ] ||
            echo "$place_self: squeue does not answer: the queue is taken for empty" >&2
    fi
    [ "${#queue_unknown[@]}" -eq 0 ] || fail 75 "jobs of this study are in the queue that nobody \
noted: scancel ${queue_unknown[*]}, and try again"
    submit_plan
    queued=0
    for cell in "${todo[@]}"; do
        [ -z "${queue_cells[$cell]:-}" ] || queued=$((queued + 1))
    done
    echo "$place_self: $kernel, $study study $hash, seed $seed: ${#study_list[@]} cells," \
        "$((${#study_list[@]} - total)) there already, $queued in the queue;" \
        "nodes of $cores_per_node cores" >&2
    warn_of_builds
    [ "${#left_out[@]}" -eq 0 ] || echo "left out, as they do not fit: $(printf '%s\n' \
        "${left_out[@]}" | sort -uV | paste -sd , | sed 's/,/, /g')"
    if [ "${#plan_nodes[@]}" -eq 0 ]; then
        echo "nothing to submit: every cell is there or in the queue"
        exit 0
    fi
    table=$(mktemp) || exit
    submit_table >"$table"
    submit_remember
    [ "$dry_run" = no ] || submit_show
    cat "$table"
    rm -f "$table"
    [ "$dry_run" = no ] || exit 0
    printf '%s\0' "$PWD" "${submit_words[@]}" >"$results/sweep-$hash.arguments"
    submit_all
    echo "how it goes: $(place_sweep status) --results $(quoted "$results")"
    exit 0
}
