#!/usr/bin/env bash
# node.sh STEP FILE... - run node's own test runner over FILEs, count its tests.
#
# BUDDYSCOPE names the daemon binary the tests start (see tests/lib/daemon.mjs).
# JOBS is how many files run at a time: 1 where a test measures time or a browser is at work.
set -u
cd "$(dirname "$0")/../.."
. tests/tools/tally.sh

step=$1
shift
[ $# -gt 0 ] || { tally "$step" 0 0; exit; }

mkdir -p build/log
tap=build/log/$step.tap
rm -f "$tap"
node --test --test-concurrency="${JOBS:-1}" \
    --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$tap" "$@"
code=$?

closing() { sed -n "s/^# $1 \([0-9]*\)$/\1/p" "$tap" | tail -n 1; }
passed=$(closing pass)
failed=$(($(closing fail) + $(closing cancelled) + $(closing skipped) + $(closing todo)))
[ "$code" = 0 ] || [ "$failed" -gt 0 ] || failed=1
tally "$step" "${passed:-0}" "$failed"
