#!/usr/bin/env bash
# scripts/clients.sh: makes the clients that integrators make from the OpenAPI document, with openapi-python-client and with
# openapi-typescript and openapi-fetch, checks their types, and makes a real call of every kind with each, to the real program on a
# fresh demo file and a free port.
#
# The program is target/debug/caredesk, or CAREDESK_BIN. The generators are installed at first use from PyPI, in target/tools, exactly
# the files of requirements.txt, and from npm by the lock file. What was made is in target/clients.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${CARGO_TARGET_DIR:-$PWD/target}
program=${CAREDESK_BIN:-$target/debug/caredesk}
if [ ! -x "$program" ]; then
    echo "$program is missing: cargo build --workspace --bins --locked" >&2
    exit 2
fi

tools=$(scripts/python-tools.sh clients)
scripts/npm-packages.sh tests/clients/typescript
# The desk is started by the code that starts it for schemathesis.
export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=tests/schemathesis
exec "$tools/bin/python" tests/clients/run.py "$program" "$target/clients"
