#!/usr/bin/env bash
# scripts/test.sh [STEP…]: the checks behind `make test` and `make check`.
#
# Steps, all of them by default and in this order: fmt clippy licences tests schema clients pages browser. Each prints what it does and how
# long it took; the first failure ends the run. The last line says `passed` or `FAILED`, as does the exit code.
# CAREDESK_TEST_SCALE: size of the random and race tests in percent of their full size (default 1; 100 is full).
# CAREDESK_TEST_POSTGRES: a server to use instead of a temporary one (see scripts/with-postgres.sh).
set -euo pipefail
cd "$(dirname "$0")/.."

export CAREDESK_TEST_SCALE="${CAREDESK_TEST_SCALE:-1}"
if ! [[ $CAREDESK_TEST_SCALE =~ ^[1-9][0-9]*$ ]]; then
    echo "CAREDESK_TEST_SCALE must be a whole number from 1 (100 is full size)" >&2
    exit 2
fi

say() { printf '==> %s\n' "$*"; }

fmt() {
    say "fmt: formatting"
    cargo fmt --all --check
}

clippy() {
    say "clippy: every target, warnings are errors"
    cargo clippy --workspace --all-targets --locked -- -D warnings
}

licences() {
    say "licences: what may come in from outside (deny.toml)"
    scripts/licences.sh
}

# The binaries are built with the tests' features, so that tests can start them and nothing is built twice.
tests() {
    say "tests: SQLite and PostgreSQL, CAREDESK_TEST_SCALE=$CAREDESK_TEST_SCALE"
    cargo build --workspace --bins --tests --locked
    scripts/with-postgres.sh cargo test --workspace --locked --no-fail-fast
}

# As an admin, who may do most, with few random cases: `make fuzz` is the long form. The binary is that of the tests.
schema() {
    say "schema: every operation of the OpenAPI document tried with schemathesis, as an admin"
    cargo build --workspace --bins --tests --locked
    CAREDESK_FUZZ_EXAMPLES=1 scripts/schemathesis.sh admin
}

# The binary is that of the tests.
clients() {
    say "clients: generated from the OpenAPI document in Python and TypeScript, a real call of every kind with each"
    cargo build --workspace --bins --tests --locked
    scripts/clients.sh
}

pages() {
    say "pages: lint, types, unit tests, and the size of the first load"
    scripts/pages.sh check
}

# The binary is that of the tests (built here if this step runs alone); it serves the pages just built.
browser() {
    say "browser: the journeys in Chromium, against the program and its pages"
    cargo build --workspace --bins --tests --locked
    scripts/pages.sh browser
}

for step in "$@"; do
    case "$step" in
    fmt | clippy | licences | tests | schema | clients | pages | browser) ;;
    *)
        echo "unknown step: $step (fmt, clippy, licences, tests, schema, clients, pages, browser)" >&2
        exit 2
        ;;
    esac
done
[ "$#" -gt 0 ] || set -- fmt clippy licences tests schema clients pages browser

step=""
report() {
    local code=$?
    if [ "$code" -ne 0 ]; then say "FAILED in $step after $SECONDS s (exit code $code)"; fi
}
trap report EXIT

for step in "$@"; do
    started=$SECONDS
    "$step"
    say "$step: done in $((SECONDS - started)) s"
done
say "passed: $* in $SECONDS s"
