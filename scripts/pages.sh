#!/usr/bin/env bash
# scripts/pages.sh build|lint|check|browser: the single-page app in frontend/.
#
# build    builds frontend/dist if it is missing or older than its sources; a second run does nothing.
# lint     formatting, rules and types.
# check    lint, types, unit tests, a build, and the size of the first load.
# browser  the journeys in a real Chromium against the real server (target/debug/caredesk, or CAREDESK_BIN), which serves the
#          pages; builds them if they are stale. Chromium is that of CAREDESK_CHROMIUM or on PATH; without one, root on
#          Debian installs it and other users are told what to install.
# npm packages are installed from the lock file if that has changed.
set -euo pipefail
cd "$(dirname "$0")/../frontend"

if [ "${1:-}" = build ] && ! command -v npm >/dev/null 2>&1; then
    echo "npm is missing, so the desk runs without its pages: install Node 20.19 or later" >&2
    exit 0
fi

packages() { ../scripts/npm-packages.sh frontend; }

is_stale() {
    [ ! -f dist/index.html ] && return 0
    [ -n "$(find src public scripts index.html package-lock.json ./*.ts ../openapi/openapi.json \
        -newer dist/index.html -not -path 'src/api/generated/*' -not -name '*.gen.ts' -print -quit)" ]
}

build() {
    if is_stale; then
        packages
        npm run build
    fi
}

find_chromium() {
    if [ -n "${CAREDESK_CHROMIUM:-}" ]; then return; fi
    if ! type -P chromium >/dev/null; then
        if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
            echo "Chromium is missing: install the package chromium, or name the program in CAREDESK_CHROMIUM" >&2
            exit 2
        fi
        echo "Chromium is missing: installing the package chromium" >&2
        if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } </dev/null >&2; then
            echo "apt-get could not install chromium; its messages are above" >&2
            exit 2
        fi
    fi
    CAREDESK_CHROMIUM=$(type -P chromium)
    export CAREDESK_CHROMIUM
}

case "${1:-}" in
build) build ;;
lint)
    packages
    npm run lint
    npm run generate
    npm run check
    ;;
check)
    packages
    npm run lint
    npm test
    npm run build
    ;;
browser)
    packages
    build
    find_chromium
    npm run e2e
    ;;
*)
    echo "usage: scripts/pages.sh build|lint|check|browser" >&2
    exit 2
    ;;
esac
