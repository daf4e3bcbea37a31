#!/usr/bin/env bash
# scripts/test.sh [STEP…]: the checks behind `make test` and `make check`.
#
# Steps of `make test`, in this order: fmt build licences tests schema clients pages browser. (On request: clippy lint.) Each prints what it does and
# how long it took; the first failure ends the run. The last line says `passed` or `FAILED`, as does the exit code. One after the other, because
# tests measure times, and two cores have none to spare.
# CAREDESK_TEST_SCALE: size of the random tests in percent of their full size (default 1; 100 is full).
# CAREDESK_TEST_SEED: the seed of the random tests (default 1).
# CAREDESK_TEST_POSTGRES: a server to use instead of a temporary one (see scripts/with-postgres.sh).
set -euo pipefail
cd "$(dirname "$0")/.."

export CAREDESK_TEST_SCALE="${CAREDESK_TEST_SCALE:-1}" CAREDESK_TEST_SEED="${CAREDESK_TEST_SEED:-1}"
for number in CAREDESK_TEST_SCALE CAREDESK_TEST_SEED; do
    if ! [[ ${!number} =~ ^[1-9][0-9]*$ ]]; then
        echo "$number must be a whole number from 1" >&2
        exit 2
    fi
done

say() { printf '==> %s\n' "$*"; }

# Cargo with Clippy as the compiler of the workspace, as `cargo clippy` has it, but for builds: a separate check would compile every dependency
# a second time. The programs are built with the tests' features, so that tests can start them and nothing is built twice.
linted=(env RUSTC_WORKSPACE_WRAPPER="$(rustc --print sysroot)/bin/clippy-driver" CLIPPY_ARGS="-Dwarnings__CLIPPY_HACKERY__" cargo)
build_all() {
    # The program finds the pages later where their directory is now.
    mkdir -p frontend/dist
    "${linted[@]}" build --workspace --all-targets --locked
}

fmt() {
    say "fmt: formatting"
    cargo fmt --all --check
}

clippy() {
    say "clippy: every target, warnings are errors"
    cargo clippy --workspace --all-targets --locked -- -D warnings
}

build() {
    say "build: every target with Clippy, warnings are errors"
    build_all
}

licences() {
    say "licences: what may come in from outside (deny.toml)"
    scripts/licences.sh
}

# Files of databases are in memory where it has room (they take less than 1 GB): on some disks the 500 files of a database take half a second.
tests() {
    say "tests: SQLite and PostgreSQL, CAREDESK_TEST_SCALE=$CAREDESK_TEST_SCALE, CAREDESK_TEST_SEED=$CAREDESK_TEST_SEED"
    build_all
    local free
    free=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
    if [ "${free:-0}" -ge 2097152 ] && [ -w /dev/shm ]; then local -x TMPDIR=/dev/shm; fi
    if cargo nextest --version >/dev/null 2>&1; then
        scripts/with-postgres.sh "${linted[@]}" nextest run --workspace --locked
        "${linted[@]}" test --workspace --locked --doc
    else
        scripts/with-postgres.sh "${linted[@]}" test --workspace --locked --no-fail-fast
    fi
}

# As an admin, who may do most, with few random cases: `make fuzz` is the long form.
schema() {
    say "schema: every operation of the OpenAPI document tried with schemathesis, as an admin"
    build_all
    CAREDESK_FUZZ_EXAMPLES=1 scripts/schemathesis.sh admin
}

clients() {
    say "clients: generated from the OpenAPI document in Python and TypeScript, a real call of every kind with each"
    build_all
    scripts/clients.sh
}

lint() {
    say "lint: the pages' formatting, rules and types"
    scripts/pages.sh lint
}

pages() {
    say "pages: lint, types, unit tests, and the size of the first load"
    scripts/pages.sh check
}

# The program serves the pages just built.
browser() {
    say "browser: the journeys in Chromium, against the program and its pages"
    build_all
    scripts/pages.sh browser
}

for step in "$@"; do
    case "$step" in
    fmt | clippy | build | licences | tests | schema | clients | lint | pages | browser) ;;
    *)
        echo "unknown step: $step (fmt, clippy, build, licences, tests, schema, clients, lint, pages, browser)" >&2
        exit 2
        ;;
    esac
done
[ "$#" -gt 0 ] || set -- fmt build licences tests schema clients pages browser

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
