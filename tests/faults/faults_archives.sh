#!/usr/bin/env bash
# Results in archives: the same bytes as in files, in all models; again; refused.
# usage: faults_archives.sh BUILD_DIRECTORY PYTHON [MPIEXEC]
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/faults_common.sh"
archives=$tests/faults/faults_archives.py

good "$python" "$tests/faults/faults_files.py" photos in/sub 40
mv in/sub/000.jpg in/top.jpg
long=$(printf 'n%.0s' {1..120})
mkdir -p "in/$long/$long"
cp in/top.jpg "in/$long/$long/1.jpg" # too long for a header's two fields
cp in/top.jpg "in/$long/2.jpg"
cp in/top.jpg "$(printf 'in/\303\244.jpg')"
cp in/top.jpg "$(printf 'in/b\351.jpg')"
small=(--size 40x30 --fit fill --results none)
run 0 "$serial" "${small[@]}" --output clean in

# same DIRECTORY: its shards hold what the files in clean do.
same() {
    good "$python" "$archives" compare "$1" clean
}

check "shards_hold_what_files_do_in_all_models"
for way in "${ways[@]}"; do
    read -r model ranks threads <<<"$way"
    for archive in tar hdf5; do
        way "$model" "$ranks" "$threads"
        rm -rf out
        run 0 "${program[@]}" "${small[@]}" --output out --archive "$archive" --shard-bytes 20000 in
        same out
        no_temporaries out
    done
done

check "hdf5_has_one_file_of_each_rank_unless_asked_and_one_for_all"
run 0 "$serial" "${small[@]}" --output h5 --archive hdf5 in
holds h5 2
same h5
run 0 "$serial" "${small[@]}" --output h5 --archive hdf5 in
says stderr "44 outputs are there already"
rm h5/shards.h5
run 0 "$serial" "${small[@]}" --output h5 --archive hdf5 in
same h5
run 0 "$serial" "${small[@]}" --output h5 --archive hdf5 --existing overwrite in
same h5

check "tar_and_python_read_them_alike_and_they_say_nothing_of_who_made_them"
run 0 "$serial" "${small[@]}" --output one --archive tar in
holds one 1
mkdir unpacked
good tar --warning=no-unknown-keyword -xf one/shard-0000-000000.tar -C unpacked
good diff -r -x .parallax clean unpacked
tar --warning=no-unknown-keyword --utc -tvf one/shard-0000-000000.tar >listed
[ "$(grep -c '^-rw-r--r-- 0/0 .* 1970-01-01 00:00 ' listed)" -eq 44 ] ||
    problem "$(head -n 3 listed)"
run 0 "$serial" "${small[@]}" --output again --archive tar in
good cmp one/shard-0000-000000.tar again/shard-0000-000000.tar

check "the_journal_tells_what_shards_hold"
run 0 "$serial" "${small[@]}" --output one --archive tar in
says stderr "44 outputs are there already"
holds one 1
run 0 "$serial" "${small[@]}" --output one --archive tar --resume in
run 73 "$serial" "${small[@]}" --output one --archive tar --existing error in
run 73 "$serial" --size 20x20 --results none --output one --archive tar in
says stderr "of another input or other parameters"
cp -a in more
cp in/top.jpg more/new.jpg
run 0 "$serial" "${small[@]}" --output one --archive tar more
says stdout "1 done, 0 failed, 44 already there"
run 0 "$serial" "${small[@]}" --output clean-more more
good "$python" "$archives" compare one clean-more
mv one/shard-0000-000001.tar elsewhere.tar # what it held is made anew
run 0 "$serial" "${small[@]}" --output one --archive tar more
says stdout "1 done, 0 failed, 44 already there"
good "$python" "$archives" compare one clean-more
cp elsewhere.tar one/shard-0003-000001.tar
run 73 "$serial" "${small[@]}" --output one --archive tar more
says stderr "no journal tells what it holds"
touch -d '1 hour' in/top.jpg
rm one/shard-0003-000001.tar
run 73 "$serial" "${small[@]}" --output one --archive tar in
says stderr "of another input"
touch -r more/top.jpg in/top.jpg

check "shards_are_replaced_together"
: >one/shard-0000-000001.tar.txt
: >one/shard-0007-000003.tar
run 0 "$serial" "${small[@]}" --output one --archive tar --existing overwrite in
good cmp one/shard-0000-000000.tar again/shard-0000-000000.tar
[ "$(find one -name '*.tar' | wc -l)" -eq 1 ] || problem "$(ls one)"
run 64 "$serial" "${small[@]}" --output one --archive tar --existing overwrite \
    one/shard-0000-000000.tar
says stderr "would remove"

check "shards_stay_until_the_run_that_replaces_them_is_accepted"
run 73 "$serial" "${small[@]}" --output one --archive tar --existing overwrite --resume \
    --size 20x20 in
says stderr "of another input or other parameters"
run 0 "$serial" "${small[@]}" --output one --archive tar --existing overwrite --resume in
says stderr "44 outputs are there already"
for words in '--errors nowhere/log' '--results in/top.jpg/none'; do
    # shellcheck disable=SC2086
    run 73 "$serial" "${small[@]}" --output one --archive tar --existing overwrite $words in
    good cmp one/shard-0000-000000.tar again/shard-0000-000000.tar
done
run 0 "$serial" "${small[@]}" --output one --archive tar --existing overwrite --size 20x20 in
run 73 "$serial" "${small[@]}" --output one --archive tar in
run 0 "$serial" "${small[@]}" --output one --archive tar --existing overwrite in
good cmp one/shard-0000-000000.tar again/shard-0000-000000.tar

check "files_and_shards_of_one_directory_are_told_apart"
run 0 "$serial" "${small[@]}" --output one in
says stdout "44 done"
good diff -r -x .parallax -x '*.tar*' clean one
for words in '--archive tar' ''; do
    # shellcheck disable=SC2086
    run 0 "$serial" "${small[@]}" --output one $words in
    says stderr "44 outputs are there already"
done

check "archives_refuse_what_is_for_files"
for words in --in-place '--files-per-directory 4' --measure; do
    # shellcheck disable=SC2086
    run 64 "$serial" "${small[@]}" --output two --archive tar $words in
done
run 64 "$serial" "${small[@]}" --archive tar in
run 73 "$serial" "${small[@]}" --output two --archive tar --name 'x.{ext}' in
absent two/shard-0000-000000.tar

check "members_have_names_by_templates"
run 0 "$serial" "${small[@]}" --output named --archive tar --name '{index}_{w}x{h}.{ext}' in/sub
tar -tf named/shard-0000-000000.tar | grep -x '000007_40x30.jpg' >/dev/null ||
    problem "no such member"

check "moved_bytes_are_read_again_from_their_shard"
for archive in tar hdf5; do
    run 0 "$build/fetch_${plain[0]}" --results none --output "moved-$archive" \
        --archive "$archive" --shard-bytes 100000 --verify all in
    says stdout "44 done, 0 failed"
    says stdout "(44 recomputed)"
    good "$python" "$archives" compare "moved-$archive" in
done

check "one_job_fills_the_shards_of_a_directory"
mkdir -p busy/.parallax
run 73 flock busy/.parallax/shards.lock \
    "$serial" "${small[@]}" --output busy --archive tar in
says stderr "another job fills shards"
run 0 "$serial" "${small[@]}" --output busy --archive tar in

check "failed_images_are_told_of"
cp -a in bad
: >bad/sub/empty.jpg
run 3 "$serial" "${small[@]}" --output bad-out --archive tar bad
run 3 "$serial" "${small[@]}" --output bad-out --archive tar --resume bad
says stderr "1 failed before and not tried again"
run 3 "$serial" "${small[@]}" --output bad-out --archive tar --resume --retry-failed bad
same bad-out

check "G3_an_archive_that_changes_is_changed_also_if_its_time_is_set_back"
for suffix in '' .gz; do
    moving=moving.tar$suffix
    tar -caf "$moving" -C in/sub 001.jpg 002.jpg
    if [ -n "$suffix" ] && ! "$serial" "${small[@]}" --iterations 1 "$moving" >stdout 2>&1; then
        continue # this build unpacks none
    fi
    cp -p "$moving" before
    "$serial" "${small[@]}" --iterations 1000000 --budget 60 --fail-fast --errors log \
        "$moving" >stdout 2>stderr </dev/null &
    waiting=$!
    wait_until at_work "$waiting"
    printf x | dd of="$moving" conv=notrunc bs=1 seek=40 status=none
    touch -r before "$moving"
    wait "$waiting"
    code=$?
    [ "$code" -eq 65 ] || [ "$code" -eq 3 ] || problem "$code, not 65: $(head -c 300 stderr)"
    grep -q '"code": "changed"' log || problem "$suffix: $(head -c 300 log)"
done
finish
