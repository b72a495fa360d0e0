# tally.sh - sourced by the step runners: where logs and counts go.
#
# Every step of `make check` leaves one line "PASSED FAILED" in build/tally/STEP; check.sh adds them up.
# A step has failed when its runner exits non-zero, and a runner does so exactly when FAILED > 0.

# tally STEP PASSED FAILED: note the counts, say them, and return 1 if anything failed.
tally() {
    mkdir -p build/tally
    echo "$2 $3" >"build/tally/$1"
    if [ "$2" = 0 ] && [ "$3" = 0 ]; then
        echo "$1: nothing to run yet"
    else
        echo "$1: $2 passed, $3 failed"
    fi
    [ "$3" = 0 ]
}

# count PATTERN FILE...: lines that match, over all files.
count() {
    local pattern=$1
    shift
    cat "$@" 2>/dev/null | grep -cE "$pattern" || true
}

# What a sanitizer says must end the program, and say where.
export ASAN_OPTIONS=${ASAN_OPTIONS:-abort_on_error=0:detect_stack_use_after_return=1:strict_string_checks=1:check_initialization_order=1}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1:halt_on_error=1}
export TSAN_OPTIONS=${TSAN_OPTIONS:-halt_on_error=1:second_deadlock_stack=1}
