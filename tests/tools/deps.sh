#!/usr/bin/env bash
# deps.sh run|all - install what is missing, and nothing else.
#
# "run" is what `make run` needs: the compiler, the libraries, node, the page's npm packages.
# "all" adds what `make check` and `make bench` need: clang, the linters, cmocka, chromium.
# When nothing is missing no network is touched and no privilege is asked for.
set -eu
cd "$(dirname "$0")/../.."

want=${1:?usage: deps.sh run|all}
node_floor=18.19

run_debs="gcc libc6-dev make pkg-config ca-certificates
    libmicrohttpd-dev libwebsockets-dev libcjson-dev libsqlite3-dev zlib1g-dev libbrotli-dev"
check_debs="clang clang-format clang-tidy cppcheck libclang-rt-14-dev llvm libcmocka-dev libmimalloc-dev
    xz-utils fonts-noto-cjk"

have() { command -v "$1" >/dev/null 2>&1; }

# A node that is already there and new enough stays, wherever it came from.
node_is_enough() {
    have node && have npm || return 1
    local version
    version=$(node --version) && version=${version#v}
    [ "$(printf '%s\n' "$node_floor" "$version" | sort -V | head -n 1)" = "$node_floor" ]
}

missing_debs() {
    local wanted=$run_debs installed name
    node_is_enough || wanted+=" nodejs npm"
    if [ "$want" = all ]; then
        wanted+=" $check_debs"
        have chromium || wanted+=" chromium"
    fi
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted 2>/dev/null || true)
    for name in $wanted; do
        grep -qx "installed $name" <<<"$installed" || echo "$name"
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        echo "deps: not root and no sudo; as root, run: $*" >&2
        return 1
    fi
}

if have dpkg-query && have apt-get; then
    debs=$(missing_debs | xargs)
    if [ -n "$debs" ]; then
        echo "deps: installing $debs"
        as_root apt-get -q -o DPkg::Lock::Timeout=300 update
        # shellcheck disable=SC2086 # a list of names
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
            install --no-install-recommends $debs
    fi
else
    echo "deps: no apt-get here; the packages by their Debian names: $run_debs" >&2
fi

if ! node_is_enough; then
    echo "deps: node $node_floor or newer and npm are needed, found $(node --version 2>&1)" >&2
    exit 1
fi
if ! node tests/tools/npm-missing.mjs "$want"; then
    if [ "$want" = all ]; then
        npm ci
    else
        npm ci --omit=dev
    fi
fi
