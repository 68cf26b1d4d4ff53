# Where the rest of Parallax is: built from the source tree of these scripts, or installed with
# them.
# Sourced by who has set `jobs` to this folder.
# shellcheck shell=bash disable=SC2034,SC2154

# Of an installed copy, as CMake wrote it: the programs, from this folder, and the mpirun that it
# was configured with. Empty: this is a source tree.
installed_programs='' installed_mpiexec=''
# shellcheck source=/dev/null
[ ! -f "$jobs/installed.sh" ] || . "$jobs/installed.sh"

# How the script was called: by its name, or as a verb of parallax; scripts that it calls are not.
place_verb=${PARALLAX_VERB:-} place_self=${0##*/}
[ -z "$place_verb" ] || place_self="parallax $place_verb"
unset PARALLAX_VERB

# place_say TEXT: prints it. Does not come back where it is lost: 74, as programs do; 141 where
# nobody reads on.
place_say() {
    local lost code=0
    { lost=$({ printf '%s\n' "$1" >&3; } 2>&1) || code=$?; } 3>&1
    [ "$code" -ne 0 ] || return 0
    [ "$code" -ne 141 ] || exit 141
    echo "$place_self: cannot write to standard output: ${lost##*: }" >&2
    exit 74
}

# place_columns: how wide lines for people may be: $COLUMNS where it is exported, else what the
# terminal says, or 80 where it does not; nothing in a pipe.
place_columns() {
    local size
    [ -t 3 ] || return 0
    size=$(printenv COLUMNS) || size=
    [[ $size =~ ^[1-9][0-9]{0,5}$ ]] || { size=$(stty size <&3 2>/dev/null) && size=${size#* }; }
    [[ $size =~ ^[1-9][0-9]{0,5}$ ]] || size=80
    echo "$size"
}

# place_fit COLUMNS: a usage's paragraphs and options, broken to be no wider; none below 40.
place_fit() {
    awk -v columns="$1" '
        function flush(  words, count, i, column) {
            count = split(text, words, " ")
            printf "%s", head
            column = length(head)
            for (i = 1; i <= count; ++i) {
                if (column > hang && column + 1 + length(words[i]) > columns) {
                    printf "\n%*s", hang, ""
                    column = hang
                } else if (i > 1) {
                    printf " "
                    ++column
                }
                printf "%s", words[i]
                column += length(words[i])
            }
            if (head != "" || text != "")
                print ""
            head = text = ""
        }
        BEGIN { columns = columns < 40 ? 40 : columns }
        /^  +-/ && match($0, /^  +-.*[^ ]  +/) && RLENGTH < 40 {
            flush()
            head = substr($0, 1, RLENGTH)
            text = substr($0, RLENGTH + 1)
            hang = columns < 60 ? 8 : RLENGTH
            next
        }
        match($0, /^ +/) && RLENGTH > 19 && head ~ /-/ { text = text " " $0; next }
        /^[^ ]/ && !/^Usage/ { if (hang > 0) flush(); hang = 0; text = text " " $0; next }
        { flush(); match($0, /^ */); hang = RLENGTH; head = substr($0, 1, hang); text = $0; }
        /^$/ { print "" }
        END { flush() }'
}

# place_usage VERB [BUILD]: `usage`, with what VERB of parallax is called where it was called by a
# verb, and what BUILD has; else what belongs to these scripts.
place_usage() {
    local text programs
    if [ -n "$place_verb" ]; then
        text=$(usage | sed "s|\b${0##*/}\b|parallax $1|g")
    else
        text=$(usage)
    fi
    programs=$(build_text "${2:-${BUILD:-$(place_programs)}}")
    [ -z "$programs" ] || text+=$'\n\n'$programs
    local columns
    { columns=$(place_columns); } 3>&1
    [ -z "$columns" ] || [ "$columns" -ge 100 ] || text=$(place_fit "$columns" <<<"$text")
    place_say "$text"
}

# place_describe VERB: the options that `usage` lists, as programs describe theirs (see
# drivers/common/command.h): what begins with two blanks and a hyphen, and goes on further right.
place_describe() {
    local text
    text=$(usage | awk '
        function flush(  i) {
            for (i = 1; i <= count; ++i)
                printf "option=%s\t%s\n", option[i], help
            count = 0
        }
        /^  -/ {
            flush()
            help = substr($0, 3)
            while (match(help, /^(-[A-Za-z], )?--[a-z-]+/)) {
                name = substr(help, 1, RLENGTH)
                help = substr(help, RLENGTH + 1)
                letter = name ~ /^-[A-Za-z],/ ? substr(name, 2, 1) : "-"
                sub(/^.*--/, "", name)
                value = "-"
                if (match(help, /^ [^ ]+/)) {
                    value = substr(help, 2, RLENGTH - 1)
                    help = substr(help, RLENGTH + 1)
                }
                kind = value == "-" ? "flag" : value ~ /^[a-z]+\|[a-z|]+$/ ? "choice" : \
                    value == "FILE" ? "file" : value == "DIR" ? "directory" : "value"
                option[++count] = name " " letter " " kind " " value
                if (!match(help, /^(,|  )? *-/))
                    break
                sub(/^,? */, "", help)
            }
            sub(/^ */, "", help)
            next
        }
        /^    / && count { sub(/^ */, ""); help = help " " $0; next }
        { flush() }
        END { flush() }')
    place_say "usage=parallax $1 [options]"$'\n'"$text"
}

# place_sweep ACTION: how to call sweep.sh with it, to be typed anywhere.
place_sweep() {
    if [ -n "$place_verb" ]; then
        echo "parallax $1"
    else
        printf '%q --%s' "$jobs/sweep.sh" "$1"
    fi
}

# place_programs: prints the directory of the programs that belong to these scripts: where they were
# installed; the build whose `parallax` called them; build/release. Nothing: there is none.
place_programs() {
    if [ -n "$installed_programs" ]; then
        (cd "$jobs/$installed_programs" && pwd)
    elif [ -f "${jobs%/libexec/parallax}/CMakeCache.txt" ]; then
        echo "${jobs%/libexec/parallax}"
    elif [ -d "$jobs/../build/release" ]; then
        (cd -P "$jobs/.." && echo "$PWD/build/release")
    fi
}

# place_first FILE…: prints the first that can be read. 1: none is.
place_first() {
    local file
    for file; do
        [ ! -r "$file" ] || { echo "$file"; return; }
    done
    return 1
}

# place_parallax BUILD, place_python BUILD PROGRAM, place_server BUILD: the path of each, where the
# programs of BUILD are, a build or the bin of an installed copy. 1: it is not there.
place_parallax() {
    place_first "$1/analysis/parallax" "$1/parallax"
}

place_python() {
    place_first "$1/python/$2" "$1"/../lib*/parallax/python/"$2" \
        "$1"/../lib/*/parallax/python/"$2"
}

place_server() {
    place_first "$1/tests/http_server" "$1/../libexec/parallax/http_server"
}
