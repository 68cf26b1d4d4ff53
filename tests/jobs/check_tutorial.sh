#!/usr/bin/env bash
# jobs/TUTORIAL.md: every command of it, in order, by an installed copy; those of the cluster's part
# in a SLURM of three virtual nodes, where there can be one.
# usage: check_tutorial.sh BUILD_DIRECTORY
# shellcheck disable=SC1091
set -uo pipefail
build=$(cd "$1" && pwd) tests=$(cd "$(dirname "$0")/.." && pwd)
tutorial=$tests/../jobs/TUTORIAL.md
# shellcheck source=tests/jobs/slurm/queue.sh
. "$tests/jobs/slurm/queue.sh"
work=$(mktemp -d /tmp/parallax-tutorial.XXXXXX) || exit 70
cluster='' wrong=0
end() {
    [ -z "$cluster" ] || "$tests/jobs/slurm/down.sh" "$cluster" || wrong=1
    rm -rf "$work" "$cluster"
}
trap end EXIT
trap 'exit 130' INT TERM HUP
wrong() {
    echo "WRONG: $*"
    wrong=$((wrong + 1))
}

cmake --install "$build" --prefix "$work/installed" >"$work/log" 2>&1 ||
    { tail -n 5 "$work/log"; exit 1; }
mkdir "$work/here" "$work/album"
cd "$work/here" || exit 70
# mpirun's: one host without a network, as root, and more ranks than cores.
export PATH=$work/installed/bin:$PATH HOME=$work/home EDITOR=true
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_rmaps_base_oversubscribe=1 OMP_WAIT_POLICY=passive
unset "${!PARALLAX@}" BUILD RESULTS LAUNCHER CORES_PER_NODE
resize_serial --synthetic 20 --source-size 640x480,480x640 --contents 20 --format jpeg \
    --size 640x640 --output "$work/album" --results none --quiet || exit 1
ln -s "$work/album" photos

# blocks PART: the commands below that heading, one file a fence: $work/PART-NUMBER.sh.
blocks() {
    awk -v part="$1" -v place="$work" '/^## / {here = $0 == "## " part; next}
        !here {next}
        /^```sh/ {on = 1; file = sprintf("%s/%s-%02d.sh", place, part, ++n); gsub(" ", "-", file)
            next}
        /^```/ {on = 0; next}
        on {print >file}' "$tutorial"
}
# run FILE: as it could be pasted, but for the time that quickstart takes, and for repetitions.
run() {
    echo "$SECONDS s: ${1##*/}"
    sed -i 's/^parallax quickstart/& --time 0.2/
        s/^repeat = 3/repeat = 1\nslices = 1/; s/--repeat-jobs 3/--repeat-jobs 1 --slices 1/' "$1"
    timeout 300 bash -eo pipefail "$1" >"$work/out" 2>"$work/err" </dev/null ||
        { wrong "code $? of: $(cat "$1")"; tail -n 8 "$work/out" "$work/err"; }
}
# says FILE TEXT: the last block has printed it there.
says() {
    grep -qF -- "$2" "$work/$1" ||
        { wrong "no '$2' in"; head -n 20 "$work/$1"; }
}

blocks "On this machine"
for file in "$work"/On-this-machine-*.sh; do
    run "$file"
    case $(<"$file") in
    *quickstart*) says out "ANSWER   " ;;
    "parallax table"*) says out "resize, strong scaling, by size" ;;
    *advise*) grep -qE '1000000 images|NO ADVICE' "$work/out" || wrong "no advice" ;;
    *report*) [ -s report/index.html ] || wrong "no report" ;;
    *resize_omp*) [ "$(find small -name '*.jpg' | wc -l)" -eq 20 ] || wrong "not 20 results" ;;
    esac
done
diff study.ini the-same-study.ini || wrong "the study is not the same"

cluster=$(mktemp -d /tmp/parallax-slurm.XXXXXX) || exit 70
"$tests/jobs/slurm/up.sh" "$cluster" 3 4
code=$?
if [ "$code" -eq 77 ]; then
    echo "skipped: the cluster's part (see above)"
elif [ "$code" -ne 0 ]; then
    exit 1
else
    . "$cluster/env.sh"
    blocks "On a cluster"
    for file in "$work"/On-a-cluster-*.sh; do
        if grep -q 'table.txt' "$file"; then # when the last job has run
            wait_for_queue || wrong "jobs are queued after minutes"
        fi
        run "$file"
        case $(<"$file") in
        *"cat results/first"*) says out "ANSWER   " ;;
        *dry-run*)
            says out node-hours
            [ ! -e results/first ] || wrong "a dry run has written"
            ;;
        esac
    done
    [ -s "$(compgen -G 'results/first/sweep-*/report/index.html')" ] || wrong "no report"
fi
echo "check_tutorial: $wrong wrong"
[ "$wrong" -eq 0 ]
