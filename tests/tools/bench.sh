#!/usr/bin/env bash
# bench.sh PROGRAM|FILE.bench.mjs ... - run every bench, one at a time, under one dated head.
#
# What is printed is also kept in build/bench.txt.
set -eu
cd "$(dirname "$0")/../.."

head_lines() {
    echo "date      $(date -u '+%Y-%m-%d %H:%M UTC')"
    echo "machine   $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores, $(awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)"
    echo "system    $(. /etc/os-release && echo "$PRETTY_NAME"), Linux $(uname -r)"
    echo "built by  $(gcc --version | head -n 1); node $(node --version)"
    echo "revision  $(git describe --always --dirty 2>/dev/null || echo unknown)"
}

run_all() {
    head_lines
    for bench in "$@"; do
        echo
        echo "== $bench"
        case $bench in
        *.mjs) node "$bench" ;;
        *) "$bench" ;;
        esac
    done
}

mkdir -p build
run_all "$@" | tee build/bench.txt
exit "${PIPESTATUS[0]}"
