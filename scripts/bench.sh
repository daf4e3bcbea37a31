#!/usr/bin/env bash
# scripts/bench.sh [ARG…]: the figures of `make bench`, measured on a release build and printed.
#
# Builds the release binary first, so that the benchmark can start it; both with the same features.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo build --workspace --bins --release --locked
exec scripts/with-postgres.sh cargo run --release --locked --bin bench -- "$@"
