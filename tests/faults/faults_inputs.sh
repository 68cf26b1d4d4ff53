#!/usr/bin/env bash
# Inputs of all forms: the same images from each of them, and forms that are damaged or hostile.
# usage: faults_inputs.sh BUILD_DIRECTORY PYTHON [MPIEXEC]
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/faults_common.sh"

small=(--size 30x20 --results none)
tar=("$python" "$tests/faults/faults_tar.py")

# checksum COMMAND…: of the run's results, into $sum.
checksum() {
    run 0 "$@"
    sum=$(sed -n 's/^checksum: \([0-9a-f]*\).*/\1/p' stdout)
    [ -n "$sum" ] || problem "no checksum: $*"
}

# same COMMAND…: the checksum that is $wanted.
same() {
    checksum "$@"
    [ "$sum" = "$wanted" ] || problem "checksum $sum, not $wanted: $*"
}

good "$python" "$tests/faults/faults_files.py" photos photos/a 3
good "$python" "$tests/faults/faults_files.py" photos photos/b 2
good "${tar[@]}" kinds photos packed
find photos -name '*.jpg' | sort >paths
{ echo 'id,image' && sed 's/.*/7,"&"/' paths; } >paths.csv
{ printf 'file\tid\r\n' && sed 's/$/\t7\r/' paths; } >paths.tsv
sed 's/.*/{"id": 7, "path": "&"}/' paths >paths.jsonl
forms=(packed/ustar.tar packed/gnu.tar packed/pax.tar)
if "$serial" --iterations 1 "${small[@]}" packed/packed.tar.gz >stdout 2>stderr; then
    forms+=(packed/packed.tar.gz packed/packed.tar.xz)
else
    echo "SKIPPED: compressed archives, which this build does not read"
    grep -q 'libarchive, which was missing' stderr || problem "not why: $(cat stderr)"
fi
lists=(paths paths.csv paths.tsv)
if "$serial" --iterations 1 "${small[@]}" --files-from paths.jsonl >stdout 2>stderr; then
    lists+=(paths.jsonl)
else
    echo "SKIPPED: JSON lines, which this build does not read"
    grep -q 'jansson, which was missing' stderr || problem "not why: $(cat stderr)"
fi

check "the same images from a directory, a pattern, lists and archives, by all models"
checksum "$serial" "${small[@]}" --iterations 2 photos
wanted=$sum
for way in "${largest[@]}"; do
    read -r model ranks threads <<<"$way"
    way "$model" "$ranks" "$threads"
    once=("${program[@]}" "${small[@]}" --iterations 1 --warmup 0)
    same "${once[@]}" 'photos/**/*.jpg'
    same "${once[@]}" "${forms[0]}"
    same "${once[@]}" "${forms[-1]}"
done
for list in "${lists[@]}"; do
    columns=()
    [ "$list" != paths.csv ] || columns=(--column image)
    same "$serial" "${small[@]}" --iterations 1 --files-from "$list" "${columns[@]}"
done
for form in "${forms[@]}"; do
    same "$serial" "${small[@]}" --iterations 1 --schedule block "$form"
done
check "outputs of archives are called as those of their directory, and below each if there are more"
run 0 "$serial" "${small[@]}" --output of-files photos
for form in "${forms[@]}"; do
    rm -rf of-archive
    run 0 "$serial" "${small[@]}" --output of-archive "$form"
    good diff -r -x .parallax of-files of-archive
done
run 0 "$serial" "${small[@]}" --output of-two "packed/[gu]*.tar"
good diff -r -x .parallax of-files of-two/gnu
good diff -r -x .parallax of-files of-two/ustar
run 0 "$serial" "${small[@]}" --output of-two packed/gnu.tar packed/ustar.tar
says stderr "nothing to do: 10 outputs are there already"
run 0 "$serial" "${small[@]}" --output of-root --root . packed/gnu.tar
good diff -r -x .parallax of-files of-root/packed/gnu
check "outputs are called as a column says"
printf 'path,name\nphotos/a/000.jpg,one.png\nphotos/b/000.jpg,sub/two.png\n' >named.csv
run 0 "$serial" "${small[@]}" --output of-names --files-from named.csv --name-column name
files size of-names/one.png 25x20
files size of-names/sub/two.png 25x20
check "23: members of archives lead nowhere: they are named, none is read or written outside"
good "${tar[@]}" hostile hostile.tar
run 3 "$serial" "${small[@]}" --output sub/out --errors log hostile.tar
says stdout "2 done"
files errors log hostile.tar/../up.ppm list EINVAL 1
files errors log hostile.tar/a/../../b.ppm list EINVAL 1
files errors log hostile.tar//tmp/abs.ppm list EINVAL 1
files errors log hostile.tar/soft.ppm list unsupported 1
files errors log hostile.tar/hard.ppm list unsupported 1
files errors log hostile.tar/holes.ppm list unsupported 1
files lines log 6
rm -r sub/out/.parallax
holds sub 2
absent up.ppm b.ppm sub/up.ppm sub/b.ppm /tmp/abs.ppm
check "23: tables name nothing outside of the root, and the line is said"
printf 'path\nphotos/a/000.jpg\n../photos/a/000.jpg\n' >outside.csv
run 66 "$serial" "${small[@]}" --output out --files-from outside.csv
says stderr '--files-from, line 3: "../photos/a/000.jpg" is outside of the working directory'
printf 'path,name\nphotos/a/000.jpg,../up.jpg\n' >outside.csv
run 66 "$serial" "${small[@]}" --output out --files-from outside.csv --name-column name
says stderr 'line 2: "../up.jpg" is no name below the output'
absent out up.jpg
check "columns of no list are refused"
run 64 "$serial" "${small[@]}" --column path photos
run 66 "$serial" "${small[@]}" --files-from paths.csv --column pixels
says stderr 'line 1: there is no column "pixels"'
check "an archive that is cut: what is whole is done, the rest is said"
cp packed/gnu.tar cut.tar
good "${tar[@]}" cut cut.tar $(($(stat -c %s cut.tar) * 2 / 3))
run 3 "$serial" "${small[@]}" --output of-cut --errors log cut.tar
files errors log cut.tar list truncated 1
files errors log cut.tar/b/000.jpg read truncated 1
no_temporaries of-cut
check "a damaged header: what is before it is done, the rest is said"
cp packed/ustar.tar broken.tar
good "${tar[@]}" damage broken.tar 3
run 3 "$serial" "${small[@]}" --output of-broken --errors log broken.tar
files errors log broken.tar list corrupt 1
rm -r of-broken/.parallax
holds of-broken 3
cp packed/ustar.tar broken.tar
good "${tar[@]}" damage broken.tar 0
run 66 "$serial" "${small[@]}" --output none broken.tar missing.tar
says stderr "there is no image in the archives that can be seen"
if [ "${#forms[@]}" -gt 3 ]; then
    cp packed/packed.tar.gz cut.tar.gz
    good "${tar[@]}" cut cut.tar.gz $(($(stat -c %s cut.tar.gz) / 2))
    run 3 "$serial" "${small[@]}" --output of-cut-gz --errors log cut.tar.gz
    files errors log cut.tar.gz list corrupt 1
fi
check "of members with one name the last counts, and it is said"
good "${tar[@]}" twice twice.tar
run 0 "$serial" --size 4x4 --results none --output of-twice twice.tar
says stderr "2 members of archives have the name of a later one"
[ "$(tail -c 1 of-twice/a.ppm | od -An -tu1 | tr -d ' ')" = 3 ] || problem "not the last one"
check "the error log takes no archive's place"
cp packed/ustar.tar x.tar
ln x.tar linked
for log in x.tar linked; do
    run 64 "$serial" "${small[@]}" --output of-x --errors "$log" 'x.ta[r]'
    says stderr "--errors $log is an input"
done
good cmp packed/ustar.tar x.tar
check "G6: members beyond --max-bytes are not read; what is no image is said to be none"
mkdir sizes
for side in 4 16 60; do
    { printf 'P5\n%d %d\n255\n' $side $side && head -c $((side * side * 2)) /dev/zero; } \
        >sizes/$side.pgm
done
yes 'no image' | head -c 20000 >sizes/words.pgm
good "${tar[@]}" kinds sizes sizes-packed
for form in "${forms[@]}"; do
    form=sizes-${form}
    run 3 "$serial" "${small[@]}" --output "of-$form" --errors log --max-bytes 100 "$form"
    files errors log "$form/16.pgm" read too-large 1
    files errors log "$form/60.pgm" read too-large 1
    files errors log "$form/words.pgm" decode unknown-format 1
    run 3 "$serial" "${small[@]}" --output "of-$form" --max-bytes 100 --resume "$form"
    says stderr "nothing to do: 1 output is there already, 3 failed before and not tried again"
    run 3 "$serial" "${small[@]}" --output "of-$form" --errors log --max-bytes 100 --resume \
        --retry-failed "$form"
    files errors log "$form/16.pgm" read too-large 1
done
if [ "${#forms[@]}" -gt 3 ] && [ -x "$threader" ]; then
    check "an archive that is dealt as one is dealt once for each worker that a study adds"
    run 0 "$threader" --threads 2 --study weak --schedule block --iterations 1 --warmup 0 \
        --size 30x20 --results weak packed/packed.tar.gz
    files units weak/*.h5 5 5
fi
if [ -e "$build/modules/parallax_tiff.so" ]; then
    check "a format whose library is missing is missed before work; where some need it, by them"
    mkdir -p alone/bin
    cp "$serial" alone/bin/program
    run 78 alone/bin/program "${small[@]}" --output of-alone --format tiff x.tar
    says stderr "a part of the program cannot be loaded"
    run 65 alone/bin/program "${small[@]}" --output of-alone --name '{hash8}.tif' --errors log \
        sizes/16.pgm
    files errors log sizes/16.pgm encode no-library 1
fi
check "100,000 members; each by any worker"
good "${tar[@]}" many many.tar 100000
many=$serial
[ ! -x "$threader" ] || many=$threader
run 0 "$many" --size 2x2 --results none --sink hash --iterations 1 \
    --warmup 0 --verify none many.tar
says stdout "100000 done"
finish
