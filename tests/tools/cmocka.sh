#!/usr/bin/env bash
# cmocka.sh STEP PROGRAM... - run cmocka programs two at a time, count their tests.
#
# A program passes with exit code 0. Its tests are counted from its TAP output; a test that was skipped
# counts as failed, for nothing here may be skipped in silence.
set -u
cd "$(dirname "$0")/../.."
. tests/tools/tally.sh

step=$1
shift
[ $# -gt 0 ] || { tally "$step" 0 0; exit; }

logs=build/log/$step
rm -rf "$logs"
mkdir -p "$logs"

one() {
    local log
    log=$1/$(basename "$2")
    if CMOCKA_MESSAGE_OUTPUT=TAP "$2" >"$log.log" 2>&1; then
        echo "  ok    $2"
    else
        echo "$2 exited with $?" >"$log.failed"
        echo "  FAIL  $2"
        tail -n 60 "$log.log"
    fi
}
export -f one
printf '%s\0' "$@" | xargs -0 -P 2 -I PROGRAM bash -c 'one "$@"' one "$logs" PROGRAM

passed=$(count '^ok [0-9]' "$logs"/*.log)
failed=$(count '^not ok [0-9]' "$logs"/*.log)
broken=$(find "$logs" -name '*.failed' | wc -l)
# A program that died or leaked may have failed without one failed test.
[ "$failed" -ge "$broken" ] || failed=$broken
if [ "$passed" = 0 ] && [ "$failed" = 0 ]; then
    echo "$step: the programs ran but reported no test"
    failed=1
fi
tally "$step" "$passed" "$failed"
