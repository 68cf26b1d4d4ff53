#!/usr/bin/env bash
# Outputs that are there already, links, leftovers of killed runs, several jobs on one directory.
# usage: faults_outputs.sh BUILD_DIRECTORY PYTHON [MPIEXEC]
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/faults_common.sh"

good "$python" "$tests/faults/faults_files.py" photos in 6
echo '<!DOCTYPE html>' >page.jpg
small=(--size 40x30 --results none)
run 0 "$serial" "${small[@]}" --output clean in

check "F20_an_empty_output_is_made_anew"
mkdir out
: >out/000.jpg
run 0 "$serial" "${small[@]}" --output out in
says stdout "6 done, 0 failed, 1 made anew (damaged, or of another input or other parameters)"
good diff -r -x .parallax clean out
check "F20_an_output_that_is_older_than_its_input_is_made_anew"
rm -r out
touch -d '2 hours ago' in/*
run 0 "$serial" "${small[@]}" --output out in
rm -r out/.parallax # of what it does not tell, times do
touch -d '1 hour ago' out/*
cp in/000.jpg in/001.jpg
run 0 "$serial" "${small[@]}" --output out --json in
files object stdout done=1 skipped=5 remade=1
good cmp out/001.jpg out/000.jpg
run 0 "$serial" "${small[@]}" --output out in
says stderr "6 outputs are there already"
check "F20_a_directory_in_an_outputs_place_is_no_output"
mkdir -p odd/000.jpg
run 3 "$serial" "${small[@]}" --output odd --errors log in
files errors log in/000.jpg write exists 1

check "G2_other_parameters_and_inputs_are_done_anew_and_nothing_else"
nothing() { # what is there is all that is wanted
    run 0 "$serial" "${small[@]}" --output told "$@" in
    says stderr "nothing to do: 6 outputs are there already"
}
anew() { # N: so many
    local count=$1
    shift
    run 0 "$serial" "${small[@]}" --output told --json "$@" in
    files object stdout "done=$count" "remade=$count" "skipped=$((6 - count))"
}
run 0 "$serial" "${small[@]}" --output told in
nothing
anew 6 --quality 50
nothing --quality 50
nothing --quality 50 --split
anew 6
cp in/002.jpg in/001.jpg
anew 1
truncate -s 20 told/003.jpg # as a machine that fails may leave it: it is no newer
touch -d '1 hour ago' told/003.jpg
anew 1
cp -r told copied # with other times
rm -r told
mv copied told
nothing
cp in/000.jpg told/004.jpg # by hand
nothing
says stderr "(1 of them in no journal: --existing overwrite makes them anew)"
good cmp in/000.jpg told/004.jpg
run 0 "$serial" "${small[@]}" --output told --resume --existing overwrite --json in
files object stdout done=1 skipped=5
nothing
run 64 "$serial" "${small[@]}" --output told --resume --existing error in
cp -r in epoch
touch -d @0 epoch/* # a time as any other
run 0 "$serial" "${small[@]}" --output epoch-out epoch
run 0 "$serial" "${small[@]}" --output epoch-out epoch
says stderr "nothing to do: 6 outputs are there already"
check "G2_what_failed_is_not_tried_again_by_resume"
cp page.jpg in/page.jpg
run 3 "$serial" "${small[@]}" --output told in
run 3 "$serial" "${small[@]}" --output told --resume in
says stderr "nothing to do: 6 outputs are there already, 1 failed before and not tried again"
for words in '' --resume\ --retry-failed '--resume --quality 50'; do
    read -ra words <<<"$words"
    run 3 "$serial" "${small[@]}" --output told "${words[@]}" in
    says stderr "1 unknown-format (decode)"
done
run 3 "$serial" "${small[@]}" --output told in
for _ in 1 2; do # it may come back
    run 3 "$serial" "${small[@]}" --output told --resume --root in in in/gone.jpg
    says stderr "1 ENOENT (read)"
done
cp in/000.jpg in/page.jpg
run 0 "$serial" "${small[@]}" --output told --resume in
says stdout "1 done, 0 failed, 6 already there"
rm in/page.jpg

check "G10_jobs_on_one_directory_share_the_work"
mkdir shared-in
for i in {100..299}; do
    ln in/000.jpg "shared-in/$i.jpg"
done
for i in 1 2 3; do
    timeout 300 "$serial" "${small[@]}" --sync none --source-delay 0.01 --json --output shared \
        shared-in >"said-$i" 2>&1 &
    jobs_of_ours[i]=$!
done
for i in 1 2 3; do
    wait "${jobs_of_ours[i]}" || problem "exit code $?: $(head -c 300 "said-$i")"
done
done=$(($(sed -n 's/.*"done": \([0-9]*\),.*/\1/p' said-* | paste -sd +)))
[ "$done" -le 248 ] || problem "200 images were done $done times"
holds shared 200
absent shared/.parallax/claims
check "G10_two_jobs_on_one_directory_do_not_fail"
good "$python" "$tests/faults/faults_files.py" photos many 40
run 0 "$serial" "${small[@]}" --output many-clean many
for i in 1 2 3; do
    timeout 300 "$serial" "${small[@]}" --sync none --source-delay 0.01 --output both many \
        >"said-$i" 2>&1 &
    jobs_of_ours[i]=$!
done
for i in 1 2 3; do
    wait "${jobs_of_ours[i]}" || problem "exit code $?: $(head -c 300 "said-$i")"
done
good diff -r -x .parallax many-clean both
[ "$(grep -lE '[1-9][0-9]* (already there|outputs are there)' said-* | wc -l)" -ge 1 ] ||
    problem "each did all: $(grep images: said-*)"
no_temporaries both
check "G10_what_a_job_with_other_parameters_made_meanwhile_is_named_with_them"
mkdir one
cp in/000.jpg one/
"$serial" "${small[@]}" --source-delay 6 --output mixed one >said-1 2>&1 &
slow=$!
wait_until is_there 'mixed/.parallax/.job.*'
kill -STOP "$slow"
run 0 "$serial" --size 12x12 --results none --output mixed one
kill -CONT "$slow"
wait "$slow"
[ $? -eq 65 ] || problem "not 65: $(cat said-1)"
says said-1 "a job with other parameters (resize --format name size=12x12"
says said-1 "the same command again replaces it"
run 0 "$serial" "${small[@]}" --output mixed one
files decode mixed/000.jpg

check "G12_links_in_the_output_tree_are_not_followed"
mkdir -p tree/sub linked elsewhere
cp in/000.jpg tree/1.jpg
cp in/000.jpg tree/sub/2.jpg
ln -s ../elsewhere linked/sub
run 73 "$serial" "${small[@]}" --output linked tree
says stderr "sub/2.jpg"
says stderr "--follow-output"
holds elsewhere 0
run 0 "$serial" "${small[@]}" --output linked --follow-output tree
files decode elsewhere/2.jpg linked/1.jpg
ln -s linked to-linked # the directory itself may be one
run 0 "$serial" "${small[@]}" --output to-linked --follow-output --existing overwrite tree

check "what a single pass has measured is kept with its outputs, and found there"
mkdir -p away
cp -r in away/photos
(cd away && "$serial" "${small[@]:0:2}" --output thumbs/ photos >../stdout) ||
    problem "exit code $?"
[ "$(cd away && echo *)" = "photos thumbs" ] || problem "$(ls away)"
results_are away/thumbs/.parallax/results 'status="complete"' 'mode="batch"'
kept=$(cd away && echo thumbs/.parallax/results/*.h5)
says stdout "results: $kept"
if [ -x "$parallax" ]; then
    : >away/thumbs/archive.h5
    run 0 "$parallax" show away/thumbs
    says stdout "resize"
fi
run 0 "$serial" --size 20x20 --existing overwrite --results asked --output away/thumbs in
results_are away/thumbs/.parallax/results 'status="complete"'
results_are asked 'status="complete"'
run 0 "$serial" --size 20x20 --iterations 2 --measure --output away/again in
absent away/again/.parallax/results
good test -n "$(compgen -G 'results/*.h5')"
rm -r results
mkdir -p odd-place/.parallax
ln -s ../../asked odd-place/.parallax/results
run 73 "$serial" --size 20x20 --output odd-place in
says stderr "cannot create odd-place/.parallax/results: "

check "G15_what_a_killed_run_left_is_removed_by_the_next"
mkdir -p left/sub
mkdir results
"$serial" --size 40x30 --results results --iterations 1000000 --synthetic 2 >/dev/null 2>&1 &
measuring=$!
wait_until is_there 'results/.*.tmp'
kill -KILL "$measuring"
wait "$measuring" 2>/dev/null
leftover=$(cd results && echo .*.tmp)
for directory in left left/sub; do
    : >"$directory/${leftover#.*.h5}"
    : >"$directory/.somebody.tmp"
done
mkdir -p left/.parallax/claims
: >"left/.parallax/.job${leftover#.*.h5}"
: >"left/.parallax/claims/.claim${leftover#.*.h5}"
run 0 "$serial" "${small[@]}" --output left tree
absent left/.parallax/claims left/.parallax/.job*
[ "$(find left -name '.parallax-*.tmp')" = '' ] || problem "$(find left -name '.*')"
[ -e left/.somebody.tmp ] || problem "removed what is not ours"
run 0 "$serial" --size 40x30 --results results --iterations 3 --synthetic 2
[ "$(find results -name '.*')" = '' ] || problem "$(find results -name '.*')"
if [ -x "$parallax" ]; then
    check "G15_what_a_killed_merge_left_blocks_no_other"
    : >".all.h5${leftover#.*.h5}"
    run 0 "$parallax" merge results -o all.h5
    run 0 "$parallax" check all.h5
    [ "$(find . -maxdepth 1 -name '.*.tmp')" = '' ] || problem "$(find . -maxdepth 1 -name '.*')"
fi

check "G16_work_in_place_keeps_permissions"
cp -r tree place
chmod 600 place/1.jpg
chmod 444 place/sub/2.jpg
run 0 "$serial" "${small[@]}" --in-place --output place place
[ "$(stat -c %a place/1.jpg place/sub/2.jpg)" = $'600\n444' ] ||
    problem "$(stat -c %a place/1.jpg place/sub/2.jpg)"
check "G16_what_a_format_cannot_hold_is_found_before_the_work"
"$python" - <<'END' || problem "no image"
with open("wide.ppm", "wb") as file:
    file.write(b"P5\n65535 3\n255\n" + bytes(65535 * 3))
END
blur=$build/sobel_${plain[0]}
[ -x "$blur" ] || blur=$build/transpose_${plain[0]}
if [ -x "$blur" ]; then
    for how in batch split; do
        flags=()
        [ "$how" = batch ] || flags=(--split)
        run 65 "$blur" "${flags[@]}" --results none --format jpeg --output wide-out --errors log \
            wide.ppm
        files errors log wide.ppm plan too-large 1
    done
fi

check "G16_a_file_of_another_format_is_told_with_quiet"
cp in/000.jpg really.png
run 0 "$serial" -q "${small[@]}" --output misnamed really.png
says stderr "1 file is not of the format that the name says: really.png is jpeg"
finish
