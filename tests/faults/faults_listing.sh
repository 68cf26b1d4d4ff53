#!/usr/bin/env bash
# --list: the inputs that a program would take, by its own rules, and nothing else is done.
# usage: faults_listing.sh BUILD_DIRECTORY PYTHON [MPIEXEC]
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/faults_common.sh"

# lists PATH… -- COMMAND…: exactly these, in this order, with 0.
lists() {
    local wanted=()
    while [ "$1" != -- ]; do
        wanted+=("$1")
        shift
    done
    shift
    run 0 "$@"
    silent stderr
    printf '%s\n' "${wanted[@]}" | cmp -s - stdout || problem "$*: $(tr '\n' ' ' <stdout)"
}

mkdir -p album/deep album/.hidden album/out album/page.jpg
for file in z.jpg B.JPEG a-b.tif deep/x.webp a.png .no.jpg .hidden/no.png page.jpg/no.txt \
    notes.txt out/was.jpg phone.heic; do
    echo image >"album/$file" # looked at by name, not opened
done
ln -s ../z.jpg album/deep/link.jpg
ln -s deep album/circle
ln -s album linked
all=(B.JPEG a-b.tif a.png deep/link.jpg deep/x.webp z.jpg)
with_out=(B.JPEG a-b.tif a.png deep/link.jpg deep/x.webp out/was.jpg z.jpg)

check "a linked directory is listed as it is worked on: sorted, without hidden files and outputs"
for model in "${models_found[@]}"; do # also those that need a launcher, without it
    lists "${all[@]/#/linked/}" -- "$build/resize_$model" --list --output linked/out linked
done
lists "${with_out[@]/#/linked/}" -- "$serial" --list linked
if [ -n "$rank_model" ]; then
    way "$rank_model" 2 1
    lists "${all[@]/#/linked/}" -- "${program[@]}" --list --output album/out linked
fi
absent results linked/out/.parallax
check "patterns, lists and archives are listed, too"
lists album/deep/x.webp -- "$serial" --list 'album/**/*.webp'
printf 'album/z.jpg\r\nmissing.jpg\n' >names
lists album/z.jpg missing.jpg -- "$serial" --list --files-from names
printf 'id,image\n7,album/a.png\n' >names.csv
lists album/a.png -- "$serial" --list --files-from names.csv --column image
tar -cf some.tar -C album a.png z.jpg notes.txt
lists some.tar/a.png some.tar/z.jpg -- "$serial" --list some.tar
lists 'http://*@host/a.jpg?*#1' -- "$serial" --list 'http://me:secret@host/a.jpg?key=1'
check "names may hold line ends with --null, and come back through --files-from"
cp album/z.jpg $'album/line\nend.jpg'
run 0 "$serial" --list --null --output album/out album
tr '\0' '\n' <stdout | cmp -s - <(printf 'album/%s\n' "${all[@]:0:5}" $'line\nend.jpg' z.jpg) ||
    problem "$(tr '\0' '|' <stdout)"
cp stdout back
run 0 "$serial" --list --null --files-from back
good cmp back stdout
rm $'album/line\nend.jpg'
check "66 where there is nothing, and it is said what else is there"
mkdir none
echo image >none/phone.heic
run 66 "$serial" --list none
says stderr "there is no image of those kinds that are read (1 .heic)"
run 66 "$serial" --list nowhere.jpg
silent stdout
run 64 "$serial" --list
says stderr "--list needs input"
check "F16_what_cannot_be_looked_at_is_named_and_the_rest_is_listed"
ln -s gone.jpg album/broken.jpg
run 3 "$serial" --list --output album/out album
says stderr "album/broken.jpg: "
[ "$(wc -l <stdout)" -eq 6 ] || problem "$(cat stdout)"
rm album/broken.jpg
check "F24_a_list_that_cannot_be_written_is_an_io_error"
for separated in '' --null; do
    "$serial" --list $separated album >/dev/full 2>stderr
    code=$?
    [ "$code" -eq 74 ] || problem "exit code $code, not 74"
    says stderr "cannot write to standard output"
done
check "who reads no further than it wants is no error"
for _ in {1..9000}; do echo album/z.jpg; done >many # more than a pipe holds
{ "$serial" --list --files-from many 2>stderr; echo "$?" >code; } | head -n 1 >stdout
says stdout album/z.jpg
says code 0
silent stderr
check "G13_names_do_not_act_on_a_terminal"
: >$'album/\e[31m.jpg'
cat >shown.py <<'PYTHON'
import os, pty, subprocess, sys
ours, theirs = pty.openpty()
subprocess.run([sys.argv[1], "--list", "album"], stdout=theirs, check=True)
shown = os.read(ours, 65536)
assert b"\x1b" not in shown and b"?[31m.jpg" in shown, shown
PYTHON
good "$python" shown.py "$serial"
finish
