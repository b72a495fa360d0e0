#!/usr/bin/env bash
# run.sh BINARY - compare the model with what Linux 3.13.11's own code did.
#
# Each script is one test: `conform mm` applies it and compares every line with its golden .out. The walks are
# compared with the recorded call trees, and with the recorded arguments and results.
#
# Each file of MMU vectors is one test as well, but for attrs_model.txt, which is advice and judges nothing.
set -u
cd "$(dirname "$0")/../.."
. tests/tools/tally.sh

binary=$1
if [ ! -x "$binary" ]; then
    tally conformance 0 0
    exit
fi

vectors=build/vectors/mm/open
logs=build/log/conformance
rm -rf "$logs"
mkdir -p "$logs"

# one LOGS BINARY SCRIPT: must exit 0 and say itself that one file had no mismatch.
one() {
    local logs=$1 binary=$2 script=$3
    local log
    log=$logs/$(basename "$script" .ops)
    if "$binary" conform mm "$script" >"$log.log" 2>&1 &&
        tail -n 1 "$log.log" | grep -qE '^conform mm: 1 files?, [1-9][0-9]* operations?, 0 mismatches$'; then
        touch "$log.passed"
    else
        touch "$log.failed"
        echo "  FAIL  $binary conform mm $script"
        tail -n 20 "$log.log"
    fi
}
export -f one

# walk LOGS BINARY KIND FILE: every modelled operation must walk as recorded (KIND calls or values).
walk() {
    local log
    log=$1/$(basename "$4").$3
    if "$2" conform "$3" "build/vectors/calls/open/$4" --ops build/vectors/mm/open >"$log.log" 2>&1 &&
        tail -n 1 "$log.log" | grep -qE "^conform $3: 1 files?, [1-9][0-9]* operations?, [1-9][0-9]* $3, 0 mismatches\$"; then
        touch "$log.passed"
    else
        touch "$log.failed"
        echo "  FAIL  $2 conform $3 $4"
        tail -n 20 "$log.log"
    fi
}
export -f walk

# mmu LOGS BINARY FILE: every golden line of the file must agree.
mmu() {
    local log
    log=$1/mmu_$(basename "$3" .txt)
    if "$2" conform mmu "$3" >"$log.log" 2>&1 &&
        tail -n 1 "$log.log" | grep -qE '^conform mmu: 1 files?, [1-9][0-9]* checks, 0 mismatches$'; then
        touch "$log.passed"
    else
        touch "$log.failed"
        echo "  FAIL  $2 conform mmu $3"
        tail -n 20 "$log.log"
    fi
}

# attrs_model.txt has no golden line
for file in build/vectors/mmu/*.txt; do
    [ "$(basename "$file")" = attrs_model.txt ] || mmu "$logs" "$binary" "$file"
done
for script in "$vectors"/*.ops; do
    printf '%s\n' "$logs $binary $script"
done | xargs -P 2 -L 1 bash -c 'one "$@"' one
{
    for name in $(cd build/vectors/calls/open && ls ./*.calls); do
        printf '%s\n' "$logs $binary calls $(basename "$name")"
    done
    for name in $(cd build/vectors/calls/open && ls ./values_*.txt); do
        printf '%s\n' "$logs $binary values $(basename "$name")"
    done
} | xargs -P 2 -L 1 bash -c 'walk "$@"' walk

tally conformance "$(find "$logs" -name '*.passed' | wc -l)" "$(find "$logs" -name '*.failed' | wc -l)"
