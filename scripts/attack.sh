#!/usr/bin/env bash
# scripts/attack.sh [ARG…]: the figures of `make attack`, measured on a release build and printed (`--help` lists ARG).
#
# The server runs on core 0, attackers and normal users on core 1. PostgreSQL runs on any core, or on the cores of
# CAREDESK_ATTACK_POSTGRES_CORES (such as `0`).
set -euo pipefail
cd "$(dirname "$0")/.."

command -v taskset >/dev/null 2>&1 || { echo "taskset is missing: install the package util-linux (Linux only)" >&2; exit 2; }
cargo build --workspace --bins --release --locked
# Thousands of open connections, at both ends.
ulimit -n "$(ulimit -Hn)"
exec taskset -c "${CAREDESK_ATTACK_POSTGRES_CORES:-0,1}" scripts/with-postgres.sh cargo run --release --locked --bin attack -- "$@"
