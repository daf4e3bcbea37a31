#!/usr/bin/env bash
# scripts/mutants.sh [ARG…]: mutates the policy and the state machines of the domain (listed in .cargo/mutants.toml) and runs the
# domain's tests against each mutant; a mutant that no test catches fails. Arguments go to cargo-mutants, such as `--iterate` to try
# only those missed before. The results are in target/mutants/mutants.out.
set -euo pipefail
cd "$(dirname "$0")/.."

mutants=$(scripts/cargo-tool.sh cargo-mutants 27.1.0)
out=${CARGO_TARGET_DIR:-$PWD/target}/mutants
mkdir -p "$out"
# Each mutant is built once and runs for seconds: no debug information, and dependencies are kept for the next run.
export CARGO_TARGET_DIR=$out/build CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_TEST_DEBUG=0 CARGO_INCREMENTAL=1
exec "$mutants" mutants --no-shuffle --output "$out" "$@"
