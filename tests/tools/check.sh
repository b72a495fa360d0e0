#!/usr/bin/env bash
# check.sh STEP... - the steps of `make check`, in order, up to the first that fails.
#
# Each step is a make target of the same name and can be run alone. The last line is the sum.
set -u
cd "$(dirname "$0")/../.."
. tests/tools/tally.sh

rm -rf build/tally
mkdir -p build/tally
times=
code=0
for step in "$@"; do
    echo
    echo "==== $step"
    start=$SECONDS
    if ! "${MAKE:-make}" --no-print-directory "$step"; then
        [ -f "build/tally/$step" ] || echo "0 1" >"build/tally/$step"
        read -r passed failed <"build/tally/$step"
        [ "$failed" -gt 0 ] || echo "$passed 1" >"build/tally/$step"
        code=1
    fi
    times+=$(printf '  %-12s %4d s' "$step" $((SECONDS - start)))$'\n'
    [ "$code" = 0 ] || break
done

echo
printf '%s' "$times"
[ "$code" = 0 ] || echo "stopped at the first step that failed: $step"
awk '{ passed += $1; failed += $2 } END { printf "%d passed, %d failed\n", passed, failed }' build/tally/*
exit "$code"
