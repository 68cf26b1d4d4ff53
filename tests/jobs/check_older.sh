#!/usr/bin/env bash
# A build directory that lacks what its source tree has, or is older; and what help says of a build.
# usage: check_older.sh
set -uo pipefail
jobs=$(cd "$(dirname "$0")/../../jobs" && pwd) || exit 70
sweep=$jobs/sweep.sh
# shellcheck source=tests/jobs/jobs_common.sh
. "$(dirname "$0")/jobs_common.sh"
cd "$work" || exit 70
mkdir -p some tree/kernels tree/drivers
printf '%s\n' 'set(KERNELS resize' '  sobel fetch)' 'set(MODELS one two:mpi+openmp three)' \
    'set(OTHERS gone)' >tree/CMakeLists.txt
echo "CMAKE_HOME_DIRECTORY:INTERNAL=$work/tree" >some/CMakeCache.txt
pretend one 0 0 'exit 70'
pretend two 0 1 'exit 70'
printf '%s\n' resize_one resize_two fetch_one >some/programs
all=("$sweep" --study strong --build some --cores 1 --dry-run)

# --- What was added to the tree since
expect 78 "a kernel that is not built" "${all[@]}" --kernel sobel
holds "the message" err "sweep.sh: the build in ./some lacks the kernel sobel that the source tree \
has: build again with: cmake --build ./some"
expect 78 "a model that is not built" "${all[@]}" --kernel resize --models one,three
holds "the message" err "the build in ./some lacks resize_three, whose model the source tree has: \
build again with: cmake --build ./some (cmake -S $work/tree -B ./some says what is off, and why)"
printf '#!/bin/sh\nexit 1\n' >some/resize_three
chmod +x some/resize_three
expect 78 "a program without --describe" "${all[@]}" --kernel resize --models three
holds "the message" err "./some/resize_three does not say what it is (--describe)"
expect 64 "what neither has" "${all[@]}" --kernel resize --models gone
holds "the message" err "--models: 'gone' is none of one,two, the programs resize_* in ./some"
expect 78 "a kernel that neither has" "${all[@]}" --kernel gone
holds "the message" err "there is no program gone_* in ./some: build it, or name its directory with"
expect 78 "a job" env SLURM_JOB_NUM_NODES=1 SLURM_JOB_NAME=hand SLURM_JOB_ID=1 CORES_PER_NODE=1 \
    KERNEL=sobel BUILD=some RESULTS=there PARALLAX="${jobs%/jobs}" bash "$jobs/strong.sbatch"
holds "the message" err "hand: the build in some lacks the kernel sobel that the source tree has"

# --- Sources that have changed since
: >tree/kernels/new.c
touch -d '2 hours ago' tree/CMakeLists.txt
touch -d '1 hour ago' some/programs.built
expect 0 "an older build" "${all[@]}" --kernel resize
holds "the message" err "sweep.sh: the build in ./some is older than kernels/new.c of its source \
tree; to measure what is there now: cmake --build ./some"
touch -d '2 hours ago' tree/kernels/new.c
expect 0 "a build of what is there" "${all[@]}" --kernel resize
same "what is said of its age" 0 "$(grep -c older err)"
printf '#!/bin/sh\necho "usage=probe_some [options]"\n' >some/probe_some
chmod +x some/probe_some
echo probe_some >>some/programs
expect 0 "the list" env BUILD=some "$jobs/list.sh"
holds "a program that was not built" out "not built, or they do not run here: fetch_one"
holds "a probe, which has no model" out "probes     probe_some"

# --- Help names what this build has
for script in sweep.sh quickstart.sh claims.sh; do
    expect 0 "help of $script" env BUILD=some "$jobs/$script" --help
    holds "kernels" out "Kernels in some: resize fetch"
    holds "models" out "Models: one two"
done
expect 0 "help of another build" env BUILD=none "$sweep" --build some --help
holds "kernels" out "Kernels in some: resize fetch"
expect 0 "help as a verb" env BUILD=some PARALLAX_VERB=submit "$sweep" --help
holds "kernels" out "Kernels in some: resize fetch"
expect 0 "help without programs" env BUILD=none "$sweep" --help
same "kernels" 0 "$(grep -c ^Kernels out)"

[ "$failed" -eq 0 ] || exit 1
echo "check_older: all as expected"
