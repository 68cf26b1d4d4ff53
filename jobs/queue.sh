# Which cells of a submitted study are done, in the queue, failed or missing; its report.
# Sourced by jobs/sweep.sh, whose description of the study it reads (results, hash, study_list, …).
#
# Beside the results are, for the study HASH: sweep-HASH.arguments (how it was submitted, NUL after
# each word, the first is the directory), sweep-HASH.jobs (what was submitted), a journal
# sweep-HASH-JOB.tsv of each job, and sweep-HASH/ with scripts, logs and the report.
# shellcheck shell=bash disable=SC2034,SC2154

# queue_each_study: calls sweep.sh once more for every study that was submitted with these results.
queue_each_study() {
    local file word own=() head stored code=0 worst=0 name
    for name in kernel models cores threads_per_rank slices seed repeat_jobs partition constraint \
        cores_per_node exclusive launcher launcher_args nodes_max; do
        [ -z "${!name}" ] || fail 64 "--${name//_/-} is part of a study, which --$action takes as \
it was submitted; to change it, use --submit"
    done
    for name in account time sbatch_args seconds_per_cell build; do
        [ -z "${!name}" ] || own+=("--${name//_/-}" "${!name}")
    done
    [ "$dry_run" = no ] || own+=(--dry-run)
    [ -z "$no_probe" ] || own+=(--no-probe)
    [[ $results == /* ]] || results=$PWD/${results#./}
    for file in "$results"/sweep-*.arguments; do
        [ -f "$file" ] || fail 66 "no study was submitted with --results ${results#./}"
        mapfile -d '' -t stored <"$file"
        head=()
        for word in "${stored[@]:1}"; do
            [ "$word" != -- ] || break
            head+=("$word")
        done
        (
            cd "${stored[0]}" || fail 66 "the study was submitted from '${stored[0]}'"
            PARALLAX_VERB=$place_verb exec "$jobs/sweep.sh" "--$action" --results "$results" \
                "${head[@]}" "${own[@]}" "${stored[@]:$((${#head[@]} + 1))}"
        ) || code=$?
        [ "$worst" -ge "$code" ] || worst=$code
    done
    exit "$worst"
}

# queue_read: fills queue_cells[CELL] with running or pending; queue_jobs with the jobs as squeue
# names them, with state and reason; queue_ending with those that are about to end; the keys of
# queue_waiting with the arrays that measure; queue_report with a report that waits; queue_unknown
# with those that are not in sweep-HASH.jobs. 1: squeue does not answer.
queue_read() {
    local text id state said file kind job repetitions cells repetition cell word
    local -A states=() known=()
    declare -gA queue_cells=() queue_waiting=()
    queue_jobs=() queue_ending=() queue_report='' queue_unknown=()
    command -v squeue >/dev/null &&
        text=$(squeue --noheader --array --user="$(id -un)" --format='%i|%T|%j %T (%r)|%o' \
            2>/dev/null) || return 1
    while IFS='|' read -r id state _; do
        [ -z "$id" ] || states[$id]=$state
    done <<<"$text"
    while IFS=$'\t' read -r kind job _ repetitions cells; do
        known[$job]=yes
        [ "$kind" != report ] || [ "${states[$job]:-}" != PENDING ] || queue_report=$job
        [ "$kind" = cells ] || continue
        for repetition in ${repetitions//,/ }; do
            case ${states[${job}_$repetition]:-} in
            '') continue ;;
            COMPLETING) queue_waiting[$job]=yes queue_ending+=("${job}_$repetition"); continue ;;
            PENDING | CONFIGURING | *HOLD* | REQUEUE*) word=pending ;;
            *) word=running ;;
            esac
            queue_waiting[$job]=yes
            for cell in ${cells//;/ }; do
                cell="${cell//:/ } $repetition"
                [ "${queue_cells[$cell]:-}" = running ] || queue_cells[$cell]=$word
            done
        done
    done < <(cat "$results/sweep-$hash.jobs" 2>/dev/null)
    while IFS='|' read -r id _ said file; do
        [ -n "$id" ] || continue
        if [ -n "${known[${id%%_*}]:-}" ]; then
            queue_jobs+=("$id $said")
        elif [[ $file == "$results/sweep-$hash/"* ]]; then
            queue_unknown+=("${id%%_*}")
        fi
    done <<<"$text"
}

# queue_note KIND JOB NODES REPETITIONS CELLS
queue_note() {
    (IFS=$'\t' && printf '%s\n' "$*") >>"$results/sweep-$hash.jobs"
}

# queue_judge CELL: sets `verdict` to done, running, pending, failed or missing.
queue_judge() {
    verdict=${queue_cells[$1]:-missing}
    if [ -n "${study_found[$1]:-}" ]; then
        verdict='done'
    elif [ "$verdict" = missing ] &&
        compgen -G "${results//[[*?\\]/?}/failed/sweep-$hash-${1// /-}.*log" >/dev/null; then
        verdict=failed
    fi
}

# queue_count: fills counts[VERDICT] and counts[NODES VERDICT], and lacking with what is not there.
queue_count() {
    local cell verdict node_count
    declare -gA counts=()
    lacking=()
    study_present "$results/sweep-$hash"-*.tsv
    study_gather "$slices"
    for cell in "${study_list[@]}"; do
        queue_judge "$cell"
        node_count=$(submit_nodes "$cell")
        counts[$verdict]=$((${counts[$verdict]:-0} + 1))
        counts["$node_count $verdict"]=$((${counts["$node_count $verdict"]:-0} + 1))
        [[ $verdict != failed && $verdict != missing ]] || lacking+=("$cell: $verdict")
    done
}

queue_status() {
    local node_count verdict
    [ -f "$results/sweep-$hash.jobs" ] ||
        fail 66 "study $hash was not submitted with --results ${results#./}"
    queue_read ||
        echo "$place_self: squeue does not answer: what is in the queue counts as missing" >&2
    queue_count
    echo "$kernel, $study study $hash in ${results#./}: ${counts[done]:-0} of" \
        "${#study_list[@]} cells done"
    printf '%6s %6s %8s %8s %7s %8s\n' nodes 'done' running pending failed missing
    for node_count in "${submit_node_counts[@]}" ''; do
        printf '%6s' "${node_count:-all}"
        for verdict in done:6 running:8 pending:8 failed:7 missing:8; do
            printf ' %*d' "${verdict#*:}" \
                "${counts["${node_count:+$node_count }${verdict%:*}"]:-0}"
        done
        echo
    done
    [ "${#queue_jobs[@]}" -eq 0 ] || printf 'in the queue: %s\n' "${queue_jobs[@]}"
    queue_show_lacking
    [ ! -d "$results/sweep-$hash/report" ] || echo "the last report: ${results#./}/sweep-$hash/"
    [ $((${counts[running]:-0} + ${counts[pending]:-0})) -eq 0 ] || exit 75
    [ "${#lacking[@]}" -eq 0 ] || exit 3
    exit 0
}

queue_show_lacking() {
    [ "${#lacking[@]}" -gt 0 ] || return 0
    printf '  %s\n' "${lacking[@]:0:20}"
    [ "${#lacking[@]}" -le 20 ] || echo "  and $((${#lacking[@]} - 20)) more"
    [ "${counts[failed]:-0}" -eq 0 ] || echo "what failed cells said is in ${results#./}/failed/"
    printf 'to measure what is missing: %s --results %q\n' "$(place_sweep resume)" \
        "${results#./}"
}

# queue_report: one file of all cells that are there, made anew: a cell that was thrown away is not
# in it any more. Then table and report, and what is missing.
queue_report() {
    local place=$results/sweep-$hash cell name parallax files=()
    parallax=$build/analysis/parallax
    [ -x "$parallax" ] || parallax=$build/parallax
    [ -x "$parallax" ] || parallax=$(command -v parallax) ||
        fail 78 "there is no parallax program in '$build'; build it, or take the results elsewhere"
    queue_read || true
    queue_count
    for cell in "${study_list[@]}"; do
        for name in ${study_files[$cell]:-}; do # each job has its own of the baseline
            files+=("$results/$name")
        done
    done
    [ "${#files[@]}" -gt 0 ] || fail 65 "study $hash has no cell in ${results#./}"
    mkdir -p "$place" || fail 73 "cannot create '$place'"
    rm -f "$place/new.h5"
    "$parallax" merge -o "$place/new.h5" "${files[@]}" >/dev/null
    mv "$place/new.h5" "$place/merged.h5"
    "$parallax" table "$place/merged.h5" | tee "$place/table.txt"
    "$parallax" report "$place/merged.h5" -o "$place/report" >/dev/null ||
        echo "$place_self: the report is not complete; its pictures need gnuplot" >&2
    echo
    echo "$kernel, $study study $hash: ${counts[done]:-0} of ${#study_list[@]} cells;" \
        "${counts[failed]:-0} failed, ${counts[missing]:-0} missing," \
        "$((${counts[running]:-0} + ${counts[pending]:-0})) in the queue"
    queue_show_lacking
    echo "one file of all runs: ${place#./}/merged.h5; beside it table.txt and report/"
    [ "${counts[done]:-0}" -eq "${#study_list[@]}" ] || exit 3
    exit 0
}
