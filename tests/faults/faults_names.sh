#!/usr/bin/env bash
# What results are called: templates, and directories that would be too full.
# usage: faults_names.sh BUILD_DIRECTORY PYTHON [MPIEXEC]
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/faults_common.sh"

good "$python" "$tests/faults/faults_files.py" photos in/sub 12
mv in/sub/000.jpg in/top.jpg
small=(--size 40x30 --fit fill --results none)
run 0 "$serial" "${small[@]}" --output clean in

# flat DIRECTORY: all files of a tree, by content, without their directories.
flat() {
    (cd "$1" && find . -name .parallax -prune -o -type f -exec cksum {} + |
        sed 's,\./.*/,,;s,\./,,' | sort -k 3)
}

check "names_by_a_template"
run 0 "$serial" "${small[@]}" --output named --name '{dir}/{stem}_{w}x{h}.{ext}' in
good cmp named/top_40x30.jpg clean/top.jpg
good cmp named/sub/001_40x30.jpg clean/sub/001.jpg
holds named 12
run 0 "$serial" "${small[@]}" --output named --name '{dir}/{stem}_{w}x{h}.{ext}' in
says stderr "nothing to do: 12 outputs are there already" # by the sizes that the journal tells
rm named/sub/002_40x30.jpg
run 0 "$serial" "${small[@]}" --output named --name '{dir}/{stem}_{w}x{h}.{ext}' in
says stdout "1 done, 0 failed, 11 already there"
holds named 12
run 0 "$serial" "${small[@]}" --output said --name '{index}-{hash8}{{.png' in
[ "$(find said -name '0000*-????????{.png' | wc -l)" -eq 12 ] || problem "$(ls said)"
files decode said/*.png

check "a_size_in_a_name_is_late_but_nothing_is_overwritten"
printf x >named/top_40x30.jpg # by somebody, later than our run
: >named/sub/001_40x30.jpg
run 0 "$serial" "${small[@]}" --output named --name '{dir}/{stem}_{w}x{h}.{ext}' in
[ "$(cat named/top_40x30.jpg)" = x ] || problem "replaced with --existing skip"
good cmp named/sub/001_40x30.jpg clean/sub/001.jpg
run 65 "$serial" "${small[@]}" --output named --name '{dir}/{stem}_{w}x{h}.{ext}' \
    --existing error --errors log in
files errors log in/sub/001.jpg write exists 1
run 0 "$serial" "${small[@]}" --output named --name '{dir}/{stem}_{w}x{h}.{ext}' \
    --existing overwrite in
good cmp named/top_40x30.jpg clean/top.jpg
run 64 "$serial" "${small[@]}" --output in --name '{dir}/{stem}_{w}.{ext}' in
says stderr "is below the output directory"

check "24_names_that_a_template_makes_one_stop_before_work"
run 73 "$serial" "${small[@]}" --output one --name 'x.{ext}' in
says stderr "use --on-collision hash"
run 64 "$serial" "${small[@]}" --output one --name 'x.{ext}' --on-collision hash in
run 73 "$serial" "${small[@]}" --output one --name '{w}.{ext}' in
holds one 0

check "23_names_do_not_leave_the_directory"
cp in/top.jpg in/..jpg
for template in '../{stem}' '/{stem}' 'a/../../{stem}' '{stem}/' '{stm}' '{stem' \
    '{stem}{stem}/x'; do
    run 64 "$serial" "${small[@]}" --output out/of --name "$template" in/top.jpg in/..jpg
done
run 64 "$build/fetch_${plain[0]}" --results none --output out/of --name '{stem}_{w}' in
rm in/..jpg
holds out/of 0
absent out/x

check "full_directories_are_spread_alike_by_all_models"
run 0 "$serial" "${small[@]}" --output spread --files-per-directory 4 in
says stdout "1 directories with --files-per-directory"
diff <(flat clean) <(flat spread) >&2 || problem "other files"
most=$(find spread -type f -printf '%h\n' | sort | uniq -c | sort -n | tail -n 1)
[ "$(awk '{print $1}' <<<"$most")" -le 4 ] || problem "too full: $most"
good cmp spread/top.jpg clean/top.jpg
for way in "${ways[@]}"; do
    read -r model ranks threads <<<"$way"
    way "$model" "$ranks" "$threads"
    rm -rf again
    run 0 "${program[@]}" "${small[@]}" --output again --files-per-directory 4 in
    good diff -r -x .parallax spread again
    run 0 "${program[@]}" "${small[@]}" --output again --files-per-directory 4 in
    says stderr "12 outputs are there already"
    run 0 "${program[@]}" "${small[@]}" --output "sized-$model-$ranks" \
        --name '{dir}/{stem}_{w}x{h}.{ext}' in
    good diff -r -x .parallax named "sized-$model-$ranks"
done
run 0 "$serial" "${small[@]}" --output mirror --files-per-directory 0 in
good diff -r -x .parallax clean mirror

finish
