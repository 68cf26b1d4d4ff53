#!/usr/bin/env bash
# What quickstart measures of a directory of photographs: found by the programs themselves.
# usage: check_workload.sh BUILD_DIRECTORY PYTHON [MPIEXEC]
# shellcheck disable=SC2034,SC2154
# shellcheck source=tests/faults/faults_common.sh
. "$(dirname "$0")/../faults/faults_common.sh"
# shellcheck source=jobs/workload.sh
. "$tests/../jobs/workload.sh"
here=$PWD # choose_photos has another `work`
place_self=quickstart usable=1 results=$here/results
fail() {
    echo "$2"
    exit "$1"
}

check "photographs are found through links, by the program's endings, without hidden files"
good "$python" "$tests/faults/faults_files.py" photos album 3
mkdir album/.hidden
cp album/000.jpg album/.hidden/no.jpg
mv album/000.jpg album/deep.JPE
ln -s ../album/001.jpg album/.no.jpg
good "$python" -c 'from PIL import Image; Image.open("album/001.jpg").save("album/p.pam", "PPM")'
echo '<!DOCTYPE html>' >album/page.jpg
ln -s album linked
models_found=("${plain[0]}") photos=$here/linked
mkdir results
(choose_photos) 2>said || problem "$(cat said)"
says said "4 of 5 photos are measured"
says said "1 could not be decoded"
tr '\0' '\n' <results/photos.list | sed 's/.*\///' | sort | tr '\n' ' ' >chosen
says chosen "001.jpg 002.jpg deep.JPE p.pam"
check "where nothing is found it ends with 66, and leaves no results"
mkdir empty
photos=$here/empty
(choose_photos >stdout 2>stderr)
[ $? -eq 66 ] || problem "$(cat stdout stderr)"
absent results
finish
