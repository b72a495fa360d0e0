#!/usr/bin/env bash
# fuzz.sh SEED SECONDS PROGRAM... - run each libFuzzer program for SECONDS, two at a time.
#
# They start from tests/fuzz/corpus/NAME/, which is only read. With a SEED, a run draws the same inputs in the same
# order wherever it runs, and a slower machine only comes less far: a check that passed here passes elsewhere. With
# SEED 0 they are drawn anew each time, and what is found gathers in build/fuzz/NAME/ for the next search.
# An input that crashes is left in build/fuzz/ as NAME-crash-*.
set -u
cd "$(dirname "$0")/../.."
. tests/tools/tally.sh

seed=$1 seconds=$2
shift 2
[ $# -gt 0 ] || { tally fuzz 0 0; exit; }

logs=build/log/fuzz
rm -rf "$logs"
mkdir -p "$logs" build/fuzz

one() {
    local logs=$1 seed=$2 seconds=$3 name found seeds
    name=$(basename "$4")
    # Named one by one: the order of a directory is the file system's.
    seeds=$(find "tests/fuzz/corpus/$name" -type f 2>/dev/null | LC_ALL=C sort | paste -sd,)
    found=build/fuzz/$name
    [ "$seed" = 0 ] || found=$logs/$name.found
    mkdir -p "$found"
    if "$4" -seed="$seed" -reload=0 -max_total_time="$seconds" -timeout=30 -rss_limit_mb=4096 \
        -print_final_stats=1 -artifact_prefix="build/fuzz/$name-" ${seeds:+-seed_inputs="$seeds"} "$found" >"$logs/$name.log" 2>&1; then
        touch "$logs/$name.passed"
        echo "  ok    $name, $(sed -n 's/^stat::number_of_executed_units: *//p' "$logs/$name.log") inputs"
    else
        touch "$logs/$name.failed"
        echo "  FAIL  $name"
        tail -n 60 "$logs/$name.log"
    fi
}
export -f one
printf '%s\0' "$@" | xargs -0 -P 2 -I PROGRAM bash -c 'one "$@"' one "$logs" "$seed" "$seconds" PROGRAM

tally fuzz "$(find "$logs" -name '*.passed' | wc -l)" "$(find "$logs" -name '*.failed' | wc -l)"
