#!/usr/bin/env bash
# Every model that was built has its tests, whatever its name: they follow from its word in MODELS.
# usage: check_models.sh BUILD_DIRECTORY; exit code: 0, or 1 where one lacks a test.
set -uo pipefail
cd "$1" || exit 70
lacking=0
tests=$(ctest -N | sed -n 's/^ *Test *#[0-9]*: //p')
H11_every_model_has_its_tests() {
    local program model kind
    for program in resize_*; do
        [ -x "$program" ] || continue
        model=${program#resize_}
        for kind in agree raw wrong_bit stops; do
            grep -qE "^${kind}_$model(_[0-9x]+)?$" <<<"$tests" && continue
            echo "check_models: no test ${kind}_$model"
            lacking=$((lacking + 1))
        done
    done
}
H11_every_model_has_its_tests
echo "check_models: $lacking tests lacking"
[ "$lacking" -eq 0 ]
