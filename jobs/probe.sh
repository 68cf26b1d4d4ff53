# How long a launch of a study takes, before its jobs are submitted: from what is there of the same
# study, else from one pass over the work by one worker on this machine.
# Sourced by jobs/sweep.sh, whose description of the study it reads.
# shellcheck shell=bash disable=SC2034,SC2154

# What was found, in ms: of a pass by one worker (empty: nothing, and probe_why says why), of what
# is around passes; under MODEL RANKSxTHREADS the longest pass that is there. probe_text: from what.
# probe_whole: the seconds that a job recomputes for, if it decides where checksums disagree.
# probe_part: yes if only a part of a pass was done.
probe_pass='' probe_around='' probe_why='' probe_text='' probe_whole=0 probe_part=no
declare -A probe_passes=()
probe_most=20 # seconds
# A launch of any kind starts in so many ms; plain C takes so many passes to recompute one.
probe_start=5000 probe_recomputes=8

# probe_workload: all that.
probe_workload() {
    probe_around=$probe_start
    if [ -n "$seconds_per_cell" ]; then
        return
    elif probe_journals; then
        probe_text="$(probe_seconds "$probe_pass") s a pass of one worker, by results of the study"
    elif [ -n "$no_probe" ]; then
        probe_why="nothing was probed (--no-probe)"
        return
    elif ! probe_run; then
        return
    fi
    [[ " ${driver[*]%%=*} " == *" --verify "* ]] ||
        probe_whole=$(((probe_recomputes * probe_pass + 999) / 1000))
}

# probe_journals: from the medians of cells that are there. 1: there are none.
probe_journals() {
    local cell shape workers least=1000000000 median
    for cell in "${!study_seconds[@]}"; do
        median=$(probe_ms "${study_seconds[$cell]}") shape=${cell% *}
        [ -n "$median" ] || continue
        [ "${probe_passes[$shape]:-0}" -ge "$median" ] || probe_passes[$shape]=$median
    done
    for shape in "${!probe_passes[@]}"; do
        workers=$(probe_workers "$shape")
        [ "$study" = weak ] && median=${probe_passes[$shape]} ||
            median=$((probe_passes[$shape] * workers))
        if [ "$workers" -lt "$least" ]; then
            least=$workers probe_pass=$median
        elif [ "$workers" -eq "$least" ] && [ "$median" -gt "$probe_pass" ]; then
            probe_pass=$median
        fi
    done
    [ -n "$probe_pass" ]
}

# probe_run: by the first program that starts without a launcher. 1: it cannot, and probe_why says
# why.
probe_run() {
    local model program='' words=() operands=() began answer code=0 options=()
    for model in "${models_found[@]}"; do
        [ -z "${model_launcher[$model]}" ] && program=${model_program[$model]} && break
    done
    [ -n "$program" ] || { probe_why="no program runs here without a launcher"; return 1; }
    [ "${model_threads[$model]}" = 0 ] || options+=(--threads 1)
    [ "${model_processes[$model]}" = 0 ] || options+=(--ranks 1)
    probe_split
    began=$(date +%s%3N)
    echo "$place_self: one pass by ${program##*/}, to estimate (at most $probe_most s) ..." >&2
    answer=$(timeout --foreground -k 5 "$probe_most" "$program" --study "$study" \
        "${options[@]}" "${words[@]}" --iterations 1 --warmup 0 --results none --json --quiet \
        --progress none "${operands[@]}" 2>&1 </dev/null) || code=$?
    if [ "$code" -eq 137 ] && [ $(($(date +%s%3N) - began)) -ge ${probe_most}000 ]; then
        code=124 probe_why="${program##*/} was not done in $probe_most s here, and had to be \
killed before it said how far it was"
    fi
    [ "$code" -ne 124 ] || ! probe_extrapolate || return 0
    [ "$code" -ne 124 ] || : "${probe_why:=${program##*/} did no image in $probe_most s here}"
    [ "$code" -eq 0 ] || : "${probe_why:=${program##*/} ended with code $code here \
($(head -n 1 <<<"$answer" | cut -c 1-120))}"
    [ "$code" -eq 0 ] && probe_pass=$(probe_ms "$(cell_answer median_s)") || return 1
    [ -n "$probe_pass" ] || { probe_why="${program##*/} did not say how long a pass is"; return 1; }
    probe_around=$(($(date +%s%3N) - began - probe_pass))
    [ "$probe_around" -ge "$probe_start" ] || probe_around=$probe_start
    probe_text="a probe here, ${program##*/} with one worker: $(probe_seconds "$probe_pass") s for \
a pass over $(cell_answer images) images"
}

# probe_extrapolate: from the images that were done when the time of a probe was over, which the
# program says as it stops. Its start is counted with them: the pass is no longer. 1: none was.
probe_extrapolate() {
    local took=$(($(date +%s%3N) - began)) some images
    some=$(cell_answer "done") images=$(cell_answer images)
    [[ $some =~ ^[1-9][0-9]{0,9}$ && $images =~ ^[1-9][0-9]{0,9}$ ]] || return 1
    probe_pass=$(((took * images + some - 1) / some)) probe_part=yes
    probe_text="a probe here, which ended after $(probe_seconds "$took") s: ${program##*/} with \
one worker did $some of $images images, so $(probe_seconds "$probe_pass") s for a pass"
}

# Into `words` what is before a -- of the driver's arguments, into `operands` the rest.
probe_split() {
    local i
    for ((i = 0; i < ${#driver[@]}; ++i)); do
        [ "${driver[i]}" != -- ] || break
    done
    words=("${driver[@]::i}") operands=("${driver[@]:i}")
}

probe_ms() { # SECONDS: in whole ms, at least one; nothing where that is no number
    LC_ALL=C awk -v s="$1" 'BEGIN { if (s + 0 > 0) printf "%d", s * 1000 + 0.999 }'
}

probe_seconds() { # MILLISECONDS
    printf '%d.%03d' $(($1 / 1000)) $(($1 % 1000))
}

probe_workers() { # "MODEL RANKSxTHREADS"
    local shape=${1#* }
    echo $((${shape%x*} * ${shape#*x}))
}

# probe_launch MODEL RANKSxTHREADS: prints the ms of a launch: warm-up, passes, and what is around.
probe_launch() {
    local pass=${probe_passes[$1 $2]:-} passes most=1000000 iterations budget workers
    if [ -z "$pass" ]; then
        workers=$(probe_workers "$1 $2")
        [ "$study" = weak ] && pass=$probe_pass || pass=$(((probe_pass + workers - 1) / workers))
    fi
    iterations=$(driver_value --iterations 0)
    if [[ " ${driver[*]%%=*} " == *" --budget "* ]]; then
        budget=$(driver_value --budget 60)000
    elif [[ " ${driver[*]%%=*} " != *" --iterations "* ]]; then
        budget=300 iterations=6
    elif [ "$iterations" -eq 0 ]; then # auto
        budget=60000
    fi
    [ -z "${budget:-}" ] || most=$((10#$budget / pass + 1))
    [ "$iterations" -gt 0 ] && [ "$iterations" -lt "$most" ] && passes=$iterations || passes=$most
    echo $(((passes + $(driver_value --warmup 1)) * pass + probe_around + 10 * ${2%x*}))
}

probe_formula() {
    local divided="divided by a cell's workers, "
    [ "$study" != weak ] || divided='' # the work grows with them
    echo "${divided}times the passes of a launch, and $(probe_seconds "$probe_around") s and 1 s" \
        "per 100 ranks around them, $slices launches a cell; for a job 10 s, for one of the first" \
        "repetition $probe_whole s of recomputing; on several nodes the baseline's cells once more"
}
