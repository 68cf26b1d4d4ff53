# What quickstart measures, sized to this machine, and whether the machine is free for it.
# Sourced by jobs/quickstart.sh and jobs/claims.sh, whose results, photos, usable (cores) and
# models_found it reads.
# Leaves the drivers' input options in `work` and the seconds of a pass, of one worker, in
# `pass_time`.
# shellcheck shell=bash disable=SC2034,SC2154

# measure_pass ARGUMENT…: sets `pass` to the seconds that one worker takes for one pass.
measure_pass() {
    local answer
    answer=$("${model_program[${models_found[0]}]}" --verify none --results none --quiet \
        --progress none --json "$@" 2>/dev/null) || return 1
    [[ $answer =~ \"median_s\":\ ([.0-9e+-]+) ]] && pass=${BASH_REMATCH[1]}
}

# choose_photos: up to 24, or 8 a core, from all over the directory, without those that do not
# decode; when a pass takes 0.4 s, 3 a core. Their names go to $results/photos.list.
choose_photos() {
    local all file pass time=0 step i n=0 bad=0 most=$((usable > 3 ? 8 * usable : 24))
    mapfile -d '' -t all < <(find -H "$photos" -type f \( -iname '*.jpg' -o -iname '*.jpeg' \
        -o -iname '*.png' -o -iname '*.ppm' -o -iname '*.pgm' \) -print0 | LC_ALL=C sort -z)
    step=$(((${#all[@]} + most - 1) / most))
    for ((i = 0; i < ${#all[@]}; i += step)); do
        file=${all[i]}
        if measure_pass --iterations 1 --warmup 0 -- "$file"; then
            printf '%s\0' "$file"
            n=$((n + 1))
            time=$(LC_ALL=C awk -v a="$time" -v b="$pass" 'BEGIN { print a + b }')
        else
            printf '%s: left out, it cannot be decoded: %q\n' "${0##*/}" "$file" >&2
            bad=$((bad + 1))
        fi
        [ "$n" -lt $((3 * usable)) ] || LC_ALL=C awk -v t="$time" 'BEGIN { exit t > 0.4 }' || break
    done >"$results/photos.list"
    [ "$n" -gt 0 ] || {
        rm -r "$results"
        fail 66 "no JPEG, PNG or PNM file in '$photos' can be decoded"
    }
    echo "${0##*/}: $n of ${#all[@]} photos are measured; $bad could not be decoded" >&2
    describe_collection "$n" "$bad" "${all[@]}"
    work=(--files-from "$results/photos.list" --null)
    pass_time=$time
}

# describe_collection GOOD BAD FILE…: tells the results how much there is of what was sampled: files
# (the share of them that can be decoded), bytes, and what they are if all are the same.
describe_collection() {
    local good=$1 bad=$2 bytes kinds
    shift 2
    bytes=$(printf '%s\0' "$@" | xargs -0 stat -L -c %s -- 2>/dev/null |
        LC_ALL=C awk -v good="$good" -v all=$((good + bad)) '
            { sum += $1 } END { printf "%.0f", sum * good / all }') || true # a file may have gone
    kinds=$(printf '%s\n' "${@##*.}" | tr '[:upper:]' '[:lower:]' | sed 's/^jpg$/jpeg/' | sort -u)
    [[ $kinds =~ ^(jpeg|png)$ ]] || kinds=''
    export PARALLAX_COLLECTION="$(($# * good / (good + bad))) $bytes $kinds"
}

# choose_synthetic: 16 images a core, so large that one pass on one core takes 0.1 to 0.3 s.
choose_synthetic() {
    local images=$((usable > 2 ? 16 * usable : 32)) width height pass
    measure_pass --synthetic 8 --source-size 1920x1280 --size 960x640 --iterations 3 ||
        fail 70 "resize does not work; see: ${model_program[${models_found[0]}]} --synthetic 8"
    read -r width height < <(LC_ALL=C awk -v seconds="$pass" -v images="$images" 'BEGIN {
        width = 1920
        height = 1280
        for (seconds *= images / 8; seconds > 0.3 && width > 120; seconds /= 4) {
            width /= 2
            height /= 2
        }
        print width, height
    }')
    work=(--synthetic "$images" --source-size "${width}x$height"
        --size "$((width / 2))x$((height / 2))")
    pass_time=$(LC_ALL=C awk -v pass="$pass" -v images="$images" -v width="$width" 'BEGIN {
        print pass * images / 8 * (width / 1920) ^ 2 }')
}

# warn_if_busy: what other programs use for one second.
warn_if_busy() {
    local line before after busy
    read -r line </proc/stat 2>/dev/null || return 0
    read -ra before <<<"$line"
    sleep 1
    read -r line </proc/stat
    read -ra after <<<"$line"
    busy=$(LC_ALL=C awk -v before="${before[*]:1:8}" -v after="${after[*]:1:8}" \
        -v tick="$(getconf CLK_TCK)" 'BEGIN {
            n = split(after, a); split(before, b)
            for (i = 1; i <= n; ++i)
                if (i != 4 && i != 5) busy += a[i] - b[i]
            printf "%.1f", busy / tick
        }')
    if LC_ALL=C awk -v busy="$busy" 'BEGIN { exit busy < 0.2 }'; then
        echo "${0##*/}: this machine is busy: other programs use $busy of its cores." \
            "Expect wide intervals, and efficiencies that are too low." >&2
    fi
}
