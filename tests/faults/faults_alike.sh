#!/usr/bin/env bash
# Ranks that are not alike: on another CPU, or of another program. Recorded, said, and left out.
# usage: faults_alike.sh BUILD_DIRECTORY PYTHON [MPIEXEC]
# shellcheck disable=SC2154
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/faults_common.sh"
if [ -z "$rank_model" ]; then
    echo "skipped: nothing launches ranks in this build"
    exit 77
fi
way "$rank_model" 1 1
one=("${program[@]:${#launcher[@]}}")
measured=(--synthetic 4 --source-size 64x48 --size 32x32 --iterations 2 --results)

# pair RESULTS FIRST WORD…: two ranks, the second one's program after these words.
pair() {
    local results=$1
    shift
    run 0 "${launcher[@]}" "${one[@]}" "${measured[@]}" "$results" : -n 1 "$@" "${measured[@]}" \
        "$results"
}

check "50: ranks that are alike are compared as ever"
pair alike "${one[@]}"
results_are alike 'valid=1' 'invalid_code=""'
! grep -F 'than rank 0' stderr || problem "they are alike"
preload=$build/tests/faults/libother_cpu.so
if [ -f "$preload" ] && grep -q '^model name' /proc/cpuinfo; then # it is called so on x86
    check "50: a rank on another CPU is named, and the run is left out"
    pair cpus env LD_PRELOAD="$preload" "${one[@]}"
    says stderr "rank 1 runs on another CPU, Another CPU, than rank 0, "
    results_are cpus 'valid=0' 'invalid_code="mixed"' \
        'invalid_reason="its ranks ran on different CPUs"'
    if [ -x "$parallax" ]; then
        "$parallax" table cpus >stdout 2>stderr
        cat stdout stderr >said
        says said "its ranks ran on different CPUs"
    fi
fi
check "G16_ranks_with_other_arguments_are_refused_before_anything_is_made"
for other in '--size 9x9' '--output elsewhere' '--archive tar' '--size 8x8 --no-such-option'; do
    # shellcheck disable=SC2086
    run 64 "${launcher[@]}" "${one[@]}" --size 8x8 --output made --results none --synthetic 4 : \
        -n 1 "${one[@]}" --size 8x8 --output made --results none --synthetic 4 $other
    says stderr "the ranks were given different arguments"
    absent made elsewhere
done
check "50: a rank of another program is named, and refused where outputs are made"
cp "${one[0]}" other
printf 'another build' >>other
pair programs ./other
says stderr "rank 1 is another program than rank 0"
results_are programs 'valid=0' 'invalid_code="mixed"' \
    'invalid_reason="its ranks were different programs"'
good "$python" "$tests/faults/faults_files.py" photos in 3
run 78 "${launcher[@]}" "${one[@]}" --results none --output out in : -n 1 ./other --results none \
    --output out in
says stderr "rank 1 is another program than rank 0"
absent out
finish
