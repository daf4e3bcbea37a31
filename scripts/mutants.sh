#!/usr/bin/env bash
# scripts/mutants.sh [ARG…]: changes the policy and the state machines of the domain one place at a time (.cargo/mutants.toml says
# which) and runs the domain's tests against each; a change that no test notices fails. Arguments go to cargo-mutants, such as
# `--iterate` to try only what was missed before. What became of each is in target/mutants/mutants.out.
set -euo pipefail
cd "$(dirname "$0")/.."

mutants=$(scripts/cargo-tool.sh cargo-mutants 27.1.0)
out=${CARGO_TARGET_DIR:-$PWD/target}/mutants
mkdir -p "$out"
# Each is built once and run for seconds: without debug information, and what it is built on is kept for the next run.
export CARGO_TARGET_DIR=$out/build CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_TEST_DEBUG=0 CARGO_INCREMENTAL=1
exec "$mutants" mutants --no-shuffle --output "$out" "$@"
