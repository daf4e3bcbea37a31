#!/usr/bin/env bash
# scripts/schemathesis.sh [ROLE…]: tests every operation of the OpenAPI document with schemathesis, all its checks on, once for each
# kind of caller: agent, doctor, admin, auditor, and a service account with every scope. Each run has its own server, on a fresh demo
# file and a free port. Accepted exceptions are in tests/schemathesis/exceptions.py with their reasons.
#
# CAREDESK_FUZZ_EXAMPLES: random cases for each operation and role (default 10).
# The binary is target/debug/caredesk, or CAREDESK_BIN. schemathesis is installed from PyPI at first use, in target/tools, exactly the
# files of requirements.txt. The findings are in target/schemathesis; the last line says `N passed, N failed`.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${CARGO_TARGET_DIR:-$PWD/target}
program=${CAREDESK_BIN:-$target/debug/caredesk}
examples=${CAREDESK_FUZZ_EXAMPLES:-10}
if ! [[ $examples =~ ^[1-9][0-9]*$ ]]; then
    echo "CAREDESK_FUZZ_EXAMPLES must be a whole number from 1" >&2
    exit 2
fi
if [ ! -x "$program" ]; then
    echo "$program is missing: cargo build --workspace --bins --locked" >&2
    exit 2
fi

tools=$(scripts/python-tools.sh schemathesis)
export PYTHONDONTWRITEBYTECODE=1
exec "$tools/bin/python" tests/schemathesis/run.py "$program" "$target/schemathesis" "$examples" "$@"
