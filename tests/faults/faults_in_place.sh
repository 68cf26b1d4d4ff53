#!/usr/bin/env bash
# Outputs that replace inputs: killed, wanted again, with other parameters, by two jobs, refused.
# usage: faults_in_place.sh BUILD_DIRECTORY PYTHON [MPIEXEC]; 77: no program that turns images
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/faults_common.sh"
turner=$build/transpose_${plain[0]}
if [ ! -x "$turner" ]; then
    echo "SKIPPED: $turner is not built"
    exit 77
fi
echo '<!DOCTYPE html>' >page.jpg

check "G2_work_in_place_that_was_killed_is_not_done_twice"
good "$python" "$tests/faults/faults_files.py" photos turned 30
cp -r turned original
run 0 "$turner" --results none --output wanted original
for sync in file none batch none; do
    # It waits for each image: it is not through when it is killed.
    "$turner" --results none --sync "$sync" --source-delay 0.2 --in-place --output turned turned \
        >stdout 2>stderr &
    turning=$!
    wait_until test -e turned/.parallax/in-place
    sleep 0.$((RANDOM % 8 + 2))
    kill -KILL "$turning" 2>/dev/null
    wait "$turning" 2>/dev/null
    [ -e turned/.parallax/in-place ] || problem "--sync $sync: nothing says what is done"
done
run 64 "$turner" --results none --output turned turned # not without --in-place
run 73 "$turner" --results none --in-place --turn left --output turned turned
says stderr "other work here did not come to its end"
run 0 "$turner" --results none --in-place --output turned turned
good diff -r -x .parallax wanted turned
check "G2_work_in_place_can_be_wanted_twice_and_tells_what_failed"
run 0 "$turner" --results none --in-place --output turned turned
run 0 "$turner" --results none --in-place --output wanted wanted
good diff -r -x .parallax wanted turned
cp page.jpg turned/page.jpg
run 3 "$turner" --results none --in-place --output turned turned
run 0 "$turner" --results none --in-place --output wanted wanted
run 3 "$turner" --results none --in-place --output turned turned # the others are done
rm turned/page.jpg
run 0 "$turner" --results none --in-place --output turned turned
good diff -r -x .parallax wanted turned
run 0 "$turner" --results none --in-place --existing overwrite --output turned turned
run 0 "$turner" --results none --in-place --output wanted wanted
good diff -r -x .parallax wanted turned
check "G2_two_jobs_in_one_place_do_not_do_images_twice"
for _ in 1 2 3; do
    "$turner" --results none --in-place --output turned turned >stdout.other 2>stderr.other &
    "$turner" --results none --in-place --output turned turned >stdout 2>stderr
    code=$?
    wait $!
    codes="$code $?"
    case $codes in
    "0 73" | "73 0") ;;
    *) problem "exit codes $codes: $(cat stderr stderr.other)" ;;
    esac
    run 0 "$turner" --results none --in-place --output wanted wanted
    good diff -r -x .parallax wanted turned
done
check "G2_links_are_not_worked_on_in_place"
ln -s 000.jpg turned/link.jpg
run 73 "$turner" --results none --in-place --output turned turned
says stderr "symbolic link"
rm turned/link.jpg
absent turned/.parallax/in-place

check "G2_work_that_is_not_complete_is_forgotten_only_by_work_that_begins"
cp page.jpg turned/page.jpg
run 3 "$turner" --results none --in-place --output turned turned
run 0 "$turner" --results none --in-place --output wanted wanted
ln -s 000.jpg turned/link.jpg
run 73 "$turner" --results none --in-place --existing overwrite --output turned turned
rm turned/link.jpg
for refused in '--errors nowhere/log' '--results turned/000.jpg/none'; do
    # shellcheck disable=SC2086
    run 73 "$turner" --results none --in-place --existing overwrite $refused --output turned turned
done
[ ! -e turned/.parallax/in-place.new ] || problem "something is left of what was refused"
run 3 "$turner" --results none --in-place --output turned turned # the others are done
rm turned/page.jpg
run 0 "$turner" --results none --in-place --output turned turned
good diff -r -x .parallax wanted turned

check "G2_other_parameters_are_other_work_once_all_is_complete"
run 0 "$turner" --results none --in-place --resume --output turned turned
says stderr "nothing to do"
run 73 "$turner" --results none --in-place --resume --turn left --errors nowhere/log \
    --output turned turned
run 73 "$turner" --results none --in-place --errors nowhere/log --output turned turned
run 0 "$turner" --results none --in-place --resume --output turned turned
says stderr "nothing to do"
run 0 "$turner" --results none --in-place --resume --turn left --output turned turned
run 0 "$turner" --results none --in-place --turn left --output wanted wanted
good diff -r -x .parallax wanted turned
absent turned/.parallax/in-place
finish
