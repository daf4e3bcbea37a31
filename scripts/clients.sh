#!/usr/bin/env bash
# scripts/clients.sh: generates clients from the OpenAPI document, with openapi-python-client and with openapi-typescript and
# openapi-fetch, checks their types, and makes a call of every kind with each, to the real binary on a fresh demo file and a free
# port.
#
# The binary is target/debug/caredesk, or CAREDESK_BIN. The generators are installed at first use from PyPI, in target/tools, exactly
# the files of requirements.txt, and from npm by the lock file. The generated clients are in target/clients.
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
# The server is started by the same code as for schemathesis.
export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=tests/schemathesis
exec "$tools/bin/python" tests/clients/run.py "$program" "$target/clients"
