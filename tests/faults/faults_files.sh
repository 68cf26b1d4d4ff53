#!/usr/bin/env bash
# Files around the work: what is opened for writing, and lists of inputs.
# usage: faults_files.sh BUILD_DIRECTORY PYTHON [MPIEXEC]
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/faults_common.sh"

good "$python" "$tests/faults/faults_files.py" photos in 3
echo '<!DOCTYPE html>' >page.jpg
small=(--size 30x20 --results none)

# intact FILE TEXT
intact() {
    [ "$(cat "$1")" = "$2" ] || problem "$1 is not what it was"
}

check "G4_an_error_log_is_no_input_no_output_and_no_list"
cp in/000.jpg a.jpg
printf 'a.jpg\n' >list
run 64 "$serial" "${small[@]}" --output out --errors a.jpg a.jpg
says stderr "--errors a.jpg is an input"
good cmp a.jpg in/000.jpg
run 64 "$serial" "${small[@]}" --output out --errors ./out/../out/a.jpg a.jpg
says stderr "is an output"
run 64 "$serial" "${small[@]}" --output out --errors list --files-from list
says stderr "is the list of inputs"
intact list a.jpg
holds out 0
check "G4_an_error_log_is_a_regular_file_and_follows_no_link"
echo precious >target
ln -s target link
mkfifo fifo
for odd in link fifo /dev/null in; do
    run 73 "$serial" "${small[@]}" --output out --errors "$odd" a.jpg
    says stderr "cannot create the error log $odd: it is"
done
intact target precious
check "G4_an_old_error_log_stays_until_the_new_one_is_whole"
echo old >log
chmod 640 log
# shellcheck disable=SC2016
limited=(bash -c 'ulimit -f 4; exec "$@"' limited)
: >empty.jpg # one that is there: else nothing would be begun
{ for i in {1..98}; do echo "missing-$i.jpg"; done && echo empty.jpg; } >missing
run 74 "${limited[@]}" "$serial" "${small[@]}" --errors log --files-from missing
intact log old
run 65 "$serial" "${small[@]}" --errors log --files-from missing
files lines log 99
[ "$(stat -c %a log)" = 640 ] || problem "mode $(stat -c %a log)"
run 0 "$serial" "${small[@]}" --errors log --output out a.jpg
intact log ''
no_temporaries .
check "H6_a_lost_error_log_is_told"
run 74 "${limited[@]}" "$serial" "${small[@]}" --errors other --files-from missing
says stderr "other: cannot write the error log: File too large"
absent other
if [ -n "$rank_model" ]; then
    check "H12_error_logs_of_any_length_come_together_in_whole_lines"
    { for i in {1..2999}; do echo "missing-$i.jpg"; done && echo empty.jpg; } >missing
    way "$rank_model" 3 1
    run 65 "${program[@]}" --size 30x20 --results none --errors long --files-from missing
    files lines long 3000
fi

if [ -x "$parallax" ]; then
    check "G4_reports_and_plots_follow_no_link_and_wait_for_no_FIFO"
    run 0 "$serial" --synthetic 2 --source-size 64x48 --size 32x32 --iterations 3 --results some
    mkdir report
    ln -s ../target report/verdict.txt
    run 73 "$parallax" report -o report some
    says stderr "report/verdict.txt: it is a symbolic link"
    rm report/verdict.txt
    run 0 "$parallax" report -o report some
    for picture in report/*-stages.svg report/*-stages.gp; do
        rm "$picture"
        mkfifo "$picture"
        run 73 "$parallax" report -o report some
        says stderr "$picture: it is no regular file"
        rm "$picture"
        ln -s ../target "$picture"
        run 73 "$parallax" report -o report some
        rm "$picture"
    done
    intact target precious
    check "G16_gnuplot_is_not_what_lies_in_the_working_directory"
    mkdir evil
    printf '#!/bin/sh\ntouch "%s/ran"\n' "$work" >report/gnuplot
    chmod 755 report/gnuplot
    cp report/gnuplot .
    PATH=".::$PATH" run 0 "$parallax" report -o report some
    absent ran
fi

check "G4_a_list_that_never_comes_ends_with_a_signal"
"$serial" "${small[@]}" --files-from fifo >stdout 2>stderr </dev/null &
waiting=$!
wait_until heeds TERM "$waiting"
kill -TERM "$waiting"
wait_until has_ended "$waiting" || kill -KILL "$waiting"
wait "$waiting"
code=$?
[ "$code" -eq 75 ] || problem "exit code $code, not 75"
says stderr "--files-from: stopped by a signal"
(sleep 0.3 && cat list >fifo) &
run 0 "$serial" "${small[@]}" --output late --files-from fifo
wait $!
holds late 1

user=()
[ "$(id -u)" -ne 0 ] || user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
if "${user[@]}" test -x "$serial"; then
    check "F16_a_directory_that_cannot_be_opened_is_a_failure"
    mkdir -p tree/secret tree/below
    cp a.jpg tree/1.jpg
    cp a.jpg tree/secret/2.jpg
    chmod 700 tree/secret
    [ "$(id -u)" -eq 0 ] || chmod 0 tree/secret
    mkdir -p vault
    cp -r tree/secret vault
    mkdir -m 777 open
    ways_too=("${ways[0]}" "${ways[-1]}")
    for words in "${ways_too[@]}"; do
        read -r model ranks threads <<<"$words"
        way "$model" "$ranks" "$threads"
        for _ in once again; do # when there is nothing to do
            HOME=$work/open run 3 "${user[@]}" "${program[@]}" "${small[@]}" -q \
                --output "open/out-$model" --errors open/log tree
            says stderr "tree/secret: cannot open this directory: Permission denied"
            files errors open/log tree/secret list EACCES 1
            files lines open/log 1
            files decode "open/out-$model/1.jpg"
        done
        run 0 "${program[@]}" "${small[@]}" --output "open/out-$model" tree/1.jpg
    done
    run 77 "${user[@]}" "$serial" "${small[@]}" --output open/none tree/below/../../vault
    chmod 700 tree/secret
else
    echo "SKIPPED: F16: another user cannot reach $build"
    name=''
fi
check "F16_a_link_to_an_image_that_is_gone_is_a_failure"
mkdir dangling
cp a.jpg dangling
ln -s nowhere dangling/b.jpg
run 3 "$serial" "${small[@]}" --errors log --output out-dangling dangling
files errors log dangling/b.jpg list ENOENT 1
"$serial" "${small[@]}" --json --output out-2 dangling >object 2>/dev/null
files object object unseen=1 done=1

check "G3_an_input_that_changes_between_iterations_is_changed"
cp in/001.jpg stays.jpg
"$python" - <<'END' || problem 'no images'
for i in 0, 1:
    with open(f"state-{i}.ppm", "wb") as file:
        file.write(b"P6\n300 200\n255\n" + bytes([i]) * 180000)
END
cp state-0.ppm moving.ppm
"$serial" --size 30x20 --results none --iterations 1000000 --budget 600 --fail-fast \
    --errors log stays.jpg moving.ppm >stdout 2>stderr </dev/null &
waiting=$!
wait_until at_work "$waiting" # with many iterations behind it
dd if=state-1.ppm of=moving.ppm conv=notrunc status=none
wait "$waiting"
code=$?
[ "$code" -eq 3 ] || problem "exit code $code, not 3: $(head -c 300 stderr)"
files errors log moving.ppm read changed 1

for model in "${launched[@]}"; do
    check "G3_ranks_that_read_different_bytes_fail_the_image: $model"
    for rank in 0 1; do
        mkdir -p "rank-$rank"
        cp "state-$rank.ppm" "rank-$rank/moving.ppm"
        cp in/001.jpg "rank-$rank/stays.jpg"
    done
    # shellcheck disable=SC2016
    there='cd "rank-${OMPI_COMM_WORLD_RANK:-$PMI_RANK}" && exec "$@"'
    run 3 "$mpiexec" -n 2 sh -c "$there" sh "$build/resize_$model" --split --distribute own \
        --size 30x20 --output ../together --results none --errors "$work/log" stays.jpg moving.ppm
    files errors log moving.ppm read changed 1
    holds together 1
    rm -r together
done

check "G13_names_do_not_act_on_a_terminal"
nasty=$'esc\033[31m c1\302\233[31m byte\233[31m turned\342\200\256gpj.jpg'
cp page.jpg "$nasty"
run 65 "$serial" --size 30x20 --results "results $nasty" --errors log "$nasty"
cat stdout stderr log >said
if [ -x "$parallax" ]; then
    run 0 "$serial" --synthetic 1 --source-size 64x48 --size 32x32 --iterations 3 \
        --label "$nasty" --results "labels $nasty"
    for format in '' --csv --json; do
        # shellcheck disable=SC2086
        run 0 "$parallax" table $format "labels $nasty"
        cat stdout stderr >>said
    done
    run 66 "$parallax" table "none $nasty"
    cat stdout stderr >>said
    cp page.jpg "$nasty.h5"
    run 65 "$parallax" check "$nasty.h5"
    cat stdout stderr >>said
    run 65 "$parallax" table "$nasty.h5"
    [ "$(grep -o 'esc' stderr | wc -l)" -eq 1 ] || problem "G16: names a file twice: $(cat stderr)"
    cat stdout stderr >>said
fi
! grep -qaP '\x1b|\x9b|\xe2\x80\xae' said || problem "$(cat -v said)"
check "F27_names_that_are_not_UTF_8_are_told_byte_by_byte"
cp page.jpg $'b\351.jpg'
run 65 "$serial" --size 30x20 --results none --errors log $'b\351.jpg'
says log '"path": "b\ufffd.jpg", "path_bytes": "b%E9.jpg"'
"$serial" --json --synthetic 1 --source-size 64x48 --size 32x32 --iterations 3 \
    --results $'r\351' >object
says object '"results_bytes": "r%E9/'
check "G14_secrets_are_not_published"
secret=(env SLURM_password=hush PARALLAX_api_key=hush SLURM_JWT=hush OMPI_MCA_x=hush)
run 0 "${secret[@]}" SLURM_NTASKS=17 "$serial" --synthetic 1 --source-size 64x48 --size 32x32 \
    --iterations 3 --results public
! grep -qa hush public/*.h5 || problem "a secret is published"
grep -qa SLURM_NTASKS public/*.h5 || problem "no environment at all"

check "F30_a_list_with_CR_LF"
printf 'a.jpg\r\nin/001.jpg\r\nb.jpg\r\nmissing.jpg\r\n' >list
cp a.jpg $'b.jpg\r'
run 3 "$serial" "${small[@]}" --output windows --errors log --files-from list
files decode windows/a.jpg windows/in/001.jpg
holds windows 3
files errors log missing.jpg read ENOENT 1
check "F30_a_list_with_CR_alone"
printf 'a.jpg\rin/001.jpg\r' >list
run 0 "$serial" "${small[@]}" --output macs --files-from list
files decode macs/a.jpg macs/in/001.jpg
cp a.jpg $'one\rname.jpg'
printf 'one\rname.jpg' >list
run 0 "$serial" "${small[@]}" --output named --files-from list
holds named 1
check "F30_a_list_with_a_byte_order_mark"
printf '\xef\xbb\xbfa.jpg\r\n' >list
run 0 "$serial" "${small[@]}" --output marked --files-from list
files decode marked/a.jpg
check "F30_a_list_in_UTF-16"
printf '\xff\xfea\0.\0j\0p\0g\0\n\0' >list
run 66 "$serial" "${small[@]}" --output wide --files-from list
says stderr "save it as UTF-8"
finish
