#!/usr/bin/env bash
# fuzz.sh SECONDS PROGRAM... - run each libFuzzer program for SECONDS, two at a time.
#
# New inputs gather in build/fuzz/NAME/ and are the starting point of the next run; the seeds in
# tests/fuzz/corpus/NAME/ are only read. An input that crashes is left in build/fuzz/ as NAME-crash-*.
set -u
cd "$(dirname "$0")/../.."
. tests/tools/tally.sh

seconds=$1
shift
[ $# -gt 0 ] || { tally fuzz 0 0; exit; }

logs=build/log/fuzz
rm -rf "$logs"
mkdir -p "$logs"

one() {
    local name seeds
    name=$(basename "$3")
    seeds=tests/fuzz/corpus/$name
    mkdir -p "build/fuzz/$name"
    [ -d "$seeds" ] || seeds=
    if "$3" -max_total_time="$2" -timeout=10 -rss_limit_mb=4096 -print_final_stats=1 \
        -artifact_prefix="build/fuzz/$name-" "build/fuzz/$name" $seeds >"$1/$name.log" 2>&1; then
        touch "$1/$name.passed"
        echo "  ok    $name, $(sed -n 's/^stat::number_of_executed_units: *//p' "$1/$name.log") inputs"
    else
        touch "$1/$name.failed"
        echo "  FAIL  $name"
        tail -n 60 "$1/$name.log"
    fi
}
export -f one
printf '%s\0' "$@" | xargs -0 -P 2 -I PROGRAM bash -c 'one "$@"' one "$logs" "$seconds" PROGRAM

tally fuzz "$(find "$logs" -name '*.passed' | wc -l)" "$(find "$logs" -name '*.failed' | wc -l)"
