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

# choose_photos: 8 a core, drawn from the whole directory by a seed that the results tell, without
# those that do not decode; fewer where one core took more than 4 s for a pass, but as many for each
# core. Their names go to $results/photos.list.
choose_photos() {
    local all file pass time=0 longest=0 n=0 bad=0 chosen=() i pick
    export PARALLAX_PHOTO_SEED=${PARALLAX_PHOTO_SEED:-$RANDOM}
    mapfile -d '' -t all < <("${model_program[${models_found[0]}]}" --list --null -- "$photos")
    RANDOM=$PARALLAX_PHOTO_SEED
    for ((i = 0; i < ${#all[@]} && n < 8 * usable; ++i)); do
        pick=$((i + (RANDOM * 32768 + RANDOM) % (${#all[@]} - i)))
        file=${all[pick]} all[pick]=${all[i]} all[i]=$file
        [ $((n % usable)) -ne 0 ] || LC_ALL=C awk -v t="$time" 'BEGIN { exit t > 4 }' || break
        if measure_pass --iterations 1 --warmup 0 -- "$file"; then
            chosen+=("$file")
            n=$((n + 1))
            read -r time longest < <(LC_ALL=C awk -v a="$time" -v b="$pass" -v c="$longest" \
                'BEGIN { print a + b, (b > c ? b : c) }')
        else
            printf '%s: left out, it cannot be decoded: %q\n' "$place_self" "$file" >&2
            bad=$((bad + 1))
        fi
    done
    [ "$n" -gt 0 ] || {
        rm -r "$results"
        fail 66 "no image in '$photos' can be decoded"
    }
    [ "$n" -lt "$usable" ] || n=$((n - n % usable)) # one core more would have one image more
    printf '%s\0' "${chosen[@]::n}" >"$results/photos.list"
    echo "$place_self: $n of ${#all[@]} photos are measured (seed $PARALLAX_PHOTO_SEED);" \
        "$bad could not be decoded" >&2
    say_granularity "$n" "$time" "$longest"
    describe_collection "$n" "$bad" "${all[@]}"
    work=(--files-from "$results/photos.list" --null)
    pass_time=$time
}

# say_granularity IMAGES SECONDS LONGEST: an image is not divided, which bounds every speedup.
say_granularity() {
    LC_ALL=C awk -v name="$place_self" -v n="$1" -v time="$2" -v longest="$3" -v cores="$usable" '
    BEGIN {
        least = time / cores
        if (least < longest)
            least = longest
        if (n < cores)
            cores = n
        most = least > 0 ? time / least : cores
        printf "%s: with %d images of these sizes, no way of dealing them can be more than %.3g " \
            "times as fast as one core\n", name, n, (most < cores ? most : cores)
    }' >&2
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
        echo "$place_self: this machine is busy: other programs use $busy of its cores." \
            "Expect wide intervals, and efficiencies that are too low." >&2
    fi
}
