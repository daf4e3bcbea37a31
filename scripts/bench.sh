#!/usr/bin/env bash
# scripts/bench.sh [ARG…]: the figures of `make bench`, measured on a release build and printed.
#
# It builds the release program first, so that the benchmark can start it; both are built with one choice of features.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo build --workspace --bins --release --locked
exec scripts/with-postgres.sh cargo run --release --locked --bin bench -- "$@"
