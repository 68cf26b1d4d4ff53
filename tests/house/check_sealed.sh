#!/usr/bin/env bash
# Checks that tests do not see what people set for runs of their own: it runs itself by ctest, from
# an environment that has all of it. usage: check_sealed.sh BUILD_DIRECTORY; exit code: 0 sealed,
# 1 not, 64 usage.
set -uo pipefail
if [ -n "${TEST_SEALED_SEEN:-}" ]; then # as that test
    # shellcheck source=jobs/settings.sh
    . "$(dirname "$0")/../../jobs/settings.sh"
    env -0 >"$TEST_SEALED_SEEN"
    settings_file >"$TEST_SEALED_SEEN.settings"
    exit 0
fi
build=${1:-}
if [ ! -f "$build/CMakeCache.txt" ]; then
    echo "usage: check_sealed.sh BUILD_DIRECTORY" >&2
    exit 64
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
wrong=0
problem() {
    echo "WRONG: $*"
    wrong=$((wrong + 1))
}

mkdir -p "$work/home/.config/parallax"
echo "RESULTS=$work/theirs" >"$work/home/.config/parallax/env"
# Logs of this ctest lie apart from those of the one that runs this test.
echo "subdirs(\"$build/tests/house\")" >"$work/CTestTestfile.cmake"
ctest=$(sed -n 's/^CMAKE_CTEST_COMMAND:[^=]*=//p' "$build/CMakeCache.txt")
theirs=(PARALLAX_SIZE=9x9 PARALLAX_ENV="$work/home/.config/parallax/env" OMP_SCHEDULE=static
    GOMP_CPU_AFFINITY=0 KMP_AFFINITY=compact RESULTS="$work/theirs" BUILD="$work" LAUNCHER=srun
    LAUNCH_PMI=pmi2 CORES_PER_NODE=7 COLUMNS=40 XDG_CONFIG_HOME="$work/home/.config"
    SLURM_JOB_ID=7 SLURM_NTASKS=2 PMI_RANK=1 PMI_SIZE=2 PMIX_RANK=1 PMIX_NAMESPACE=a
    PMIX_SERVER_URI41=b SLURMD_NODENAME=c OMPI_COMM_WORLD_RANK=1 OMPI_UNIVERSE_SIZE=2
    MV2_COMM_WORLD_RANK=1 FLUX_TASK_RANK=1 JSM_NAMESPACE_SIZE=2)
# What a site sets for its tools, and what else they need of the home
mkdir -p "$work/home/.config/git"
: >"$work/home/.config/git/config"
kept=("OMPI_MCA_btl=self,vader" OMPI_ALLOW_RUN_AS_ROOT=1 PARALLAX_ENV=/dev/null
    GIT_CONFIG_GLOBAL="$work/home/.config/git/config" PYTHONUSERBASE="$work/home/.local")

# seal HOME: this test, as ctest runs it for somebody with that home.
seal() {
    env -u GIT_CONFIG_GLOBAL -u PYTHONUSERBASE "${kept[@]:0:2}" "${theirs[@]}" HOME="$1" \
        TEST_SEALED_SEEN="$work/seen" "$ctest" --test-dir "$work" -R '^sealed$' >"$work/log" 2>&1
    [ -s "$work/seen" ] || problem "it does not run itself: $(tail -n 5 "$work/log")"
}
seal "$work/home"
for setting in HOME="$work/home" "${theirs[@]}"; do
    ! grep -qzxF "$setting" "$work/seen" || problem "tests see $setting"
done
for setting in "${theirs[@]%%=*}"; do
    [ "$setting" = PARALLAX_ENV ] || ! grep -qz "^$setting=" "$work/seen" ||
        problem "tests see a $setting"
done
for setting in "${kept[@]}"; do
    grep -qzxF "$setting" "$work/seen" || problem "tests do not see $setting"
done
settings=$(cat "$work/seen.settings")
[ "$settings" = /dev/null ] || problem "tests read $settings"
rm "$work/seen"
seal ''
! grep -qz ^PYTHONUSERBASE= "$work/seen" || problem "without a home: $(tr '\0' ' ' <"$work/seen")"
for folder in "$build"/tests/*/CTestTestfile.cmake; do
    ! grep -q '^add_test' "$folder" || grep -q '^include.*/sealed.cmake"' "$folder" ||
        problem "$folder is not sealed"
done
echo "check_sealed: $wrong wrong"
[ "$wrong" -eq 0 ]
