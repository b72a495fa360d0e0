#!/usr/bin/env bash
# run.sh BINARY - compare the model with what Linux 3.13.11's own code did.
#
# Each script is one test: `conform mm` applies it and compares every line with its golden .out.
# All scripts run up to UNTIL; those named in FULL run to their end as well, and the walks of those and of
# the boot scripts are compared with the recorded call trees.
set -u
cd "$(dirname "$0")/../.."
. tests/tools/tally.sh

UNTIL=mem_init
FULL="02_first_unmovable_plain 02_first_reclaimable_movable"

binary=$1
if [ ! -x "$binary" ]; then
    tally conformance 0 0
    exit
fi

vectors=build/vectors/mm/open
logs=build/log/conformance
rm -rf "$logs"
mkdir -p "$logs"

# one LOGS BINARY SCRIPT [--until STAGE]: must exit 0 and say itself that one file had no mismatch.
one() {
    local logs=$1 binary=$2 script=$3
    shift 3
    local log
    log=$logs/$(basename "$script" .ops)${2:+.$2}
    if "$binary" conform mm "$@" "$script" >"$log.log" 2>&1 &&
        tail -n 1 "$log.log" | grep -qE '^conform mm: 1 files?, [1-9][0-9]* operations?, 0 mismatches$'; then
        touch "$log.passed"
    else
        touch "$log.failed"
        echo "  FAIL  $binary conform mm $* $script"
        tail -n 20 "$log.log"
    fi
}
export -f one

# calls LOGS BINARY NAME: the walk of every modelled operation must be the recorded one.
calls() {
    local log=$1/$3.calls
    if "$2" conform calls --ops build/vectors/mm/open "build/vectors/calls/open/$3.calls" >"$log.log" 2>&1 &&
        tail -n 1 "$log.log" | grep -qE '^conform calls: 1 files?, [1-9][0-9]* operations?, 0 mismatches$'; then
        touch "$log.passed"
    else
        touch "$log.failed"
        echo "  FAIL  $2 conform calls $3"
        tail -n 20 "$log.log"
    fi
}
export -f calls

{
    for script in "$vectors"/*.ops; do
        printf '%s\n' "$logs $binary $script --until $UNTIL"
    done
    for name in $FULL; do
        printf '%s\n' "$logs $binary $vectors/$name.ops"
    done
} | xargs -P 2 -L 1 bash -c 'one "$@"' one
for name in $FULL $(cd build/vectors/calls/open && ls 01_boot_*.calls | sed 's/\.calls$//'); do
    printf '%s\n' "$logs $binary $name"
done | xargs -P 2 -L 1 bash -c 'calls "$@"' calls

tally conformance "$(find "$logs" -name '*.passed' | wc -l)" "$(find "$logs" -name '*.failed' | wc -l)"
