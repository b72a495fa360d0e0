#!/usr/bin/env bash
# node.sh STEP FILE... - run node's own test runner over FILEs, count their tests.
#
# AT_ONCE is how many files run at a time: 1 unless they leave each other's time alone.
# BUDDYSCOPE names the daemon binary the tests start (see tests/lib/daemon.mjs).
# LIMIT is how many seconds the whole step may take; a test that hangs is ended then, and has failed.
set -u
cd "$(dirname "$0")/../.."
. tests/tools/tally.sh

step=$1
shift
[ $# -gt 0 ] || { tally "$step" 0 0; exit; }

limit=${LIMIT:-1800}
mkdir -p build/log
tap=build/log/$step.tap
rm -f "$tap"
timeout --kill-after=10 "$limit" node --test --test-concurrency="${AT_ONCE:-1}" \
    --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$tap" "$@"
code=$?
[ "$code" != 124 ] || echo "$step: not done after $limit seconds, ended; the last lines of $tap say where"

# The runner's own sums; without them (it was ended) whatever had been reported by then.
sum() { sed -n "s/^# $1 \([0-9]*\)$/\1/p" "$tap" | tail -n 1; }
passed=$(sum pass)
if [ -n "$passed" ]; then
    failed=$(($(sum fail) + $(sum cancelled) + $(sum skipped) + $(sum todo)))
else
    passed=$(count '^ *ok [0-9]' "$tap")
    failed=$(count '^ *not ok [0-9]' "$tap")
fi
[ "$code" = 0 ] || [ "$failed" -gt 0 ] || failed=1
tally "$step" "$passed" "$failed"
